// What the desk knows of the plan: entries, exceptions, facts, decisions. No page, no network.

/** The state as the server tells it, with entries by key and the order of exceptions. */
export function newModel(said) {
  const rows = said.rows.map((row, index) => ({ ...row, up: row.p === undefined ? null : row.p, index }));
  for (const row of rows) row.parent = row.up === null || row.up < 0 ? null : rows[row.up].k;
  const model = { ...said, rows, byKey: new Map(), byIssue: new Map() };
  for (const row of rows) model.byKey.set(row.k, row);
  for (const issue of said.issues) model.byIssue.set(issue.id, issue);
  return model;
}

export const grave = (issue) => issue.severity !== "info";

/** Exceptions that wait, in the order they are worked through: those that staff must settle, then the merely logged. */
export function waiting(model, { withInfo = false } = {}) {
  return model.issues.filter((issue) => !issue.settling && (withInfo || grave(issue)));
}

/** The version of an entry, or of the plan itself, that a decision was made on. */
export function versionOf(model, key) {
  const row = model.byKey.get(key);
  if (row) return row.v;
  const facts = model.facts.find((each) => each.key === key);
  return facts ? facts.v : null;
}

export function setVersions(model, versions) {
  for (const [key, version] of Object.entries(versions)) {
    const row = model.byKey.get(key);
    if (row) row.v = version;
    const facts = model.facts.find((each) => each.key === key);
    if (facts) facts.v = version;
  }
}

/** The title as people read it. */
export const titleOf = (row) => (row.n ? `${row.n} ${row.t}` : row.t);

/** Entries above, the highest first. */
export function pathOf(model, row) {
  const path = [];
  for (let at = row.parent ? model.byKey.get(row.parent) : null; at; at = at.parent ? model.byKey.get(at.parent) : null) {
    path.unshift(at);
  }
  return path;
}

/** The entries of one parent in one hierarchy. */
export function siblingsOf(model, row) {
  return model.rows.filter((other) => other.parent === row.parent && other.s === row.s);
}

/** Key that stands for the top of the plan an entry belongs to: its mark. */
export const topOf = (key) => key.split("/")[0];

/** An entry with everything below it, in the order of the tree. */
export function blockOf(model, key) {
  return model.rows.filter((each) => isBelow(model, each.k, key));
}

export const hasBelow = (model, key) => model.rows.some((each) => each.parent === key);

/** Those of the entries that hang below none of the others, in the order of the tree. */
export function topsOf(model, keys) {
  const among = new Set(keys);
  return model.rows.filter((row) => among.has(row.k) && ![...among].some((key) => key !== row.k && isBelow(model, row.k, key))).map((row) => row.k);
}

/** The level that entries below another have, or would have. */
export function levelBelow(model, row) {
  const first = row ? model.rows.find((each) => each.parent === row.k) : null;
  return first ? first.l : row ? row.l + 1 : 1;
}

/** What a level is called: as printed, else its number. */
export function levelName(model, row, level, words) {
  const names = model.trees.find((tree) => tree.s === row.s)?.levels ?? [];
  return names[level - 1] || words.level_number.replace("{number}", String(level));
}

/** Where an entry would go: {parent, after, level} of a move one step in a direction; null where there is no such place. */
export function step(model, row, direction) {
  const siblings = siblingsOf(model, row);
  const place = siblings.indexOf(row);
  const parent = row.parent ?? topOf(row.k);
  const here = place > 0 ? siblings[place - 1].k : "";
  if (direction === "up") return place > 0 ? { parent, after: place > 1 ? siblings[place - 2].k : "", level: row.l } : null;
  if (direction === "down") return place < siblings.length - 1 ? { parent, after: siblings[place + 1].k, level: row.l } : null;
  if (direction === "in") {
    const before = siblings[place - 1];
    if (before && before.l <= row.l) return { parent: before.k, after: null, level: row.l + 1 };
    return { parent, after: here, level: row.l + 1 };
  }
  if (row.l < 2) return null;
  const above = row.parent ? model.byKey.get(row.parent) : null;
  if (!above || row.l - 1 > above.l) return { parent, after: here, level: row.l - 1 };
  return { parent: above.parent ?? topOf(row.k), after: above.k, level: row.l - 1 };
}

export function isBelow(model, key, top) {
  for (let at = model.byKey.get(key); at; at = at.parent ? model.byKey.get(at.parent) : null) {
    if (at.k === top) return true;
  }
  return false;
}

/** Show a move at once; the server's answer replaces it. */
export function moveRows(model, key, { parent, after, level = null }) {
  const row = model.byKey.get(key);
  const block = model.rows.filter((each) => isBelow(model, each.k, key));
  const rest = model.rows.filter((each) => !block.includes(each));
  const target = model.byKey.get(parent) ?? null;
  const depth = target ? target.d + 1 : 1;
  const change = depth - row.d;
  const deeper = Math.max(level ?? row.l, target ? target.l + 1 : 1) - row.l;
  for (const each of block) {
    each.d += change;
    each.l += deeper;
  }
  row.parent = target ? parent : null;
  const siblings = rest.filter((each) => each.parent === row.parent && each.s === row.s);
  const before = after === "" ? null : after ? model.byKey.get(after) : siblings[siblings.length - 1] ?? null;
  let at;
  if (before) at = rest.findLastIndex((each) => isBelow(model, each.k, before.k)) + 1;
  else if (target) at = rest.indexOf(target) + 1;
  else at = Math.max(rest.findIndex((each) => each.s === row.s), 0);
  rest.splice(at, 0, ...block);
  model.rows = rest;
  rest.forEach((each, index) => { each.index = index; });
}

/** Other exceptions that the same choice would settle: of one kind, with a choice of one name. */
export function sameElsewhere(model, issue, choice) {
  if (!choice.decisions) return [];
  return waiting(model, { withInfo: true })
    .filter((other) => other.id !== issue.id && other.kind === issue.kind)
    .map((other) => ({ issue: other, choice: other.choices.find((each) => each.id === choice.id && each.words === choice.words && each.decisions) }))
    .filter((pair) => pair.choice);
}
