import { type Doc, type Edit, FORBIDDEN } from "./doc.ts";
import type { Watch } from "./violation.ts";

/** A write or a call of one client, from the moment it was made. */
export interface Request {
  readonly token: string;
  /** the client life that made it */
  readonly by: string;
  /** counts the requests of all clients */
  readonly order: number;
  /** `slow`: an action that takes its time, so that later ones may pass it; `echo`: one without an effect */
  readonly kind: Edit["kind"] | "action" | "slow" | "echo";
  readonly target: string | undefined;
  readonly madeAt: number;
  /** whether its maker wanted its outcome no longer when it had been sent */
  givenUp: boolean;
  /** `done`, a code, or nothing yet; `gone` when its maker was closed before */
  outcome: string | undefined;
  endedAt: number;
  /** when the server did it, in steps of the server; more than once is wrong */
  readonly effects: number[];
}

/** after these a request may have been done or not */
const OPEN_ENDED = new Set(["interrupted", "forgotten", "timeout", "given up", "gone", "ended", "sent"]);

interface RowLife {
  readonly addedAt: number;
  removedAt: number;
}

/**
 * Knows every request that was made and every change that the server's state went through, and says when the two do not fit. The state
 * names the requests that made it, so nothing has to be told by the engine.
 */
export class Oracle {
  readonly requests = new Map<string, Request>();
  readonly #rows = new Map<string, RowLife>();
  readonly #now: () => number;
  readonly #watch: Watch;
  readonly #last = new Map<string, Request>();
  #step = 0;
  /** whether somebody has asked for more than a server remembers */
  #piled = false;
  #stuck = false;
  /** increments that the server saw */
  #counted = 0;

  constructor(now: () => number, watch: Watch) {
    this.#now = now;
    this.#watch = watch;
  }

  /** A request is made. */
  open(token: string, by: string, kind: Request["kind"], target?: string): Request {
    const order = this.requests.size;
    const madeAt = this.#now();
    const request: Request = {
      token,
      by,
      order,
      kind,
      target,
      madeAt,
      givenUp: false,
      outcome: undefined,
      endedAt: Infinity,
      effects: [],
    };
    this.requests.set(token, request);
    this.#piled ||= kind === "echo";
    return request;
  }

  /** A request ends. */
  close(request: Request, outcome: string): void {
    if (request.outcome === "gone") return;
    if (request.outcome !== undefined) {
      this.#watch.fail("I1", `${name(request)} ended as ${request.outcome}, then as ${outcome}`);
    }
    request.outcome = outcome === "cancelled" && request.givenUp ? "given up" : outcome;
    request.endedAt = this.#now();
    if (outcome === "forgotten" && !this.#piled)
      this.#watch.fail("I1", `the outcome of ${name(request)} was forgotten, and there were few`);
    if (outcome === "done" && request.kind === "forbidden") this.#watch.fail("I8", `${name(request)} was accepted`);
  }

  /** The server's state changes. */
  changed(before: Doc, after: Doc): void {
    this.#step += 1;
    if (before.title !== after.title) this.#effect(after.title, "title");
    if (before.note !== after.note) this.#effect(after.note, "note");
    if (before.count !== after.count) this.#count(after.count - before.count);
    if (before.body !== after.body) this.#body(before.body, after.body);
    if (before.rows !== after.rows) this.#changedRows(before, after);
    if (before.pairs !== after.pairs) this.#paired(before, after);
    if (before.log !== after.log) for (const token of added(before.log, after.log)) this.#effect(token, "action");
  }

  /** A store cannot be written, or erased: what is told as interrupted is under way, or a later page may send it, behind what was made after it. */
  stuck(): void {
    this.#stuck = true;
  }

  /** The server has lost its state: all that was there is gone, and nobody is to blame. */
  lost(): void {
    for (const life of this.#rows.values()) life.removedAt = Math.min(life.removedAt, this.#now());
  }

  /** Nothing is under way any more: each request must have come to its end. */
  settle(): void {
    let done = 0;
    let perhaps = 0;
    for (const request of this.requests.values()) {
      this.#settled(request);
      if (request.kind !== "add") continue;
      if (request.outcome === "done") done += 1;
      else if (request.outcome === undefined || OPEN_ENDED.has(request.outcome)) perhaps += 1;
    }
    if (this.#counted < done || this.#counted > done + perhaps) {
      this.#watch.fail("I1", `the server counted ${this.#counted}; ${done} increments were done, ${perhaps} perhaps`);
    }
  }

  #settled(request: Request): void {
    const { outcome, effects } = request;
    if (outcome === undefined) this.#watch.fail("I1", `${name(request)} has no outcome`);
    else if (outcome === "done") {
      if (request.kind !== "add" && effects.length === 0 && !this.#excused(request))
        this.#watch.fail("I1", `${name(request)} is reported done and was not`);
    } else if (!OPEN_ENDED.has(outcome) && effects.length > 0)
      this.#watch.fail("I1", `${name(request)} is reported ${outcome} and was done`);
  }

  /** Done without an effect: a later request of the same client took it back before it was sent, or what it was about is gone. */
  #excused(request: Request): boolean {
    const { kind, target, token } = request;
    if (kind === "echo") return true;
    if (kind === "remove") return this.#absent(target, request);
    if (kind === "edit" && this.#absent(target, request)) return true;
    if (kind === "action" || kind === "slow" || kind === "insert") return false;
    for (const later of this.requests.values()) {
      if (later.by !== request.by || later.order <= request.order || later.madeAt > request.endedAt) continue;
      if (later.kind === kind && (kind === "title" || kind === "note" || kind === "edit") && later.target === target)
        return true;
      if (later.kind === "remove" && later.target === (kind === "edit" ? target : token)) return true;
    }
    return false;
  }

  /** Whether the server did not have the row all the while. */
  #absent(row: string | undefined, { madeAt, endedAt }: Request): boolean {
    const life = row === undefined ? undefined : this.#rows.get(row);
    return life === undefined || life.addedAt > madeAt || life.removedAt <= endedAt;
  }

  #effect(token: string, as: string): void {
    const request = this.requests.get(token);
    if (request === undefined) return;
    if (request.effects.push(this.#step) > 1) this.#watch.fail("I1", `${name(request)} was done twice (${as})`);
    if (request.kind === "forbidden") this.#watch.fail("I8", `${name(request)} had an effect (${as})`);
    if (request.kind === "slow" || (this.#stuck && request.outcome === "interrupted")) return;
    const lane = `${request.by} ${request.kind === "action" ? "calls" : "writes"}`;
    const former = this.#last.get(lane);
    if (former !== undefined && former.order > request.order && former.effects[0] !== this.#step)
      this.#watch.fail("I7", `${name(request)} was done after ${name(former)}`);
    if (former === undefined || former.order < request.order) this.#last.set(lane, request);
  }

  /** Whether its maker has removed the row again, perhaps before it was sent. */
  #takenBack(row: string): boolean {
    return [...this.requests.values()].some(({ kind, target }) => kind === "remove" && target === row);
  }

  #count(by: number): void {
    if (by < 0) this.#watch.fail("I1", `the count went back by ${-by}`);
    this.#counted += by;
  }

  #body(before: string, after: string): void {
    const had = markersOf(before);
    const has = markersOf(after);
    if (has.join("").length !== after.length) this.#watch.fail("I8", `the text is torn: ${after}`);
    for (const marker of added(had, has)) this.#effect(marker.slice(1, -1), "insert");
    const [lost] = added(has, had);
    if (lost !== undefined) this.#watch.fail("I1", `the text lost ${lost}: ${before} became ${after}`);
    if (new Set(has).size !== has.length) this.#watch.fail("I1", `the text has something twice: ${after}`);
  }

  #changedRows(before: Doc, after: Doc): void {
    const had = new Map(before.rows.map((row) => [row.id, row]));
    const ids = new Set(after.rows.map(({ id }) => id));
    if (ids.size !== after.rows.length) this.#watch.fail("I1", `a row is there twice: ${JSON.stringify(after.rows)}`);
    for (const { id } of before.rows) if (!ids.has(id)) this.#removed(id);
    for (const row of after.rows) {
      const former = had.get(row.id);
      if (row.text === FORBIDDEN) this.#watch.fail("I8", `the forbidden row ${row.id} is there`);
      if (former === undefined) {
        this.#added(row.id, after);
        // put in and changed before it was sent
        if (this.requests.get(row.text)?.kind === "edit") this.#edited(row.id, row.text);
      } else if (former.text !== row.text) this.#edited(row.id, row.text);
    }
  }

  #added(id: string, after: Doc): void {
    if (this.requests.get(id)?.kind === "pair" && !after.pairs.includes(id))
      this.#watch.fail("I8", `${id} was made by half`);
    if (this.#rows.has(id) && this.requests.has(id)) this.#watch.fail("I1", `row ${id} came back`);
    this.#rows.set(id, { addedAt: this.#now(), removedAt: Infinity });
    this.#effect(id, "row");
  }

  #removed(id: string): void {
    const life = this.#rows.get(id);
    if (life !== undefined) life.removedAt = this.#now();
  }

  #edited(id: string, text: string): void {
    const request = this.requests.get(text);
    if (request !== undefined && request.target !== id)
      this.#watch.fail("I1", `${name(request)} was made on row ${id}`);
    this.#effect(text, "text");
  }

  #paired(before: Doc, after: Doc): void {
    const rows = new Set(after.rows.map(({ id }) => id));
    for (const id of added(before.pairs, after.pairs)) {
      if (!rows.has(id) && !this.#takenBack(id)) this.#watch.fail("I8", `${id} was made by half`);
    }
  }
}

function name({ kind, token, target, by }: Request): string {
  return `${kind} ${token}${target === undefined ? "" : ` of ${target}`} by ${by}`;
}

function markersOf(body: string): readonly string[] {
  return body.match(/<[^<>]*>/g) ?? [];
}

function added(before: readonly string[], after: readonly string[]): readonly string[] {
  const had = new Set(before);
  return after.filter((each) => !had.has(each));
}
