import type { Observable } from "rxjs";
import { action, type OfflinePolicy, type Session } from "ws-sync-rx";
import { DOC } from "./doc.ts";
import type { Oracle, Request } from "./oracle.ts";
import type { Watch } from "./violation.ts";

/** The page that calls. */
export interface Caller {
  readonly name: string;
  readonly session: Session;
  /** whether a later page may send what this one has given up in the moment before */
  readonly keeps: boolean;
  /** names something that it asks for */
  token(): string;
  /** notes what becomes of a request */
  follow(request: Request, outcome$: Observable<unknown>): void;
}

/** What is called. */
export type CallKind = "add" | "fail" | "slow";

/** requests that are made at once, more than may wait: many, or few that are large (characters of each) */
const PILES = { many: [1_060, 0], large: [70, 40_000] } as const;
/** ms that a slow action takes */
const SLOW = 700;

/** The actions that one page calls, in all ways in which they can be called and taken back. */
export class Calls {
  readonly #caller: Caller;
  readonly #oracle: Oracle;
  readonly #watch: Watch;
  readonly #signals = new Map<Request, AbortController>();

  constructor(caller: Caller, oracle: Oracle, watch: Watch) {
    this.#caller = caller;
    this.#oracle = oracle;
    this.#watch = watch;
  }

  call(kind: CallKind): void {
    const { session } = this.#caller;
    const id = this.#caller.token();
    const request = this.#oracle.open(id, this.#caller.name, kind === "slow" ? "slow" : "action");
    const ms = kind === "slow" ? SLOW : 0;
    const leaving = new AbortController();
    const { signal } = leaving;
    this.#signals.set(request, leaving);
    this.#caller.follow(
      request,
      kind === "fail"
        ? action(session, DOC, "fail", { id }, { signal })
        : action(session, DOC, "add", { id, ms }, { signal }),
    );
  }

  /** Calls an action that must not wait, or only if it is the last of its name. */
  ask(offline: Exclude<OfflinePolicy, "queue">): void {
    const { session, name } = this.#caller;
    const id = this.#caller.token();
    const isLive = session.status.phase === "live";
    const request = this.#oracle.open(id, name, "action");
    this.#caller.follow(request, action(session, DOC, "add", { id, ms: 0 }, { offline }));
    const { outcome } = request;
    if (offline === "fail" && (outcome === "offline") === isLive)
      this.#watch.fail("I1", `${id} must not wait; ${isLive ? "live" : "offline"}, it is ${outcome ?? "under way"}`);
    if (offline === "fail") return;
    const waiting = session.outbox.entries.filter((entry) => entry.state === "waiting" && entry.name.endsWith(" add"));
    if (outcome === "cancelled" || waiting.length > 1)
      this.#watch.fail("I1", `${id} is the latest; it is ${outcome ?? "under way"}, and ${waiting.length} wait`);
  }

  /** Takes a request back that waits. */
  takeBack(at: number): void {
    const waiting = this.#caller.session.outbox.entries.filter(({ state }) => state === "waiting");
    const entry = waiting[at % Math.max(1, waiting.length)];
    if (entry?.cancel() === false) this.#watch.fail("I1", `${entry.name} waited, and could not be taken back`);
  }

  /** Wants the result of its last call no longer. */
  giveUp(): void {
    const [last] = [...this.#signals].filter(([{ outcome }]) => outcome === undefined).slice(-1);
    if (last === undefined) return;
    const [request, leaving] = last;
    const mine = `"${request.token}"`;
    const waits = this.#caller.session.outbox.items.some(
      ({ state, request: asked }) => state === "waiting" && JSON.stringify(asked.kept?.() ?? null).includes(mine),
    );
    // what has been sent may be done all the same
    request.givenUp = !waits || this.#caller.keeps;
    leaving.abort();
  }

  /** Makes more requests than may wait. */
  pile(how: keyof typeof PILES): void {
    const { session, name } = this.#caller;
    const [count, size] = PILES[how];
    for (let index = 0; index < count; index += 1) {
      const id = this.#caller.token();
      const text = "x".repeat(size);
      this.#caller.follow(this.#oracle.open(id, name, "echo"), action(session, DOC, "echo", { id, text }));
    }
  }
}
