// The dialog that asks where a link leads.
import { fittingAddress } from "./reading.js";
import { hasMark } from "./tools.js";
import { make } from "./making.js";
import { schema } from "./schema.js";
import { TextSelection } from "./vendor/prosemirror.js";

const { link } = schema.marks;

/** The address that a person meant, or "" where no link can lead. */
export const meantAddress = (typed) => {
  const text = typed.trim();
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return fittingAddress(`mailto:${text}`);
  if (/^http:\/\//i.test(text)) return fittingAddress(text.replace(/^http/i, "https"));
  if (/^[\p{L}\d-]+(?:\.[\p{L}\d-]+)+(?:[/?#]\S*)?$/u.test(text)) return fittingAddress(`https://${text}`);
  return /\s/.test(text) ? "" : fittingAddress(text);
};

// The whole link around the cursor, or what is selected.
const rangeOf = (state) => {
  const { $from, from, to, empty } = state.selection;
  const mark = link.isInSet($from.marks()) ?? ($from.nodeAfter && link.isInSet($from.nodeAfter.marks));
  if (!mark || !empty) {
    let found = null;
    state.doc.nodesBetween(from, to, ({ marks }) => { found ??= link.isInSet(marks) || null; });
    return { from, to, href: found?.attrs.href ?? "" };
  }
  let start = $from.start(), end = start, at = start;
  let done = false;
  $from.parent.forEach((node, offset) => {
    const begins = $from.start() + offset;
    if (done) return;
    if (!mark.isInSet(node.marks)) {
      if (begins >= from) done = true; else at = begins + node.nodeSize;
    } else { start = at; end = begins + node.nodeSize; }
  });
  return { from: start, to: end, href: mark.attrs.href };
};

let counter = 0;

/** Make the dialog of one editor; gives the command that opens it. */
export const linkDialog = (words, viewOf) => {
  counter += 1;
  const id = (part) => `rich-text-link-${counter}-${part}`;
  const address = make("input", { id: id("address"), inputmode: "url", autocomplete: "off", spellcheck: "false", dir: "ltr", "aria-describedby": `${id("hint")} ${id("error")}` });
  const text = make("input", { id: id("text"), autocomplete: "off" });
  const error = make("p", { class: "error", role: "alert", id: id("error"), hidden: true }, make("span"));
  const save = make("button", { type: "submit", class: "btn go small" }, words.linkSave);
  const remove = make("button", { type: "button", class: "btn small" }, words.linkRemove);
  const cancel = make("button", { type: "button", class: "btn small" }, words.cancel);
  const textField = make("div", { class: "field" }, make("label", { for: text.id }, words.linkText), text);
  const form = make("form", { novalidate: true },
    make("h2", { id: id("title") }, words.linkTitle),
    textField,
    make("div", { class: "field" },
      make("label", { for: address.id }, words.linkAddress),
      make("span", { class: "hint", id: id("hint") }, words.linkHint), address, error),
    make("div", { class: "row" }, save, remove, cancel));
  const dialog = make("dialog", { class: "rich-text-dialog", "aria-labelledby": id("title") }, form);
  let range = null;

  const fail = (failed) => {
    error.hidden = !failed;
    error.firstChild.textContent = failed ? words.linkError : "";
    address.toggleAttribute("aria-invalid", failed);
    if (failed) { address.setAttribute("aria-invalid", "true"); address.focus(); }
  };
  const close = () => { dialog.close(); viewOf().focus(); };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const href = meantAddress(address.value);
    if (!href) { fail(true); return; }
    const view = viewOf();
    const { from, to } = range;
    const { tr } = view.state;
    if (from === to) {
      const shown = text.value.trim() || address.value.trim();
      tr.insert(from, schema.text(shown, [link.create({ href })]));
      tr.setSelection(TextSelection.create(tr.doc, from + shown.length));
    } else tr.removeMark(from, to, link).addMark(from, to, link.create({ href }));
    view.dispatch(tr.removeStoredMark(link).scrollIntoView());
    close();
  });
  remove.addEventListener("click", () => {
    const view = viewOf();
    view.dispatch(view.state.tr.removeMark(range.from, range.to, link));
    close();
  });
  cancel.addEventListener("click", close);

  return (state, dispatch) => {
    if (state.selection.empty && !state.selection.$from.parent.inlineContent) return false;
    if (!dispatch) return true;
    // outside the page's form, so that Enter here does not send that
    if (!dialog.isConnected) document.body.append(dialog);
    range = rangeOf(state);
    textField.hidden = range.from !== range.to;
    text.value = "";
    address.value = range.href;
    remove.hidden = !hasMark(state, link) && !range.href;
    fail(false);
    dialog.showModal();
    (textField.hidden ? address : text).focus();
    return true;
  };
};
