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
  undo: new Undo(plan),
  drafts: null,
  tree: null,
  sheet: null,
  card: null,
  saver: null,
};
