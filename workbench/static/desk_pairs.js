// Two columns whose entries carry no marks: left the parents, right the entries, each with a parent to be chosen.

import { fill, make } from "./workbench.js";
import { titleOf } from "./desk_model.js";

export class Pairs {
  constructor(model, choice, { words, onChange }) {
    Object.assign(this, { model, choice, words, onChange });
    this.rows = choice.keys.map((key) => model.byKey.get(key)).filter(Boolean);
    this.parents = (choice.parents ?? []).map((key) => model.byKey.get(key)).filter(Boolean);
    this.to = new Map();
    this.at = 0;
  }

  /** A number: the parent of the entry that is next; 0 leaves it where it is. */
  number(digit) {
    const row = this.rows[this.at];
    if (!row || digit > this.parents.length) return;
    this.set(row.k, digit ? this.parents[digit - 1].k : "");
    this.at = Math.min(this.at + 1, this.rows.length);
    this.onChange();
  }

  back() {
    this.at = Math.max(this.at - 1, 0);
    if (this.rows[this.at]) this.to.delete(this.rows[this.at].k);
    this.onChange();
  }

  set(key, parent) {
    if (parent) this.to.set(key, parent);
    else this.to.delete(key);
  }

  /** Whether something was said of every entry. */
  get done() {
    return this.at >= this.rows.length;
  }

  get chosen() {
    return this.to.size;
  }

  /** In the order of the screen: of each parent the first goes last below it, the others behind one another. */
  decisions(kind, kept) {
    const last = new Map();
    const moves = [];
    for (const row of this.rows) {
      const parent = this.to.get(row.k);
      if (!parent) continue;
      moves.push({ action: "move", key: row.k, parent, after: last.get(parent) ?? null, settles: [kind] });
      last.set(parent, row.k);
    }
    const stays = this.rows.find((row) => !this.to.has(row.k));
    return stays && kept ? [...moves, { ...kept, key: stays.k }] : moves;
  }

  /** As a choice, to be shown in the tree. */
  asChoice() {
    return { ...this.choice, decisions: this.decisions("", null) };
  }

  draw() {
    const { words } = this;
    const parents = this.parents.map((row, index) => {
      const element = make("li", { class: "pair-parent", ondragover: (event) => { event.preventDefault(); element.classList.add("drop-in"); }, ondragleave: () => element.classList.remove("drop-in"), ondrop: (event) => { event.preventDefault(); this.set(event.dataTransfer.getData("text/plain"), row.k); this.onChange(); } }, index < 9 ? make("kbd", {}, String(index + 1)) : null, make("span", { lang: "ja" }, titleOf(row)));
      return element;
    });
    const entries = this.rows.map((row, index) => {
      const select = make("select", { "aria-label": fill(words.pair_of, { title: titleOf(row) }), onchange: (event) => { this.set(row.k, event.target.value); this.at = index + 1; this.onChange(); } },
        make("option", { value: "" }, words.pair_stays),
        this.parents.map((parent, number) => make("option", { value: parent.k, selected: this.to.get(row.k) === parent.k }, `${number + 1} ${titleOf(parent)}`)));
      return make("li", { class: index === this.at ? "pair-entry current" : "pair-entry", draggable: "true", ondragstart: (event) => { event.dataTransfer.setData("text/plain", row.k); } }, make("span", { class: "pair-title", lang: "ja" }, titleOf(row)), select);
    });
    return make(
      "div",
      { class: "pairs" },
      make("section", {}, make("h3", {}, words.pair_parents), make("ol", {}, parents)),
      make("section", {}, make("h3", {}, words.pair_entries), make("ol", {}, entries)),
      make("p", { class: "small muted pair-help" }, words.pair_help),
    );
  }
}
