// Rows of a form without a round trip: add, take out, move. Without this script each of the
// buttons is a submit that shows the form again; here the same buttons are caught.
//
// A select with data-rows-choice="sources" offers the rows named "sources", by their keys; a row
// that such a select has chosen stays until another one is chosen there.

const PLACE = "__key__";

const fill = (sentence, row) => sentence.replace("%(row)s", row);

const changed = (section) => section.dispatchEvent(new Event("input", { bubbles: true }));

const rowsOf = (section) => [...section.querySelectorAll(":scope > [data-rows-list] > [data-row]")];

const titleOf = (section, number) => section.dataset.title.replace("%(number)s", number);

const say = (section, sentence) => {
  section.querySelector(":scope > .rows-add [data-rows-status]").textContent = sentence;
};

const actOf = (row, act) => row.querySelector(`:scope > .row-acts [data-row-act="${act}"]`);

const firstControl = (row) => row.querySelector(
  "[role=textbox], input:not([type=hidden]), select, textarea:not([hidden]), button",
);

// The words by which a select names a row: what is first written in it.
const wordsOf = (row) => {
  const control = [...row.querySelectorAll("input:not([type=hidden]), textarea")].find(({ value }) => value.trim());
  return control ? control.value.trim().slice(0, 80) : "";
};

const offer = (section) => {
  const rows = rowsOf(section);
  for (const select of document.querySelectorAll(`select[data-rows-choice="${section.dataset.rows}"]`)) {
    const none = select.querySelector('option[value=""]');
    const chosen = select.value;
    const options = rows.map((row, index) => {
      const words = wordsOf(row);
      const text = titleOf(section, index + 1) + (words ? `: ${words}` : "");
      const key = row.dataset.row;
      return new Option(text, key, false, key === chosen);
    });
    select.replaceChildren(...(none ? [none] : []), ...options);
    select.value = rows.some((row) => row.dataset.row === chosen) ? chosen : "";
  }
};

const renumber = (section) => {
  const rows = rowsOf(section);
  rows.forEach((row, index) => {
    for (const title of row.querySelectorAll("[data-row-title]")) title.textContent = titleOf(section, index + 1);
    actOf(row, "up").disabled = index === 0;
    actOf(row, "down").disabled = index === rows.length - 1;
  });
  offer(section);
};

const nextKey = (section) => {
  const taken = new Set(rowsOf(section).map((row) => row.dataset.row));
  const gone = JSON.parse(section.dataset.gone ?? "[]");
  for (const key of gone) taken.add(key);
  let free = 0;
  while (taken.has(String(free))) free += 1;
  return String(free);
};

// Attributes, not text: the blank row names its own key in names, ids and labels.
const withKey = (node, key) => {
  for (const element of node.querySelectorAll("*")) {
    for (const name of element.getAttributeNames()) {
      const value = element.getAttribute(name);
      if (value.includes(PLACE)) element.setAttribute(name, value.replaceAll(PLACE, key));
    }
  }
};

const add = (section) => {
  const rows = rowsOf(section);
  if (rows.length >= Number(section.dataset.maximum)) {
    say(section, section.dataset.full);
    return;
  }
  const made = section.querySelector(":scope > template[data-rows-blank]").content.cloneNode(true);
  withKey(made, nextKey(section));
  const row = made.querySelector("[data-row]");
  section.querySelector(":scope > [data-rows-list]").append(row);
  renumber(section);
  for (const other of document.querySelectorAll("[data-rows]")) if (other !== section) offer(other);
  say(section, fill(section.dataset.added, titleOf(section, rows.length + 1)));
  firstControl(row)?.focus();
  changed(section);
};

const userOf = (section, row) => [
  ...document.querySelectorAll(`select[data-rows-choice="${section.dataset.rows}"]`),
].find(({ value }) => value === row.dataset.row);

const remove = (section, row) => {
  const user = userOf(section, row);
  if (user) {
    say(section, user.dataset.rowsKept);
    return;
  }
  const place = rowsOf(section).indexOf(row);
  // a key is not given twice, so that no select ever means another row than the one chosen
  section.dataset.gone = JSON.stringify([...JSON.parse(section.dataset.gone ?? "[]"), row.dataset.row]);
  row.remove();
  renumber(section);
  say(section, fill(section.dataset.removed, titleOf(section, place + 1)));
  const rows = rowsOf(section);
  const next = rows[Math.min(place, rows.length - 1)];
  (next ? firstControl(next) : section.querySelector("[data-rows-add]")).focus();
  changed(section);
};

const move = (section, row, act) => {
  const other = act === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  // the neighbour moves, so that what the row holds keeps its state
  if (act === "up") row.after(other); else row.before(other);
  renumber(section);
  const place = rowsOf(section).indexOf(row);
  say(section, fill(section.dataset.moved, titleOf(section, place + 1)));
  const button = actOf(row, act);
  (button.disabled ? actOf(row, act === "up" ? "down" : "up") : button).focus();
  changed(section);
};

const acted = (event) => {
  const button = event.target.closest("[data-rows-add], [data-row-act]");
  const section = button?.closest("[data-rows]");
  if (!section) return;
  event.preventDefault();
  if (button.hasAttribute("data-rows-add")) add(section);
  else if (button.dataset.rowAct === "remove") remove(section, button.closest("[data-row]"));
  else move(section, button.closest("[data-row]"), button.dataset.rowAct);
};

for (const section of document.querySelectorAll("[data-rows]")) {
  section.addEventListener("click", acted);
  section.addEventListener("change", () => offer(section));
}
