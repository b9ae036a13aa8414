// Decisions made at the desk: taken, sent, refused, met by another's, taken back; the same in other places.

import { ask, fill, toast } from "./workbench.js";
import { choosePlace, showBulk, showClash } from "./desk_dialogs.js";
import { editTitle, flushMove, showEntry } from "./desk_entries.js";
import { address, at, deaf, hand, mayEdit, root, words } from "./desk_hand.js";
import { grave, newModel, sameElsewhere, setVersions, titleOf, versionOf, waiting } from "./desk_model.js";
import { nextAfter, progress, showIssue } from "./desk_show.js";

const TOLD_MS = 1000;

export function take() {
  const issue = hand.model.byIssue.get(hand.issueId);
  const { choice } = hand.card;
  if (hand.told) {
    nextOne();
    return;
  }
  if (!mayEdit || !issue) return;
  if (hand.card.form) {
    hand.card.form.done();
    return;
  }
  const { pairs } = hand.card;
  if (pairs?.chosen) {
    const kept = issue.choices.find((each) => each.id === "kept")?.decisions[0];
    settle(issue, pairs.decisions(issue.kind, kept), pairs.choice.says);
    return;
  }
  if (!choice && pairs?.done) { // every entry was said to stay
    const stays = issue.choices.find((each) => each.id === "kept");
    settle(issue, hand.card.decisionsOf(stays), stays.says);
    return;
  }
  if (!choice) {
    toast(pairs ? words.pair_first : words.choose_first, { seconds: 2.5 });
    return;
  }
  if (choice.asks?.includes("edit")) {
    editTitle(choice.keys[0]);
  } else if (choice.asks?.includes("parent")) {
    choosePlace(hand.model, words, choice.keys, (parent) => settle(issue, movesUnder(choice.keys, parent, issue.kind), choice.says));
  } else if (choice.asks?.includes("outline")) {
    hand.onOutline(choice.typed.outline);
  } else if (choice.asks?.includes("pick")) {
    hand.card.pickFrom(choice, (picked, left) => settle(issue, takenOut(issue, choice, picked, left), choice.says));
  } else if (choice.asks?.length) {
    hand.card.fillIn(choice, (typed, forget) => settle(issue, filled(issue, choice, typed), choice.says, forget));
  } else {
    settle(issue, hand.card.decisionsOf(choice), choice.says);
  }
}

/** The entry after what somebody else settled. */
export function nextOne() {
  hand.told = null;
  hand.issueId = waiting(hand.model)[0]?.id ?? null;
  showIssue();
}

function takenOut(issue, choice, picked, left) {
  const gone = picked.map((key) => ({ action: "remove", key, settles: [issue.kind], issue: issue.id }));
  const [stays] = left;
  return stays ? [...gone, { action: "accept", key: stays, field: issue.kind, reason: choice.typed.reason, issue: issue.id }] : gone;
}

export function settle(issue, decisions, text, forget = null) {
  hand.card.form = null;
  issue.settling = true;
  const next = nextAfter(issue);
  send({ decisions, issue, text, forget });
  hand.issueId = next?.id ?? null;
  showIssue();
}

function movesUnder(keys, parent, kind) {
  let after = null;
  return keys.map((each) => {
    const made = { action: "move", key: each, parent, after, settles: kind ? [kind] : [] };
    after = each;
    return made;
  });
}

/** Decisions from what was typed into the fields a choice asked for. */
function filled(issue, choice, typed) {
  const about = choice.keys[0];
  return Object.entries(typed).map(([name, value]) => {
    const made = { key: about, settles: [issue.kind], issue: issue.id };
    if (name === "label") return { ...made, action: "relabel", value };
    if (name === "entry") return { ...made, action: "add", entries: [{ name: value }] };
    return { ...made, action: "set_fact", field: name, value };
  });
}

export function send(job) {
  hand.touched += 1;
  hand.saver.push({ version: (each) => versionOf(hand.model, each), ...job });
}

/** Whether the page is behind what was decided on it: until it has asked for the state anew. */
export function onBusy(busy) {
  at("saving").hidden = !busy;
  if (busy) root.dataset.behind = "yes";
}

export function onSaved(job, said) {
  setVersions(hand.model, said.versions);
  for (const [key, made] of (job.keys ?? []).entries()) hand.saver.keys.set(made, Object.values(said.made).flat()[key]);
  said.saved.forEach((id) => hand.mine.add(id));
  job.forget?.();
  hand.drafts.flush(false);
  if (job.undo) {
    if (job.group) hand.undo.done(job.redo, job.group, said.saved);
    return;
  }
  hand.undo.push(said.saved, job.issue?.id ?? null);
  if (job.done) job.done(said);
  if (said.raised.length) toast(fill(words.raised, { count: said.raised.length, name: said.raised[0] }));
}

export function onRefused(job, { status, said }) {
  restore(job);
  const text = status === 0 ? words.offline : (said?.error ?? words.failed);
  if (job.issue) hand.card.refuse(text);
  toast(text, { wrong: true, button: status === 0 ? words.again : null, act: () => send(job) });
}

function restore(job) {
  if (!job.issue) return;
  job.issue.settling = false;
  hand.issueId = job.issue.id;
  showIssue();
}

export function onClash(job, said) {
  restore(job);
  const again = () => {
    setVersions(hand.model, said.versions);
    if (job.issue) {
      job.issue.settling = true;
      hand.issueId = nextAfter(job.issue)?.id ?? null;
      showIssue();
    }
    send(job);
  };
  const leave = () => { job.forget?.(); reload(true); };
  showClash(words, job.text, said.clash, again, leave);
}

/** The state anew from the server, unless more was decided meanwhile. */
export async function reload(force = false) {
  const [mine, then] = [(hand.reloading += 1), hand.touched];
  const { status, said } = await ask(`${address}/state`);
  if (status !== 200 || mine !== hand.reloading || (then !== hand.touched && !force) || !hand.saver.idle || hand.pendingMove || hand.model.byKey.get(hand.tree.editing?.key)?.fresh) return;
  const scroll = at("tree").scrollTop;
  const order = hand.model.issues;
  const place = order.findIndex((issue) => issue.id === hand.issueId);
  const known = new Set(hand.model.done.map((each) => each.id));
  const theirs = said.done.find((each) => !known.has(each.id) && !hand.mine.has(each.id));
  hand.model = newModel(said);
  if (theirs && place >= 0 && !hand.model.byIssue.has(hand.issueId)) {
    hand.told = order[place];
    hand.issueId = null;
    hand.card.tell(hand.told, theirs.by);
    deaf(TOLD_MS);
  } else if (!hand.model.byIssue.has(hand.issueId) && !hand.told) {
    const open = waiting(hand.model);
    hand.issueId = (order.slice(Math.max(place, 0)).find((issue) => hand.model.byIssue.has(issue.id) && grave(issue)) ?? open[0])?.id ?? null;
  }
  delete root.dataset.behind;
  if (!hand.model.byKey.has(hand.key)) hand.key = null;
  hand.tree.show(hand.model);
  at("tree").scrollTop = scroll;
  const issue = hand.model.byIssue.get(hand.issueId) ?? null;
  if (hand.told) {
    hand.sheet.mark([]);
  } else if (hand.card.form && issue && hand.card.issue?.id === issue.id) {
    hand.card.model = hand.model;
    hand.card.issue = issue;
  } else {
    hand.card.form = null;
    showIssue();
  }
  progress();
  if (!at("entry").hidden && !at("entry").contains(document.activeElement)) showEntry();
}

export function takeBack() {
  turnBack(false);
}

export function redo() {
  turnBack(true);
}

/** Take back the last of what was decided here, or do again the last of what was taken back. */
function turnBack(again) {
  if (!mayEdit) return;
  flushMove();
  if (!hand.saver.idle) {
    toast(words.still_saving);
    return;
  }
  const group = hand.undo.next(again);
  if (!group) {
    toast(again ? words.nothing_to_redo : words.nothing_to_undo);
    return;
  }
  hand.saver.push({ undo: group.ids, group, redo: again });
  hand.touched += 1;
  hand.issueId = group.issue ?? hand.issueId;
  toast(again ? words.redone : words.undone);
}

export function takeBackOne(id) {
  hand.saver.push({ undo: [id] });
  hand.touched += 1;
}

// the same elsewhere

export async function bulk() {
  const issue = hand.model.byIssue.get(hand.issueId);
  const { choice } = hand.card;
  if (!mayEdit || !issue || !choice?.decisions) return;
  const others = sameElsewhere(hand.model, issue, choice);
  const pairs = [{ issue, choice }, ...others].map((pair) => ({ ...pair, ...told(pair), decisions: pair.choice.decisions }));
  let lookup = "";
  if (choice.decisions.length === 1) {
    const found = await othersLike(choice.decisions[0]);
    lookup = found.lookup;
    const known = new Set(pairs.flatMap((pair) => pair.decisions.map((each) => each.key)));
    if (choice.decisions[0].action === "rename") {
      for (const place of found.places) {
        if (!known.has(place.decisions[0].key)) pairs.push({ text: place.before, more: place.after, decisions: place.decisions });
      }
    }
  }
  if (pairs.length < 2 && !lookup) {
    toast(words.nowhere_else);
    return;
  }
  showBulk(words, fill(words.bulk_text, { name: issue.name, choice: choice.says }), pairs, (picked) => {
    if (!picked.length) return;
    const reason = hand.card.reasonOf(choice);
    const decisions = picked.flatMap((pair) => pair.decisions.map((each) => (each.reason && reason ? { ...each, reason } : each)));
    for (const pair of picked) if (pair.issue) pair.issue.settling = true;
    const next = nextAfter(issue);
    send({ decisions, issue, text: choice.says, done: () => toast(fill(words.bulk_done, { count: picked.length }), { button: words.undo, act: takeBack }) });
    hand.issueId = next?.id ?? null;
    showIssue();
  }, lookup);
}

function told({ issue, choice }) {
  const row = issue.keys.length ? hand.model.byKey.get(issue.keys[0]) : null;
  return { text: row ? titleOf(row) : issue.message, more: choice.says };
}

/** Before a value is put right by hand: where else the same would be. */
export async function othersLike(decision) {
  const { status, said } = await ask(`${address}/same`, decision);
  return status === 200 ? said : { places: [], lookup: "" };
}

export function offerSame(found) {
  if (!found.places.length) return;
  toast(fill(words.same_elsewhere, { count: found.places.length }), {
    seconds: 12,
    button: words.look,
    act: () => {
      const pairs = found.places.map((place) => ({ text: place.before, more: place.after, decisions: place.decisions }));
      showBulk(words, fill(words.same_words, { count: pairs.length }), pairs, (picked) => {
        if (picked.length) send({ decisions: picked.flatMap((pair) => pair.decisions), text: words.bulk, done: () => toast(fill(words.bulk_done, { count: picked.length }), { button: words.undo, act: takeBack }) });
      }, found.lookup);
    },
  });
}
