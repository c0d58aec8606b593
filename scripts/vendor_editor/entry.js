// What the editor uses of its libraries; build.mjs makes one file of it.
export { baseKeymap, chainCommands, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
export { history, redo, undo } from "prosemirror-history";
export { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
export { keymap } from "prosemirror-keymap";
export { DOMParser, Fragment, Schema, Slice } from "prosemirror-model";
export { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
export { EditorState, Plugin, Selection, TextSelection } from "prosemirror-state";
export { EditorView } from "prosemirror-view";
export { default as MarkdownIt } from "markdown-it";
