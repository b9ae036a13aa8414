// The keys and buttons of the desk.

import { isComposing } from "./workbench.js";
import { bulk, take, takeBack } from "./desk_decide.js";
import { showHelp, showList } from "./desk_dialogs.js";
import { act, closeEntry, editTitle, moveEntry, openEntry } from "./desk_entries.js";
import { at, hand, words } from "./desk_hand.js";
import { step } from "./desk_model.js";
import { go, goTo, selectEntry } from "./desk_show.js";

export function buttons() {
  at("do-undo").addEventListener("click", takeBack);
  at("do-help").addEventListener("click", () => showHelp(words));
  at("do-list").addEventListener("click", () => showList(hand.model, words, hand.issueId, goTo));
  at("do-larger").addEventListener("click", () => hand.sheet.larger());
  at("do-smaller").addEventListener("click", () => hand.sheet.smaller());
  at("do-near").addEventListener("click", () => hand.sheet.toggleNear());
  at("do-rotate").addEventListener("click", () => hand.sheet.rotate());
  at("do-page-before").addEventListener("click", () => hand.sheet.goTo(hand.sheet.number - 1));
  at("do-page-after").addEventListener("click", () => hand.sheet.goTo(hand.sheet.number + 1));
  for (const button of document.querySelectorAll(".desk-tools button, .sheet-tools button")) {
    // Enter after a click of the mouse is meant for the exception, not for the button once more
    button.addEventListener("click", (event) => { if (event.detail) button.blur(); });
  }
  const search = at("search");
  search.addEventListener("input", () => { hand.tree.filter = search.value; hand.tree.show(hand.model); });
  search.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") endSearch();
    if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      const first = hand.tree.shown.find((row) => row.k);
      at("tree").focus();
      if (first) { selectEntry(first.k); hand.tree.reveal(first.k); }
    }
    event.stopPropagation();
  });
  at("tree").addEventListener("keydown", treeKeys);
  document.addEventListener("keydown", keys);
}

function endSearch() {
  at("search").value = "";
  hand.tree.filter = "";
  hand.tree.show(hand.model);
  if (hand.key) hand.tree.reveal(hand.key);
  at("tree").focus();
}

const isTyping = (target) => target.closest("input, textarea, select") !== null;

function treeKeys(event) {
  if (isComposing(event) || isTyping(event.target) || event.ctrlKey || event.metaKey) return;
  const jump = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -1e6, End: 1e6 }[event.key];
  if (jump && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    event.stopPropagation();
    const to = hand.tree.beside(jump);
    if (to) { selectEntry(to); hand.tree.reveal(to); }
  } else if (event.key === "Enter" && event.target === at("tree") && hand.key !== hand.model.byIssue.get(hand.issueId)?.keys[0]) {
    event.preventDefault();
    event.stopPropagation();
    editTitle();
  }
}

const MOVES = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in", K: "up", J: "down", H: "out", L: "in" };

function keys(event) {
  if (isComposing(event) || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") {
      if (hand.card.form) hand.card.closeForm();
      else if (!at("entry").hidden) closeEntry();
    }
    return;
  }
  const direction = (event.altKey && event.key.startsWith("Arrow")) || (event.shiftKey && /^[HJKL]$/.test(event.key)) ? MOVES[event.key] : null;
  if (direction) {
    event.preventDefault();
    const row = hand.key && hand.model.byKey.get(hand.key);
    if (row) moveEntry(hand.key, step(hand.model, row, direction));
    return;
  }
  if (event.altKey) return;
  if (/^[1-9]$/.test(event.key)) {
    hand.card.select(Number(event.key) - 1); // never decides: whoever types 1 and Enter decides once
    return;
  }
  const isControl = event.target.closest("button, a, summary") !== null;
  if (event.key === "Enter" && (!isControl || event.target.closest(".choice"))) {
    event.preventDefault();
    take();
    return;
  }
  const action = ACTIONS[event.key];
  if (!action || (isControl && event.key === " ")) return;
  event.preventDefault();
  action();
}

const ACTIONS = {
  j: () => go(1),
  k: () => go(-1),
  ArrowDown: () => go(1),
  ArrowUp: () => go(-1),
  u: takeBack,
  "?": () => showHelp(words),
  "/": () => at("search").focus(),
  l: () => showList(hand.model, words, hand.issueId, goTo),
  b: bulk,
  r: () => hand.card.askReason(),
  e: () => editTitle(),
  i: () => (at("entry").hidden ? openEntry() : closeEntry()),
  m: () => hand.key && act("move"),
  a: () => hand.key && act("add"),
  s: () => hand.key && act("split"),
  x: () => hand.key && act("remove"),
  Delete: () => hand.key && act("remove"),
  t: () => at("tree").focus(),
  z: () => hand.sheet.toggleNear(),
  "+": () => hand.sheet.larger(),
  "-": () => hand.sheet.smaller(),
  0: () => hand.sheet.whole(),
  o: () => hand.sheet.rotate(),
  "[": () => hand.sheet.goTo(hand.sheet.number - 1),
  "]": () => hand.sheet.goTo(hand.sheet.number + 1),
  g: () => { location.href = "/"; },
  Escape: () => {
    if (!at("entry").hidden) closeEntry();
    else if (hand.tree.filter) endSearch();
    else at("case").focus();
  },
};
