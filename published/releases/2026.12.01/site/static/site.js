// What the pages do beyond reading: search, folding all at once, two plans side by side. Every page works without it.
"use strict";

document.documentElement.classList.add("js");

const MOST_HITS = 100; // more than most people read; further ones when they ask
const AT_ONCE = 4; // files of names that are loaded together
const ALIKE = 0.5; // of the pairs of letters in both names; below that names only share common words

// One form for words as typed and as printed: widths unified, hiragana as katakana, small letters, no accents or spaces.
function plain(text) {
  return (text || "")
    .normalize("NFKC")
    .replace(/[\u3041-\u3096]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60))
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/\s+/g, "");
}

function wordsOf(text) {
  return text.normalize("NFKC").split(/\s+/).map(plain).filter(Boolean);
}

function make(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function tell(ja, en) {
  const found = document.getElementById("found");
  found.replaceChildren(ja);
  if (ja) {
    const english = make("span", "en", ` ${en}`);
    english.lang = "en";
    found.append(english);
  }
}

// Runs once typing pauses, so that a large index does not make it stutter.
function afterTyping(input, act) {
  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(act, 120);
  });
}

// --- the page of one plan ---

function ownWords(node) {
  const head = node.querySelector(":scope > .leaf, :scope > details > summary");
  const about = node.querySelector(":scope > .about, :scope > details > .about");
  const parts = [".label", "h3, .name", ".reading", ".reading [lang]", ".description", ".department"];
  return parts.map((part) => plain((head.querySelector(part) || about.querySelector(part) || {}).textContent)).join("\n");
}

function searchInPlan(input) {
  const nodes = [...document.querySelectorAll(".tree .node")];
  const folds = new Map();
  let known = null;
  afterTyping(input, () => {
    const words = wordsOf(input.value);
    known = known || new Map(nodes.map((node) => [node, ownWords(node)]));
    if (!folds.size) document.querySelectorAll(".tree details").forEach((fold) => folds.set(fold, fold.open));
    let hits = 0;
    for (const node of nodes) {
      const hit = words.length > 0 && words.every((word) => known.get(node).includes(word));
      node.classList.toggle("hit", hit);
      hits += hit;
    }
    for (const node of nodes) {
      node.hidden = words.length > 0 && !node.classList.contains("hit") && !node.querySelector(".hit") && !node.parentElement.closest(".hit");
    }
    folds.forEach((open, fold) => { fold.open = words.length ? !!fold.querySelector(".hit") : open; });
    if (!words.length) folds.clear();
    tell(words.length ? `${hits}件` : "", `${hits} found`);
  });
}

function reveal() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  target.scrollIntoView();
}

function foldAll(button) {
  button.addEventListener("click", () => {
    const open = button.dataset.fold === "open";
    document.querySelectorAll(".tree details").forEach((fold) => { fold.open = open; });
  });
}

function unfoldToPrint() {
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("main details:not([open])")];
    closed.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((fold) => { fold.open = false; }));
}

// --- all plans: window.TAIKEI_NAMES comes from data/names/<n>.js, file by file as they are needed ---

const loading = new Map();

// A script and not a request, because pages from a file system may not request anything.
function load(path) {
  if (!loading.has(path)) {
    loading.set(path, new Promise((done, fail) => {
      const script = make("script");
      script.src = path;
      script.addEventListener("load", done);
      script.addEventListener("error", () => { loading.delete(path); fail(new Error(path)); });
      document.head.append(script);
    }));
  }
  return loading.get(path);
}

function notLoaded() {
  tell("索引のファイルを読めません。通信を確かめて、もう一度お試しください。", "A file of the index cannot be loaded; try again.");
}

// The files of names in which every word may occur: those that hold all its letters and pairs of neighbouring letters.
async function filesWith(words, parts, shards) {
  const all = [...Array(parts).keys()];
  if (!shards) return all;
  const grams = words.flatMap((word) => {
    const letters = Array.from(word);
    return letters.length < 2 ? letters : letters.slice(1).map((letter, at) => letters[at] + letter);
  });
  const homes = grams.map((gram) => gram.codePointAt(0) % shards);
  await Promise.all(homes.map((home) => load(`data/grams/${home}.js`)));
  return grams.reduce((left, gram, at) => {
    const holders = new Set(window.TAIKEI_GRAMS[homes[at]][gram]);
    return left.filter((file) => holders.has(file));
  }, all);
}

function* everyNode(plans) {
  for (const plan of plans) {
    yield { plan, path: [], id: "", label: "", name: plan.name, open: 0, level: "", words: [plan.name, plan.kana, plan.romaji, plan.city].map(plain).join("\n") };
    const above = [];
    for (const [id, depth, label, name, kana, department, open, level] of plan.nodes) {
      above.length = depth - 1;
      yield { plan, path: [...above], id, label, name, open, level, words: [label, name, kana, department].map(plain).join("\n") };
      above[depth - 1] = name;
    }
  }
}

function hitLine(hit, words) {
  const line = make("li");
  if (hit.level) line.append(make("span", "level", hit.level), " ");
  if (hit.label) line.append(make("span", "label", hit.label), " ");
  const link = make("a");
  link.href = `plans/${hit.plan.id}.html${hit.id ? `#${hit.id}` : ""}`;
  link.append(...marked(hit.name, words));
  line.append(link);
  if (hit.open) line.append(" ", make("span", "flag open", "要確認"));
  line.append(make("span", "path", [hit.plan.city, hit.id ? hit.plan.name : "計画", ...hit.path].join(" › ")));
  return line;
}

// The printed words that were searched for; where printing and search form differ in length nothing is marked.
function marked(name, words) {
  const form = plain(name);
  if (form.length !== name.length) return [name];
  const inside = new Array(name.length).fill(false);
  for (const word of words) {
    for (let at = form.indexOf(word); at >= 0; at = form.indexOf(word, at + word.length)) inside.fill(true, at, at + word.length);
  }
  const parts = [];
  for (let start = 0, end = 0; start < name.length; start = end) {
    while (end < name.length && inside[end] === inside[start]) end += 1;
    parts.push(inside[start] ? make("mark", "", name.slice(start, end)) : name.slice(start, end));
  }
  return parts;
}

function searchAllPlans(form) {
  const input = form.querySelector("input");
  const list = document.getElementById("hits");
  const further = document.getElementById("more");
  const nodes = new Map();
  let newest = 0;
  let most = MOST_HITS;
  const hitsIn = async (file, words) => {
    await load(`data/names/${file}.js`);
    if (!nodes.has(file)) nodes.set(file, [...everyNode(window.TAIKEI_NAMES[file])]);
    return nodes.get(file).filter((node) => words.every((word) => node.words.includes(word)));
  };
  const show = (hits, words, more) => {
    for (const hit of hits.slice(list.childElementCount, most)) list.append(hitLine(hit, words));
    const cut = hits.length > most;
    further.hidden = !cut;
    tell(`${hits.length}件${more ? "以上" : ""}${cut ? `（はじめの${most}件）` : ""}`,
      `${hits.length} ${more ? "or more " : ""}found${cut ? `, the first ${most} shown` : ""}`);
  };
  const search = async () => {
    newest += 1;
    const asked = newest;
    const words = wordsOf(input.value);
    if (!words.length) {
      list.replaceChildren();
      further.hidden = true;
      tell("", "");
      return;
    }
    const files = await filesWith(words, Number(form.dataset.parts), Number(form.dataset.shards));
    if (asked !== newest) return; // somebody typed on
    list.replaceChildren();
    let hits = [];
    let at = 0;
    do {
      const found = await Promise.all(files.slice(at, at + AT_ONCE).map((file) => hitsIn(file, words)));
      if (asked !== newest) return;
      hits = hits.concat(...found);
      at += AT_ONCE;
      show(hits, words, at < files.length);
    } while (at < files.length && hits.length <= most);
  };
  const start = () => search().catch(notLoaded);
  const anew = () => { most = MOST_HITS; start(); };
  form.addEventListener("submit", (event) => { event.preventDefault(); anew(); });
  further.addEventListener("click", () => { most += MOST_HITS; start(); });
  afterTyping(input, anew);
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) input.value = asked;
  start();
}

// --- the front page, where there are more plans than one list holds: data/plans.js comes when somebody types ---

function findPlan(form) {
  const input = form.querySelector("input");
  const list = document.getElementById("hits");
  const show = () => {
    const words = wordsOf(input.value);
    const hits = words.length ? window.TAIKEI_PLANS.filter((plan) => {
      const form = plan.slice(1).map(plain).join("\n");
      return words.every((word) => form.includes(word));
    }) : [];
    list.replaceChildren(...hits.slice(0, MOST_HITS).map(([id, name, , , city]) => hitLine({ plan: { id, city, name }, id: "", path: [], name }, words)));
    const more = hits.length > MOST_HITS;
    tell(words.length ? `${hits.length}件${more ? `（はじめの${MOST_HITS}件）` : ""}` : "", words.length ? `${hits.length} found${more ? `, the first ${MOST_HITS} shown` : ""}` : "");
  };
  const search = () => load("data/plans.js").then(show, notLoaded);
  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  afterTyping(input, search);
}

// Pairs of neighbouring letters: what two names share of them tells how alike they are.
function pairsOf(name) {
  const form = plain(name);
  return new Set(Array.from(form.slice(1), (letter, at) => form[at] + letter));
}

// For each name the node of the other plan that is most alike, if at least ALIKE of both names is shared.
function finder(nodes) {
  const same = new Map(nodes.map((node) => [plain(node[3]), node]));
  const sizes = nodes.map((node) => pairsOf(node[3]).size);
  const holders = new Map();
  nodes.forEach((node, at) => pairsOf(node[3]).forEach((pair) => holders.set(pair, [...(holders.get(pair) || []), at])));
  return (name) => {
    const twin = same.get(plain(name));
    if (twin) return [twin, true];
    const pairs = pairsOf(name);
    const shared = new Map();
    pairs.forEach((pair) => (holders.get(pair) || []).forEach((at) => shared.set(at, (shared.get(at) || 0) + 1)));
    let best = [null, ALIKE];
    shared.forEach((count, at) => {
      const share = (2 * count) / (pairs.size + sizes[at]);
      if (share > best[1]) best = [nodes[at], share];
    });
    return [best[0], false];
  };
}

function comparedLine(plan, [id, depth, label, name, , , , level], [twin, same], indent) {
  const line = make("li", `${indent ? `step-${Math.min(depth, 8)}` : ""}${same ? " same" : twin ? " like" : ""}`);
  const inside = make("div");
  if (level && !(label || "").startsWith(level)) inside.append(make("span", "level", level), " ");
  if (label) inside.append(make("span", "label", label), " ");
  const link = make("a", "", name);
  link.href = `plans/${plan.id}.html#${id}`;
  inside.append(link);
  if (same) inside.append(" ", make("span", "flag done", "同じ名称"));
  else if (twin) inside.append(make("span", "small", `似た名称: ${twin[3]}`));
  line.append(inside);
  return line;
}

function comparePlans(form) {
  const chosen = { left: form.querySelector("#left"), right: form.querySelector("#right") };
  const only = form.querySelector("#only-same");
  const planOf = async (select) => {
    const option = select.selectedOptions[0];
    if (!option) return undefined;
    await load(`data/names/${option.dataset.part}.js`);
    return window.TAIKEI_NAMES[option.dataset.part].find((plan) => plan.id === option.value);
  };
  let newest = 0;
  const show = (side, plan, other) => {
    const heading = make("h2");
    const link = make("a", "", `${plan.city} ${plan.name}`);
    link.href = `plans/${plan.id}.html`;
    heading.append(link);
    const list = make("ol");
    const look = finder(other.nodes);
    const counts = [0, 0];
    for (const node of plan.nodes) {
      const found = look(node[3]);
      if (found[0]) counts[found[1] ? 0 : 1] += 1;
      if (found[0] || !only.checked) list.append(comparedLine(plan, node, found, !only.checked));
    }
    document.getElementById(`${side}-side`).replaceChildren(heading, list);
    return counts;
  };
  const compare = async () => {
    newest += 1;
    const turn = newest;
    const [left, right] = await Promise.all([planOf(chosen.left), planOf(chosen.right)]);
    if (!left || !right || turn !== newest) return;
    const [same, like] = show("left", left, right);
    show("right", right, left);
    tell(`左の${left.nodes.length}項目のうち、同じ名称 ${same}件、似た名称 ${like}件`,
      `of ${left.nodes.length} on the left, ${same} have the same and ${like} a similar name`);
  };
  const asked = new URLSearchParams(location.search);
  for (const [side, select] of Object.entries(chosen)) {
    if ([...select.options].some((option) => option.value === asked.get(side))) select.value = asked.get(side);
  }
  const start = () => compare().catch(notLoaded);
  form.addEventListener("change", start);
  form.addEventListener("submit", (event) => event.preventDefault());
  start();
}

const find = document.getElementById("find");
if (find) searchInPlan(find);
document.querySelectorAll("[data-fold]").forEach(foldAll);
const search = document.getElementById("search");
if (search) searchAllPlans(search);
const filter = document.getElementById("filter");
if (filter) findPlan(filter);
const compareForm = document.getElementById("compare");
if (compareForm) comparePlans(compareForm);
unfoldToPrint();
addEventListener("hashchange", reveal);
reveal();
