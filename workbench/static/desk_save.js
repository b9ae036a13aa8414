// Decisions on their way to the server, one after the other; what is being typed; what can be undone.

import { ask } from "./workbench.js";

const DRAFT_MS = 300;

/** A queue: decisions are saved in the order in which they were made, and none is dropped. */
export class Saver {
  constructor(address, { onSaved, onRefused, onClash, onIdle, onBusy }) {
    this.address = address;
    this.queue = [];
    this.busy = false;
    this.count = 0;
    Object.assign(this, { onSaved, onRefused, onClash, onIdle, onBusy });
  }

  /** One job: {decisions, versions(), issue, text}; several decisions are saved together or not at all. */
  push(job) {
    this.count += 1;
    this.queue.push(job);
    this.run();
  }

  get idle() {
    return !this.busy && this.queue.length === 0;
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    this.onBusy(true);
    while (this.queue.length) {
      const job = this.queue[0];
      const answer = await this.send(job);
      this.queue.shift();
      if (answer.status === 200) this.onSaved(job, answer.said);
      else if (answer.status === 409) this.onClash(job, answer.said);
      else this.onRefused(job, answer);
    }
    this.busy = false;
    this.onBusy(false);
    this.onIdle();
  }

  send(job) {
    if (job.undo) return ask(`${this.address}/undo`, { ids: job.undo });
    const decisions = job.decisions.map((each) => ({ ...each, version: job.version(each.key) }));
    return ask(`${this.address}/decisions`, { decisions });
  }
}

/** What was typed and not saved: kept on the server a moment after each key, and at once when the page goes away. */
export class Drafts {
  constructor(address, kept) {
    this.address = `${address}/drafts`;
    this.kept = { ...kept };
    this.waiting = new Map();
    this.timer = 0;
    addEventListener("pagehide", () => this.flush(true));
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.flush(true); });
  }

  get(place) {
    return this.kept[place] ?? null;
  }

  set(place, typed) {
    if (typed) this.kept[place] = typed;
    else if (place in this.kept) delete this.kept[place];
    else if (!this.waiting.has(place)) return;
    this.waiting.set(place, typed);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(false), DRAFT_MS);
  }

  flush(keepalive) {
    clearTimeout(this.timer);
    for (const [place, typed] of this.waiting) {
      const send = () => ask(this.address, { place, typed }, { keepalive });
      if (keepalive) send(); // the page is going away: nothing can wait
      else this.sending = (this.sending ?? Promise.resolve()).then(send); // in the order in which it was typed
    }
    this.waiting.clear();
  }
}

/** Groups of corrections that can be taken back, the newest last; they outlive a reload of the page. */
export class Undo {
  constructor(plan) {
    this.name = `taikei-undo-${plan}`;
    try {
      this.groups = JSON.parse(sessionStorage.getItem(this.name)) ?? [];
    } catch {
      this.groups = [];
    }
  }

  push(ids, issue) {
    this.groups.push({ ids, issue });
    this.keep();
  }

  pop() {
    const group = this.groups.pop();
    this.keep();
    return group;
  }

  keep() {
    sessionStorage.setItem(this.name, JSON.stringify(this.groups.slice(-200)));
  }
}
