// Behaviour every screen shares: requests that carry the token of the page, dialogs, passing messages.

const meta = document.querySelector('meta[name="csrf"]');

/** Ask the server; the answer as {status, said}. status 0: it could not be reached. */
export async function ask(address, body, { keepalive = false } = {}) {
  const headers = { accept: "application/json" };
  const request = { headers, keepalive, credentials: "same-origin" };
  if (body !== undefined) {
    request.method = "POST";
    request.body = JSON.stringify(body);
    headers["content-type"] = "application/json";
    headers["x-csrf-token"] = meta.content;
  }
  try {
    const answer = await fetch(address, request);
    const text = await answer.text();
    let said = null;
    try {
      said = text ? JSON.parse(text) : null;
    } catch {
      said = { error: text };
    }
    return { status: answer.status, said };
  } catch {
    return { status: 0, said: null };
  }
}

/** An element with attributes, event handlers (on…) and children; text never becomes markup. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "dataset") Object.assign(element.dataset, value);
    else if (key in element && typeof value !== "string") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Whether a key belongs to an input method that is still composing (kana to kanji). */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

let toasts = null;

/** A passing message, read out by screen readers; with a button where something can be done about it. */
export function toast(text, { wrong = false, button = null, act = null, seconds = 6 } = {}) {
  if (!toasts) {
    toasts = make("div", { class: "toasts", role: "status", "aria-live": "polite" });
    document.body.append(toasts);
  }
  const shown = make("div", { class: wrong ? "toast wrong" : "toast" }, make("span", {}, text));
  if (button) {
    shown.append(
      make("button", { type: "button", onclick: () => { shown.remove(); act(); } }, button),
    );
  }
  toasts.replaceChildren(shown);
  setTimeout(() => shown.remove(), (wrong ? 3 : 1) * seconds * 1000);
  return shown;
}

/** A dialog in the top layer that gives the focus back when it closes. */
export function dialog(title, content, { id = "", close = "×", label = "" } = {}) {
  const before = document.activeElement;
  const heading = make("h2", { id: `${id}-title` }, title);
  const box = make("dialog", { id, "aria-labelledby": `${id}-title` }, heading, content);
  if (label) box.append(make("div", { class: "row" }, make("button", { type: "button", class: "button", onclick: () => box.close() }, label)));
  box.addEventListener("close", () => {
    box.remove();
    if (before && before.isConnected) before.focus({ preventScroll: true });
  });
  document.body.append(box);
  box.showModal();
  return box;
}

/** Words with {names} filled in. */
export function fill(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
