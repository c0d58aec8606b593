// Finds agencies while one types. Without this script the button beside the box does the same.
// The radios stay plain radios: a screen reader hears how many were found, and goes to them.

const WAIT = 200;

const rowFrom = (picker, facts, chosen) => {
  const row = picker.querySelector("template").content.firstElementChild.cloneNode(true);
  const radio = row.querySelector("input");
  radio.name = picker.dataset.name;
  radio.value = facts.code;
  radio.checked = facts.code === chosen;
  for (const part of row.querySelectorAll("[data-part]")) part.textContent = facts[part.dataset.part];
  return row;
};

const chosenRow = (picker) => picker.querySelector("[data-picker-rows] input:checked")?.closest("label");

const show = (picker, { rows, said }) => {
  const list = picker.querySelector("[data-picker-rows]");
  const kept = chosenRow(picker);
  const chosen = kept?.querySelector("input").value ?? "";
  const fresh = rows.map((facts) => rowFrom(picker, facts, chosen));
  // what is chosen stays in sight, whatever is looked for
  const again = rows.some(({ code }) => code === chosen);
  list.replaceChildren(...(kept && !again ? [kept] : []), ...fresh);
  picker.querySelector("[data-picker-said]").textContent = said;
};

const start = (picker) => {
  const box = picker.querySelector("input[type=search]");
  const seen = picker.querySelector("input[type=hidden]");
  // what is looked for is no part of what is written: a late answer would leave it "not saved"
  for (const control of [box, seen]) control.setAttribute("form", "");
  let timer = 0;
  let asked = "";
  const find = async () => {
    const query = box.value.trim();
    if (query === asked) return;
    asked = query;
    const answer = await fetch(`${picker.dataset.source}?q=${encodeURIComponent(query)}`)
      .catch(() => null);
    if (!answer?.ok || asked !== query) return;
    const found = await answer.json();
    if (asked !== query) return;
    show(picker, found);
    seen.value = box.value;
  };
  box.addEventListener("input", (event) => {
    event.stopPropagation(); // a search is no change of the form
    clearTimeout(timer);
    timer = setTimeout(find, WAIT);
  });
  box.addEventListener("change", (event) => event.stopPropagation());
  const now = (event) => {
    event.preventDefault();
    clearTimeout(timer);
    find();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") now(event);
  });
  const button = picker.querySelector("[data-picker-find]");
  // not the form's first button any more, which the Enter key of other fields would press
  button.type = "button";
  button.addEventListener("click", now);
};

for (const picker of document.querySelectorAll("[data-agency-picker]")) start(picker);
