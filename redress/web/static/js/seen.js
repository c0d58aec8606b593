// Tells once that this page was looked at, or a link passed on, and by which channel: no cookie, no id.
const place = document.querySelector("[data-seen]");
const form = document.querySelector("form[data-pledge]");
const address = new URL(location.href);
const channel = address.searchParams.get("s") ?? "";

const tell = (kind, code) => {
  if (!place || navigator.globalPrivacyControl) return;
  navigator.sendBeacon(place.dataset.seen, new URLSearchParams({ kind, channel: code }));
};

if (address.searchParams.has("s")) {
  // whoever copies the address line passes on the plain address
  address.searchParams.delete("s");
  history.replaceState(history.state, "", address);
}
if (form && channel) {
  const field = form.elements.s ?? Object.assign(document.createElement("input"), { type: "hidden", name: "s" });
  field.value = channel;
  form.append(field);
}

const [visit] = performance.getEntriesByType("navigation");
const fromHere = document.referrer && new URL(document.referrer).origin === location.origin;
const look = () => { if (visit?.type === "navigate" && !fromHere) tell("visit", channel); };
if (place && !("sharesOnly" in place.dataset)) {
  if (document.prerendering) document.addEventListener("prerenderingchange", look, { once: true });
  else look();
}

for (const link of document.querySelectorAll("[data-channel]")) {
  link.addEventListener("click", () => tell("share", link.dataset.channel));
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => tell("share", "cl"));
}
for (const button of document.querySelectorAll("[data-share]")) {
  button.addEventListener("click", () => tell("share", "sh"));
}
