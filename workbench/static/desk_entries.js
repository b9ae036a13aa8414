// Entries of the tree corrected by hand: number, title, place, description; added, split, taken out.

import { dialog, fill, isComposing, make, toast } from "./workbench.js";
import { offerSame, othersLike, send, takeBack, takeBackOne } from "./desk_decide.js";
import { choosePlace, entryForm } from "./desk_dialogs.js";
import { at, hand, mayEdit, words } from "./desk_hand.js";
import { levelName, moveRows, siblingsOf, titleOf, topOf, topsOf } from "./desk_model.js";
import { removeEntries } from "./desk_outline.js";
import { nextAfter, selectEntry, showIssue } from "./desk_show.js";

const MOVE_MS = 600;

/** Number and title in the row itself. */
export function editTitle(wanted = hand.key) {
  const row = hand.model.byKey.get(wanted);
  if (!row || !mayEdit) return;
  hand.key = wanted;
  const place = (name) => `edit|${row.k}|${name}`;
  const input = (name, value, className) => {
    const element = make("input", { class: className, lang: "ja", autocomplete: "off", "aria-label": words[`field_${name}`], oninput: (event) => hand.drafts.set(place(name), event.target.value === value ? "" : event.target.value) });
    element.value = hand.drafts.get(place(name)) ?? value;
    return element;
  };
  const label = input("label", row.n ?? "", "row-label");
  const name = input("name", row.t, "row-name");
  const back = at("tree").contains(document.activeElement) ? at("tree") : at("case");
  const end = () => { hand.tree.stopEditing(); back.focus({ preventScroll: true }); };
  const form = make(
    "form",
    { class: "row-form", onsubmit: (event) => { event.preventDefault(); done(); } },
    label,
    name,
    make("button", { class: "button primary" }, words.save),
    make("button", { type: "button", class: "button quiet", onclick: () => { hand.drafts.set(place("label"), ""); hand.drafts.set(place("name"), ""); end(); } }, words.cancel),
  );
  const done = () => {
    if (!name.value.trim()) {
      name.setAttribute("aria-invalid", "true");
      toast(words.wrong_empty, { wrong: true });
      return;
    }
    const typed = {};
    if (label.value !== (row.n ?? "")) typed.label = label.value;
    if (name.value !== row.t) typed.name = name.value;
    end();
    saveEntry(row, typed, () => { hand.drafts.set(place("label"), ""); hand.drafts.set(place("name"), ""); });
  };
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !isComposing(event)) {
      event.stopPropagation();
      end();
    }
  });
  hand.tree.edit(row.k, form);
  name.focus();
  name.select();
}

/** What was changed of an entry, as decisions. */
export function saveEntry(row, typed, forget) {
  const issue = hand.model.byIssue.get(hand.issueId);
  const about = issue && issue.keys.includes(row.k) && issue.keys.length === 1 ? issue : null;
  const settles = about ? [about.kind] : [];
  const decisions = Object.entries(typed).map(([name, value]) => {
    const made = { key: row.k, settles, issue: about?.id ?? "" };
    if (name === "name") return { ...made, action: "rename", value };
    if (name === "label") return { ...made, action: "relabel", value };
    return { ...made, action: "set_fact", field: name, value: value || null };
  });
  if (!decisions.length) {
    forget();
    return;
  }
  const text = Object.values(typed).join(" ");
  const first = decisions.find((each) => each.action === "rename" || each.action === "set_fact");
  const others = first ? othersLike(first) : null;
  const done = async () => { if (others) offerSame(await others); };
  if (typed.name) row.t = typed.name;
  if (typed.label !== undefined) row.n = typed.label;
  hand.tree.draw(true);
  if (about) {
    about.settling = true;
    hand.issueId = nextAfter(about)?.id ?? null;
    showIssue();
  }
  send({ decisions, issue: about, text, forget, done });
}

/** Entries moved together; placeOf(row) says where each goes, null where it cannot. Moves that follow each other at once are one
 *  decision. */
export function moveEntries(keys, placeOf) {
  if (!mayEdit || !keys.length) return;
  const pending = hand.pendingMove;
  if (pending && pending.keys.join() !== keys.join()) flushMove();
  let moved = false;
  for (const key of keys) {
    const place = placeOf(hand.model.byKey.get(key));
    if (!place) continue;
    moveRows(hand.model, key, place);
    moved = true;
  }
  if (!moved) return;
  hand.tree.show(hand.model);
  hand.tree.select(hand.key);
  clearTimeout(hand.pendingMove?.timer);
  hand.pendingMove = { keys: [...keys], timer: setTimeout(flushMove, MOVE_MS) };
}

export function flushMove() {
  if (!hand.pendingMove) return;
  clearTimeout(hand.pendingMove.timer);
  const among = new Set(hand.pendingMove.keys);
  hand.pendingMove = null;
  const rows = hand.model.rows.filter((row) => among.has(row.k));
  if (!rows.length) return;
  const issue = hand.model.byIssue.get(hand.issueId);
  const decisions = rows.map((row) => {
    const siblings = siblingsOf(hand.model, row);
    const before = siblings[siblings.indexOf(row) - 1];
    const settles = issue?.keys.includes(row.k) ? [issue.kind] : [];
    return { action: "move", key: row.k, parent: row.parent ?? topOf(row.k), after: before?.k ?? "", level: row.l, settles };
  });
  const target = rows[0].parent ? hand.model.byKey.get(rows[0].parent) : null;
  const text = fill(rows.length > 1 ? words.moved_several : words.moved_under, { title: titleOf(rows[0]), count: rows.length, parent: target ? titleOf(target) : words.top, level: levelName(hand.model, rows[0], rows[0].l, words) });
  send({ decisions, text, done: () => toast(text, { button: words.undo, act: takeBack }) });
}

export function showEntry() {
  const box = at("entry");
  const row = hand.model.byKey.get(hand.key);
  if (!row) {
    box.hidden = true;
    return;
  }
  box.replaceChildren(
    entryForm(hand.model, row, words, hand.drafts, {
      mayEdit,
      onSave: (typed, forget) => saveEntry(row, typed, forget),
      onUndo: takeBackOne,
      onGo: selectEntry,
      onClose: closeEntry,
      onAct: (name, about) => act(name, about),
    }),
  );
  box.hidden = false;
}

export function openEntry() {
  if (!hand.key) return;
  showEntry();
  at("entry").querySelector('[name="name"]')?.focus();
}

export function closeEntry() {
  at("entry").hidden = true;
  at("tree").focus({ preventScroll: true });
}

export function act(name, about = hand.key) {
  const row = hand.model.byKey.get(about);
  if (!row || !mayEdit) return;
  if (name === "move") {
    const keys = hand.tree.marked.has(about) ? topsOf(hand.model, [...hand.tree.marked]) : [about];
    choosePlace(hand.model, words, keys, (parent) => moveEntries(keys, (each) => ({ parent, after: null, level: each.l })));
  }
  if (name === "remove") removeEntries(hand.tree.marked.has(about) ? [...hand.tree.marked] : [about]);
  if (name === "add") addEntry(row);
  if (name === "split") splitEntry(row);
}

function typing(title, fields, done) {
  const form = make(
    "form",
    { class: "form", onsubmit: (event) => { event.preventDefault(); if (done() !== false) box.close(); } },
    fields,
    make("div", { class: "row" }, make("button", { type: "button", class: "button", onclick: () => box.close() }, words.cancel), make("button", { class: "button primary" }, words.save, make("kbd", {}, "Enter"))),
  );
  const box = dialog(title, form, { id: "typing" });
  form.querySelector("input, textarea").focus();
}

function addEntry(row) {
  const label = make("input", { lang: "ja", autocomplete: "off" });
  const name = make("input", { lang: "ja", autocomplete: "off", required: true });
  typing(fill(words.add_below, { title: titleOf(row) }), [make("label", { class: "field" }, make("span", {}, words.field_name), name), make("label", { class: "field" }, make("span", {}, words.field_label), label)], () => {
    send({ decisions: [{ action: "add", key: row.k, entries: [{ name: name.value.trim(), label: label.value.trim() }] }], text: name.value, done: () => toast(fill(words.added, { title: name.value }), { button: words.undo, act: takeBack }) });
  });
}

function splitEntry(row) {
  const parts = make("textarea", { lang: "ja", rows: "5" });
  parts.value = row.t;
  typing(fill(words.split_of, { title: titleOf(row) }), [make("label", { class: "field" }, make("span", {}, words.split_how), parts)], () => {
    const names = parts.value.split("\n").map((each) => each.trim()).filter(Boolean);
    if (names.length < 2) {
      toast(words.split_two, { wrong: true });
      return false;
    }
    const entries = names.map((name, index) => ({ name, label: index ? "" : (row.n ?? "") }));
    send({ decisions: [{ action: "split", key: row.k, entries }], text: names.join(" / "), done: () => toast(words.saved, { button: words.undo, act: takeBack }) });
    return true;
  });
}
