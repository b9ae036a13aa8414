// A menu beside an entry: all that can be done with it, each with its key.

import { make } from "./workbench.js";

/** items: [name, text, key, act], null between groups. It closes by Esc, a click elsewhere, or a choice. */
export function showMenu(items, { x, y, label, back }) {
  document.querySelector(".menu")?.remove();
  const buttons = [];
  const close = () => { menu.remove(); document.removeEventListener("pointerdown", outside, true); };
  const menu = make(
    "div",
    { class: "menu", role: "menu", "aria-label": label },
    items.map((item, at) => {
      if (!item) return at && items[at - 1] ? make("hr", { role: "separator" }) : null;
      const button = make("button", { type: "button", role: "menuitem", tabindex: "-1", dataset: { act: item[0] }, onclick: () => { close(); back.focus({ preventScroll: true }); item[3](); } }, make("span", {}, item[1]), item[2] ? make("kbd", {}, item[2]) : null);
      buttons.push(button);
      return button;
    }),
  );
  const outside = (event) => { if (!menu.contains(event.target)) close(); };
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") { close(); back.focus({ preventScroll: true }); }
    else if (event.key !== "Enter" && event.key !== " ") return;
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== " ") event.preventDefault();
  });
  document.getElementById("main").append(menu); // inside a landmark
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(4, Math.min(x, innerWidth - width - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, innerHeight - height - 4))}px`;
  document.addEventListener("pointerdown", outside, true);
  buttons[0].focus();
}
