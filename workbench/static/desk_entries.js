// Entries of the tree corrected by hand: number, title, place, description; added, split, taken out.

import { dialog, fill, isComposing, make, toast } from "./workbench.js";
import { offerSame, othersLike, send, takeBack, takeBackOne } from "./desk_decide.js";
import { choosePlace, entryForm } from "./desk_dialogs.js";
import { at, hand, mayEdit, words } from "./desk_hand.js";
import { moveRows, titleOf } from "./desk_model.js";
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
  const end = () => { hand.tree.stopEditing(); at("tree").focus({ preventScroll: true }); };
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

/** Moves that follow each other at once are one decision. */
export function moveEntry(moved, place) {
  if (!mayEdit || !place) return;
  if (hand.pendingMove && hand.pendingMove.key !== moved) flushMove();
  moveRows(hand.model, moved, place);
  hand.key = moved;
  hand.tree.show(hand.model);
  hand.tree.select(moved);
  clearTimeout(hand.pendingMove?.timer);
  hand.pendingMove = { key: moved, place, timer: setTimeout(flushMove, MOVE_MS) };
}

export function flushMove() {
  if (!hand.pendingMove) return;
  clearTimeout(hand.pendingMove.timer);
  const { key: moved, place } = hand.pendingMove;
  hand.pendingMove = null;
  const row = hand.model.byKey.get(moved);
  const issue = hand.model.byIssue.get(hand.issueId);
  const settles = issue?.keys.includes(moved) ? [issue.kind] : [];
  const target = hand.model.byKey.get(place.parent);
  send({
    decisions: [{ action: "move", key: moved, parent: place.parent, after: place.after, settles }],
    text: fill(words.moved_under, { title: titleOf(row), parent: target ? titleOf(target) : words.top }),
    done: () => toast(fill(words.moved_under, { title: titleOf(row), parent: target ? titleOf(target) : words.top }), { button: words.undo, act: takeBack }),
  });
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
  if (name === "move") choosePlace(hand.model, words, [about], (parent) => moveEntry(about, { parent, after: null }));
  if (name === "remove") send({ decisions: [{ action: "remove", key: about }], text: words.act_remove, done: () => toast(fill(words.removed, { title: titleOf(row) }), { button: words.undo, act: takeBack }) });
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
