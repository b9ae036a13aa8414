// A badly read page: where the tree is and what it is, said by a person; what the reader then finds is shown before it is taken.

import { ask, dialog, make, toast } from "./workbench.js";
import { address, hand, mayEdit, words } from "./desk_hand.js";
import { pasteOutline } from "./desk_paste.js";

const KINDS = ["any", "table", "figure", "outline"];
let kind = "any"; // kept for the next frame: pages of one document are alike

export function readAgain() {
  if (!mayEdit || !hand.sheet.plan.pdf) return;
  const pages = make("input", { type: "text", name: "pages", value: String(hand.sheet.number), inputmode: "numeric", autocomplete: "off" });
  const wrong = make("p", { class: "wrong", role: "alert", hidden: true });
  const kinds = make("fieldset", { class: "modes" }, make("legend", {}, words.read_again_kind), KINDS.map((name) => make("label", {}, make("input", { type: "radio", name: "kind", value: name, checked: name === kind, onchange: () => { kind = name; } }), words[`read_again_${name}`])));
  const frame = make("button", { type: "button", class: "button primary", onclick: () => { box.close(); draw(); } }, words.read_again_frame);
  const form = make(
    "form",
    {
      class: "form",
      onsubmit: (event) => {
        event.preventDefault();
        const wanted = pagesOf(pages.value);
        wrong.hidden = wanted.length > 0;
        wrong.textContent = words.read_again_bad_pages;
        if (!wanted.length) return;
        box.close();
        read(wanted, null);
      },
    },
    kinds,
    make("label", {}, words.read_again_pages, pages),
    wrong,
    make("div", { class: "row" }, make("button", { class: "button" }, words.read_again_whole), frame),
  );
  const box = dialog(words.read_again_title, form, { id: "again" });
  frame.focus();
}

function draw() {
  toast(words.read_again_draw);
  hand.sheet.point((page, box) => read([page], box));
}

async function read(pages, box) {
  toast(words.read_again_reading, { seconds: 180 });
  const { status, said } = await ask(`${address}/again`, { pages, box, kind: kind === "any" ? "" : kind });
  if (status !== 200) {
    toast(said?.error ?? words.offline, { wrong: true });
    return;
  }
  document.querySelector(".toast")?.remove();
  const elsewhere = hand.model.rows.some((row) => row.pg && !pages.includes(row.pg));
  pasteOutline("", elsewhere ? null : "whole", { lines: said.lines });
}

/** "3,5-7" → [3, 5, 6, 7]; [] where it is written otherwise. */
function pagesOf(text) {
  const found = [];
  for (const part of text.normalize("NFKC").split(/[,、]/)) {
    const [, first, last] = part.trim().match(/^(\d{1,5})(?:-(\d{1,5}))?$/) ?? [];
    if (!first || Number(last ?? first) < Number(first)) return [];
    for (let page = Number(first); page <= Number(last ?? first) && found.length <= 100; page += 1) found.push(page);
  }
  return found;
}
