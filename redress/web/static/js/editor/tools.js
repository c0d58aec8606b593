// What the buttons and keys of the editor do.
import {
  baseKeymap, chainCommands, inputRules, keymap, lift, liftListItem, redo, setBlockType, sinkListItem,
  splitListItem, textblockTypeInputRule, toggleMark, undo, wrapIn, wrapInList, wrappingInputRule,
} from "./vendor/prosemirror.js";
import { schema } from "./schema.js";

const { blockquote, bullet_list: bullets, hard_break: hardBreak, h3, h4, list_item: point, ordered_list: numbers, paragraph } = schema.nodes;

const around = ({ $from }, fits) => {
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if (fits($from.node(depth))) return { depth, node: $from.node(depth), at: $from.before(depth) };
  }
  return null;
};
const listAround = (selection) => around(selection, ({ type }) => type === bullets || type === numbers);

const heading = (type) => (state, dispatch) =>
  setBlockType(state.selection.$from.parent.type === type ? paragraph : type)(state, dispatch);

const list = (type) => (state, dispatch) => {
  const found = listAround(state.selection);
  if (found?.node.type === type) return liftListItem(point)(state, dispatch);
  if (found) {
    if (dispatch) dispatch(state.tr.setNodeMarkup(found.at, type, { tight: found.node.attrs.tight }));
    return true;
  }
  // a heading becomes a plain point
  const after = state.selection.$from.parent.type === paragraph ? state
    : state.apply(state.tr.setBlockType(state.selection.from, state.selection.to, paragraph));
  return wrapInList(type)(after, dispatch && ((tr) => {
    const whole = state.tr;
    if (after !== state) whole.setBlockType(state.selection.from, state.selection.to, paragraph);
    for (const step of tr.steps) whole.step(step);
    dispatch(whole.scrollIntoView());
  }));
};

const quote = (state, dispatch) => {
  const found = around(state.selection, ({ type }) => type === blockquote);
  if (!found) return wrapIn(blockquote)(state, dispatch);
  return lift(state, dispatch);
};

const breakLine = (state, dispatch) => {
  if (!state.selection.$from.parent.type.contentMatch.matchType(hardBreak)) return false;
  if (dispatch) dispatch(state.tr.replaceSelectionWith(hardBreak.create()).scrollIntoView());
  return true;
};

/** Whether letters at the selection have a mark. */
export const hasMark = ({ doc, selection, storedMarks }, type) => {
  const { from, to, $from, empty } = selection;
  return empty ? Boolean(type.isInSet(storedMarks ?? $from.marks())) : doc.rangeHasMark(from, to, type);
};

/** Each tool: name (its words), command, whether it is on, its keys as ARIA and ProseMirror write them. */
export const tools = ({ openLink }) => [
  { name: "strong", run: toggleMark(schema.marks.strong), on: (state) => hasMark(state, schema.marks.strong), keys: ["Control+B", "Mod-b"] },
  { name: "em", run: toggleMark(schema.marks.em), on: (state) => hasMark(state, schema.marks.em), keys: ["Control+I", "Mod-i"] },
  { name: "h3", run: heading(h3), on: ({ selection }) => selection.$from.parent.type === h3, keys: ["Control+Alt+3", "Mod-Alt-3"] },
  { name: "h4", run: heading(h4), on: ({ selection }) => selection.$from.parent.type === h4, keys: ["Control+Alt+4", "Mod-Alt-4"] },
  { name: "numbers", run: list(numbers), on: ({ selection }) => listAround(selection)?.node.type === numbers, keys: ["Control+Shift+7", "Mod-Shift-7"] },
  { name: "bullets", run: list(bullets), on: ({ selection }) => listAround(selection)?.node.type === bullets, keys: ["Control+Shift+8", "Mod-Shift-8"] },
  { name: "quote", run: quote, on: ({ selection }) => Boolean(around(selection, ({ type }) => type === blockquote)), keys: ["Control+Shift+9", "Mod-Shift-9"] },
  { name: "link", run: openLink, on: (state) => hasMark(state, schema.marks.link), keys: ["Control+K", "Mod-k"] },
  { name: "undo", run: undo, keys: ["Control+Z", "Mod-z"] },
  { name: "redo", run: redo, keys: ["Control+Y", "Mod-y"] },
];

/** The keys, and what typing "- " or "1. " or "> " or "### " at the start of a line makes. Tab leaves the field. */
export const keys = (all, focusToolbar) => [
  inputRules({ rules: [
    wrappingInputRule(/^\s*([-+*])\s$/, bullets),
    wrappingInputRule(/^(\d{1,2})[.)]\s$/, numbers, ([, start]) => ({ start: Number(start) || 1 })),
    wrappingInputRule(/^\s*>\s$/, blockquote),
    textblockTypeInputRule(/^#{1,3}\s$/, h3),
    textblockTypeInputRule(/^#{4,6}\s$/, h4),
  ] }),
  keymap({
    ...Object.fromEntries(all.map(({ run, keys: [, key] }) => [key, run])),
    "Shift-Mod-z": redo,
    "Shift-Enter": breakLine,
    "Mod-]": sinkListItem(point),
    "Mod-[": liftListItem(point),
    "Alt-F10": () => { focusToolbar(); return true; },
    Enter: splitListItem(point),
    "Mod-Enter": () => false,
  }),
  keymap({ ...baseKeymap, "Mod-Enter": () => false, Backspace: chainCommands(baseKeymap.Backspace, liftListItem(point)) }),
];
