// Draws the redline of the rule again while it is written; the server compares the two texts.
const section = document.querySelector("[data-redlines]");
const form = section?.closest("form");

let timer = 0;
let number = 0;

const element = (name, className, ...inner) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inner);
  return made;
};

const hidden = (text) => {
  const made = element("span", "visually-hidden", text);
  made.lang = document.documentElement.lang;
  return made;
};

const run = ({ kind, text }) => {
  if (kind === "equal") return text;
  const name = kind === "delete" ? "del" : "ins";
  const { [`${name}Begin`]: begin, [`${name}End`]: end } = section.dataset;
  return element(name, "", hidden(`[${begin}] `), text, hidden(` [${end}]`));
};

const drawn = ({ reference, paragraphs, note }) => {
  const text = element("div", "txt", ...paragraphs.map((runs) => element("p", "", ...runs.map(run))));
  text.lang = "en";
  text.dir = "ltr";
  const key = element("span", "key", element("del", "", section.dataset.removed), element("ins", "", section.dataset.added));
  key.ariaHidden = "true";
  const top = element("div", "top-row", element("span", "mono", `${reference} · ${section.dataset.proposed}`), key);
  return element("div", "redline", top, text, ...(note ? [element("p", "remark", note)] : []));
};

const draw = async () => {
  number += 1;
  const mine = number;
  const body = new FormData(form);
  body.set("look", "redline");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    if (!answer.ok || mine !== number) return;
    const { changes } = await answer.json();
    const none = element("p", "muted", section.dataset.none);
    section.querySelector("[data-redlines-shown]").replaceChildren(...(changes.length ? changes.map(drawn) : [none]));
  } catch { /* no connection: the next input tries again */ }
};

if (form) {
  section.querySelector("[data-look]")?.addEventListener("click", (event) => {
    event.preventDefault();
    draw();
  });
  form.addEventListener("input", ({ target }) => {
    if (!target.closest('[data-rows="changes"]')) return;
    clearTimeout(timer);
    timer = setTimeout(draw, 600);
  });
}
