// <rich-text>: turns its textarea of Markdown into an editor. The textarea stays what the form sends.
import { EditorState, EditorView, history } from "./vendor/prosemirror.js";
import { clipboardParser, parseText, withoutStyles } from "./pasting.js";
import { icon, make } from "./making.js";
import { keys, tools } from "./tools.js";
import { linkDialog } from "./linking.js";
import { read } from "./reading.js";
import { write } from "./writing.js";

const CHOICE = "redress-plain-text";
const UNSPACED = new Set(["ja", "km", "lo", "my", "th", "zh"]);
const PATIENCE = 700; // milliseconds until a count is read out

const choice = {
  get plain() { try { return localStorage.getItem(CHOICE) === "1"; } catch { return false; } },
  set plain(plain) { try { localStorage.setItem(CHOICE, plain ? "1" : "0"); } catch { /* it is only a habit */ } },
};

/** Words of a document, counted as word_count in redress/core/html.py counts them. */
export const countWords = (doc, language) => {
  const text = doc.textBetween(0, doc.content.size, " ", " ");
  if (UNSPACED.has(language.slice(0, 2))) return [...text].filter((sign) => /[\p{L}\p{N}]/u.test(sign)).length;
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
};

class RichText extends HTMLElement {
  connectedCallback() {
    const area = this.querySelector("textarea");
    if (!area || this.view || area.disabled) return;
    this.area = area;
    this.words = JSON.parse(this.dataset.words);
    this.required = area.required;
    this.label = area.labels[0] ?? null;
    if (this.label) this.label.id ||= `${area.id}_label`;
    this.all = tools({ openLink: linkDialog(this.words, () => this.view) });
    this.page = make("div", { class: "rich-text-page" });
    this.status = make("p", { class: "fine count", role: "status" });
    this.makeToolbar();
    this.view = new EditorView(this.page, {
      state: this.fresh(),
      attributes: () => this.attributesOfPage(),
      clipboardParser,
      clipboardTextParser: parseText,
      transformPastedHTML: withoutStyles,
      dispatchTransaction: (tr) => this.apply(tr),
    });
    this.prepend(this.toolbar, this.page);
    this.append(this.status);
    this.listen();
    this.show(choice.plain);
    this.count();
  }

  disconnectedCallback() {
    this.leaving?.abort();
    this.view?.destroy();
    this.toolbar?.remove();
    this.page?.remove();
    this.status?.remove();
    if (this.area) this.area.hidden = false;
    this.view = null;
  }

  fresh() {
    this.written = this.area.value;
    this.opened = { text: this.area.value, doc: read(this.area.value) };
    return EditorState.create({
      doc: this.opened.doc,
      plugins: [history(), ...keys(this.all, () => this.focusToolbar())],
    });
  }

  attributesOfPage() {
    const { area } = this;
    return {
      class: "rich-text-words", role: "textbox", "aria-multiline": "true", spellcheck: "true",
      lang: area.lang, dir: area.dir,
      ...(this.label ? { "aria-labelledby": this.label.id } : { "aria-label": area.name }),
      ...(area.getAttribute("aria-describedby") ? { "aria-describedby": area.getAttribute("aria-describedby") } : {}),
      ...(this.required ? { "aria-required": "true" } : {}),
      ...(area.getAttribute("aria-invalid") ? { "aria-invalid": area.getAttribute("aria-invalid") } : {}),
    };
  }

  apply(tr) {
    this.view.updateState(this.view.state.apply(tr));
    if (tr.docChanged) {
      // undone to the beginning, the text is the one that was typed, sign by sign
      const { doc } = this.view.state;
      this.written = doc.eq(this.opened.doc) ? this.opened.text : write(doc);
      this.area.value = this.written;
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
      this.count();
    }
    this.showTools();
  }

  listen() {
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    // a merge, a restored draft or the back button may have put another text in
    const again = () => { if (this.area.value !== this.written) { this.view.updateState(this.fresh()); this.showTools(); } this.count(); };
    // the browser's own event comes before the textarea has the text; ours comes after
    this.page.addEventListener("input", (event) => event.stopPropagation(), { signal });
    this.area.addEventListener("change", again, { signal });
    this.area.addEventListener("input", () => { if (this.plain) this.count(); }, { signal });
    this.area.form?.addEventListener("reset", () => setTimeout(again), { signal });
    addEventListener("pageshow", again, { signal });
    this.label?.addEventListener("click", () => { if (!this.plain) this.view.focus(); }, { signal });
    // an error summary's link leads to the textarea
    const follow = () => { if (!this.plain && location.hash === `#${this.area.id}`) this.view.focus(); };
    addEventListener("hashchange", follow, { signal });
  }

  makeToolbar() {
    const { words } = this;
    this.buttons = this.all.map((tool) => {
      const button = make("button", {
        type: "button", class: "tool", tabindex: "-1", "aria-label": words[tool.name], title: words[tool.name],
        "aria-keyshortcuts": tool.keys[0], "aria-pressed": tool.on ? "false" : null,
      }, icon(tool.name));
      button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") === "true") return;
        tool.run(this.view.state, this.view.dispatch, this.view);
        if (tool.name !== "link") this.view.focus();
      });
      return button;
    });
    this.switch = make("button", { type: "button", class: "tool plain", tabindex: "0", "aria-pressed": "false" }, words.plain);
    this.switch.addEventListener("click", () => {
      choice.plain = !this.plain;
      this.show(!this.plain);
      (this.plain ? this.area : this.view).focus();
    });
    this.toolbar = make("div", { class: "rich-text-tools", role: "toolbar", "aria-label": words.toolbar }, ...this.buttons, this.switch);
    this.toolbar.addEventListener("keydown", (event) => this.steer(event));
    this.toolbar.addEventListener("focusin", ({ target }) => this.keepStop(target));
  }

  get stops() { return this.plain ? [this.switch] : [...this.buttons, this.switch]; }

  keepStop(stop) { for (const one of [...this.buttons, this.switch]) one.tabIndex = one === stop ? 0 : -1; }

  focusToolbar() { this.stops.find(({ tabIndex }) => tabIndex === 0)?.focus(); }

  steer(event) {
    const { stops } = this;
    const at = stops.indexOf(event.target);
    const forward = getComputedStyle(this.toolbar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
    const next = { [forward]: at + 1, [backward]: at - 1 + stops.length, Home: 0, End: stops.length - 1 }[event.key];
    if (event.key === "Escape") (this.plain ? this.area : this.view).focus();
    else if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    else stops[next % stops.length].focus();
    event.preventDefault();
  }

  show(plain) {
    this.plain = plain;
    if (!plain && this.area.value !== this.written) this.view.updateState(this.fresh());
    this.area.hidden = !plain;
    this.page.hidden = plain;
    // a browser cannot point at a hidden field that must be filled in; the server asks for it
    this.area.required = plain && this.required;
    for (const button of this.buttons) button.hidden = plain;
    this.switch.setAttribute("aria-pressed", String(plain));
    this.keepStop(plain ? this.switch : this.buttons[0]);
    this.showTools();
  }

  showTools() {
    const { state } = this.view;
    this.all.forEach(({ name, run, on }, i) => {
      const button = this.buttons[i];
      const pressed = Boolean(on?.(state));
      if (on) button.setAttribute("aria-pressed", String(pressed));
      const possible = pressed || name === "link" || run(state);
      button.setAttribute("aria-disabled", String(!possible));
    });
  }

  count() {
    clearTimeout(this.waiting);
    const say = () => {
      const { words, dataset } = this;
      const doc = this.plain ? read(this.area.value) : this.view.state.doc;
      const count = countWords(doc, this.area.lang);
      const least = Number(dataset.minWords ?? 0), most = Number(dataset.maxWords ?? 0);
      const sentences = [(UNSPACED.has(this.area.lang.slice(0, 2)) ? words.countLetters : words.count).replace("{}", count)];
      if (count < least) sentences.push(words.missing.replace("{}", least));
      if (most && count > most) sentences.push(words.over.replace("{}", most));
      this.status.classList.toggle("over", Boolean(most) && count > most);
      const sentence = sentences.join(" ");
      if (this.status.textContent !== sentence) this.status.textContent = sentence;
    };
    if (this.status.textContent) this.waiting = setTimeout(say, PATIENCE);
    else say();
  }
}

customElements.define("rich-text", RichText);
