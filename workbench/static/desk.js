// The desk: one plan, its document, its tree, its exceptions. Everything can be done with the keyboard; static/desk_*.js are its parts.

import { ask, dialog, fill, isComposing, make, toast } from "./workbench.js";
import { Case } from "./desk_case.js";
import { choosePlace, entryForm, showBulk, showClash, showHelp, showList } from "./desk_dialogs.js";
import { grave, moveRows, newModel, sameElsewhere, setVersions, step, titleOf, versionOf, waiting } from "./desk_model.js";
import { Drafts, Saver, Undo } from "./desk_save.js";
import { Sheet } from "./desk_sheet.js";
import { Tree } from "./desk_tree.js";

const HERE_SECONDS = 10;
const MOVE_MS = 600;

const at = (id) => document.getElementById(id);
const words = JSON.parse(at("words").textContent);
const root = at("main");
const plan = root.dataset.plan;
const address = `/plans/${encodeURIComponent(plan)}`;
const mayEdit = root.dataset.edit === "yes";

let model = null;
let issueId = null;
let key = null;
let pendingMove = null;
let reloading = 0;
let touched = 0;
const undo = new Undo(plan);
let drafts, tree, sheet, card, saver;

start();

async function start() {
  const { status, said } = await ask(`${address}/state`);
  if (status !== 200) {
    at("case").replaceChildren(make("p", { class: "wrong" }, said?.error ?? words.offline));
    return;
  }
  drafts = new Drafts(address, said.drafts);
  model = newModel(said);
  sheet = new Sheet({ view: at("view"), tools: at("sheet-tools"), counter: at("page-number") }, { address, plan: said.plan, words });
  tree = new Tree(at("tree"), { words, onSelect: selectEntry, onOpen: editTitle, onDrop: (moved, place) => { moveEntry(moved, place); } });
  card = new Case(at("case"), { words, mayEdit, drafts, onTake: take, onSelect: preview, onGo: go, onBulk: bulk, onEntry: goTo });
  saver = new Saver(address, { onSaved, onRefused, onClash, onIdle: reload, onBusy });
  const wanted = new URLSearchParams(location.search).get("issue");
  const open = waiting(model);
  issueId = (model.byIssue.get(wanted) ?? open[0])?.id ?? null;
  tree.show(model);
  showIssue();
  buttons();
  root.dataset.ready = "yes";
  resumeDrafts();
  here();
  setInterval(here, HERE_SECONDS * 1000);
}

// showing

function showIssue() {
  const issue = model.byIssue.get(issueId) ?? null;
  card.show(model, issue);
  progress();
  if (!issue) {
    tree.preview = null;
    tree.draw(true);
    return;
  }
  const first = issue.keys.find((each) => model.byKey.has(each)) ?? null;
  if (first) key = first;
  preview(card.choice);
  tree.select(key, { scroll: Boolean(first) });
  sheet.mark(placesOf(issue));
  history.replaceState(null, "", `${address}?issue=${encodeURIComponent(issue.id)}`);
  if (!at("entry").hidden) showEntry();
}

function placesOf(issue) {
  const places = [{ ...issue, main: true }];
  for (const each of issue.keys) {
    const row = model.byKey.get(each);
    if (row) places.push({ pg: row.pg, ln: row.ln, bb: row.bb, words: row.q ?? row.t });
  }
  const [main, ...rest] = places;
  if (!main.pg && !main.ln && rest.length) rest[0].main = true;
  return main.pg || main.ln ? places : rest;
}

function progress() {
  const open = waiting(model).length;
  const { found } = model.progress;
  const most = Math.max(found, open);
  at("progress").max = Math.max(most, 1);
  at("progress").value = most ? most - open : 1;
  at("progress-text").textContent = fill(words.progress, { done: most - open, found: most });
  document.title = `${open ? `(${open}) ` : ""}${model.plan.title} · 体系 taikei`;
}

/** What the chosen way would do, shown in the tree. */
function preview(choice) {
  const issue = model.byIssue.get(issueId);
  const shown = { remove: new Set(), move: new Set(), names: new Map(), about: new Set(issue?.keys ?? []), to: null };
  for (const each of choice?.decisions ?? []) {
    if (each.action === "remove") shown.remove.add(each.key);
    if (each.action === "merge") each.others.forEach((other) => shown.remove.add(other));
    if (each.action === "move") { shown.move.add(each.key); shown.to = each.parent; }
    if (each.action === "rename") shown.names.set(each.key, each.value);
  }
  tree.preview = shown;
  tree.draw(true);
}

function selectEntry(wanted) {
  key = wanted;
  tree.select(wanted, { scroll: false });
  const row = model.byKey.get(wanted);
  if (row) sheet.mark([{ pg: row.pg, ln: row.ln, bb: row.bb, words: row.q ?? row.t, main: true }]);
  if (!at("entry").hidden) showEntry();
}

// going from one to the next

function go(steps) {
  const current = model.byIssue.get(issueId);
  const open = waiting(model, { withInfo: current ? !grave(current) : false });
  if (!open.length) return;
  const place = open.findIndex((issue) => issue.id === issueId);
  const to = place < 0 ? 0 : Math.min(Math.max(place + steps, 0), open.length - 1);
  goTo(open[to].id);
}

function goTo(id) {
  flushMove();
  issueId = id;
  showIssue();
}

/** The next one that waits after the current one; the first that was passed over when there is none. */
function nextAfter(issue) {
  const all = model.issues.filter((each) => !each.settling && grave(each) === grave(issue));
  const place = model.issues.indexOf(issue);
  return all.find((each) => model.issues.indexOf(each) > place) ?? all[0] ?? null;
}

// deciding

function take() {
  const issue = model.byIssue.get(issueId);
  const { choice } = card;
  if (!mayEdit || !issue) return;
  if (card.form) {
    card.form.done();
    return;
  }
  if (!choice) {
    toast(words.choose_first, { seconds: 2.5 });
    return;
  }
  if (choice.asks?.includes("edit")) {
    editTitle(choice.keys[0]);
  } else if (choice.asks?.includes("parent")) {
    choosePlace(model, words, choice.keys, (parent) => settle(issue, movesUnder(choice.keys, parent, issue.kind), choice.says));
  } else if (choice.asks?.length) {
    card.fillIn(choice, (typed, forget) => settle(issue, filled(issue, choice, typed), choice.says, forget));
  } else {
    settle(issue, card.decisionsOf(choice), choice.says);
  }
}

function settle(issue, decisions, text, forget = null) {
  card.form = null;
  issue.settling = true;
  const next = nextAfter(issue);
  send({ decisions, issue, text, forget });
  issueId = next?.id ?? null;
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

function send(job) {
  touched += 1;
  saver.push({ version: (each) => versionOf(model, each), ...job });
}

/** Whether the page is behind what was decided on it: until it has asked for the state anew. */
function onBusy(busy) {
  at("saving").hidden = !busy;
  if (busy) root.dataset.behind = "yes";
}

function onSaved(job, said) {
  setVersions(model, said.versions);
  job.forget?.();
  drafts.flush(false);
  if (job.undo) return;
  undo.push(said.saved, job.issue?.id ?? null);
  if (job.done) job.done(said);
  if (said.raised.length) toast(fill(words.raised, { count: said.raised.length, name: said.raised[0] }));
}

function onRefused(job, { status, said }) {
  restore(job);
  const text = status === 0 ? words.offline : (said?.error ?? words.failed);
  if (job.issue) card.refuse(text);
  toast(text, { wrong: true, button: status === 0 ? words.again : null, act: () => send(job) });
}

function restore(job) {
  if (!job.issue) return;
  job.issue.settling = false;
  issueId = job.issue.id;
  showIssue();
}

function onClash(job, said) {
  restore(job);
  const again = () => {
    setVersions(model, said.versions);
    if (job.issue) {
      job.issue.settling = true;
      issueId = nextAfter(job.issue)?.id ?? null;
      showIssue();
    }
    send(job);
  };
  const leave = () => { job.forget?.(); reload(true); };
  showClash(words, job.text, said.clash, again, leave);
}

/** The state anew from the server, unless more was decided meanwhile. */
async function reload(force = false) {
  const [mine, then] = [(reloading += 1), touched];
  const { status, said } = await ask(`${address}/state`);
  if (status !== 200 || mine !== reloading || (then !== touched && !force) || !saver.idle || pendingMove) return;
  const scroll = at("tree").scrollTop;
  const order = model.issues;
  const place = order.findIndex((issue) => issue.id === issueId);
  model = newModel(said);
  if (!model.byIssue.has(issueId)) {
    const open = waiting(model);
    issueId = (order.slice(Math.max(place, 0)).find((issue) => model.byIssue.has(issue.id) && grave(issue)) ?? open[0])?.id ?? null;
  }
  delete root.dataset.behind;
  if (!model.byKey.has(key)) key = null;
  tree.show(model);
  at("tree").scrollTop = scroll;
  const issue = model.byIssue.get(issueId) ?? null;
  if (card.form && issue && card.issue?.id === issue.id) {
    card.model = model;
    card.issue = issue;
  } else {
    card.form = null;
    showIssue();
  }
  progress();
  if (!at("entry").hidden && !at("entry").contains(document.activeElement)) showEntry();
}

function takeBack() {
  if (!mayEdit) return;
  flushMove();
  if (!saver.idle) {
    toast(words.still_saving);
    return;
  }
  const group = undo.pop();
  if (!group) {
    toast(words.nothing_to_undo);
    return;
  }
  saver.push({ undo: group.ids });
  touched += 1;
  issueId = group.issue ?? issueId;
  toast(words.undone);
}

function takeBackOne(id) {
  saver.push({ undo: [id] });
  touched += 1;
}

// the same elsewhere

async function bulk() {
  const issue = model.byIssue.get(issueId);
  const { choice } = card;
  if (!mayEdit || !issue || !choice?.decisions) return;
  const others = sameElsewhere(model, issue, choice);
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
    const reason = card.reasonOf(choice);
    const decisions = picked.flatMap((pair) => pair.decisions.map((each) => (each.reason && reason ? { ...each, reason } : each)));
    for (const pair of picked) if (pair.issue) pair.issue.settling = true;
    const next = nextAfter(issue);
    send({ decisions, issue, text: choice.says, done: () => toast(fill(words.bulk_done, { count: picked.length }), { button: words.undo, act: takeBack }) });
    issueId = next?.id ?? null;
    showIssue();
  }, lookup);
}

function told({ issue, choice }) {
  const row = issue.keys.length ? model.byKey.get(issue.keys[0]) : null;
  return { text: row ? titleOf(row) : issue.message, more: choice.says };
}

/** Before a value is put right by hand: where else the same would be. */
async function othersLike(decision) {
  const { status, said } = await ask(`${address}/same`, decision);
  return status === 200 ? said : { places: [], lookup: "" };
}

function offerSame(found) {
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

// entries

/** Number and title in the row itself. */
function editTitle(wanted = key) {
  const row = model.byKey.get(wanted);
  if (!row || !mayEdit) return;
  key = wanted;
  const place = (name) => `edit|${row.k}|${name}`;
  const input = (name, value, className) => {
    const element = make("input", { class: className, lang: "ja", autocomplete: "off", "aria-label": words[`field_${name}`], oninput: (event) => drafts.set(place(name), event.target.value === value ? "" : event.target.value) });
    element.value = drafts.get(place(name)) ?? value;
    return element;
  };
  const label = input("label", row.n ?? "", "row-label");
  const name = input("name", row.t, "row-name");
  const end = () => { tree.stopEditing(); at("tree").focus({ preventScroll: true }); };
  const form = make(
    "form",
    { class: "row-form", onsubmit: (event) => { event.preventDefault(); done(); } },
    label,
    name,
    make("button", { class: "button primary" }, words.save),
    make("button", { type: "button", class: "button quiet", onclick: () => { drafts.set(place("label"), ""); drafts.set(place("name"), ""); end(); } }, words.cancel),
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
    saveEntry(row, typed, () => { drafts.set(place("label"), ""); drafts.set(place("name"), ""); });
  };
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !isComposing(event)) {
      event.stopPropagation();
      end();
    }
  });
  tree.edit(row.k, form);
  name.focus();
  name.select();
}

/** What was changed of an entry, as decisions. */
function saveEntry(row, typed, forget) {
  const issue = model.byIssue.get(issueId);
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
  tree.draw(true);
  if (about) {
    about.settling = true;
    issueId = nextAfter(about)?.id ?? null;
    showIssue();
  }
  send({ decisions, issue: about, text, forget, done });
}

/** Moves that follow each other at once are one decision. */
function moveEntry(moved, place) {
  if (!mayEdit || !place) return;
  if (pendingMove && pendingMove.key !== moved) flushMove();
  moveRows(model, moved, place);
  key = moved;
  tree.show(model);
  tree.select(moved);
  clearTimeout(pendingMove?.timer);
  pendingMove = { key: moved, place, timer: setTimeout(flushMove, MOVE_MS) };
}

function flushMove() {
  if (!pendingMove) return;
  clearTimeout(pendingMove.timer);
  const { key: moved, place } = pendingMove;
  pendingMove = null;
  const row = model.byKey.get(moved);
  const issue = model.byIssue.get(issueId);
  const settles = issue?.keys.includes(moved) ? [issue.kind] : [];
  const target = model.byKey.get(place.parent);
  send({
    decisions: [{ action: "move", key: moved, parent: place.parent, after: place.after, settles }],
    text: fill(words.moved_under, { title: titleOf(row), parent: target ? titleOf(target) : words.top }),
    done: () => toast(fill(words.moved_under, { title: titleOf(row), parent: target ? titleOf(target) : words.top }), { button: words.undo, act: takeBack }),
  });
}

function showEntry() {
  const box = at("entry");
  const row = model.byKey.get(key);
  if (!row) {
    box.hidden = true;
    return;
  }
  box.replaceChildren(
    entryForm(model, row, words, drafts, {
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

function openEntry() {
  if (!key) return;
  showEntry();
  at("entry").querySelector('[name="name"]')?.focus();
}

function closeEntry() {
  at("entry").hidden = true;
  at("tree").focus({ preventScroll: true });
}

function act(name, about = key) {
  const row = model.byKey.get(about);
  if (!row || !mayEdit) return;
  if (name === "move") choosePlace(model, words, [about], (parent) => moveEntry(about, { parent, after: null }));
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

/** What was being typed when the page went away. */
function resumeDrafts() {
  const place = Object.keys(drafts.kept).find((each) => drafts.kept[each]);
  if (!place || !mayEdit) return;
  const [kind, about] = place.split("|");
  if (kind === "fill" && model.byIssue.has(about)) {
    goTo(about);
    const number = card.issue.choices.findIndex((choice) => choice.asks?.length && !["parent", "edit"].includes(choice.asks[0]));
    if (number >= 0) {
      card.select(number);
      take();
    }
  } else if (kind === "edit" && model.byKey.has(about)) {
    selectEntry(about);
    tree.reveal(about);
    openEntry();
  } else {
    return;
  }
  toast(words.draft_kept);
}

// others

async function here() {
  const { status, said } = await ask(`${address}/here`, { key: key ?? "" });
  if (status !== 200) return;
  const name = (each) => each.name || words.somebody;
  at("others").textContent = said.others.length ? fill(words.others, { names: said.others.map(name).join("、") }) : "";
  tree.others = new Map(said.others.filter((each) => each.key).map((each) => [each.key, name(each)]));
  tree.draw(true);
  if (said.version !== model.version && saver.idle) {
    const before = key && model.byKey.get(key)?.v;
    await reload();
    if (before && model.byKey.get(key)?.v !== before) toast(words.changed_by_other);
  }
}

// keys and buttons

function buttons() {
  at("do-undo").addEventListener("click", takeBack);
  at("do-help").addEventListener("click", () => showHelp(words));
  at("do-list").addEventListener("click", () => showList(model, words, issueId, goTo));
  at("do-larger").addEventListener("click", () => sheet.larger());
  at("do-smaller").addEventListener("click", () => sheet.smaller());
  at("do-near").addEventListener("click", () => sheet.toggleNear());
  at("do-rotate").addEventListener("click", () => sheet.rotate());
  at("do-page-before").addEventListener("click", () => sheet.goTo(sheet.number - 1));
  at("do-page-after").addEventListener("click", () => sheet.goTo(sheet.number + 1));
  const search = at("search");
  search.addEventListener("input", () => { tree.filter = search.value; tree.show(model); });
  search.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") endSearch();
    if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      const first = tree.shown.find((row) => row.k);
      at("tree").focus();
      if (first) { selectEntry(first.k); tree.reveal(first.k); }
    }
    event.stopPropagation();
  });
  at("tree").addEventListener("keydown", treeKeys);
  document.addEventListener("keydown", keys);
}

function endSearch() {
  at("search").value = "";
  tree.filter = "";
  tree.show(model);
  if (key) tree.reveal(key);
  at("tree").focus();
}

const isTyping = (target) => target.closest("input, textarea, select") !== null;

function treeKeys(event) {
  if (isComposing(event) || isTyping(event.target) || event.ctrlKey || event.metaKey) return;
  const jump = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -1e6, End: 1e6 }[event.key];
  if (jump && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    event.stopPropagation();
    const to = tree.beside(jump);
    if (to) { selectEntry(to); tree.reveal(to); }
  } else if (event.key === "Enter" && event.target === at("tree") && key !== model.byIssue.get(issueId)?.keys[0]) {
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
      if (card.form) card.closeForm();
      else if (!at("entry").hidden) closeEntry();
    }
    return;
  }
  const direction = (event.altKey && event.key.startsWith("Arrow")) || (event.shiftKey && /^[HJKL]$/.test(event.key)) ? MOVES[event.key] : null;
  if (direction) {
    event.preventDefault();
    const row = key && model.byKey.get(key);
    if (row) moveEntry(key, step(model, row, direction));
    return;
  }
  if (event.altKey) return;
  if (/^[1-9]$/.test(event.key)) {
    card.select(Number(event.key) - 1); // never decides: whoever types 1 and Enter decides once
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
  l: () => showList(model, words, issueId, goTo),
  b: bulk,
  r: () => card.askReason(),
  e: () => editTitle(),
  i: () => (at("entry").hidden ? openEntry() : closeEntry()),
  m: () => key && act("move"),
  a: () => key && act("add"),
  s: () => key && act("split"),
  x: () => key && act("remove"),
  Delete: () => key && act("remove"),
  t: () => at("tree").focus(),
  z: () => sheet.toggleNear(),
  "+": () => sheet.larger(),
  "-": () => sheet.smaller(),
  0: () => sheet.whole(),
  o: () => sheet.rotate(),
  "[": () => sheet.goTo(sheet.number - 1),
  "]": () => sheet.goTo(sheet.number + 1),
  g: () => { location.href = "/"; },
  Escape: () => {
    if (!at("entry").hidden) closeEntry();
    else if (tree.filter) endSearch();
    else at("case").focus();
  },
};

