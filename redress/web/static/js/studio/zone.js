// Offers the browser's own time zone while no deadline is saved yet.
const select = document.querySelector("select[data-own-zone]");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (select && [...select.options].some(({ value }) => value === own)) select.value = own;
