// Saves a part while it is written. Without this script the form has a button that does the same.
//
// Words that are not on the server yet are kept in this browser, per campaign, part and person,
// and are offered back after a reload. One save runs at a time; a page never stands in its own way
// (the server knows it by `window`), and what somebody else saved is never written over.

const WAIT = 1500; // ms after the last input
const RETRIES = [2000, 5000, 10000, 20000, 30000];
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "base", "window", "aside"]);

const form = document.querySelector("[data-autosave]");
const status = form?.querySelector("[data-save-status]");
const keptNotice = form?.querySelector("[data-kept]");
const place = `redress.words.${form?.dataset.key}`;
const pageName = crypto.randomUUID();

let clean = ""; // what the server has, as written by `written()`
let timer = 0;
let retry = 0; // how many tries in a row have failed
let running = null; // the save under way
let again = false; // something was typed meanwhile
let leaving = false; // a plain submit is on its way
let failed = false; // the last try did not reach the server

const hidden = (name, value) => {
  let field = form.elements.namedItem(name);
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
  }
  field.value = value;
};

const words = () => {
  const data = new FormData(form);
  // a file goes up once, with the button, not at each save
  for (const input of form.querySelectorAll("input[type=file]")) data.delete(input.name);
  return data;
};

const hasFile = () => [...form.querySelectorAll("input[type=file]")].some(({ files }) => files.length);

const pairs = () => [...words().entries()].filter(([name]) => !LEFT_OUT.has(name));

const written = () => JSON.stringify(pairs());

const isUnsaved = () => written() !== clean;

const say = (key, link) => {
  const text = (status.dataset[key] ?? key).replace("{}", new Date().toLocaleTimeString(
    document.documentElement.lang, { hour: "2-digit", minute: "2-digit" },
  ));
  status.dataset.state = key;
  status.replaceChildren(text);
  if (!link) return;
  const anchor = document.createElement("a");
  anchor.href = link.href;
  anchor.textContent = link.text;
  if (link.tab) anchor.target = "_blank";
  status.append(" ", anchor);
};

// --- kept in this browser -------------------------------------------------------------------

const keep = () => {
  try {
    if (isUnsaved()) localStorage.setItem(place, written());
    else localStorage.removeItem(place);
  } catch { /* a full or a closed store: the page itself still has the words */ }
};

const kept = () => {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
};

// A plain submit leaves the page; the next one learns here whether the kept words were those sent.
const markSent = () => {
  keep();
  try {
    sessionStorage.setItem(place, written());
  } catch { /* the next page asks about words that it has already */ }
};

const wasSaved = (waiting) => {
  try {
    const sent = sessionStorage.getItem(place);
    sessionStorage.removeItem(place);
    return waiting === sent && new URLSearchParams(location.search).has("saved");
  } catch {
    return false;
  }
};

const setField = (field, values) => {
  if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
  else field.value = values.shift() ?? "";
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

// Rows that were added in the lost page are added again by their own button, then filled in.
const makeRows = (byName) => {
  for (const section of form.querySelectorAll("[data-rows]")) {
    const wanted = byName.get(`${section.dataset.rows}-row`) ?? [];
    const standing = () => [...section.querySelectorAll("[data-row]")].map((row) => row.dataset.row);
    for (let tries = 0; tries < 40 && wanted.some((key) => !standing().includes(key)); tries += 1) {
      section.querySelector("[data-rows-add]")?.click();
    }
  }
};

const putBack = (text) => {
  const byName = new Map();
  for (const [name, value] of JSON.parse(text)) byName.set(name, [...(byName.get(name) ?? []), value]);
  makeRows(byName);
  for (const field of form.elements) {
    if (!field.name || LEFT_OUT.has(field.name) || field.type === "file") continue;
    if (field.type === "submit" || field.name.endsWith("-row")) continue;
    setField(field, byName.get(field.name) ?? []);
  }
};

// --- what the server answers ----------------------------------------------------------------

const showErrors = (errors) => {
  for (const line of form.querySelectorAll("[data-live-error]")) line.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const [name, sentences] of Object.entries(errors)) {
    const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
    const holder = field?.closest(".field") ?? form.querySelector(`#rows-${CSS.escape(name)}`);
    field?.setAttribute("aria-invalid", "true");
    for (const sentence of sentences) {
      const line = document.createElement("p");
      line.className = "error";
      line.dataset.liveError = "";
      const inner = document.createElement("span");
      inner.textContent = sentence;
      line.append(inner);
      (holder ?? status).append(line);
    }
  }
};

const showLacks = (lacks) => {
  for (const line of form.querySelectorAll("[data-lacking]")) {
    const lack = line.querySelector("[data-lack]");
    lack.textContent = lacks[line.dataset.lacking] ?? "";
    lack.hidden = !lack.textContent;
  }
};

const showProgress = ({ progress, progress_word: word }) => {
  for (const mark of document.querySelectorAll("[data-progress]")) {
    mark.className = `state is-${progress}`;
    mark.textContent = word;
  }
};

const accept = (sent, answer) => {
  clean = sent;
  failed = false;
  retry = 0;
  form.elements.base.value = answer.number;
  form.elements.namedItem("aside")?.remove();
  showErrors({});
  showLacks(answer.lacks);
  showProgress(answer);
  keep();
  form.dispatchEvent(new CustomEvent("studio:saved", { bubbles: true }));
  say(isUnsaved() ? "unsaved" : "saved");
};

const failing = (key, link) => {
  failed = true;
  keep();
  say(key, link);
  const wait = RETRIES[Math.min(retry, RETRIES.length - 1)];
  retry += 1;
  clearTimeout(timer);
  timer = setTimeout(save, wait);
};

const freshToken = async () => {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" }, redirect: "manual" });
  if (!answer.ok) return answer;
  form.elements.csrfmiddlewaretoken.value = (await answer.json()).token;
  return null;
};

const send = (extra = {}) => fetch(form.action, {
  method: "POST",
  body: words(),
  headers: { Accept: "application/json" },
  redirect: "manual",
  ...extra,
});

const signedOut = async (answer) => {
  const told = answer.type === "opaqueredirect" ? {} : await answer.json().catch(() => ({}));
  failing("signedOut", { href: told.sign_in ?? form.action, text: status.dataset.signIn, tab: true });
};

const judge = async (sent, first) => {
  let answer = first;
  if (answer.status === 403) {
    // signed in again in another tab: this page's token is an old one
    const closed = await freshToken();
    answer = closed ?? await send();
  }
  if (answer.status === 401 || answer.type === "opaqueredirect") {
    await signedOut(answer);
    return;
  }
  if (answer.status === 404) {
    // taken out of the team, or given a role that does not write this part: trying again is no use
    keep();
    say("gone");
    return;
  }
  const told = await answer.json().catch(() => null);
  if (!told) failing("trouble");
  else if (answer.ok) accept(sent, told);
  else if (answer.status === 409) {
    // their words stand, these stand beside them; what is typed from now on joins these
    clean = sent;
    hidden("aside", told.aside);
    keep();
    say("aside", { href: told.merge, text: status.dataset.merge });
  } else if (answer.status === 422) {
    keep();
    showErrors(told.errors);
    say("errors");
  } else if (answer.status === 423) {
    keep();
    say(told.closed);
  } else failing("trouble");
};

const attempt = async () => {
  const sent = written();
  say("saving");
  try {
    await judge(sent, await send());
  } catch {
    failing("offline");
  }
};

async function save() {
  clearTimeout(timer);
  if (leaving || !isUnsaved()) return;
  if (hasFile()) {
    keep();
    say("unsaved");
    return;
  }
  if (running) {
    again = true;
    return;
  }
  running = attempt();
  await running;
  running = null;
  if (again && !failed && isUnsaved()) {
    again = false;
    save();
  }
  again = false;
}

// --- when -----------------------------------------------------------------------------------

const typed = () => {
  if (leaving) return;
  keep();
  if (!isUnsaved()) return;
  if (!running && !failed && status.dataset.state !== "aside") say("unsaved");
  clearTimeout(timer);
  timer = setTimeout(save, WAIT);
};

const submitted = async (event) => {
  const plain = event.submitter && !event.submitter.matches("[data-save], .visually-hidden");
  if (plain || hasFile()) {
    leaving = true; // rows, uploads: a plain submit that comes back with the page
    markSent();
    setTimeout(() => { leaving = false; }, 5000);
    return;
  }
  event.preventDefault();
  if (running) await running;
  if (isUnsaved()) await save();
  else if (status.dataset.state !== "aside") say("saved");
};

const left = () => {
  if (leaving || !isUnsaved() || hasFile()) return;
  keep();
  // a body above 64 kB does not outlive the page; the words are in this browser then
  if (JSON.stringify(pairs()).length < 60000) send({ keepalive: true }).catch(() => undefined);
};

if (form) {
  hidden("window", pageName);
  const shown = written();
  // the editor may write the same text a little differently when it starts; that is no edit
  const waiting = kept();
  const offered = !wasSaved(waiting) && waiting && waiting !== shown;
  // a refused file, a drawn redline: the page came back with words that the server did not save
  if (!("unsaved" in form.dataset)) clean = shown;
  if (offered) keptNotice.hidden = false;
  else keep();
  keptNotice.querySelector("[data-kept-use]").addEventListener("click", () => {
    putBack(waiting);
    keptNotice.hidden = true;
    say("restored");
    status.focus();
    typed();
  });
  keptNotice.querySelector("[data-kept-drop]").addEventListener("click", () => {
    keptNotice.hidden = true;
    localStorage.removeItem(place);
  });
  // what a script of the part puts into an empty form is no edit either
  form.addEventListener("studio:default", () => { clean = written(); });
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("focusout", () => { if (isUnsaved() && !failed) { clearTimeout(timer); timer = setTimeout(save, 300); } });
  form.addEventListener("submit", submitted);
  window.addEventListener("online", () => { if (failed) { retry = 0; save(); } });
  window.addEventListener("focus", () => { if (failed && status.dataset.state === "signedOut") { retry = 0; save(); } });
  window.addEventListener("pagehide", left);
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted) { leaving = false; typed(); } });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && isUnsaved()) event.preventDefault();
  });
  if (!offered) typed();
}
