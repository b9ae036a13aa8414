// The tree edited like an outline: entries typed beside, above and inside; several at once; taken out, merged, found and replaced.

import { ask, dialog, fill, isComposing, make, toast } from "./workbench.js";
import { reload, send, takeBack } from "./desk_decide.js";
import { showBulk } from "./desk_dialogs.js";
import { editTitle, flushMove, moveEntries } from "./desk_entries.js";
import { address, at, hand, mayEdit, root, words } from "./desk_hand.js";
import { hasBelow, levelBelow, levelName, siblingsOf, step, titleOf, topOf, topsOf } from "./desk_model.js";

let typed = 0;

/** The entries that an act is about: those that are marked, else the current one. */
export function picked() {
  const keys = hand.tree.marked.size ? [...hand.tree.marked] : hand.key ? [hand.key] : [];
  return topsOf(hand.model, keys);
}

/** A step in a direction: up, down, in (a level deeper), out. */
export function stepAll(direction) {
  const keys = picked();
  const backwards = direction === "out" || direction === "down";
  if (direction === "up" || direction === "down") {
    const first = hand.model.byKey.get(keys[backwards ? keys.length - 1 : 0]);
    if (!first || !step(hand.model, first, direction)) return;
  }
  moveEntries(backwards ? keys.reverse() : keys, (row) => step(hand.model, row, direction));
}

/** The level of an entry, by name; it stays where it is, as far as that level can stand there. */
export function setLevel(key, level) {
  moveEntries([key], (row) => {
    let place = { parent: row.parent ?? topOf(row.k), after: beforeOf(row), level };
    const above = row.parent ? hand.model.byKey.get(row.parent) : null;
    if (above && level <= above.l) place = { parent: above.parent ?? topOf(row.k), after: above.k, level };
    return place;
  });
}

function beforeOf(row) {
  const siblings = siblingsOf(hand.model, row);
  return siblings[siblings.indexOf(row) - 1]?.k ?? "";
}

// typed

/** Where a new entry goes: below (beside), above or inside another; on top of an empty tree. */
function placeBeside(row, where) {
  if (!row) return { parent: hand.model.facts[0]?.key ?? "", after: null, level: 1, at: 0, s: hand.model.trees[0]?.s ?? 0 };
  const rows = hand.model.rows;
  const parent = row.parent ?? topOf(row.k);
  const end = rows.findLastIndex((each) => each === row || isUnder(each, row));
  if (where === "inside") return { parent: row.k, after: null, level: levelBelow(hand.model, row), at: end + 1, s: row.s };
  if (where === "above") return { parent, after: beforeOf(row), level: row.l, at: rows.indexOf(row), s: row.s };
  return { parent, after: row.k, level: row.l, at: end + 1, s: row.s };
}

function isUnder(row, top) {
  for (let up = row.parent; up; up = hand.model.byKey.get(up)?.parent) if (up === top.k) return true;
  return false;
}

/** A line to type into; Enter saves it and opens the next one, Tab and Shift+Tab change its level. */
export function typeEntry(where = "below", beside = hand.key) {
  if (!mayEdit) return;
  flushMove();
  const row = hand.model.byKey.get(beside) ?? null;
  const place = placeBeside(row, where);
  typed += 1;
  const mark = row ? topOf(row.k) : place.parent;
  const fresh = { k: `${mark}/+${typed}`, s: place.s, d: (hand.model.byKey.get(place.parent)?.d ?? 0) + 1, l: place.level, t: "", parent: hand.model.byKey.has(place.parent) ? place.parent : null, index: -1, fresh: true };
  hand.model.rows.splice(place.at, 0, fresh);
  hand.model.byKey.set(fresh.k, fresh);
  renumber();
  const input = make("input", { class: "row-name", lang: "ja", autocomplete: "off", "aria-label": words.typed_entry, placeholder: words.typed_entry });
  const level = make("span", { class: "row-level" }, levelName(hand.model, fresh, fresh.l, words));
  const form = make("form", { class: "row-form", onsubmit: (event) => { event.preventDefault(); done(); } }, input, level);
  const end = () => { hand.tree.stopEditing(); at("tree").focus({ preventScroll: true }); };
  const away = () => {
    hand.model.rows = hand.model.rows.filter((each) => each !== fresh);
    hand.model.byKey.delete(fresh.k);
    renumber();
    end();
    hand.tree.show(hand.model);
    if (beside) hand.tree.select(beside);
    if (root.dataset.behind) reload();
  };
  const done = () => {
    const text = input.value.trim();
    if (!text) {
      away();
      return;
    }
    fresh.t = text;
    const decision = { action: "add", key: fresh.parent ?? mark, after: afterOf(fresh, place), level: fresh.l };
    hand.key = fresh.k;
    end();
    send({
      decisions: [decision],
      prepare: async () => {
        const { status, said } = await ask(`${address}/outline`, { text });
        if (status !== 200) return null;
        const [{ label, name }] = said.lines;
        return [{ ...decision, entries: [{ name, label }] }];
      },
      keys: [fresh.k],
      text,
    });
    typeEntry("below", fresh.k);
  };
  const shift = (by) => {
    const to = step(hand.model, fresh, by > 0 ? "in" : "out");
    if (!to) return;
    const above = hand.model.byKey.get(to.parent);
    Object.assign(fresh, { l: to.level, parent: above ? to.parent : null, d: above ? above.d + 1 : 1 });
    place.after = to.after;
    const rows = hand.model.rows;
    rows.splice(rows.indexOf(fresh), 1);
    const before = to.after ? hand.model.byKey.get(to.after) : null;
    const start = before ? rows.findLastIndex((each) => each === before || isUnder(each, before)) : above ? rows.findLastIndex((each) => each === above || isUnder(each, above)) : rows.length - 1;
    rows.splice(start + 1, 0, fresh);
    renumber();
    level.textContent = levelName(hand.model, fresh, fresh.l, words);
    hand.tree.show(hand.model);
    hand.tree.edit(fresh.k, form);
    input.focus();
  };
  form.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      away();
    } else if (event.key === "Tab") {
      event.preventDefault();
      shift(event.shiftKey ? -1 : 1);
    }
  });
  hand.tree.show(hand.model);
  hand.tree.edit(fresh.k, form);
  input.focus();
}

function afterOf(fresh, place) {
  if (place.after === null && !siblingsOf(hand.model, fresh).some((each) => each !== fresh)) return null;
  return beforeOf(fresh);
}

function renumber() {
  hand.model.rows.forEach((row, index) => { row.index = index; });
}

// taken out, merged

/** Asked once: with what hangs below, or without. */
export function removeEntries(keys) {
  if (!mayEdit) return;
  flushMove();
  const tops = topsOf(hand.model, keys);
  if (!tops.length) return;
  if (!tops.some((key) => hasBelow(hand.model, key))) {
    takeOut(tops, tops.length > 1);
    return;
  }
  const row = hand.model.byKey.get(tops[0]);
  const act = (whole) => () => { box.close(); takeOut(tops, whole); };
  const content = make(
    "div",
    { class: "stack" },
    make("p", {}, fill(words.remove_below, { title: titleOf(row), count: tops.length })),
    make(
      "div",
      { class: "row" },
      make("button", { type: "button", class: "button", onclick: act(true) }, make("kbd", {}, "1"), words.remove_whole),
      make("button", { type: "button", class: "button", onclick: act(false) }, make("kbd", {}, "2"), words.remove_alone),
      make("button", { type: "button", class: "button quiet", onclick: () => box.close() }, words.cancel),
    ),
  );
  const box = dialog(words.act_remove, content, { id: "remove" });
  box.addEventListener("keydown", (event) => {
    if (event.key === "1") act(true)();
    if (event.key === "2") act(false)();
  });
}

function takeOut(tops, whole) {
  const row = hand.model.byKey.get(tops[0]);
  const decisions = whole ? replaced(tops, [], null) : tops.map((key) => ({ action: "remove", key }));
  hand.tree.marked.clear();
  const text = fill(tops.length > 1 ? words.removed_several : words.removed, { title: titleOf(row), count: tops.length });
  send({ decisions, text, done: () => toast(text, { button: words.undo, act: takeBack }) });
}

/** Entries with all below them replaced by an outline, which goes in the place of the first: one line per parent and hierarchy. */
export function replaced(tops, entries, base) {
  const groups = new Map();
  for (const key of tops) {
    const row = hand.model.byKey.get(key);
    const place = `${row.s} ${row.parent ?? topOf(key)}`; // a line reaches no further than one hierarchy
    groups.set(place, [...(groups.get(place) ?? []), key]);
  }
  const kinds = (keys) => [...new Set(hand.model.issues.filter((issue) => issue.keys.some((key) => keys.includes(key))).map((issue) => issue.kind))];
  return [...groups.values()].map((others, number) => ({ action: "replace", key: hand.model.byKey.get(others[0]).parent ?? topOf(others[0]), others, entries: number ? [] : entries, settles: entries.length ? kinds(base ?? others) : [] }));
}

/** The first takes the others in. */
export function mergeEntries() {
  const [first, ...others] = picked();
  if (!others.length) {
    toast(words.merge_two);
    return;
  }
  flushMove();
  const row = hand.model.byKey.get(first);
  hand.tree.marked.clear();
  hand.key = first;
  send({ decisions: [{ action: "merge", key: first, others, value: row.t }], text: titleOf(row), done: () => { toast(fill(words.merged, { title: titleOf(row) }), { button: words.undo, act: takeBack }); } });
}

// found and replaced

export function findAndReplace() {
  const find = make("input", { lang: "ja", autocomplete: "off", required: true });
  const put = make("input", { lang: "ja", autocomplete: "off" });
  const none = make("p", { class: "wrong", role: "alert", hidden: true }, words.not_found);
  const form = make(
    "form",
    { class: "form", onsubmit: (event) => {
      event.preventDefault();
      const hits = hand.model.rows.filter((row) => row.t.includes(find.value) && row.t.replaceAll(find.value, put.value).trim());
      none.hidden = hits.length > 0;
      if (!hits.length) return;
      box.close();
      const pairs = hits.map((row) => {
        const value = row.t.replaceAll(find.value, put.value);
        return { text: titleOf(row), more: value, decisions: [{ action: "rename", key: row.k, value }] };
      });
      showBulk(words, fill(words.replace_in, { count: pairs.length }), pairs, (chosen) => {
        if (chosen.length) send({ decisions: chosen.flatMap((pair) => pair.decisions), text: put.value, done: () => toast(fill(words.bulk_done, { count: chosen.length }), { button: words.undo, act: takeBack }) });
      });
    } },
    make("label", { class: "field" }, make("span", {}, words.find), find),
    make("label", { class: "field" }, make("span", {}, words.put), put),
    none,
    make("div", { class: "row" }, make("button", { type: "button", class: "button", onclick: () => box.close() }, words.cancel), make("button", { class: "button primary" }, words.next, make("kbd", {}, "Enter"))),
  );
  const box = dialog(words.find_replace, form, { id: "replace" });
  find.focus();
}

// the place on the page

export function pointOut(key = hand.key) {
  const row = hand.model.byKey.get(key);
  if (!row || !mayEdit || !hand.model.plan.pdf) return;
  toast(fill(words.point_out, { title: titleOf(row) }), { seconds: 8 });
  hand.sheet.point((page, box) => send({ decisions: [{ action: "locate", key, page, box }], text: titleOf(row), done: () => toast(words.saved, { button: words.undo, act: takeBack }) }));
}

/** What can be done with the entries that are picked: [name, text, key, act]; null between groups. */
export function acts() {
  const several = picked().length > 1;
  const one = (act) => (several ? null : act);
  return [
    one(["edit", words.act_edit, "F2", () => editTitle()]),
    ["below", words.act_below, "Enter", () => typeEntry("below")],
    ["inside", words.act_inside, "Shift Enter", () => typeEntry("inside")],
    ["above", words.act_above, "Alt Enter", () => typeEntry("above")],
    null,
    ["in", words.act_in, "Tab", () => stepAll("in")],
    ["out", words.act_out, "Shift Tab", () => stepAll("out")],
    ["up", words.act_up, "Alt ↑", () => stepAll("up")],
    ["down", words.act_down, "Alt ↓", () => stepAll("down")],
    null,
    several ? ["merge", words.act_merge, "Shift M", mergeEntries] : null,
    ["remove", words.act_remove, "Delete", () => removeEntries(picked())],
    hand.model.plan.pdf ? one(["locate", words.act_locate, "", () => pointOut()]) : null,
  ];
}
