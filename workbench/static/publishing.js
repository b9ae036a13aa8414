// Watching the preview and the run without loading the page again; asking before a release is made.

import { ask, dialog, fill, make } from "./workbench.js";

const waiting = document.querySelector("#waiting");
const run = document.querySelector("#run");
const begin = document.querySelector("#begin");
const filters = document.querySelector("#filters");

function bar(element, progress) {
  if (progress.total) {
    element.max = progress.total;
    element.value = progress.done;
  }
}

function tell(element, text) {
  if (text && element.textContent !== text) element.textContent = text;
}

async function watch() {
  const { status, said } = await ask("/publishing/status");
  if (status === 200) {
    const isRunning = Boolean(said.run?.running);
    if (Boolean(waiting) !== Boolean(said.preview) || Boolean(run.dataset.running) !== isRunning) {
      location.reload();
      return;
    }
    if (waiting && said.preview) {
      tell(document.querySelector("#waiting-text"), said.preview.what ? fill(waiting.dataset.what, said.preview) : waiting.dataset.rest);
      bar(document.querySelector("#waiting-bar"), said.preview);
    }
    if (isRunning) {
      tell(document.querySelector("#run-text"), said.run.what);
      bar(document.querySelector("#run-bar"), said.run);
    }
  }
  setTimeout(watch, status === 0 ? 4000 : 1000);
}

const look = document.querySelector("#look");
if (look) look.requestSubmit();
else if (waiting || run.dataset.running) watch();

if (begin) {
  begin.addEventListener("submit", (event) => {
    if (begin.dataset.confirmed) return;
    event.preventDefault();
    const sure = make("button", { type: "button", class: "button primary", onclick: () => { begin.dataset.confirmed = "yes"; begin.requestSubmit(); } }, begin.querySelector("button").textContent);
    const box = dialog(run.querySelector("h2").textContent, make("p", {}, begin.dataset.sure), { id: "sure", label: begin.dataset.cancel });
    box.querySelector(".row").prepend(sure);
    sure.focus();
  });
}

if (filters) {
  for (const field of filters.querySelectorAll("select")) field.addEventListener("change", () => filters.requestSubmit());
}
