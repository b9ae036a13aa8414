// The inbox by keyboard, and kept up to date; without this script it is still a list of links.

const FRESH_SECONDS = 20;
const READING_SECONDS = 2;

const links = () => [...document.querySelectorAll(".plan-link")];

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  const all = links();
  if (!step || !all.length) return;
  event.preventDefault();
  const at = all.indexOf(document.activeElement);
  all[Math.min(Math.max(at < 0 ? 0 : at + step, 0), all.length - 1)].focus();
});

/** The list anew, with the focus where it was. */
async function refresh() {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("plans");
      const now = document.getElementById("plans");
      if (fresh && fresh.innerHTML !== now.innerHTML) {
        const focused = document.activeElement?.closest?.(".plan-link")?.getAttribute("href");
        now.replaceWith(fresh);
        if (focused) links().find((link) => link.getAttribute("href") === focused)?.focus({ preventScroll: true });
      }
    } catch {
      // the next one may come through
    }
  }
  later();
}

function later() {
  setTimeout(refresh, 1000 * (document.getElementById("reading") ? READING_SECONDS : FRESH_SECONDS));
}

later();
