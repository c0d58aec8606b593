// Keeps the answers while one writes: in this browser at once, at the server a moment later.
// Without this script the buttons keep them.

const WAIT = 1500;
const KEY = `redress.start:${location.pathname.replace(/^\/es(?=\/)/, "")}`;
const FIRST = "redress.start:/start/first/";

const store = {
  get: (key) => { try { return JSON.parse(localStorage.getItem(key) ?? "null"); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private window: nothing to keep it in */ } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* the same */ } },
};

const form = document.querySelector("[data-start]");

const texts = () => [...form.querySelectorAll("textarea, input[type=text]")];

const values = () => Object.fromEntries(texts().map(({ name, value }) => [name, value]));

const say = (sentence) => { form.querySelector("[data-said]").textContent = sentence; };

// What a lost connection left behind is put back; what stands meanwhile is not lost by it.
const putBack = () => {
  const kept = store.get(KEY);
  if (!kept) return false;
  let changed = false;
  for (const field of texts()) {
    const words = kept[field.name];
    if (typeof words !== "string" || !words.trim() || field.value.includes(words)) continue;
    field.value = words.includes(field.value) ? words : `${field.value}\n\n${form.dataset.mark}\n\n${words}`;
    changed = true;
  }
  if (!changed) store.drop(KEY);
  return changed;
};

let timer = 0;
let running = null;

const save = async () => {
  clearTimeout(timer);
  running?.abort();
  running = new AbortController();
  const sent = JSON.stringify(values());
  say(form.dataset.saving);
  let answer;
  try {
    answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      signal: running.signal,
    });
  } catch (error) {
    if (error.name !== "AbortError") say(form.dataset.offline);
    return;
  }
  if (answer.status === 422) return say(form.dataset.refused);
  if (!answer.ok) return say(form.dataset.offline);
  const { version, merged, fields } = await answer.json();
  form.elements.base.value = version;
  if (merged) {
    for (const field of texts()) if (field.name in fields) field.value = fields[field.name];
    return say(form.dataset.merged);
  }
  say(form.dataset.saved);
  if (JSON.stringify(values()) === sent) store.drop(KEY);
};

if (form) {
  const atServer = "autosave" in form.dataset;
  const changed = () => {
    store.set(KEY, values());
    if (!atServer) return;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };
  if (putBack()) {
    say(form.dataset.found);
    changed();
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    running?.abort();
  });
  addEventListener("online", () => { if (store.get(KEY) && atServer) save(); });
  // the server has what was written on the first page, else this page would not be there
  if (atServer) store.drop(FIRST);
} else {
  store.drop(FIRST);
}
