// The exception in front of the person: one sentence, numbered choices, fields to fill in.

import { fill, make } from "./workbench.js";
import { grave, pathOf, sameElsewhere, titleOf, waiting } from "./desk_model.js";
import { Pairs } from "./desk_pairs.js";

export class Case {
  constructor(box, { words, mayEdit, drafts, onTake, onSelect, onNext, onGo, onBulk, onEntry }) {
    Object.assign(this, { box, words, mayEdit, drafts, onTake, onSelect, onNext, onGo, onBulk, onEntry });
    this.issue = null;
    this.selected = -1;
    this.form = null;
    this.pairs = null;
    this.reasons = new Map();
  }

  show(model, issue) {
    const same = this.issue && issue && this.issue.id === issue.id;
    this.model = model;
    this.issue = issue;
    if (!same) {
      this.selected = issue ? issue.choices.findIndex((choice) => choice.pre) : -1; // nothing that changes the tree
      this.form = null;
      this.pairs = null;
      this.error = "";
    } else if (this.form) {
      return; // something is being typed here
    }
    this.draw();
  }

  get choice() {
    return this.issue?.choices[this.selected] ?? null;
  }

  select(number) {
    if (!this.issue || !this.issue.choices[number]) return;
    if (this.pairs && this.issue.choices[number].asks?.includes("pairs")) return;
    this.selected = number;
    this.error = "";
    this.draw();
    this.onSelect(this.choice);
  }

  /** A click chooses; a second one, on what is chosen, decides. A double click decides nothing. */
  clicked(at, event) {
    if (event.detail > 1) return;
    if (at === this.selected) this.onTake();
    else this.select(at);
  }

  refuse(text) {
    this.error = text;
    this.draw();
  }

  reasonOf(choice) {
    const kept = choice.decisions?.find((each) => each.reason);
    return kept ? (this.reasons.get(this.reasonPlace(choice)) ?? this.drafts.get(this.reasonPlace(choice)) ?? kept.reason) : null;
  }

  /** A reason belongs to what it was written for: to this way of settling this exception. */
  reasonPlace(choice) {
    return `reason|${this.issue.id}|${choice.id}`;
  }

  /** The decisions of a choice with the reason as it was changed. */
  decisionsOf(choice) {
    const reason = this.reasonOf(choice);
    return choice.decisions.map((each) => (each.reason && reason ? { ...each, reason } : each));
  }

  draw() {
    const { words, issue } = this;
    if (!issue) {
      this.drawDone();
      return;
    }
    const pairing = this.mayEdit ? issue.choices.find((choice) => choice.asks?.includes("pairs")) : null;
    if (pairing && !this.pairs) this.pairs = new Pairs(this.model, pairing, { words, onChange: () => { this.draw(); this.onSelect(this.pairs.asChoice()); } });
    const open = waiting(this.model, { withInfo: !grave(issue) });
    const at = open.indexOf(issue);
    const parts = [
      make(
        "div",
        { class: "case-head" },
        make("span", { class: `chip ${issue.severity}` }, words[`severity_${issue.severity}`]),
        make("h2", {}, issue.name),
        issue.steward ? make("span", { class: "chip plain" }, words.for_steward) : null,
        make("span", { class: "case-count" }, at < 0 ? "" : `${at + 1} / ${open.length}`),
        make("button", { type: "button", class: "step", onclick: () => this.onGo(-1), "aria-label": words.previous, title: `${words.previous} (k)` }, "‹"),
        make("button", { type: "button", class: "step", onclick: () => this.onGo(1), "aria-label": words.next, title: `${words.next} (j)` }, "›"),
      ),
      issue.says ? make("p", { class: "case-message" }, issue.says) : null,
      make("p", { class: issue.says ? "case-original" : "case-message", lang: "ja" }, issue.message),
      this.where(),
      this.pairs?.draw(),
      this.form?.alone ? null : this.choices(),
    ];
    if (this.form) parts.push(this.form.element);
    if (this.error) parts.push(make("p", { class: "wrong", role: "alert" }, this.error));
    parts.push(this.foot());
    const focused = this.box.contains(document.activeElement) ? document.activeElement.dataset.at : null;
    this.box.replaceChildren(...parts.filter(Boolean));
    this.box.querySelector(".pair-entry.current")?.scrollIntoView({ block: "nearest" });
    if (focused && !this.form) this.box.querySelector(`[data-at="${focused}"]`)?.focus({ preventScroll: true });
  }

  where() {
    const { issue, model, words } = this;
    const row = issue.keys.length ? model.byKey.get(issue.keys[0]) : null;
    const place = issue.pg ? fill(words.on_page, { number: issue.pg }) : issue.ln ? fill(words.on_line, { number: issue.ln }) : words.no_place;
    const parts = [make("span", {}, place)];
    if (row) {
      const path = [...pathOf(model, row), row].map(titleOf).join(" › ");
      parts.push(make("span", { class: "path", lang: "ja", title: path }, path));
      if (issue.keys.length > 1) parts.push(make("span", {}, fill(words.and_more, { count: issue.keys.length - 1 })));
    }
    return make("p", { class: "case-where" }, ...parts);
  }

  choices() {
    const { issue, words } = this;
    if (!issue.choices.length) return make("p", { class: "muted" }, words.no_choices);
    return make(
      "div",
      { class: "choices", role: "radiogroup", "aria-label": words.choices },
      issue.choices.map((choice, at) => choice.asks?.includes("pairs") ? null :
        make(
          "button",
          {
            type: "button",
            role: "radio",
            class: "choice",
            "aria-checked": at === this.selected ? "true" : "false",
            tabindex: at === Math.max(this.selected, 0) ? "0" : "-1",
            disabled: !this.mayEdit,
            dataset: { at: String(at) },
            onclick: (event) => this.clicked(at, event),
          },
          this.pairs ? null : make("kbd", {}, String(at + 1)), // there the numbers are those of the parents
          make("span", { class: "choice-says", lang: "ja-JP" }, choice.says),
          choice.proposed ? make("span", { class: "chip plain proposal" }, words.proposal) : null,
          at === this.selected ? make("span", { class: "take", "aria-hidden": "true" }, make("kbd", {}, "Enter"), make("span", { class: "take-touch" }, words.take)) : null,
        ),
      ),
    );
  }

  foot() {
    const { choice, words } = this;
    const parts = [];
    if (!this.mayEdit) parts.push(make("span", { class: "muted" }, words.may_not_edit));
    else if (!choice) parts.push(make("span", { class: "muted" }, words.no_proposal));
    else {
      const reason = this.reasonOf(choice);
      if (reason) {
        parts.push(
          make("button", { type: "button", class: "link", onclick: () => this.askReason() }, `${words.reason}: `, make("span", { lang: "ja" }, reason), " ", make("kbd", {}, "r")),
        );
      }
      const others = sameElsewhere(this.model, this.issue, choice);
      if (others.length) {
        parts.push(make("button", { type: "button", class: "link", onclick: () => this.onBulk() }, fill(words.same_elsewhere, { count: others.length }), " ", make("kbd", {}, "b")));
      }
    }
    return make("div", { class: "case-foot" }, ...parts);
  }

  /** A document of which nothing was read: the way to its tree. */
  drawRefused() {
    const { words, model } = this;
    this.box.replaceChildren(make("div", { class: "case-done" }, make("h2", {}, words.refused), make("p", { lang: "ja" }, model.refused), make("p", { class: "muted" }, words.refused_more)));
  }

  drawDone() {
    const { words, model } = this;
    if (model.refused) {
      this.drawRefused();
      return;
    }
    const infos = model.issues.filter((issue) => !grave(issue) && !issue.settling);
    this.box.replaceChildren(
      make(
        "div",
        { class: "case-done" },
        make("h2", {}, words.all_done),
        make("p", { class: "muted" }, words.all_done_more),
        make(
          "div",
          { class: "row" },
          make("a", { class: "button primary", href: "/publishing" }, words.to_publishing),
          make("a", { class: "button", href: "/" }, words.to_inbox),
          infos.length ? make("button", { type: "button", class: "button", onclick: () => this.onEntry(infos[0].id) }, fill(words.look_at_infos, { count: infos.length })) : null,
        ),
      ),
    );
  }

  // what is typed here

  /** Fields for a choice that asks for something. */
  fillIn(choice, onDone) {
    const { words, issue } = this;
    const inputs = choice.asks.map((name) => {
      const place = `fill|${issue.id}|${name}`;
      const isYear = name.endsWith("_year");
      const input = make("input", {
        name,
        value: this.drafts.get(place) ?? choice.typed?.[name] ?? "",
        inputmode: isYear ? "numeric" : null,
        autocomplete: "off",
        lang: "ja",
        oninput: (event) => this.drafts.set(place, event.target.value),
      });
      return { name, place, input, isYear };
    });
    const wrong = make("p", { class: "wrong", role: "alert", hidden: true });
    const done = () => {
      const typed = {};
      for (const { name, input, isYear } of inputs) {
        const said = input.value.normalize(isYear ? "NFKC" : "NFC").trim();
        if (!said || (isYear && !/^(19|20|21)\d\d$/.test(said))) {
          wrong.textContent = isYear ? words.wrong_year : words.wrong_empty;
          wrong.hidden = false;
          input.setAttribute("aria-invalid", "true");
          input.focus();
          return;
        }
        typed[name] = isYear ? Number(said) : said;
      }
      onDone(typed, () => inputs.forEach(({ place }) => this.drafts.set(place, "")));
    };
    this.openForm(
      inputs.map(({ name, input }) => make("label", { class: "field" }, make("span", {}, words[`field_${name}`] ?? name), input)),
      wrong,
      done,
    );
  }

  askReason() {
    const { choice, words } = this;
    if (!choice || this.reasonOf(choice) === null) return;
    const input = make("input", { value: this.reasonOf(choice), lang: "ja", autocomplete: "off", oninput: (event) => this.drafts.set(this.reasonPlace(choice), event.target.value) });
    this.openForm([make("label", { class: "field" }, make("span", {}, words.reason), input)], make("p", { hidden: true }), () => {
      this.reasons.set(this.reasonPlace(choice), input.value.trim() || this.reasonOf(choice));
      this.closeForm();
    });
  }

  /** Which of the entries go: each with the one it seems to repeat. */
  pickFrom(choice, onDone) {
    const { words, model } = this;
    const boxes = choice.picks.map((pick) => make("input", { type: "checkbox", checked: pick.place === "here" }));
    const wrong = make("p", { class: "wrong", role: "alert", hidden: true });
    const list = choice.picks.map((pick, at) => {
      const row = model.byKey.get(pick.key);
      const beside = pick.beside ? fill(words[`pick_${pick.place}`], { title: pick.beside }) : words.pick_none;
      return make("li", {}, make("label", { class: "picked" }, boxes[at], make("span", { class: "grow" }, make("span", { class: "listed-name", lang: "ja" }, row ? titleOf(row) : pick.key), make("span", { class: "listed-where", lang: "ja" }, beside))));
    });
    this.openForm([make("fieldset", { class: "picks" }, make("legend", {}, words.pick), make("ul", { class: "listing" }, list))], wrong, () => {
      const picked = choice.picks.filter((_, at) => boxes[at].checked).map((pick) => pick.key);
      if (!picked.length) {
        wrong.textContent = words.pick_first;
        wrong.hidden = false;
        return;
      }
      onDone(picked, choice.picks.filter((_, at) => !boxes[at].checked).map((pick) => pick.key));
    }, words.pick_do);
    this.form.alone = true;
    this.draw();
    boxes[0].focus();
  }

  /** Somebody else settled what was in front of this person: it says so and stays. */
  tell(issue, by) {
    const { words } = this;
    this.issue = null;
    this.form = null;
    this.pairs = null;
    this.box.replaceChildren(
      make(
        "div",
        { class: "case-done", role: "status" },
        make("h2", {}, fill(words.settled_by, { name: by || words.somebody })),
        make("p", { lang: "ja" }, issue.message),
        make("button", { type: "button", class: "button primary", onclick: () => this.onNext() }, words.to_next, make("kbd", {}, "Enter")),
      ),
    );
  }

  openForm(fields, wrong, done, doing = this.words.save) {
    const { words } = this;
    const element = make(
      "form",
      { class: "case-form", onsubmit: (event) => { event.preventDefault(); done(); } },
      ...fields,
      wrong,
      make("div", { class: "row" }, make("button", { class: "button primary" }, doing, make("kbd", {}, "Enter")), make("button", { type: "button", class: "button quiet", onclick: () => this.closeForm() }, words.cancel, make("kbd", {}, "Esc"))),
    );
    this.form = { element, done };
    this.draw();
    const first = element.querySelector("input");
    first.focus();
    first.select();
  }

  closeForm() {
    this.form = null;
    this.draw();
    this.box.focus({ preventScroll: true });
  }
}
