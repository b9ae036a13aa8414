// The keys and buttons of the desk.

import { ask, isComposing, toast } from "./workbench.js";
import { bulk, redo, send, take, takeBack, takeBackOne } from "./desk_decide.js";
import { showBeforeAfter, showFacts, showHelp, showList } from "./desk_dialogs.js";
import { act, closeEntry, editTitle, openEntry } from "./desk_entries.js";
import { address, at, hand, letters, mayEdit, root, words } from "./desk_hand.js";
import { titleOf } from "./desk_model.js";
import { acts, findAndReplace, mergeEntries, picked, removeEntries, stepAll, typeEntry } from "./desk_outline.js";
import { showMenu } from "./desk_menu.js";
import { readAgain } from "./desk_again.js";
import { pasteOutline } from "./desk_paste.js";
import { go, goTo, selectEntry } from "./desk_show.js";

export function buttons() {
  at("do-undo").addEventListener("click", takeBack);
  at("do-redo").addEventListener("click", redo);
  at("do-before-after").addEventListener("click", beforeAfter);
  at("do-facts").addEventListener("click", facts);
  at("do-paste")?.addEventListener("click", () => pasteOutline());
  at("do-again")?.addEventListener("click", readAgain);
  at("do-replace")?.addEventListener("click", findAndReplace);
  splitter();
  at("do-help").addEventListener("click", () => showHelp(words, letters));
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
  at("tree").addEventListener("copy", copyOutline);
  at("tree").addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (isTyping(event.target) || !text.trim()) return;
    event.preventDefault();
    pasteOutline(text);
  });
  document.addEventListener("keydown", keys);
}

async function beforeAfter() {
  const { status, said } = await ask(`${address}/as-read`);
  if (status === 200) showBeforeAfter(hand.model, words, said.rows);
  else toast(words.offline, { wrong: true });
}

function facts() {
  showFacts(hand.model, words, mayEdit, { onSave: (decisions) => send({ decisions, text: words.facts }), onUndo: takeBackOne });
}

function endSearch() {
  at("search").value = "";
  hand.tree.filter = "";
  hand.tree.show(hand.model);
  if (hand.key) hand.tree.reveal(hand.key);
  at("tree").focus();
}

const isTyping = (target) => target.closest("input, textarea, select") !== null;

/** What is picked, as text with its indent. */
function copyOutline(event) {
  if (isTyping(event.target)) return;
  const keys = hand.tree.marked.size ? hand.tree.marked : new Set([hand.key]);
  const rows = hand.model.rows.filter((row) => keys.has(row.k));
  if (!rows.length) return;
  const least = Math.min(...rows.map((row) => row.l));
  event.preventDefault();
  event.clipboardData.setData("text/plain", rows.map((row) => `${"　".repeat(row.l - least)}${titleOf(row)}`).join("\n"));
}

export function menuAt(x, y) {
  if (!mayEdit || !hand.key) return;
  const paste = ["paste", words.act_paste, "Ctrl V", () => pasteOutline("", "replace")];
  const more = hand.tree.marked.size > 1 ? [] : [null, ["split", words.act_split, "s", () => act("split")], ["move", words.act_move, "m", () => act("move")], ["more", words.act_details, "i", openEntry]];
  showMenu([...acts().filter((each, place, all) => each || all[place - 1]), paste, ...more], { x, y, label: words.entry, back: at("tree") });
}

/** The border between document and tree, moved by hand or by arrows. */
function splitter() {
  const bar = at("splitter");
  const name = "taikei-split";
  const set = (share) => {
    const part = Math.min(Math.max(share, 25), 75);
    root.style.setProperty("--split", `${part}fr`);
    root.style.setProperty("--rest", `${100 - part}fr`);
    bar.setAttribute("aria-valuenow", String(Math.round(part)));
    localStorage.setItem(name, String(part));
  };
  set(Number(localStorage.getItem(name)) || 52);
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    const move = (moved) => set((100 * moved.clientX) / innerWidth);
    bar.addEventListener("pointermove", move);
    bar.addEventListener("pointerup", () => bar.removeEventListener("pointermove", move), { once: true });
  });
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    set(Number(bar.getAttribute("aria-valuenow")) + by);
  });
}

function treeKeys(event) {
  if (isComposing(event) || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const done = () => { event.preventDefault(); event.stopPropagation(); };
  const { key, altKey, shiftKey } = event;
  if (event.ctrlKey || event.metaKey) {
    if (key === "a") {
      done();
      const rows = hand.tree.shown.filter((row) => row.k);
      if (rows.length) { hand.tree.anchor = rows[0].k; hand.tree.markTo(rows.at(-1).k); }
    }
    return;
  }
  const jump = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -1e6, End: 1e6 }[key];
  if (jump && !altKey) {
    done();
    const to = hand.tree.beside(jump);
    if (to && shiftKey) hand.tree.markTo(to);
    else if (to) { hand.tree.unmark(); selectEntry(to); hand.tree.reveal(to); }
    hand.key = to ?? hand.key;
    return;
  }
  const row = hand.key ? hand.model.byKey.get(hand.key) : null;
  if ((key === "ArrowLeft" || key === "ArrowRight") && !altKey && row) {
    done();
    hand.tree.fold(row.k, key === "ArrowLeft");
    return;
  }
  if (!mayEdit) return;
  if (key === "Tab" && row) {
    done();
    stepAll(shiftKey ? "out" : "in");
  } else if (key === "Enter" && event.target === at("tree")) {
    done();
    if (!event.repeat) typeEntry(shiftKey ? "inside" : altKey ? "above" : "below");
  } else if (key === "F2" && row) {
    done();
    editTitle();
  } else if ((key === "Delete" || key === "Backspace") && row) {
    done();
    if (!event.repeat) removeEntries(picked());
  } else if (key === "M" && shiftKey) {
    done();
    mergeEntries();
  } else if (key === "ContextMenu" || (key === "F10" && shiftKey)) {
    done();
    const box = at("tree").querySelector('.tree-row[aria-selected="true"]')?.getBoundingClientRect();
    if (box) menuAt(box.left + 40, box.bottom);
  }
}

const MOVES = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in", K: "up", J: "down", H: "out", L: "in" };

const MOVING = new Set(["j", "k", "ArrowDown", "ArrowUp", "+", "-", "[", "]", "Tab"]);

function keys(event) {
  if (isComposing(event) || document.querySelector("dialog[open]")) return;
  if (event.ctrlKey || event.metaKey) {
    const wanted = { z: event.shiftKey ? redo : takeBack, Z: redo, y: redo, h: findAndReplace }[event.key];
    if (!wanted || isTyping(event.target)) return;
    event.preventDefault();
    wanted();
    return;
  }
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
    if (hand.key) stepAll(direction);
    return;
  }
  if (event.altKey) return;
  const moves = MOVING.has(event.key);
  if (!moves && (event.repeat || root.dataset.deaf)) {
    event.preventDefault(); // a key held down, or meant for what was in front before
    return;
  }
  if (hand.card.pairs && !hand.card.form && (/^[0-9]$/.test(event.key) || event.key === "Backspace")) {
    event.preventDefault();
    if (event.key === "Backspace") hand.card.pairs.back();
    else hand.card.pairs.number(Number(event.key));
    return;
  }
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
  if (!letters.on && /^[a-z]$/.test(event.key)) return;
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
  y: redo,
  "?": () => showHelp(words, letters),
  "/": () => at("search").focus(),
  l: () => showList(hand.model, words, hand.issueId, goTo),
  b: bulk,
  p: facts,
  v: beforeAfter,
  r: () => hand.card.askReason(),
  e: () => editTitle(),
  i: () => (at("entry").hidden ? openEntry() : closeEntry()),
  m: () => hand.key && act("move"),
  a: () => hand.key && act("add"),
  s: () => hand.key && act("split"),
  x: () => hand.key && act("remove"),
  t: () => at("tree").focus(),
  z: () => hand.sheet.toggleNear(),
  "+": () => hand.sheet.larger(),
  "-": () => hand.sheet.smaller(),
  0: () => hand.sheet.whole(),
  o: () => hand.sheet.rotate(),
  w: readAgain,
  "[": () => hand.sheet.goTo(hand.sheet.number - 1),
  "]": () => hand.sheet.goTo(hand.sheet.number + 1),
  g: () => { location.href = "/"; },
  Escape: () => {
    if (!at("entry").hidden) closeEntry();
    else if (hand.tree.filter) endSearch();
    else { hand.tree.unmark(); hand.tree.draw(true); at("case").focus(); }
  },
};
