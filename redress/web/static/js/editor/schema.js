// What a text may hold: exactly the tags of redress/core/html.py that Markdown can make.
import { Schema } from "./vendor/prosemirror.js";

/** Whether a link may lead there; the same rule as is_kept_address in redress/core/html.py. */
export const isKeptAddress = (address) => {
  if (address.startsWith("#")) return true;
  if (address.startsWith("/")) return !["/", "\\"].includes(address[1]);
  return /^(?:https:\/\/[^/?#\s]|mailto:|tel:)/i.test(address);
};

// while it is written, a text stands right below the title of its page
const heading = (tag, tags) => ({
  content: "text*", group: "block", defining: true,
  parseDOM: tags.map((one) => ({ tag: one })),
  toDOM: () => [tag, { "aria-level": String(tag[1] - 1) }, 0],
});

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
    h3: heading("h3", ["h1", "h2", "h3"]),
    h4: heading("h4", ["h4", "h5", "h6"]),
    blockquote: {
      content: "block+", group: "block", defining: true,
      parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0],
    },
    bullet_list: {
      content: "list_item+", group: "block", attrs: { tight: { default: true } },
      parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0],
    },
    ordered_list: {
      content: "list_item+", group: "block", attrs: { tight: { default: true }, start: { default: 1 } },
      parseDOM: [{
        tag: "ol",
        getAttrs: (dom) => ({ start: /^[1-9]\d?$/.test(dom.getAttribute("start")) ? Number(dom.getAttribute("start")) : 1 }),
      }],
      toDOM: ({ attrs }) => (attrs.start === 1 ? ["ol", 0] : ["ol", { start: String(attrs.start) }, 0]),
    },
    list_item: { content: "paragraph block*", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    text: { group: "inline" },
    hard_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
  },
  marks: {
    link: {
      attrs: { href: {} }, inclusive: false,
      parseDOM: [{
        tag: "a[href]",
        getAttrs: (dom) => {
          const href = dom.getAttribute("href").trim();
          return isKeptAddress(href) && { href };
        },
      }],
      // a link in the editor is text to write on, so it leads nowhere
      toDOM: ({ attrs }) => ["a", { href: attrs.href, rel: "noopener nofollow ugc" }, 0],
    },
    strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
  },
});
