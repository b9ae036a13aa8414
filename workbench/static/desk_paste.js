// An outline, or a range of cells, pasted: its levels shown before it is taken.

import { ask, dialog, fill, make, toast } from "./workbench.js";
import { send, takeBack } from "./desk_decide.js";
import { flushMove } from "./desk_entries.js";
import { address, hand, mayEdit, words } from "./desk_hand.js";
import { blockOf, levelBelow, levelName, siblingsOf, titleOf, topOf } from "./desk_model.js";
import { picked, replaced } from "./desk_outline.js";

const READ_MS = 150;

/**
 * where: "replace", "inside" or "below" the entries that are picked, or "whole": instead of the tree.
 * given: {lines} that the reader found, instead of a text. Either may be held beside the tree as it is now.
 */
export function pasteOutline(text = "", where = null, given = null) {
  if (!mayEdit) return;
  flushMove();
  const beside = where === "whole" || given !== null;
  const all = hand.model.rows.filter((each) => !each.parent).map((each) => each.k);
  const chosen = picked();
  const row = hand.model.byKey.get(chosen[0]) ?? null;
  const modes = [...(beside && all.length ? ["whole"] : []), ...(row ? ["replace", "below", "inside"] : ["below"])];
  let mode = where && modes.includes(where) ? where : chosen.length > 1 ? "replace" : "below";
  const goes = () => (mode === "whole" ? all : chosen);
  let lines = given?.lines ?? [];
  let timer = 0;
  const area = make("textarea", { rows: "5", lang: "ja", "aria-label": words.paste_text, placeholder: words.paste_text });
  area.value = text;
  const list = make("ol", { class: "pasted" });
  const wrong = make("p", { class: "wrong", role: "alert", hidden: true });
  const save = make("button", { class: "button primary", disabled: true }, words.paste_do, make("kbd", {}, "Ctrl Enter"));
  const choose = make("fieldset", { class: "modes" }, make("legend", {}, words.paste_where), modes.map((name) => make("label", {}, make("input", { type: "radio", name: "mode", value: name, checked: name === mode, onchange: () => { mode = name; draw(); } }), fill(words[`paste_${name}`], { title: row ? titleOf(row) : "", count: chosen.length }))));
  const base = () => (mode === "inside" ? levelBelow(hand.model, row) : mode === "whole" ? 1 : (row?.l ?? 1));
  const reused = () => (["replace", "whole"].includes(mode) ? matched(lines, goes()) : new Map());
  const shift = (index, by) => {
    const from = lines[index].level;
    for (let at = index; at < lines.length && (at === index || lines[at].level > from); at += 1) lines[at].level = Math.max(1, lines[at].level + by);
    draw();
  };
  const draw = () => {
    const known = reused();
    const first = base() - 1;
    save.disabled = !lines.length;
    count.textContent = fill(words.read_again_found, { count: lines.length });
    list.replaceChildren(...lines.map((line, index) => {
      const select = make("select", { "aria-label": fill(words.level_of, { title: line.name }), onchange: (event) => shift(index, Number(event.target.value) - line.level) }, Array.from({ length: Math.max(6, line.level) }, (_, at) => make("option", { value: String(at + 1), selected: at + 1 === line.level }, levelName(hand.model, row ?? { s: 0 }, first + at + 1, words))));
      const item = make("li", {}, make("span", { class: "grow", lang: "ja" }, line.label ? make("span", { class: "label" }, `${line.label} `) : null, line.name), make("span", { class: known.has(index) ? "tag" : "tag typed" }, known.has(index) ? words.paste_read : words.paste_typed), select);
      item.style.setProperty("--depth", String(line.level - 1));
      return item;
    }));
  };
  const read = async () => {
    const { status, said } = await ask(`${address}/outline`, { text: area.value });
    wrong.hidden = status === 200;
    wrong.textContent = said?.error ?? words.offline;
    lines = status === 200 ? said.lines : [];
    draw();
  };
  const now = make("ol", { class: "pasted" }, hand.model.rows.map((each) => {
    const item = make("li", {}, make("span", { class: "grow", lang: "ja" }, titleOf(each)));
    item.style.setProperty("--depth", String(each.d - 1));
    return item;
  }));
  const count = make("h3", {});
  const form = make(
    "form",
    { class: beside ? "form paste beside" : "form paste", onsubmit: (event) => { event.preventDefault(); done(); } },
    given ? null : area,
    choose,
    make("p", { class: "small muted" }, words.paste_preview),
    beside ? make("div", { class: "two-trees" }, make("section", { tabindex: "0", "aria-label": words.tree }, make("h3", {}, fill(words.read_again_now, { count: hand.model.rows.length })), now), make("section", { tabindex: "0", "aria-label": words.read_again }, count, list)) : list,
    wrong,
    make("div", { class: "row" }, make("button", { type: "button", class: "button", onclick: () => box.close() }, words.cancel), save),
  );
  area.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(read, READ_MS); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !save.disabled) done();
  });
  const done = () => {
    const known = reused();
    const entries = lines.map((line, index) => ({ name: line.name, label: line.label, level: base() - 1 + line.level, ...(known.has(index) ? { key: known.get(index) } : line.page ? { page: line.page, box: line.box } : {}) }));
    box.close();
    hand.tree.marked.clear();
    const said = fill(words.pasted, { count: entries.length });
    send({ decisions: lined(entries), text: said, done: () => toast(said, { button: words.undo, act: takeBack }) });
  };
  const lined = (entries) => {
    if (["replace", "whole"].includes(mode)) return replaced(goes(), entries, goes().flatMap((key) => blockOf(hand.model, key)).map((each) => each.k));
    if (!row) return [{ action: "replace", key: hand.model.facts[0]?.key ?? "", entries }];
    if (mode === "inside") return [{ action: "replace", key: row.k, entries }];
    return [{ action: "replace", key: row.parent ?? topOf(row.k), after: chosen.length > 1 ? siblingsOf(hand.model, row).filter((each) => chosen.includes(each.k)).at(-1).k : row.k, entries }];
  };
  const box = dialog(beside ? words.read_again : words.paste, form, { id: "paste" });
  if (given) {
    draw();
    save.focus();
  } else if (text) {
    read().then(() => save.focus());
  } else {
    area.focus();
  }
}

/** Line of the outline → key of the entry with the same words among those that it replaces, each once. */
function matched(lines, tops) {
  const plain = (text) => text.normalize("NFKC").replace(/\s/g, "").toLowerCase();
  const free = tops.flatMap((key) => blockOf(hand.model, key));
  const found = new Map();
  lines.forEach((line, index) => {
    const at = free.findIndex((row) => plain(row.t) === plain(line.name));
    if (at >= 0) found.set(index, free.splice(at, 1)[0].k);
  });
  return found;
}
