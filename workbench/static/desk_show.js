// What the desk shows: the exception in front, its place in document and tree, how far the work is; and the way to the next one.

import { fill } from "./workbench.js";
import { flushMove, showEntry } from "./desk_entries.js";
import { address, at, deaf, hand, words } from "./desk_hand.js";
import { grave, waiting } from "./desk_model.js";

const DEAF_MS = 400;

export function showIssue() {
  const issue = hand.model.byIssue.get(hand.issueId) ?? null;
  if (issue?.id !== hand.card.issue?.id) deaf(DEAF_MS);
  hand.told = null;
  hand.card.show(hand.model, issue);
  progress();
  if (!issue) {
    hand.tree.preview = null;
    hand.tree.draw(true);
    hand.sheet.mark([]);
    return;
  }
  const first = issue.keys.find((each) => hand.model.byKey.has(each)) ?? null;
  if (first) hand.key = first;
  preview(hand.card.choice);
  hand.tree.select(hand.key, { scroll: Boolean(first) });
  hand.sheet.mark(placesOf(issue));
  history.replaceState(null, "", `${address}?issue=${encodeURIComponent(issue.id)}`);
  if (!at("entry").hidden) showEntry();
}

function placesOf(issue) {
  const places = [{ ...issue, main: true }];
  for (const each of issue.keys) {
    const row = hand.model.byKey.get(each);
    if (row) places.push({ pg: row.pg, ln: row.ln, bb: row.bb, words: row.q ?? row.t });
  }
  const [main, ...rest] = places;
  if (!main.pg && !main.ln && rest.length) rest[0].main = true;
  return main.pg || main.ln ? places : rest;
}

export function progress() {
  const open = waiting(hand.model).length;
  const { found } = hand.model.progress;
  const most = Math.max(found, open);
  at("progress").max = Math.max(most, 1);
  at("progress").value = most ? most - open : 1;
  at("progress-text").textContent = most ? fill(words.progress, { done: most - open, found: most }) : words.nothing_found;
  document.title = `${open ? `(${open}) ` : ""}${hand.model.plan.title} · 体系 taikei`;
}

/** What the chosen way would do, shown in the tree. */
export function preview(choice) {
  const issue = hand.model.byIssue.get(hand.issueId);
  const shown = { remove: new Set(), move: new Set(), names: new Map(), about: new Set(issue?.keys ?? []), to: null };
  for (const each of choice?.decisions ?? []) {
    if (each.action === "remove") shown.remove.add(each.key);
    if (each.action === "merge") each.others.forEach((other) => shown.remove.add(other));
    if (each.action === "move") { shown.move.add(each.key); shown.to = each.parent; }
    if (each.action === "rename") shown.names.set(each.key, each.value);
  }
  hand.tree.preview = shown;
  hand.tree.draw(true);
}

export function selectEntry(wanted) {
  hand.key = wanted;
  hand.tree.select(wanted, { scroll: false });
  const row = hand.model.byKey.get(wanted);
  if (row) hand.sheet.mark([{ pg: row.pg, ln: row.ln, bb: row.bb, words: row.q ?? row.t, main: true }]);
  if (!at("entry").hidden) showEntry();
}

export function go(steps) {
  const current = hand.model.byIssue.get(hand.issueId);
  const open = waiting(hand.model, { withInfo: current ? !grave(current) : false });
  if (!open.length) return;
  const place = open.findIndex((issue) => issue.id === hand.issueId);
  const to = place < 0 ? 0 : Math.min(Math.max(place + steps, 0), open.length - 1);
  goTo(open[to].id);
}

export function goTo(id) {
  flushMove();
  hand.issueId = id;
  showIssue();
}

/** The next one that waits after the current one; the first that was passed over when there is none. */
export function nextAfter(issue) {
  const all = hand.model.issues.filter((each) => !each.settling && grave(each) === grave(issue));
  const place = hand.model.issues.indexOf(issue);
  return all.find((each) => hand.model.issues.indexOf(each) > place) ?? all[0] ?? null;
}
