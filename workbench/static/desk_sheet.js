// The document beside the tree: pictures of pages, or lines of text, with the places in question marked.

import { ask, fill, make } from "./workbench.js";

const STEP = 1.25;
const WIDEST = 6;
const CLOSE = 0.62;
const LIT = 24;

export class Sheet {
  constructor(parts, { address, plan, words }) {
    Object.assign(this, parts, { address, plan, words });
    this.pages = new Map();
    this.zoom = 1;
    this.near = false;
    this.turn = 0;
    this.number = 0;
    this.marks = [];
    if (!plan.pdf) {
      this.tools.hidden = true;
      this.loaded = this.loadLines();
    }
    new ResizeObserver(() => this.place()).observe(this.view);
    this.view.addEventListener("wheel", (event) => {
      if (!event.ctrlKey || !this.plan.pdf) return;
      event.preventDefault();
      this.zoomTo(this.zoom * (event.deltaY < 0 ? STEP : 1 / STEP));
    }, { passive: false });
  }

  /** Mark places: [{pg, bb, ln, words, main}]; the first main one is brought into sight. */
  async mark(places) {
    this.marks = places.filter((place) => place.pg || place.ln);
    const main = this.marks.find((place) => place.main) ?? this.marks[0];
    if (!this.plan.pdf) {
      await this.loaded;
      this.markLines(main);
      return;
    }
    const number = main?.pg ?? (this.number || 1);
    await this.goTo(number, main);
  }

  // pages

  async goTo(number, main = null) {
    const most = this.plan.pages ?? 1;
    const wanted = Math.min(Math.max(number, 1), most);
    if (wanted !== this.number) {
      this.number = wanted;
      this.turn = null;
      this.counter.textContent = `${wanted} / ${most}`;
      this.view.setAttribute("aria-busy", "true");
      const page = await this.load(wanted);
      if (this.number !== wanted) return;
      this.view.removeAttribute("aria-busy");
      if (!page) {
        this.view.replaceChildren(make("p", { class: "empty" }, this.words.no_picture));
        return;
      }
      this.page = page;
      this.turn = page.turned;
      this.picture = make("img", { src: page.src, alt: fill(this.words.page_alt, { number: wanted }), draggable: "false", decoding: "async" });
      this.layer = make("div", { class: "marks", "aria-hidden": "true" });
      this.paper = make("div", { class: "paper" }, this.picture, this.layer);
      this.view.replaceChildren(this.paper);
      if (wanted < most) this.load(wanted + 1);
    }
    if (!this.page) return;
    this.drawMarks();
    if (this.near && main) this.closeUp(main);
    else this.place();
    if (main) this.bringIn(main);
  }

  /** Lets a rectangle be drawn on the page; done(page, [x0, top, x1, bottom]) in points. Esc gives up. */
  point(done) {
    if (!this.layer) return;
    const { layer } = this;
    const frame = make("div", { class: "mark main pointed" });
    let from = null;
    const here = (event) => [event.offsetX, event.offsetY];
    const draw = (to) => {
      const [x0, x1] = [from[0], to[0]].sort((one, other) => one - other);
      const [top, bottom] = [from[1], to[1]].sort((one, other) => one - other);
      Object.assign(frame.style, { left: `${x0}px`, top: `${top}px`, width: `${x1 - x0}px`, height: `${bottom - top}px` });
      return [x0, top, x1, bottom].map((value) => Math.round((10 * value) / this.scale) / 10);
    };
    const stop = () => {
      layer.classList.remove("pointing");
      frame.remove();
      for (const [name, act] of handlers) layer.removeEventListener(name, act);
      removeEventListener("keydown", escape, true);
    };
    const escape = (event) => { if (event.key === "Escape") { event.stopPropagation(); stop(); } };
    const handlers = [
      ["pointerdown", (event) => { event.preventDefault(); layer.setPointerCapture(event.pointerId); from = here(event); layer.append(frame); }],
      ["pointermove", (event) => { if (from) draw(here(event)); }],
      ["pointerup", (event) => {
        if (!from) return;
        const box = draw(here(event));
        stop();
        if (box[2] - box[0] >= 1 && box[3] - box[1] >= 1) done(this.number, box);
      }],
    ];
    layer.classList.add("pointing");
    for (const [name, act] of handlers) layer.addEventListener(name, act);
    addEventListener("keydown", escape, true);
  }

  async load(number) {
    if (!this.pages.has(number)) {
      this.pages.set(number, ask(`${this.address}/pages/${number}`).then(({ status, said }) => (status === 200 ? said : null)));
    }
    return this.pages.get(number);
  }

  get lying() {
    return Math.abs(this.turn ?? 0) % 2 === 1;
  }

  place() {
    if (!this.paper) return;
    const { width, height } = this.page;
    const room = Math.max(this.view.clientWidth - 24, 120);
    const wide = (this.lying ? height : width);
    const scale = (room / wide) * this.zoom;
    const [w, h] = [width * scale, height * scale];
    this.scale = scale;
    Object.assign(this.picture.style, { width: `${w}px`, height: `${h}px` });
    const quarter = -90 * (this.turn ?? 0);
    this.paper.style.width = `${this.lying ? h : w}px`;
    this.paper.style.height = `${this.lying ? w : h}px`;
    const inner = `translate(-50%, -50%) rotate(${quarter}deg)`;
    for (const part of [this.picture, this.layer]) Object.assign(part.style, { width: `${w}px`, height: `${h}px`, transform: inner });
  }

  drawMarks() {
    const { width, height } = this.page;
    this.layer.replaceChildren(
      ...this.marks
        .filter((place) => place.pg === this.number && place.bb)
        .map((place) => {
          const [x0, top, x1, bottom] = place.bb;
          const box = make("div", { class: place.main ? "mark main" : "mark" });
          Object.assign(box.style, {
            left: `${(100 * x0) / width}%`,
            top: `${(100 * top) / height}%`,
            width: `${(100 * (x1 - x0)) / width}%`,
            height: `${(100 * (bottom - top)) / height}%`,
          });
          return box;
        }),
    );
  }

  bringIn(place) {
    if (!place.bb) return;
    const box = this.layer.querySelector(".main") ?? this.layer.firstElementChild;
    if (box) this.centre(box);
  }

  zoomTo(zoom) {
    const { view } = this;
    const x = (view.scrollLeft + view.clientWidth / 2) / view.scrollWidth;
    const y = (view.scrollTop + view.clientHeight / 2) / view.scrollHeight;
    this.zoom = Math.min(Math.max(zoom, 0.5), WIDEST);
    this.place();
    view.scrollLeft = x * view.scrollWidth - view.clientWidth / 2;
    view.scrollTop = y * view.scrollHeight - view.clientHeight / 2;
  }

  larger() { this.zoomTo(this.zoom * STEP); }

  smaller() { this.zoomTo(this.zoom / STEP); }

  whole() { this.near = false; this.zoomTo(1); }

  /** Close to what is marked, or back. */
  toggleNear() {
    const main = this.marks.find((place) => place.main && place.pg === this.number) ?? this.marks.find((place) => place.pg === this.number);
    this.near = !this.near;
    if (this.near && main) this.closeUp(main);
    else this.zoomTo(1);
    if (main) this.bringIn(main);
  }

  closeUp(place) {
    if (!place.bb || !this.page) return;
    const [x0, top, x1, bottom] = place.bb;
    const part = (this.lying ? bottom - top : x1 - x0) / (this.lying ? this.page.height : this.page.width);
    this.zoomTo(Math.min(Math.max(CLOSE / Math.max(part, 0.05), 1), 3.5));
  }

  rotate() {
    this.turn = (((this.turn ?? 0) + 2) % 4) - 1;
    this.place();
  }

  // lines

  async loadLines() {
    const { status, said } = await ask(`${this.address}/lines`);
    if (status !== 200) {
      this.view.replaceChildren(make("p", { class: "empty" }, said?.error ?? this.words.no_picture));
      return;
    }
    this.lines = new Map();
    const list = make("div", { class: "lines", lang: "ja" });
    let table = null; // consecutive lines with cells are the table they were
    for (const [number, text] of said.lines) {
      const isRow = text.includes("\t");
      const line = make(isRow ? "tr" : "p", { class: "line", dataset: { no: String(number) } });
      line.said = text;
      this.lines.set(number, line);
      this.writeLine(line, null);
      if (isRow && !table) {
        table = make("tbody");
        list.append(make("table", { class: "cells-of-text" }, table));
      } else if (!isRow) {
        table = null;
      }
      (table ?? list).append(line);
    }
    this.view.replaceChildren(list);
  }

  /** A line, or the cells of a row; the words in question are lit, with the cell they stand in. */
  writeLine(line, words) {
    line.replaceChildren();
    if (line.tagName !== "TR") {
      line.append(...marked(line.said, words ? bestPlace(line.said, words) : -1, words));
      return;
    }
    const at = words ? bestPlace(line.said, words) : -1;
    line.append(make("th", { scope: "row", class: "line-number" }, line.dataset.no));
    let start = 0;
    for (const cell of line.said.split("\t")) {
      const inside = at >= start && at <= start + cell.length && Boolean(words);
      const short = inside && words.length <= LIT; // of a whole cell the border is enough
      line.append(make("td", { class: inside ? "lit" : null }, ...marked(cell, short ? at - start : -1, words)));
      start += cell.length + 1;
    }
  }

  markLines(main) {
    if (!this.lines) return;
    for (const line of this.marked ?? []) {
      line.classList.remove("marked", "main");
      this.writeLine(line, null);
    }
    this.marked = [];
    for (const place of this.marks) {
      const line = this.lines.get(place.ln);
      if (!line || (this.marked.includes(line) && !place.main)) continue;
      line.classList.add("marked");
      if (place === main) line.classList.add("main");
      this.writeLine(line, place === main || !line.classList.contains("main") ? (place.words ?? "").split("\n")[0].split("\t")[0] : null);
      this.marked.push(line);
    }
    const line = main && this.lines.get(main.ln);
    if (!line) return;
    let times = 3; // lines out of sight have no height of their own before they come into it
    const again = () => {
      this.centre(line);
      times -= 1;
      if (times) requestAnimationFrame(again);
    };
    again();
  }

  /** Scrolls the document, never the page around it. */
  centre(element) {
    const { view } = this;
    const [inner, outer] = [element.getBoundingClientRect(), view.getBoundingClientRect()];
    view.scrollTop += inner.top + inner.height / 2 - (outer.top + outer.height / 2);
    view.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
  }
}

/** Where words stand in a line: rather as a whole cell than in the middle of another's. */
function bestPlace(line, words) {
  const edge = /^[\s\d.．、。・①-⑳(（)）]?$/;
  let best = -1;
  let most = -1;
  for (let at = line.indexOf(words); at >= 0; at = line.indexOf(words, at + 1)) {
    const fits = edge.test(line[at - 1] ?? "") + edge.test(line[at + words.length] ?? "");
    if (fits > most) [best, most] = [at, fits];
  }
  return best;
}

/** A text with words lit at a place; -1: nowhere. */
function marked(text, at, words) {
  return at < 0 ? [text] : [text.slice(0, at), make("mark", {}, text.slice(at, at + words.length)), text.slice(at + words.length)];
}
