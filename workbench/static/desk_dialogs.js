// What the desk asks in between: all keys, all exceptions, the same fix elsewhere, another's decision, a parent to choose.

import { dialog, fill, isComposing, make } from "./workbench.js";
import { isBelow, pathOf, titleOf, topOf } from "./desk_model.js";

export function showHelp(words, letters) {
  const groups = JSON.parse(words.keys);
  const content = make(
    "div",
    { class: "keys" },
    groups.map(([title, keys]) =>
      make(
        "section",
        {},
        make("h3", {}, title),
        make("dl", {}, keys.map(([key, text]) => make("div", {}, make("dt", {}, key.split(" ").map((each) => make("kbd", {}, each))), make("dd", {}, text)))),
      ),
    ),
  );
  const single = make("label", { class: "picked" }, make("input", { type: "checkbox", checked: letters.on, onchange: (event) => letters.set(event.target.checked) }), make("span", {}, words.letters));
  return dialog(words.help, make("div", { class: "stack" }, content, single), { id: "help", label: words.close });
}

/** All exceptions, by consequence, narrowed down by kind, page and words; one can be gone to. */
export function showList(model, words, current, onGo) {
  const open = model.issues.filter((issue) => !issue.settling);
  const place = (issue) => (issue.pg ? fill(words.on_page, { number: issue.pg }) : issue.ln ? fill(words.on_line, { number: issue.ln }) : words.no_place);
  const rowOf = (issue) => (issue.keys.length ? model.byKey.get(issue.keys[0]) : null);
  const counted = (name) => {
    const counts = new Map();
    for (const issue of open) counts.set(name(issue), (counts.get(name(issue)) ?? 0) + 1);
    return [...counts];
  };
  const choose = (label, name) => {
    const select = make("select", { "aria-label": label, onchange: () => draw() }, make("option", { value: "" }, label), counted(name).map(([value, count]) => make("option", { value }, `${value}（${count}）`)));
    return { select, name };
  };
  const filters = [choose(words.filter_kind, (issue) => issue.name), choose(words.filter_page, place), choose(words.filter_who, (issue) => (issue.steward ? words.for_steward : words.for_staff))];
  const find = make("input", { type: "search", "aria-label": words.filter_words, placeholder: words.filter_words, lang: "ja", autocomplete: "off", oninput: () => draw() });
  const item = (issue) =>
    make(
      "li",
      {},
      make(
        "button",
        { type: "button", class: "listed", "aria-current": issue.id === current ? "true" : null, onclick: () => { box.close(); onGo(issue.id); } },
        make("span", { class: "listed-name" }, issue.name),
        make("span", { class: "listed-where", lang: "ja" }, `${place(issue)}　${rowOf(issue) ? titleOf(rowOf(issue)) : issue.words || ""}`),
      ),
    );
  const list = make("div", { class: "stack", id: "listed" });
  const draw = () => {
    const said = find.value.normalize("NFKC").trim().toLowerCase();
    const fits = (issue) => filters.every(({ select, name }) => !select.value || name(issue) === select.value) && `${issue.name} ${issue.message} ${rowOf(issue) ? titleOf(rowOf(issue)) : ""}`.normalize("NFKC").toLowerCase().includes(said);
    const shown = open.filter(fits);
    const parts = ["block", "review", "info"].map((severity) => {
      const issues = shown.filter((issue) => issue.severity === severity);
      if (!issues.length) return null;
      return make("section", {}, make("h3", {}, make("span", { class: `chip ${severity}` }, words[`severity_${severity}`]), ` ${issues.length}`), make("ul", { class: "listing" }, issues.map(item)));
    });
    list.replaceChildren(...(shown.length ? parts.filter(Boolean) : [make("p", { class: "muted" }, words.filter_none)]));
  };
  draw();
  const box = dialog(words.list, make("div", { class: "stack" }, make("div", { class: "filters list-filters" }, ...filters.map(({ select }) => select), find), list), { id: "list", label: words.close });
  box.querySelector('[aria-current="true"]')?.focus();
  return box;
}

/** The tree as it was read beside the tree as it will be published, what differs in colour. */
export function showBeforeAfter(model, words, read) {
  const before = new Map(read.map((row) => [row.k, row]));
  const now = new Map(model.rows.map((row) => [row.k, row]));
  const up = (row) => row.parent ?? topOf(row.k);
  const left = (row) => {
    const other = now.get(row.k);
    return !other ? "gone" : other.t !== row.t || (other.n ?? "") !== row.n ? "reworded" : up(other) !== row.u || other.l !== row.l ? "moved" : "";
  };
  const right = (row) => {
    const other = before.get(row.k);
    return !other ? "new" : other.t !== row.t || other.n !== (row.n ?? "") ? "reworded" : other.u !== up(row) || other.l !== row.l ? "moved" : "";
  };
  const tree = (title, list, kind) =>
    make("section", {}, make("h3", {}, `${title}（${list.length}）`), make("ol", { class: "ba", tabindex: "0", "aria-label": title }, list.map((row) => {
      const item = make("li", { class: kind(row) || null, lang: "ja" }, titleOf(row), kind(row) ? make("span", { class: "tag" }, words[`ba_${kind(row)}`]) : null);
      item.style.setProperty("--depth", String(row.l - 1));
      return item;
    })));
  const box = dialog(words.before_after, make("div", { class: "ba-both" }, tree(words.ba_before, read, left), tree(words.ba_after, model.rows, right)), { id: "before-after", label: words.close });
  const [one, other] = box.querySelectorAll(".ba");
  one.querySelector("li[class]")?.scrollIntoView({ block: "center" });
  other.querySelector("li[class]")?.scrollIntoView({ block: "center" });
  return box;
}

/** What the plan says of itself: title, number, status, period, vision; each change is a decision, with its history. */
export function showFacts(model, words, mayEdit, { onSave, onUndo }) {
  const facts = model.facts[0];
  const inputs = new Map();
  const fields = Object.entries(facts.values).map(([name, value]) => {
    const isYear = name.endsWith("_year");
    const input = make(name === "vision" ? "textarea" : "input", { name, lang: "ja", autocomplete: "off", inputmode: isYear ? "numeric" : null, readonly: !mayEdit, rows: name === "vision" ? "2" : null });
    input.value = value ?? "";
    inputs.set(name, input);
    return make("label", { class: "field" }, make("span", {}, words[`field_${name}`]), input);
  });
  const wrong = make("p", { class: "wrong", role: "alert", hidden: true });
  const done = () => {
    const decisions = [];
    for (const [name, input] of inputs) {
      const before = facts.values[name] ?? "";
      const isYear = name.endsWith("_year");
      const said = input.value.normalize(isYear ? "NFKC" : "NFC").trim();
      if (said === String(before)) continue;
      if (isYear && said && !/^(19|20|21)\d\d$/.test(said)) {
        wrong.textContent = words.wrong_year;
        wrong.hidden = false;
        input.focus();
        return;
      }
      decisions.push({ action: "set_fact", key: facts.key, field: name, value: said ? (isYear ? Number(said) : said) : null });
    }
    box.close();
    if (decisions.length) onSave(decisions);
  };
  const history = model.done.filter((each) => each.key === facts.key && each.plain === "set_fact");
  const gone = new Set(model.done.map((each) => each.withdraws).filter(Boolean));
  const form = make(
    "form",
    { class: "form facts", onsubmit: (event) => { event.preventDefault(); done(); } },
    make("div", { class: "facts-fields" }, fields),
    wrong,
    mayEdit ? make("div", { class: "row" }, make("button", { type: "button", class: "button", onclick: () => box.close() }, words.cancel), make("button", { class: "button primary" }, words.save, make("kbd", {}, "Enter"))) : null,
    make("h3", {}, words.history),
    history.length ? make("ol", { class: "history" }, history.map((each) => decided({ ...each, action: words[`field_${each.field}`] ?? each.action }, gone, words, mayEdit, (id) => { box.close(); onUndo(id); }))) : make("p", { class: "muted small" }, words.no_history),
  );
  const box = dialog(words.facts, form, { id: "facts", label: mayEdit ? "" : words.close });
  form.querySelector("input").focus();
  return box;
}

/** The same in other places: each is shown, each can be left out. pairs: [{id, text, more, decisions}]. */
export function showBulk(words, text, pairs, onDone, lookup = "") {
  const checks = pairs.map(() => make("input", { type: "checkbox", checked: true }));
  const count = () => checks.filter((check) => check.checked).length;
  const button = make("button", { class: "button primary" }, make("span", {}, fill(words.bulk_do, { count: count() })), make("kbd", {}, "Enter"));
  const form = make(
    "form",
    {
      class: "bulk",
      onchange: () => { button.firstElementChild.textContent = fill(words.bulk_do, { count: count() }); },
      onsubmit: (event) => {
        event.preventDefault();
        box.close();
        onDone(pairs.filter((_, at) => checks[at].checked));
      },
    },
    make("p", { class: "lead" }, text),
    make("ul", { class: "listing" }, pairs.map((pair, at) => make("li", {}, make("label", { class: "picked" }, checks[at], make("span", { class: "grow" }, make("span", { class: "listed-name", lang: "ja" }, pair.text), make("span", { class: "listed-where", lang: "ja" }, pair.more)))))),
    lookup ? showLookup(words, lookup) : null,
    make("div", { class: "row" }, make("button", { type: "button", class: "button", onclick: () => box.close() }, words.cancel), button),
  );
  const box = dialog(words.bulk, form, { id: "bulk" });
  button.focus();
  return box;
}

/** The lines a steward puts into lookups.toml. They are not written there: they decide in plans nobody has open, read later too. */
function showLookup(words, lookup) {
  const copy = make("button", { type: "button", class: "button", onclick: async () => { await navigator.clipboard.writeText(lookup); copy.textContent = words.lookup_copied; } }, words.lookup_copy);
  return make(
    "details",
    {},
    make("summary", {}, words.lookup),
    make("p", { class: "small muted" }, words.lookup_more),
    make("pre", { class: "lookup", lang: "ja" }, lookup),
    navigator.clipboard ? copy : null,
  );
}

/** Somebody else decided first: both are shown. */
export function showClash(words, mine, theirs, onMine, onTheirs) {
  const told = (each) =>
    make(
      "div",
      { class: "card" },
      make("p", { class: "small muted" }, `${each.role} · ${each.at.slice(0, 16).replace("T", " ")}`),
      make("p", {}, make("strong", { lang: "ja-JP" }, each.action), " "),
      make("p", { lang: "ja" }, each.before ? make("del", { class: "was" }, each.before) : null, " ", each.after ? make("ins", { class: "now" }, each.after) : null),
      each.reason ? make("p", { class: "small", lang: "ja" }, each.reason) : null,
    );
  const done = (act) => () => { box.close(); act(); };
  const content = make(
    "div",
    { class: "stack" },
    make("p", {}, words.clash_text),
    make(
      "div",
      { class: "both" },
      make("section", {}, make("h3", {}, words.clash_theirs), theirs.length ? theirs.map(told) : make("p", { class: "muted" }, words.clash_withdrawn)),
      make("section", {}, make("h3", {}, words.clash_mine), make("div", { class: "card" }, make("p", { lang: "ja" }, mine))),
    ),
    make(
      "div",
      { class: "row" },
      make("button", { type: "button", class: "button", onclick: done(onTheirs) }, make("kbd", {}, "1"), words.clash_take_theirs),
      make("button", { type: "button", class: "button primary", onclick: done(onMine) }, make("kbd", {}, "2"), words.clash_take_mine),
    ),
  );
  const box = dialog(words.clash, content, { id: "clash" });
  box.addEventListener("keydown", (event) => {
    if (event.key === "1") done(onTheirs)();
    if (event.key === "2") done(onMine)();
  });
  return box;
}

/** Choose an entry by its words: the new parent of others. */
export function choosePlace(model, words, keys, onDone) {
  const MOST = 60;
  const mark = topOf(keys[0]);
  const fits = model.rows.filter((row) => topOf(row.k) === mark && !keys.some((key) => isBelow(model, row.k, key)));
  const choices = [{ k: mark, t: words.top, top: true }, ...fits];
  let found = choices;
  let at = 0;
  const list = make("ul", { class: "listing", role: "listbox", id: "places", "aria-label": words.choose_parent });
  const input = make("input", { type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": "places", "aria-label": words.choose_parent_find, placeholder: words.choose_parent_find, lang: "ja", autocomplete: "off" });
  const plain = (text) => text.normalize("NFKC").trim().toLowerCase();
  const draw = () => {
    const said = plain(input.value);
    const rank = (row) => (row.top ? 0 : [row.t, titleOf(row)].some((each) => plain(each) === said) ? -2 : plain(row.t).startsWith(said) ? -1 : 0);
    found = choices.filter((row) => row.top || plain(titleOf(row)).includes(said));
    if (said) found.sort((one, other) => rank(one) - rank(other)); // the title itself before those that hold it
    found = found.slice(0, MOST);
    if (said && found.length > 1) found.push(...found.splice(found.findIndex((row) => row.top), 1));
    at = Math.min(at, found.length - 1);
    list.replaceChildren(
      ...found.map((row, index) =>
        make(
          "li",
          { role: "option", id: `place-${index}`, "aria-selected": index === at ? "true" : "false", class: "listed", onclick: () => choose(row) },
          make("span", { class: "listed-name", lang: "ja" }, row.top ? row.t : titleOf(row)),
          make("span", { class: "listed-where", lang: "ja" }, row.top ? "" : pathOf(model, row).map(titleOf).join(" › ")),
        ),
      ),
    );
    input.setAttribute("aria-activedescendant", `place-${at}`);
    list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  };
  const choose = (row) => { box.close(); onDone(row.k); };
  input.addEventListener("input", () => { at = 0; draw(); });
  input.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at = Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), found.length - 1);
      draw();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (found[at]) choose(found[at]);
    }
  });
  const box = dialog(fill(words.choose_parent_of, { title: titleOf(model.byKey.get(keys[0])), more: keys.length > 1 ? fill(words.and_more, { count: keys.length - 1 }) : "" }), make("div", { class: "stack" }, input, list), { id: "parent", label: words.cancel });
  draw();
  input.focus();
  return box;
}

/** All about one entry: fields, printed words, neighbours, what was decided. */
export function entryForm(model, row, words, drafts, { mayEdit, onSave, onUndo, onGo, onClose, onAct }) {
  const field = (name, value, many) => {
    const place = `edit|${row.k}|${name}`;
    const typed = drafts.get(place);
    const input = make(many ? "textarea" : "input", {
      name,
      lang: "ja",
      autocomplete: "off",
      rows: many ? "3" : null,
      disabled: !mayEdit,
      oninput: (event) => drafts.set(place, event.target.value === (value ?? "") ? "" : event.target.value),
    });
    input.value = typed ?? value ?? "";
    return { name, place, before: value ?? "", input, element: make("label", { class: `field field-${name}` }, make("span", {}, words[`field_${name}`], typed !== null ? make("span", { class: "chip plain review draft" }, words.draft) : null), input) };
  };
  const fields = [field("label", row.n), field("name", row.t), field("description", row.x, true), field("department", row.o)];
  const wrong = make("p", { class: "wrong", role: "alert", hidden: true });
  const near = [...pathOf(model, row).slice(-1).map((each) => [words.parent, each]), ...model.rows.filter((each) => each.parent === row.parent && each.s === row.s && Math.abs(each.index - row.index) > 0).filter((each, _, all) => {
    const before = all.filter((other) => other.index < row.index).at(-1);
    const after = all.find((other) => other.index > row.index);
    return each === before || each === after;
  }).map((each) => [each.index < row.index ? words.before : words.after, each])];
  const history = model.done.filter((each) => each.key === row.k || each.others.includes(row.k));
  const gone = new Set(model.done.map((each) => each.withdraws).filter(Boolean));
  const act = (name, key, text) => make("button", { type: "button", class: "button", onclick: () => onAct(name, row.k) }, text, key ? make("kbd", {}, key) : null);
  const form = make(
    "form",
    {
      class: "entry",
      "aria-label": words.entry,
      onsubmit: (event) => {
        event.preventDefault();
        const changed = fields.filter(({ input, before }) => input.value !== before);
        const title = fields[1].input;
        if (!title.value.trim()) {
          wrong.textContent = words.wrong_empty;
          wrong.hidden = false;
          title.setAttribute("aria-invalid", "true");
          title.focus();
          return;
        }
        onSave(Object.fromEntries(changed.map(({ name, input }) => [name, input.value])), () => fields.forEach(({ place }) => drafts.set(place, "")));
      },
    },
    make("div", { class: "entry-head" }, make("h2", { lang: "ja" }, titleOf(row)), make("button", { type: "button", class: "step", "aria-label": words.close, onclick: onClose }, "×")),
    make("div", { class: "entry-fields" }, fields.map(({ element }) => element)),
    wrong,
    mayEdit ? make("div", { class: "row" }, make("button", { class: "button primary" }, words.save, make("kbd", {}, "Enter")), act("move", "m", words.act_move), act("add", "a", words.act_add), act("split", "s", words.act_split), act("remove", "x", words.act_remove)) : null,
    make(
      "dl",
      { class: "about" },
      row.q ? make("div", {}, make("dt", {}, words.printed), make("dd", { lang: "ja", class: "printed" }, row.q)) : null,
      near.map(([name, each]) => make("div", {}, make("dt", {}, name), make("dd", { lang: "ja" }, make("button", { type: "button", class: "link", onclick: () => onGo(each.k) }, titleOf(each))))),
    ),
    make("h3", {}, words.history),
    history.length
      ? make("ol", { class: "history" }, history.map((each) => decided(each, gone, words, mayEdit, onUndo)))
      : make("p", { class: "muted small" }, words.no_history),
  );
  return form;
}

function decided(each, gone, words, mayEdit, onUndo) {
  const live = !gone.has(each.id) && each.plain !== "withdraw";
  return make(
    "li",
    { class: live ? "" : "gone" },
    make("span", { class: "small muted" }, `${each.at.slice(0, 16).replace("T", " ")} · ${each.role}`),
    make("span", {}, make("strong", { lang: "ja-JP" }, each.action), " ", make("span", { lang: "ja" }, each.before ? make("del", { class: "was" }, each.before) : null, " ", each.after ? make("ins", { class: "now" }, each.after) : null)),
    each.reason ? make("span", { class: "small", lang: "ja" }, each.reason) : null,
    make("span", { class: "small muted" }, each.told),
    live && mayEdit ? make("button", { type: "button", class: "link", onclick: () => onUndo(each.id) }, words.take_back) : null,
  );
}
