// Keys on the table of changes: J and K move over the rows, Enter confirms the row, P pairs it otherwise.

import { isComposing } from "./workbench.js";

const rows = [...document.querySelectorAll("table.sides tbody tr")].filter((row) => row.querySelector(".acts"));
const KEPT = "editions-row";

function first(row) {
  return row.querySelector(".act-confirm, .acts button, .acts a");
}

function at() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

addEventListener("keydown", (event) => {
  if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, dialog")) return;
  const now = at();
  if (event.key === "j" || event.key === "k") {
    const next = rows[Math.min(Math.max(now + (event.key === "j" ? 1 : -1), 0), rows.length - 1)];
    if (next) {
      first(next).focus();
      next.scrollIntoView({ block: "nearest" });
    }
  } else if (event.key === "p" && now >= 0) rows[now].querySelector(".act-pair").click();
});

// After a confirmed row the next one has the focus, so that Enter goes on.
for (const row of rows) {
  row.querySelector(".acts form")?.addEventListener("submit", () => sessionStorage.setItem(KEPT, String(rows.indexOf(row))));
}
const kept = sessionStorage.getItem(KEPT);
if (kept !== null) {
  sessionStorage.removeItem(KEPT);
  const from = Number(kept);
  const next = rows.slice(from).find((row) => row.querySelector(".act-confirm")) ?? rows[from];
  if (next) {
    first(next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
  }
}
