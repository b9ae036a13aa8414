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
    this.keys = new Map(); // of entries that are being added: key on this page → key on the server
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

  async send(job) {
    if (job.undo) return ask(`${this.address}/undo`, { ids: job.undo });
    const made = job.prepare ? await job.prepare() : job.decisions;
    if (!made) return { status: 0, said: null };
    const decisions = made.map((each) => this.settled({ ...each, version: job.version(each.key) }));
    return ask(`${this.address}/decisions`, { decisions });
  }

  /** With the keys that entries got which had none yet when this was decided. */
  settled(decision) {
    const real = (key) => this.keys.get(key) ?? key;
    const said = { ...decision, key: real(decision.key) };
    for (const name of ["parent", "after"]) if (said[name]) said[name] = real(said[name]);
    if (said.others) said.others = said.others.map(real);
    return said;
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

/** Groups of corrections that can be taken back, the newest last, and those that were; they outlive a reload of the page. */
export class Undo {
  constructor(plan) {
    this.name = `taikei-undo-${plan}`;
    this.groups = [];
    this.undone = [];
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.name));
      this.groups = kept?.groups ?? [];
      this.undone = kept?.undone ?? [];
    } catch {
      sessionStorage.removeItem(this.name);
    }
  }

  /** Something new was decided: what had been taken back cannot be redone any more. */
  push(ids, issue) {
    this.groups.push({ ids, issue });
    this.undone = [];
    this.keep();
  }

  /** What is taken back, or redone, next. */
  next(redo) {
    return (redo ? this.undone : this.groups).at(-1) ?? null;
  }

  /** It was: the withdrawals that did it are what leads back. */
  done(redo, group, ids) {
    const [from, to] = redo ? [this.undone, this.groups] : [this.groups, this.undone];
    if (from.at(-1) === group) from.pop();
    to.push({ ids, issue: group.issue });
    this.keep();
  }

  keep() {
    sessionStorage.setItem(this.name, JSON.stringify({ groups: this.groups, undone: this.undone }));
  }
}
