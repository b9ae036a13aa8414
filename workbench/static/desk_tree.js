// The tree as it would be published. Only the rows in sight are in the page, whatever the size of the plan.

import { make } from "./workbench.js";
import { isBelow, levelName, titleOf, topOf } from "./desk_model.js";

const ROW = 36;
const SPARE = 8;

export class Tree {
  constructor(box, { words, mayEdit, onSelect, onOpen, onDrop, onLevel, onAct, onMenu, onStart }) {
    Object.assign(this, { box, words, mayEdit, onSelect, onOpen, onDrop, onLevel, onAct, onMenu, onStart });
    this.marked = new Set();
    this.anchor = null;
    this.folded = new Set();
    this.model = null;
    this.shown = [];
    this.current = null;
    this.preview = null;
    this.filter = "";
    this.editing = null;
    this.others = new Map();
    this.space = make("div", { class: "tree-space", role: "presentation" });
    box.append(this.space);
    box.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(box);
    this.dragging = null;
    this.drawn = new Map();
    this.space.addEventListener("dragend", () => { this.dragging = null; this.clearDrop(); this.draw(true); });
  }

  show(model) {
    this.model = model;
    const words = this.filter.trim().toLowerCase();
    const heads = new Map(model.trees.length > 1 ? model.trees.map((tree) => [tree.s, tree]) : []);
    this.shown = [];
    this.parents = new Set(model.rows.map((row) => row.parent).filter(Boolean));
    for (const key of [...this.marked]) if (!model.byKey.has(key)) this.marked.delete(key);
    const hidden = new Set();
    let last = null;
    for (const row of model.rows) {
      if (!words && row.parent && (hidden.has(row.parent) || this.folded.has(row.parent))) {
        hidden.add(row.k);
        continue;
      }
      if (words && !`${titleOf(row)} ${row.x ?? ""} ${row.o ?? ""}`.toLowerCase().includes(words)) continue;
      if (row.s !== last && heads.has(row.s)) this.shown.push({ head: heads.get(row.s) });
      last = row.s;
      this.shown.push(row);
    }
    this.space.style.height = `${Math.max(this.shown.length, 3) * ROW}px`;
    this.draw(true);
  }

  /** Fold or unfold an entry; without a way, the other of the two. */
  fold(key, closed = !this.folded.has(key)) {
    if (closed) this.folded.add(key);
    else this.folded.delete(key);
    this.show(this.model);
  }

  /** All between the entry where marking began and this one. */
  markTo(key) {
    const rows = this.shown.filter((row) => row.k);
    this.anchor ??= this.current;
    const ends = [this.anchor, key].map((each) => rows.findIndex((row) => row.k === each)).sort((one, other) => one - other);
    if (ends[0] < 0) return;
    this.marked = new Set(rows.slice(ends[0], ends[1] + 1).map((row) => row.k));
    this.current = key;
    this.reveal(key);
    this.draw(true);
  }

  unmark() {
    this.marked.clear();
    this.anchor = null;
  }

  select(key, { scroll = true } = {}) {
    if (!this.marked.has(key)) this.unmark();
    this.current = key;
    if (scroll) this.reveal(key);
    this.draw(true);
  }

  reveal(key) {
    const at = this.shown.findIndex((row) => row.k === key);
    if (at < 0) return;
    const top = at * ROW;
    const { scrollTop, clientHeight } = this.box;
    if (top < scrollTop + ROW || top > scrollTop + 0.6 * clientHeight) {
      this.box.scrollTop = Math.max(top - clientHeight / 4, 0);
    }
  }

  /** The entry so many rows on. */
  beside(steps) {
    const rows = this.shown.filter((row) => row.k);
    const at = rows.findIndex((row) => row.k === this.current);
    return rows[Math.min(Math.max(at + steps, 0), rows.length - 1)]?.k ?? null;
  }

  draw(force = false) {
    if (!this.model || this.dragging) return; // what is dragged must stay in the page
    const from = Math.max(Math.floor(this.box.scrollTop / ROW) - SPARE, 0);
    const to = Math.min(from + Math.ceil(this.box.clientHeight / ROW) + 2 * SPARE, this.shown.length);
    if (!force && from === this.from && to === this.to) return;
    this.from = from;
    this.to = to;
    const before = force ? new Map() : this.drawn;
    this.drawn = new Map();
    for (let at = from; at < to; at += 1) this.drawn.set(at, before.get(at) ?? this.row(this.shown[at], at));
    if (!this.shown.length && this.mayEdit && !this.filter) this.drawn.set(0, this.empty());
    const focused = document.activeElement;
    if (force) this.space.replaceChildren(...this.drawn.values());
    else this.shift(before);
    if (focused && focused !== document.activeElement && this.space.contains(focused)) focused.focus({ preventScroll: true });
    const current = this.space.querySelector('[aria-selected="true"]');
    if (current) this.box.setAttribute("aria-activedescendant", current.id);
    else this.box.removeAttribute("aria-activedescendant");
  }

  /** Rows that stay in sight stay the elements they are: a pointer or a screen reader may be on them. */
  shift(before) {
    for (const [at, element] of before) if (!this.drawn.has(at)) element.remove();
    let last = null;
    for (const element of this.drawn.values()) {
      if (!element.isConnected) {
        if (last) last.after(element);
        else this.space.prepend(element);
      }
      last = element;
    }
  }

  row(row, at) {
    if (row.head) return this.head(row.head, at);
    if (this.editing?.key === row.k) {
      this.editing.holder.style.transform = `translateY(${at * ROW}px)`;
      return this.editing.holder;
    }
    const { preview } = this;
    const issues = (row.i ?? []).map((id) => this.model.byIssue.get(id)).filter((issue) => issue && !issue.settling);
    const worst = issues.some((issue) => issue.severity === "block") ? "block" : issues.some((issue) => issue.severity === "review") ? "review" : "";
    const states = ["tree-row"];
    if (preview?.remove?.has(row.k)) states.push("goes");
    if (preview?.move?.has(row.k)) states.push("moves");
    if (preview?.to === row.k) states.push("target");
    if (preview?.about?.has(row.k)) states.push("concerned");
    if (row.c) states.push("decided");
    if (this.marked.has(row.k)) states.push("marked");
    const current = row.k === this.current;
    const folded = this.folded.has(row.k);
    const below = this.parents.has(row.k);
    const renamed = preview?.names?.get(row.k);
    const element = make(
      "div",
      {
        class: states.join(" "),
        id: `row-${row.index}`,
        role: "treeitem",
        "aria-level": String(row.d),
        "aria-selected": current || this.marked.has(row.k) ? "true" : "false",
        "aria-expanded": below ? String(!folded) : null,
        draggable: "true",
        title: [titleOf(row), row.x, row.o].filter(Boolean).join("\n"),
        onclick: (event) => (event.shiftKey ? this.markTo(row.k) : this.onSelect(row.k)),
        oncontextmenu: (event) => { event.preventDefault(); if (!this.marked.has(row.k)) this.onSelect(row.k); this.onMenu(event.clientX, event.clientY); },
        ondblclick: () => this.onOpen(row.k),
        ondragstart: (event) => { this.dragging = row.k; event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", titleOf(row)); },
        ondragover: (event) => this.over(event, row, element),
        ondragleave: () => this.clearDrop(),
        ondrop: (event) => this.drop(event, row, element),
      },
      make("span", { class: "guides", "aria-hidden": "true" }),
      below ? make("span", { class: "twisty", "aria-hidden": "true", onclick: (event) => { event.stopPropagation(); this.fold(row.k); } }, folded ? "▸" : "▾") : make("span", { class: "twisty" }),
      worst ? make("span", { class: `dot ${worst}`, role: "img", "aria-label": this.words[`severity_${worst}`] }) : make("span", { class: "dot none" }),
      row.n ? make("span", { class: "label" }, row.n) : null,
      make("span", { class: "title", lang: "ja" }, ...(renamed === undefined ? [row.t || this.words.untitled] : [make("del", { class: "was" }, row.t), " ", make("ins", { class: "now" }, renamed)])),
      row.c ? make("span", { class: "tag" }, this.words.decided) : null,
      preview?.remove?.has(row.k) ? make("span", { class: "tag goes" }, this.words.goes) : null,
      preview?.move?.has(row.k) ? make("span", { class: "tag moves" }, this.words.moves) : null,
      preview?.to === row.k ? make("span", { class: "tag moves" }, this.words.target) : null,
      this.others.has(row.k) ? make("span", { class: "tag other" }, this.others.get(row.k)) : null,
      make("span", { class: "grow" }),
      current && this.mayEdit ? this.tools(row) : null,
      this.level(row, current),
    );
    element.style.transform = `translateY(${at * ROW}px)`;
    element.style.setProperty("--depth", String(row.l - 1));
    return element;
  }

  /** The level of an entry, by the name of its column; of the current one it can be chosen. */
  level(row, current) {
    const name = (level) => levelName(this.model, row, level, this.words);
    if (!current || !this.mayEdit) return make("span", { class: "level" }, name(row.l));
    const most = Math.max(6, row.l + 1, this.model.trees.find((tree) => tree.s === row.s)?.levels.length ?? 0);
    return make(
      "select",
      { class: "level", tabindex: "-1", "aria-label": this.words.level, onclick: (event) => event.stopPropagation(), onchange: (event) => this.onLevel(row.k, Number(event.target.value)) },
      Array.from({ length: most }, (_, at) => make("option", { value: String(at + 1), selected: at + 1 === row.l }, name(at + 1))),
    );
  }

  /** Buttons for the hand that holds a mouse; the keyboard has keys for all of them. */
  tools(row) {
    const button = (name, sign) => make("button", { type: "button", tabindex: "-1", class: "row-tool", "aria-label": this.words[`act_${name}`], title: this.words[`act_${name}`], onclick: (event) => { event.stopPropagation(); this.onAct(name); } }, sign);
    const more = make("button", { type: "button", tabindex: "-1", class: "row-tool", "aria-label": this.words.act_more, title: this.words.act_more, onclick: (event) => { event.stopPropagation(); const box = more.getBoundingClientRect(); this.onMenu(box.left, box.bottom); } }, "⋯");
    return make("span", { class: "row-tools" }, button("out", "⇤"), button("in", "⇥"), button("up", "↑"), button("down", "↓"), button("below", "＋"), button("remove", "✕"), more);
  }

  /** A tree without entries: where it begins. */
  empty() {
    const { words } = this;
    return make("div", { class: "tree-empty", role: "treeitem", "aria-level": "1" }, make("p", {}, words.empty_tree), make("div", { class: "row" }, make("button", { type: "button", class: "button primary", onclick: () => this.onStart("type") }, words.empty_type), make("button", { type: "button", class: "button", onclick: () => this.onStart("paste") }, words.empty_paste)));
  }

  head(tree, at) {
    const element = make("div", { class: "tree-row tree-head", role: "presentation" }, make("span", { class: "title" }, tree.title || `${this.words.tree} ${tree.s + 1}`));
    element.style.transform = `translateY(${at * ROW}px)`;
    return element;
  }

  /** Put a form where the row of an entry is. */
  edit(key, form) {
    this.reveal(key);
    const row = this.model.byKey.get(key);
    const holder = make("div", { class: "tree-row editing", role: "treeitem", id: `row-${row.index}`, "aria-level": String(row.d), "aria-selected": "true" }, form);
    holder.style.setProperty("--depth", String(row.d - 1));
    this.editing = { key, form, holder };
    this.draw(true);
  }

  stopEditing() {
    this.editing = null;
    this.draw(true);
  }

  over(event, row, element) {
    if (!this.dragging || isBelow(this.model, row.k, this.dragging)) return;
    event.preventDefault();
    this.clearDrop();
    element.classList.add(`drop-${this.zone(event, element)}`);
  }

  zone(event, element) {
    const { top, height } = element.getBoundingClientRect();
    const part = (event.clientY - top) / height;
    return part < 0.3 ? "before" : part > 0.7 ? "after" : "in";
  }

  drop(event, row, element) {
    event.preventDefault();
    const key = this.dragging;
    const zone = this.zone(event, element);
    this.clearDrop();
    this.dragging = null;
    if (!key || isBelow(this.model, row.k, key)) return;
    const level = this.model.byKey.get(key).l;
    if (zone === "in") {
      this.onDrop(key, { parent: row.k, after: null, level });
      return;
    }
    const siblings = this.model.rows.filter((each) => each.parent === row.parent && each.s === row.s && each.k !== key);
    const at = siblings.indexOf(row);
    const after = zone === "after" ? row.k : at > 0 ? siblings[at - 1].k : "";
    this.onDrop(key, { parent: row.parent ?? topOf(row.k), after, level });
  }

  clearDrop() {
    for (const each of this.space.querySelectorAll(".drop-before, .drop-in, .drop-after")) {
      each.classList.remove("drop-before", "drop-in", "drop-after");
    }
  }
}
