// Markdown to a document, by the same parser and the same rules as redress/core/html.py.
import { MarkdownIt } from "./vendor/prosemirror.js";
import { isKeptAddress, schema } from "./schema.js";

const YEAR = /^([ \t>*+-]{0,12}[0-9]{3,9})([.)])(?=[ \t]|$)/gm;
const CHARACTER = /^&(?:#|(?:amp|gt|lt|nbsp|quot);)/;
const LEFT_OUT = ["code", "fence", "hr", "lheading", "reference", "backticks"];
const HEADINGS = { h1: "h3", h2: "h3", h3: "h3", h4: "h4", h5: "h4", h6: "h4" };

const reader = new MarkdownIt("commonmark", { html: false, breaks: false }).disable(LEFT_OUT);
const entity = reader.inline.ruler.__rules__.find(({ name }) => name === "entity").fn;
reader.inline.ruler.at("entity", (state, silent) =>
  CHARACTER.test(state.src.slice(state.pos, state.pos + 8)) && entity(state, silent));

/** Put into an address what a page's address may hold; "" where that cannot be. */
export const fittingAddress = (address) => {
  const href = reader.normalizeLink(address.trim());
  return isKeptAddress(href) && reader.validateLink(href) ? href : "";
};

const wordsOf = (tokens) => tokens.map(({ type, content, children }) => {
  if (type === "image") return wordsOf(children);
  return type === "softbreak" || type === "hardbreak" ? " " : content;
}).join("");

const inline = (tokens, { breaks }) => {
  const nodes = [];
  let marks = [];
  const add = (text) => { if (text) nodes.push(schema.text(text, marks)); };
  for (const token of tokens) {
    const kind = token.type;
    if (kind === "text" || kind === "text_special") add(token.content);
    else if (kind === "image") add(wordsOf(token.children));
    else if (kind === "softbreak") add(" ");
    else if (kind === "hardbreak" && breaks) nodes.push(schema.nodes.hard_break.create(null, null, marks));
    else if (kind === "hardbreak") add(" ");
    else if (kind.endsWith("_close")) marks = schema.marks[kind.slice(0, -6)].removeFromSet(marks);
    else if (kind === "link_open") {
      const href = token.attrGet("href");
      if (isKeptAddress(href)) marks = schema.marks.link.create({ href }).addToSet(marks);
    } else if (kind.endsWith("_open")) marks = schema.marks[kind.slice(0, -5)].create().addToSet(marks);
  }
  return nodes;
};

const isTight = (tokens, from) => {
  const level = tokens[from].level;
  for (let i = from + 1; tokens[i].level > level; i += 1) {
    if (tokens[i].type === "paragraph_open" && tokens[i].level === level + 2) return tokens[i].hidden;
  }
  return true;
};

/** The document that a Markdown text stands for. */
export const read = (text) => {
  const source = text.replaceAll(/\r\n?|\u2028|\u2029/g, "\n").replaceAll(YEAR, "$1\\$2");
  const tokens = reader.parse(source, {});
  const open = [{ type: schema.nodes.doc, attrs: null, content: [] }];
  const close = () => {
    const { type, attrs, content } = open.pop();
    open.at(-1).content.push(type.createAndFill(attrs, content));
  };
  tokens.forEach((token, at) => {
    const kind = token.type;
    if (kind === "inline") {
      const top = open.at(-1);
      top.content = inline(token.children, { breaks: top.type.name === "paragraph" });
    } else if (kind.endsWith("_close")) close();
    else if (kind === "heading_open") open.push({ type: schema.nodes[HEADINGS[token.tag]], attrs: null, content: [] });
    else if (kind === "paragraph_open" || kind === "blockquote_open" || kind === "list_item_open") {
      open.push({ type: schema.nodes[kind.slice(0, -5)], attrs: null, content: [] });
    } else if (kind === "bullet_list_open") {
      open.push({ type: schema.nodes.bullet_list, attrs: { tight: isTight(tokens, at) }, content: [] });
    } else if (kind === "ordered_list_open") {
      const start = Number(token.attrGet("start") ?? 1);
      open.push({ type: schema.nodes.ordered_list, attrs: { tight: isTight(tokens, at), start: start >= 1 && start <= 99 ? start : 1 }, content: [] });
    }
  });
  return schema.nodes.doc.createAndFill(null, open[0].content);
};
