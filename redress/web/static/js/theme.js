// Light, dark or as the device; kept on this device alone.
const KEY = "redress-theme";
const root = document.documentElement;

const stored = () => {
  try { return localStorage.getItem(KEY) ?? ""; } catch { return ""; }
};

const apply = (theme) => {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else delete root.dataset.theme;
};

apply(stored());

const group = document.querySelector("[data-theme-choice]");
if (group) {
  const buttons = [...group.querySelectorAll("button")];
  const show = (theme) => buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.value === theme)));
  group.hidden = false;
  show(stored());
  group.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    try { localStorage.setItem(KEY, button.value); } catch { /* private mode: this page only */ }
    apply(button.value);
    show(button.value);
  });
}
