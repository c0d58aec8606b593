// A document to Markdown. Each piece is read back, so that what is kept is what was shown.
import { read } from "./reading.js";
import { schema } from "./schema.js";

const { strong, em, link } = schema.marks;
const SIGNS = /[\\*_[\]]|<(?=\S)/g;
const kept = new WeakMap();

const escaped = (text) => text
  .replaceAll(SIGNS, "\\$&")
  .replaceAll(/&(?=#|[a-z]+;)/gi, "\\&");

// what would begin a list, a heading or a quotation
const lineStart = (line) => line
  .replace(/^([#>])/, "\\$1")
  .replace(/^([-+])(?=\s|$)/, "\\$1")
  .replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2");

const address = (href) => href
  .replaceAll("\\", "%5C").replaceAll(" ", "%20")
  .replaceAll("<", "%3C").replaceAll(">", "%3E")
  .replaceAll(/[()]/g, "\\$&")
  .replaceAll(/&(?=#|[a-z][a-z0-9]*;)/gi, "\\&");

// Pieces that share a mark stand in one pair of signs; the longest pair is the outer one.
const spans = (pieces, done, emphasis) => {
  let out = "";
  for (let i = 0; i < pieces.length;) {
    const open = pieces[i].marks.filter((mark) => !mark.isInSet(done));
    const reach = (mark) => {
      let end = i;
      while (end < pieces.length && mark.isInSet(pieces[end].marks)) end += 1;
      return end;
    };
    if (open.length === 0) {
      out += pieces[i].text;
      i += 1;
    } else {
      // a link goes outside, since it cannot hold half of another
      const mark = open.find(({ type }) => type === link)
        ?? open.toSorted((a, b) => reach(b) - reach(a))[0];
      const end = reach(mark);
      const within = spans(pieces.slice(i, end), [...done, mark], emphasis);
      if (mark.type === link) {
        // "!" before a link would make it a picture
        out = `${out.replace(/!$/, "\\!")}[${within}](${address(mark.attrs.href)})`;
      } else {
        const sign = mark.type === strong ? "**" : emphasis;
        out += `${sign}${within}${sign}`;
      }
      i = end;
    }
  }
  return out;
};

// Emphasis cannot begin or end with a space, and a space at a line's end is none.
const pieces = (block) => {
  const found = [];
  block.forEach((node) => {
    if (node.type === schema.nodes.hard_break) { found.push({ text: "\n", marks: [] }); return; }
    const [, before, words, after] = /^(\s*)([^]*?)(\s*)$/.exec(node.text);
    if (!words) { found.push({ text: node.text, marks: node.marks.filter(({ type }) => type === link) }); return; }
    if (before) found.push({ text: before, marks: [] });
    found.push({ text: words, marks: node.marks });
    if (after) found.push({ text: after, marks: [] });
  });
  // a space between two pieces of one link, or of one emphasis, belongs to it
  return found.map((piece, i) => {
    if (piece.text.trim()) return piece;
    const last = found.slice(0, i).findLast(({ text }) => text.trim());
    const next = found.slice(i + 1).find(({ text }) => text.trim());
    return { ...piece, marks: (last?.marks ?? []).filter((mark) => mark.isInSet(next?.marks ?? [])) };
  });
};

const numbered = (char) => `&#${char.codePointAt(0)};`;

// A letter right beside emphasis can hide it ("**One.**two"); as a number the letter is no letter.
const withNumbers = (found) => found.map((piece, i) => {
  const differs = (other) => other && other.text !== "\n"
    && (other.marks.some((mark) => mark.type !== link && !mark.isInSet(piece.marks)));
  const chars = [...piece.raw];
  let head = "", tail = "";
  if (differs(found[i - 1]) && chars.length && /[\p{L}\p{N}]/u.test(chars[0])) head = numbered(chars.shift());
  if (differs(found[i + 1]) && chars.length && /[\p{L}\p{N}]/u.test(chars.at(-1))) tail = numbered(chars.pop());
  return { ...piece, text: piece.raw.trim() ? head + escaped(chars.join("")) + tail : piece.text };
});

const ways = [
  { emphasis: "*", numbers: false }, { emphasis: "_", numbers: false },
  { emphasis: "_", numbers: true }, { emphasis: "*", numbers: true },
];

const lines = (text) => text.replaceAll(/[ \t]*\n[ \t]*/g, "\n").trim()
  .split("\n").map(lineStart).join("\\\n");

// Each sign with its marks, without what Markdown cannot tell: spaces at the ends of lines.
const told = (block) => {
  const out = [""];
  block.forEach((node) => {
    const marks = node.marks.map(({ type, attrs }) => type.name + (attrs.href ?? "")).sort().join();
    for (const sign of node.isText ? node.text : "\n") {
      if (sign === "\n") {
        if (out.at(-1) === " ") out.pop();
        out.push("\n");
      } else if (sign.trim()) out.push(sign + marks);
      else if (![" ", "\n", ""].includes(out.at(-1))) out.push(" ");
    }
  });
  while ([" ", "\n"].includes(out.at(-1))) out.pop();
  return out.join("|");
};

const inline = (block) => {
  let text = kept.get(block);
  if (text !== undefined) return text;
  const found = pieces(block).map((piece) => ({ ...piece, raw: piece.text, text: piece.text === "\n" ? "\n" : escaped(piece.text) }));
  const wanted = told(block);
  const mark = block.type.name === "h3" ? "### " : block.type.name === "h4" ? "#### " : "";
  for (const { emphasis, numbers } of ways) {
    const signs = numbers ? withNumbers(found) : found;
    let tried = lines(spans(signs, [], emphasis));
    if (mark) tried = tried.replaceAll("\\\n", " ").replace(/(#+)$/, "\\$1");
    text ??= tried;
    const back = read(mark + tried);
    if (back.childCount === 1 && told(back.firstChild) === wanted) { text = tried; break; }
  }
  kept.set(block, text);
  return text;
};

const isEmpty = (node) => node.isTextblock && !node.textContent.trim();

// Whether a blank line must stand within the point, so that its parts stay apart.
const needsRoom = (item) => {
  const parts = [];
  item.forEach((child) => { if (!isEmpty(child)) parts.push(child); });
  return parts.slice(1).some((part, i) => {
    const [before, name] = [parts[i].type.name, part.type.name];
    if (name === "paragraph") return !before.startsWith("h");
    if (name === "ordered_list" && part.attrs.start !== 1) return true;
    return before === name || (before.endsWith("_list") && name.endsWith("_list"));
  });
};

const list = (node, odd) => {
  let loose = !node.attrs.tight;
  node.forEach((item) => { loose ||= needsRoom(item); });
  const out = [];
  node.forEach((item, _at, i) => {
    // only the first number counts, and three digits are a year
    const number = Math.min(node.attrs.start + i, 99);
    const sign = node.type.name === "bullet_list" ? (odd ? "*" : "-") : `${number}${odd ? ")" : "."}`;
    const indent = " ".repeat(sign.length + 1);
    const within = blocks(item, !loose);
    if (loose && i > 0) out.push("");
    out.push(`${sign} ${within[0] ?? ""}`.trimEnd());
    for (const line of within.slice(1)) out.push(line ? indent + line : "");
  });
  return out;
};

// The lines of the blocks in a node.
const blocks = (parent, tight = false) => {
  const out = [];
  let before = "", odd = false;
  parent.forEach((node) => {
    const name = node.type.name;
    odd = name === before && !odd;
    let own;
    if (name.endsWith("_list")) own = list(node, odd);
    else if (name === "blockquote") own = blocks(node).map((line) => (line ? `> ${line}` : ">"));
    else {
      if (isEmpty(node)) return; // Markdown has no empty paragraphs
      const words = inline(node);
      own = ((name === "h3" ? "### " : name === "h4" ? "#### " : "") + words).split("\n");
    }
    if (own.length === 0) return;
    if (out.length > 0 && !tight) out.push("");
    out.push(...own);
    before = name;
  });
  return out;
};

/** The Markdown of a document. */
export const write = (doc) => blocks(doc).join("\n").trimEnd();
