// Keeps the sum of the lines, its distance to the goal, and the goal calculator in step with what
// is typed. The server reckons the same and decides.
const form = document.querySelector("form.part-form");
const balance = document.querySelector("[data-balance]");
const reach = document.querySelector("[data-reach]");
const language = document.documentElement.lang === "es" ? "es-US" : document.documentElement.lang;

// Whole cents as the server reads them, or null for what is no amount.
const cents = (text) => {
  const typed = text.trim().replace(/^\$/, "").trim();
  if (!/^(\d{1,3}(,\d{3})+|\d+)?(\.\d{0,2})?$/.test(typed) || !/\d/.test(typed)) return null;
  const [whole, part = ""] = typed.replaceAll(",", "").split(".");
  return Number(whole) * 100 + Number(part.padEnd(2, "0"));
};

const money = (minor) => new Intl.NumberFormat(language, {
  style: "currency",
  currency: form.elements.currency.value || "USD",
  minimumFractionDigits: minor % 100 ? 2 : 0,
}).format(minor / 100);

const put = (node, words) => {
  if (node.textContent !== words) node.textContent = words;
};

const showBalance = (goal) => {
  const lines = [...form.querySelectorAll("[data-line]")].map(({ value }) => cents(value) ?? 0);
  const sum = lines.reduce((total, line) => total + line, 0);
  let words = balance.dataset.even;
  if (!goal) words = balance.dataset.none;
  else if (sum < goal) words = balance.dataset.short;
  else if (sum > goal) words = balance.dataset.over;
  put(balance, words.replace("%(sum)s", money(sum)).replace("%(difference)s", money(Math.abs((goal ?? 0) - sum))));
};

const showReach = (goal) => {
  const pledge = cents(form.elements.usual_pledge.value);
  const share = Number(form.elements.share.value.replace("%", "").replace(",", "."));
  if (!goal || !pledge || !(share >= 0.1 && share <= 100)) return;
  const supporters = Math.ceil(goal / pledge);
  // to a thousandth of a percent in whole numbers, so that no rounding of the machine adds one
  const visitors = Math.ceil((supporters * 100_000) / Math.round(share * 1000));
  const number = new Intl.NumberFormat(language);
  put(reach, reach.dataset.words.replace("%(supporters)s", number.format(supporters)).replace("%(visitors)s", number.format(visitors)));
};

const show = () => {
  const goal = cents(form.elements.goal.value);
  showBalance(goal);
  showReach(goal);
};

form.addEventListener("input", show);
form.addEventListener("change", show);
