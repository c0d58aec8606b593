// The focal point of a picture: a mark that follows the two sliders, and the cut that results.
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

const along = (focal, whole, box) => {
  // where the cut begins on one axis, as object-position wants it: a share of what is left over
  const over = whole - box;
  return over <= 0 ? 50 : (100 * clamp((focal / 100) * whole - box / 2, 0, over)) / over;
};

for (const part of document.querySelectorAll("[data-focal]")) {
  const whole = part.querySelector("[data-focal-whole]");
  if (!whole) continue;
  const mark = part.querySelector("[data-focal-mark]");
  const cut = part.querySelector("[data-focal-cut]");
  const image = cut.querySelector("img");
  const across = part.querySelector("[name=focal_x]");
  const down = part.querySelector("[name=focal_y]");
  const width = Number(image.getAttribute("width"));
  const height = Number(image.getAttribute("height"));
  const cutWidth = Math.min(width, (height * 5) / 3);

  const show = () => {
    // a picture has a left side in every language
    mark.style.left = `${across.value}%`;
    mark.style.top = `${down.value}%`;
    const x = along(Number(across.value), width, cutWidth);
    const y = along(Number(down.value), height, (cutWidth * 3) / 5);
    image.style.objectPosition = `${x}% ${y}%`;
  };

  const place = (event) => {
    const box = whole.getBoundingClientRect();
    across.value = Math.round(clamp(((event.clientX - box.left) / box.width) * 100, 0, 100));
    down.value = Math.round(clamp(((event.clientY - box.top) / box.height) * 100, 0, 100));
    across.dispatchEvent(new Event("input", { bubbles: true }));
    down.dispatchEvent(new Event("input", { bubbles: true }));
  };

  mark.hidden = false;
  cut.hidden = false;
  whole.classList.add("ready");
  across.addEventListener("input", show);
  down.addEventListener("input", show);
  whole.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    whole.setPointerCapture(event.pointerId);
    place(event);
  });
  whole.addEventListener("pointermove", (event) => {
    if (whole.hasPointerCapture(event.pointerId)) place(event);
  });
  show();
}
