// What comes in by paste or drop: Word, web pages and plain text become the few kinds that a text has.
import { DOMParser, Fragment, Slice } from "./vendor/prosemirror.js";
import { fittingAddress } from "./reading.js";
import { schema } from "./schema.js";

const DROPPED = [
  "audio", "button", "canvas", "datalist", "del", "embed", "form input", "frame", "frameset", "head", "iframe", "img",
  "input", "link", "math", "meta", "nav", "noscript", "object", "picture", "script", "select", "style", "svg",
  "template", "textarea", "title", "video", "xml", "[hidden]", "br.Apple-interchange-newline",
].join();
const BLOCKS = "address, article, blockquote, dd, div, dl, dt, figure, h1, h2, h3, h4, h5, h6, li, ol, p, pre, section, table, ul";
const HEADINGS = "h1, h2, h3, h4, h5, h6";
const MARKER = /^\s*(?:[·•§▪◦●■o–-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])[\s\u00a0]+/i;
const NUMBER = /^\s*\(?(?:\d|[a-z][.)]|[ivx]+[.)])/i;

const cssOf = (element) => element.getAttribute("data-css") ?? element.getAttribute("style") ?? "";
const unwrap = (element) => element.replaceWith(...element.childNodes);
const rename = (element, tag) => {
  const other = element.ownerDocument.createElement(tag);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
};
const enclose = (element, tag) => {
  const inner = element.ownerDocument.createElement(tag);
  inner.append(...element.childNodes);
  element.append(inner);
};

// Attributes that the page's policy would complain of, even in a document without scripts.
const quiet = (tag) => tag.replaceAll(/([\s"'/])(style|on[a-z]+)(?=\s*=)/gi, (_all, before, name) =>
  `${before}data-${name.toLowerCase() === "style" ? "css" : "off"}`);

/** What was copied, without style sheets; styles come along as plain data. Cleaning comes later. */
export const withoutStyles = (html) => html
  .replace(/^[^]*?<!--StartFragment-->([^]*)<!--EndFragment-->[^]*$/, "$1")
  .replaceAll(/<style\b[^]*?<\/style\s*>/gi, "")
  .replaceAll(/<[a-z][^>]*>?/gi, quiet);

const dropUnseen = (root) => {
  const walker = root.ownerDocument.createTreeWalker(root, 128 + 4); // comments and text
  const comments = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === 8) comments.push(node);
    else node.data = node.data.replaceAll("\u00a0", " ").replaceAll(/[\u00ad\u200b\ufeff]/g, "");
  }
  for (const comment of comments) comment.remove();
  for (const element of root.querySelectorAll(DROPPED)) element.remove();
  for (const element of root.querySelectorAll("*")) {
    if (/display\s*:\s*none|mso-hide\s*:\s*all/i.test(cssOf(element))) element.remove();
    else if (element.localName.includes(":")) unwrap(element);
  }
};

// Word writes the points of a list as paragraphs that only look like a list.
const pointOf = (paragraph) => {
  const level = /mso-list\s*:[^;]*level(\d)/i.exec(cssOf(paragraph));
  if (!level && !/MsoListParagraph/.test(paragraph.className)) return null;
  const ignored = [...paragraph.querySelectorAll("*")].filter((one) => /mso-list\s*:\s*ignore/i.test(cssOf(one)));
  let marker = ignored.map((one) => one.textContent).join("");
  for (const one of ignored) one.remove();
  if (!marker) {
    const first = paragraph.ownerDocument.createTreeWalker(paragraph, 4).nextNode();
    marker = MARKER.exec(first?.data ?? "")?.[0] ?? "";
    if (!marker && !level) return null;
    if (first) first.data = first.data.slice(marker.length);
  }
  return { level: Number(level?.[1] ?? 1), tag: NUMBER.test(marker) && !/^\s*o\s/.test(marker) ? "ol" : "ul" };
};

const makeLists = (root) => {
  let open = [];
  let last = null;
  for (const paragraph of root.querySelectorAll("p, div[class*=MsoListParagraph]")) {
    const point = pointOf(paragraph);
    const follows = last && paragraph.previousElementSibling === open[0]?.list;
    if (!point) { open = []; last = null; continue; }
    if (!follows) open = [];
    while (open.length > 0 && open.at(-1).level > point.level) open.pop();
    if (open.at(-1)?.level === point.level && open.at(-1).list.localName !== point.tag) open.pop();
    if (open.at(-1)?.level !== point.level) {
      const list = root.ownerDocument.createElement(point.tag);
      if (open.length > 0) open.at(-1).list.lastElementChild.append(list);
      else paragraph.before(list);
      open.push({ level: point.level, list });
    }
    const item = root.ownerDocument.createElement("li");
    item.append(...paragraph.childNodes);
    open.at(-1).list.append(item);
    paragraph.remove();
    last = item;
  }
};

// Bold and slanted letters that are told by styles, and <b> that is not bold (Google Docs).
const fitLetters = (root) => {
  for (const element of root.querySelectorAll("[data-css], [style]")) {
    const css = cssOf(element);
    const weight = /(?<![\w-])font-weight\s*:\s*(\w+)/i.exec(css)?.[1] ?? "";
    const slant = /(?<![\w-])font-style\s*:\s*(\w+)/i.exec(css)?.[1] ?? "";
    element.removeAttribute("style");
    element.removeAttribute("data-css");
    if (/^(?:b|strong)$/.test(element.localName) && /^(?:normal|[1-4]00)$/.test(weight)) { unwrap(element); continue; }
    if (/^(?:i|em)$/.test(element.localName) && slant === "normal") { unwrap(element); continue; }
    if (element.querySelector(BLOCKS)) continue;
    if (/^(?:bold|bolder|[6-9]00)$/.test(weight)) enclose(element, "strong");
    if (/^(?:italic|oblique)$/.test(slant)) enclose(element, "em");
  }
  for (const element of root.querySelectorAll(`:is(${HEADINGS}) :is(b, strong)`)) unwrap(element);
};

const fitTables = (root) => {
  for (const table of [...root.querySelectorAll("table")].toReversed()) {
    const forms = [...table.querySelectorAll("td, th")].some((cell) => cell.querySelector("ul, ol, blockquote, p + p, div + div, h1, h2, h3, h4"));
    const made = [];
    for (const row of table.querySelectorAll("tr")) {
      const cells = [...row.querySelectorAll("td, th")].filter((cell) => cell.textContent.trim());
      if (forms) { made.push(...cells.map((cell) => rename(cell, "div"))); continue; }
      const line = root.ownerDocument.createElement("p");
      for (const cell of cells) {
        for (const block of cell.querySelectorAll(BLOCKS)) unwrap(block);
        if (line.firstChild) line.append(" | ");
        line.append(...cell.childNodes);
      }
      made.push(line);
    }
    const caption = table.querySelector("caption");
    if (caption) made.unshift(rename(caption, "p"));
    table.replaceWith(...made);
  }
};

const fitLinks = (root, own) => {
  for (const link of root.querySelectorAll("a")) {
    let href = (link.getAttribute("href") ?? "").trim().replace(/^http:\/\//i, "https://");
    const wrapped = /^https:\/\/www\.google\.[a-z.]+\/url\?(.*)/.exec(href);
    if (wrapped) href = new URLSearchParams(wrapped[1]).get("q") ?? href;
    const elsewhere = !own && /^[#/]/.test(href); // a place on the page that it was taken from
    const fit = elsewhere ? "" : fittingAddress(href);
    if (fit && link.textContent.trim()) link.setAttribute("href", fit);
    else unwrap(link);
  }
};

// Two line ends are how many pages make a paragraph.
const splitAtBreaks = (element) => {
  const parts = [[]];
  let waiting = [];
  for (const node of [...element.childNodes]) {
    const isBlock = node.nodeType === 1 && node.matches(BLOCKS);
    const breaks = waiting.filter(({ localName }) => localName === "br").length;
    if (!isBlock && (node.localName === "br" || !node.textContent.trim())) waiting.push(node);
    else {
      if (isBlock || breaks > 1) parts.push([]);
      else parts.at(-1).push(...waiting);
      parts.at(-1).push(node);
      if (isBlock) parts.push([]);
      waiting = [];
    }
  }
  const made = parts.filter((part) => part.length > 0).map((part) => {
    if (part[0].nodeType === 1 && part[0].matches(BLOCKS)) return part[0];
    const paragraph = element.ownerDocument.createElement("p");
    paragraph.append(...part);
    return paragraph;
  });
  if (element.localName === "p") element.replaceWith(...made);
  else element.replaceChildren(...made);
};

const fitBreaks = (root) => {
  for (const pre of root.querySelectorAll("pre")) {
    const lines = pre.textContent.trim().split("\n");
    pre.replaceChildren(...lines.flatMap((line, i) => (i ? [root.ownerDocument.createElement("br"), line] : [line])));
    rename(pre, "p");
  }
  const doubled = new Set([...root.querySelectorAll("br + br")].map(({ parentElement }) => parentElement));
  for (const element of doubled) if (element.matches("p, div, section, article, td, body, blockquote")) splitAtBreaks(element);
  for (const br of [...root.children].filter(({ localName }) => localName === "br")) {
    const beside = [br.previousElementSibling, br.nextElementSibling];
    if (beside.some((one) => one?.matches(BLOCKS))) br.remove();
  }
  for (const block of root.querySelectorAll("p, li, div, h1, h2, h3, h4, h5, h6, blockquote")) {
    if (!block.textContent.trim()) block.remove();
  }
};

const usual = DOMParser.fromSchema(schema);

/** Reads what was pasted, after tidying it; stands in for ProseMirror's own parser. */
export const clipboardParser = {
  parseSlice(root, options) {
    const own = Boolean(root.querySelector("[data-pm-slice]"));
    if (!own) {
      dropUnseen(root);
      makeLists(root);
      fitTables(root);
      fitLetters(root);
      fitBreaks(root);
    }
    fitLinks(root, own);
    return usual.parseSlice(root, options);
  },
};

const linked = (text) => {
  const nodes = [];
  let from = 0;
  for (const { 0: address, index } of text.matchAll(/https:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'’”]/g)) {
    const href = fittingAddress(address);
    if (!href) continue;
    if (index > from) nodes.push(schema.text(text.slice(from, index)));
    nodes.push(schema.text(address, [schema.marks.link.create({ href })]));
    from = index + address.length;
  }
  if (from < text.length) nodes.push(schema.text(text.slice(from)));
  return nodes;
};

const POINT = /^\s*(?:[-*•·▪◦–]|(\d{1,2})[.)])\s+(?=\S)/;
const paragraph = (content) => schema.nodes.paragraph.create(null, content);

const chunkOf = (lines) => {
  if (lines.every((line) => POINT.test(line))) {
    const start = Number(POINT.exec(lines[0])[1] ?? 0);
    const items = lines.map((line) => schema.nodes.list_item.create(null, paragraph(linked(line.replace(POINT, "")))));
    return start ? schema.nodes.ordered_list.create({ start }, items) : schema.nodes.bullet_list.create(null, items);
  }
  // long lines were broken by a mail program; short ones (an address, a verse) were meant
  if (lines.slice(0, -1).every((line) => line.length > 45)) return paragraph(linked(lines.join(" ")));
  return paragraph(lines.flatMap((line, i) => [...(i ? [schema.nodes.hard_break.create()] : []), ...linked(line)]));
};

/** Plain text: blank lines, or else line ends, part the paragraphs. */
export const parseText = (text) => {
  const plain = text.replaceAll(/\r\n?/g, "\n").replaceAll("\u00a0", " ")
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u202d\u202e\ufeff]/g, "");
  const parted = /\n[ \t]*\n/.test(plain.trim());
  const chunks = [];
  for (const part of plain.split(parted ? /\n(?:[ \t]*\n)+/ : "\n")) {
    const lines = part.split("\n").map((line) => line.trim()).filter(Boolean);
    // a list below its opening sentence, or one line each
    for (const line of lines) {
      const isPoint = POINT.test(line);
      const last = chunks.at(-1);
      const joins = last && (isPoint ? last.isPoint && /\d/.test(line.trim()[0]) === /\d/.test(last.lines[0][0]) : !last.isPoint && last.part === part && parted);
      if (joins) last.lines.push(line);
      else chunks.push({ isPoint, part, lines: [line] });
    }
  }
  return Slice.maxOpen(Fragment.from(chunks.map(({ lines }) => chunkOf(lines))));
};
