// The field of the municipality: suggestions from the code list while typing. Without this, the typed name is judged when sent.

import { ask, isComposing, make } from "./workbench.js";

const field = document.querySelector("#town");
const list = make("ul", { class: "choices", id: "town-list", role: "listbox", "aria-label": field.labels[0].textContent, hidden: true });
field.setAttribute("role", "combobox");
field.setAttribute("aria-autocomplete", "list");
field.setAttribute("aria-controls", "town-list");
field.setAttribute("aria-expanded", "false");
field.after(list);

let at = -1;
let asked = "";

function show(towns) {
  at = -1;
  list.replaceChildren(
    ...towns.map((town, number) =>
      make("li", { role: "option", id: `town-${number}`, "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); take(number); } },
        make("span", {}, town.value), make("span", { class: "small muted" }, town.kana)),
    ),
  );
  list.hidden = towns.length === 0;
  field.setAttribute("aria-expanded", String(!list.hidden));
  field.removeAttribute("aria-activedescendant");
}

function mark(number) {
  const options = [...list.children];
  if (options.length === 0) return;
  at = (number + options.length) % options.length;
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  options[at].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", options[at].id);
}

function take(number) {
  field.value = list.children[number].firstChild.textContent;
  show([]);
}

field.addEventListener("input", async () => {
  const text = field.value.trim();
  asked = text;
  if (!text) return show([]);
  const { status, said } = await ask(`${field.dataset.towns}?q=${encodeURIComponent(text)}`);
  if (status === 200 && asked === text) show(said);
});

field.addEventListener("keydown", (event) => {
  if (isComposing(event) || list.hidden) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    mark(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1));
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    take(at);
  } else if (event.key === "Escape") show([]);
});

field.addEventListener("blur", () => show([]));

document.querySelector("#wrong")?.focus();
