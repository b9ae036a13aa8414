// The desk: one plan, its document, its tree, its exceptions. Everything can be done with the keyboard; static/desk_*.js are its parts.

import { ask, fill, make, toast } from "./workbench.js";
import { Case } from "./desk_case.js";
import { bulk, nextOne, onBusy, onClash, onRefused, onSaved, reload, take } from "./desk_decide.js";
import { editTitle, moveEntries, openEntry } from "./desk_entries.js";
import { address, at, hand, mayEdit, plan, root, words } from "./desk_hand.js";
import { buttons, menuAt } from "./desk_keys.js";
import { newModel, waiting } from "./desk_model.js";
import { acts, picked, setLevel, typeEntry } from "./desk_outline.js";
import { pasteOutline } from "./desk_paste.js";
import { Drafts, Saver } from "./desk_save.js";
import { Sheet } from "./desk_sheet.js";
import { go, goTo, preview, selectEntry, showIssue } from "./desk_show.js";
import { Tree } from "./desk_tree.js";

const HERE_SECONDS = 10;

start();

async function start() {
  const { status, said } = await ask(`${address}/state`);
  if (status !== 200) {
    at("case").replaceChildren(make("p", { class: "wrong" }, said?.error ?? words.offline));
    return;
  }
  hand.drafts = new Drafts(address, said.drafts);
  hand.model = newModel(said);
  hand.sheet = new Sheet({ view: at("view"), tools: at("sheet-tools"), counter: at("page-number") }, { address, plan: said.plan, words });
  hand.tree = new Tree(at("tree"), {
    words,
    mayEdit,
    onSelect: selectEntry,
    onOpen: editTitle,
    onDrop: dropped,
    onLevel: setLevel,
    onAct: (name) => acts().find((each) => each?.[0] === name)?.[3](),
    onMenu: menuAt,
    onStart: (how) => (how === "paste" ? pasteOutline() : typeEntry("below", null)),
  });
  hand.card = new Case(at("case"), { words, mayEdit, drafts: hand.drafts, onTake: take, onNext: nextOne, onSelect: preview, onGo: go, onBulk: bulk, onEntry: goTo });
  hand.onOutline = (text) => pasteOutline(text, "whole");
  hand.saver = new Saver(address, { onSaved, onRefused, onClash, onIdle: reload, onBusy });
  const wanted = new URLSearchParams(location.search).get("issue");
  const open = waiting(hand.model);
  hand.issueId = (hand.model.byIssue.get(wanted) ?? open[0])?.id ?? null;
  hand.tree.show(hand.model);
  showIssue();
  buttons();
  root.dataset.ready = "yes";
  resumeDrafts();
  here();
  setInterval(here, HERE_SECONDS * 1000);
}

/** What was dragged, with all that is marked, behind one another. */
function dropped(moved, place) {
  const keys = hand.tree.marked.has(moved) ? picked() : [moved];
  let after = place.after;
  moveEntries(keys, (row) => {
    const to = { parent: place.parent, after, level: row.l };
    after = row.k;
    return to;
  });
}

/** What was being typed when the page went away. */
function resumeDrafts() {
  const place = Object.keys(hand.drafts.kept).find((each) => hand.drafts.kept[each]);
  if (!place || !mayEdit) return;
  const [kind, about] = place.split("|");
  if (kind === "fill" && hand.model.byIssue.has(about)) {
    goTo(about);
    const number = hand.card.issue.choices.findIndex((choice) => choice.asks?.length && !["parent", "edit"].includes(choice.asks[0]));
    if (number >= 0) {
      hand.card.select(number);
      take();
    }
  } else if (kind === "edit" && hand.model.byKey.has(about)) {
    selectEntry(about);
    hand.tree.reveal(about);
    openEntry();
  } else {
    return;
  }
  toast(words.draft_kept);
}

// others

async function here() {
  const { status, said } = await ask(`${address}/here`, { key: hand.key ?? "" });
  if (status !== 200) return;
  const name = (each) => each.name || words.somebody;
  at("others").textContent = said.others.length ? fill(words.others, { names: said.others.map(name).join("、") }) : "";
  hand.tree.others = new Map(said.others.filter((each) => each.key).map((each) => [each.key, name(each)]));
  hand.tree.draw(true);
  if (said.version !== hand.model.version && hand.saver.idle) {
    const before = hand.key && hand.model.byKey.get(hand.key)?.v;
    await reload();
    if (before && hand.model.byKey.get(hand.key)?.v !== before) toast(words.changed_by_other);
  }
}
