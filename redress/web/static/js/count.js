// Keeps the numbers on the page true: asks for count.json now and then, and rests while hidden.
const docket = document.querySelector("[data-count]");
const language = document.documentElement.lang;
const BASE = 10_000;
const reduced = matchMedia("(prefers-reduced-motion: reduce)");

const money = (minor, currency) => {
  const format = new Intl.NumberFormat(language === "es" ? "es-US" : language, {
    style: "currency", currency,
    minimumFractionDigits: minor % 100 ? 2 : 0,
    maximumFractionDigits: minor % 100 ? 2 : 0,
  });
  return format.format(minor / 100);
};

let shown = null;

const write = (selector, text) => {
  for (const node of document.querySelectorAll(selector)) {
    if (node.textContent !== text) node.textContent = text;
  }
};

const draw = (supporters, pledged, data) => {
  if (supporters > 0) write("[data-supporters]", new Intl.NumberFormat(language).format(supporters));
  write("[data-pledged]", money(pledged, data.currency));
  const filled = document.querySelector("[data-meter] .filled");
  const pointer = document.querySelector("[data-meter] .pointer");
  if (filled && pointer && data.goal_minor && pledged <= data.goal_minor) {
    const width = (336 * pledged) / data.goal_minor;
    filled.setAttribute("width", width.toFixed(1));
    pointer.setAttribute("d", `M${(width - 4).toFixed(1)} 1h16l-8 9z`);
  }
};

const remaining = document.querySelector("[data-remaining]");
const show = (data) => {
  const from = shown;
  const missing = data.goal_minor - data.pledged_minor;
  // reaching the goal changes more than numbers
  if (remaining && missing <= 0) { location.reload(); return; }
  if (remaining) remaining.textContent = remaining.dataset.remaining.replace("{}", money(missing, data.currency));
  shown = data;
  if (from && data.state !== from.state) { location.reload(); return; }
  if (from && from.supporters === data.supporters && from.pledged_minor === data.pledged_minor) return;
  if (!from || reduced.matches) { draw(data.supporters, data.pledged_minor, data); return; }
  const start = performance.now();
  const step = (time) => {
    const part = Math.min((time - start) / 800, 1);
    const between = (a, b) => Math.round(a + (b - a) * part);
    // whole units while counting, so that the words keep their width
    const pledged = part < 1
      ? Math.round(between(from.pledged_minor, data.pledged_minor) / 100) * 100
      : data.pledged_minor;
    draw(between(from.supporters, data.supporters), pledged, data);
    if (part < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
};

const ask = async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(docket.dataset.count, { credentials: "omit" });
    if (answer.ok) show(await answer.json());
  } catch { /* offline: the numbers stay as they are */ }
};

let timer;
const plan = () => {
  clearTimeout(timer);
  if (document.hidden) return;
  timer = setTimeout(async () => { await ask(); plan(); }, BASE * (0.8 + Math.random() * 0.4));
};

const left = document.querySelector("[data-left]");
const tickLeft = () => {
  const minutes = Math.floor((Date.parse(left.dateTime) - Date.now()) / 60_000);
  if (minutes < 0) { location.reload(); return; }
  if (minutes >= 120) return;
  const words = new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "short" });
  left.textContent = words.format(Math.max(minutes, 1));
};

if (docket) {
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); plan(); });
  plan();
  if (left) setInterval(() => { if (!document.hidden) tickLeft(); }, 15_000);
}
