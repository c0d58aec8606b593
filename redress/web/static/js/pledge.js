// Shows the chosen sum beside the form and keeps amount and tier in step; the server decides.
const form = document.querySelector("[data-pledge]");
const language = document.documentElement.lang;

const chosenTier = () => form.querySelector("[name=tier]:checked")?.value ?? "ally";
const chosenChip = () => form.querySelector("[name=amount_choice]:checked");

const amount = () => {
  const chip = chosenChip();
  const typed = Number.parseFloat(form.elements.amount_other.value.replaceAll(",", "").replace("$", ""));
  if (chosenTier() === "ally" || chip?.value === "other") return Number.isFinite(typed) ? typed : 0;
  return Number(chip?.value ?? 0);
};

const show = () => {
  const money = new Intl.NumberFormat(language === "es" ? "es-US" : language, {
    style: "currency", currency: form.dataset.currency,
  });
  for (const node of form.querySelectorAll("[data-sum]")) node.textContent = money.format(amount());
};

if (form) {
  form.addEventListener("change", ({ target }) => {
    if (target.name === "tier" && target.dataset.least && amount() < Number(target.dataset.least)) {
      const fitting = form.querySelector(`[name=amount_choice][value="${target.dataset.least}"]`);
      if (fitting) fitting.checked = true;
    }
    show();
  });
  form.addEventListener("input", show);
  show();
}
