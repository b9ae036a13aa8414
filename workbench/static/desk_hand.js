// What is in front of the person at the desk: shared by its parts, changed by them, kept nowhere.

import { Undo } from "./desk_save.js";

export const at = (id) => document.getElementById(id);
export const words = JSON.parse(at("words").textContent);
export const root = at("main");
export const plan = root.dataset.plan;
export const address = `/plans/${encodeURIComponent(plan)}`;
export const mayEdit = root.dataset.edit === "yes";

export const hand = {
  model: null,
  issueId: null,
  key: null,
  pendingMove: null,
  reloading: 0,
  touched: 0,
  told: null, // what somebody else settled while it was in front of this person
  mine: new Set(), // ids of the corrections made here
  undo: new Undo(plan),
  drafts: null,
  tree: null,
  sheet: null,
  card: null,
  saver: null,
  onOutline: null, // another tree, to be looked at beside this one
};

const LETTERS = "taikei-letters";

/** Whether single letters are keys; who speaks to the machine, or slips easily, switches them off. */
export const letters = {
  on: localStorage.getItem(LETTERS) !== "off",
  set(on) {
    this.on = on;
    localStorage.setItem(LETTERS, on ? "on" : "off");
  },
};

let hearing = 0;

/** For a moment no key decides: what is in front has changed, and the key was meant for what was there before. */
export function deaf(milliseconds) {
  root.dataset.deaf = "yes";
  clearTimeout(hearing);
  hearing = setTimeout(() => { delete root.dataset.deaf; }, milliseconds);
}
