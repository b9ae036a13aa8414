// Putting a document in with a bar while it is sent; waiting until it is read.

import { ask, fill } from "./workbench.js";

const form = document.querySelector("#put-in");
const file = document.querySelector("#file");
const wrong = document.querySelector("#file-wrong");

function tell(text) {
  wrong.textContent = text;
  wrong.hidden = !text;
  if (text) file.setAttribute("aria-invalid", "true");
  else file.removeAttribute("aria-invalid");
}

function tooLarge() {
  const chosen = file.files[0];
  return Boolean(chosen) && chosen.size > Number(file.dataset.most) * 1024 * 1024;
}

if (form) {
  const chosen = document.querySelector("#chosen");
  const before = chosen.textContent;
  const choose = () => {
    chosen.textContent = file.files[0] ? fill(chosen.dataset.chosen, { name: file.files[0].name }) : before;
    tell(tooLarge() ? file.dataset.tooLarge : "");
  };
  file.addEventListener("change", choose);
  form.addEventListener("submit", (event) => {
    if (tooLarge()) {
      event.preventDefault();
      tell(file.dataset.tooLarge);
      file.focus();
      return;
    }
    form.querySelector("button").disabled = true;
    const bar = document.querySelector("#sending");
    bar.hidden = false;
    bar.removeAttribute("value");
  });
  addEventListener("pageshow", () => {
    form.querySelector("button").disabled = false;
    document.querySelector("#sending").hidden = true;
    choose();
  });
}

const waiting = document.querySelector("#waiting");

async function wait() {
  const { status, said } = await ask(waiting.dataset.status);
  if (status === 200 && said.state !== "reading") {
    location.reload();
    return;
  }
  if (status === 200 && said.page) {
    const text = document.querySelector("#waiting-text");
    const now = said.page < 0 ? waiting.dataset.building : fill(waiting.dataset.page, { page: said.page });
    if (text.textContent !== now) text.textContent = now;
  }
  setTimeout(wait, status === 0 ? 3000 : 600);
}

if (waiting) wait();
