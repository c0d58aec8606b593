// Elements made without any markup as text, as Trusted Types wants it.
const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; false and null attributes are left out. */
export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
};

const PATHS = {
  strong: "M7 4h6a4 4 0 0 1 0 8H7zM7 12h7a4 4 0 0 1 0 8H7z",
  em: "M10 4h8M6 20h8M14 4l-4 16",
  h3: "M5 4v16M15 4v16M5 12h10M18 9h4M18 20h4M20 9v11",
  h4: "M6 8v12M14 8v12M6 14h8",
  bullets: "M9 6h12M9 12h12M9 18h12M4 6h.01M4 12h.01M4 18h.01",
  numbers: "M10 6h11M10 12h11M10 18h11M3 5l2-1v5M3 15h3l-3 4h3",
  quote: "M4 17c3 0 5-2 5-6V6H4v5h5M14 17c3 0 5-2 5-6V6h-5v5h5",
  link: "M10 14a4 4 0 0 0 6 0l4-4a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-4 4a4 4 0 0 0 6 6l1-1",
  undo: "M9 5L4 10l5 5M4 10h10a6 6 0 0 1 0 12h-3",
  redo: "M15 5l5 5-5 5M20 10H10a6 6 0 0 0 0 12h3",
};

const TURNING = new Set(["bullets", "quote", "redo", "undo"]); // with the direction of the page

/** A drawing of a tool, which says nothing by itself. */
export const icon = (name) => {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  if (TURNING.has(name)) svg.classList.add("turning");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
};
