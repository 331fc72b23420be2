import type { AddressInfo } from "node:net";
import { BehaviorSubject, ignoreElements, merge, mergeMap, take, timer } from "rxjs";
import { actions, type Pipeline, publish, sync, syncKey, tasks, writes } from "ws-sync-rx";
import { listen, sessions } from "ws-sync-rx/server";
import { PREY } from "../hostile-frames.ts";
import { watchIntrinsics } from "../intrinsics.ts";

// A server as a user would write it, in a process of its own: it is told nothing of the frames it gets.

interface Prey {
  readonly title: string;
  readonly rows: readonly { readonly id: string; readonly text: string }[];
}
interface PreyActions {
  add(args: { readonly text: string }): void;
  fail(): void;
  upload(): void;
}
interface PreyTasks {
  count(args: { readonly to: number }): void;
}

const PREY_KEY = syncKey<Prey, PreyActions, PreyTasks>(PREY);
const BELL = syncKey<{ readonly count: number }, { ring(): void }>("BELL");

/** What the fuzzing process may ask for, at any time. */
export interface FuzzServerReport {
  readonly prey: Prey;
  /** the first intrinsic that has changed */
  readonly changed: string | null;
}

const changed = watchIntrinsics();
const rows = ["a", "b", "c"].map((id) => ({ id, text: `row ${id}` }));
const prey$ = new BehaviorSubject<Prey>({ title: "Prey", rows });

function check(next: Prey): Prey {
  const texts = [next.title, ...next.rows.flatMap(({ id, text }) => [id, text])] as readonly unknown[];
  if (!texts.every((text) => typeof text === "string" && text.length <= 500)) throw new TypeError("That is no text.");
  if (next.rows.length > 50) throw new RangeError("There are 50 rows at most.");
  return next;
}

function within(count: unknown): number {
  if (typeof count !== "number") throw new TypeError("That is no number.");
  return Math.min(count, 50);
}

/** What all share: anybody may write to titles, rows and texts. */
const shared: readonly Pipeline[] = [
  publish(PREY_KEY, prey$),
  (session) => session.pipe(writes(PREY_KEY, prey$, { allow: ([member]) => member !== "secret", check })),
  (session) =>
    session.pipe(
      actions(PREY_KEY, {
        add: ({ text }) => {
          const { title, rows: before } = prey$.value;
          prey$.next(check({ title, rows: [...before.slice(-40), { id: `n${before.length}`, text }] }));
        },
        fail: () => {
          throw new Error("This action fails.");
        },
        upload: () => undefined,
      }),
    ),
  (session) =>
    session.pipe(
      tasks(PREY_KEY, {
        // what arrives may be anything, and what throws inside a timer of RxJS ends the process: nobody above it can catch that
        count: ({ to }) => timer(0, 1).pipe(take(within(to)), ignoreElements()),
      }),
    ),
];

/** What each session has for itself. */
function bell(): readonly Pipeline[] {
  const bell$ = new BehaviorSubject({ count: 0 });
  return [
    (session) => bell$.pipe(sync(session, BELL)),
    (session) => session.pipe(actions(BELL, { ring: () => bell$.next({ count: bell$.value.count + 1 }) })),
  ];
}

const tell = (message: { readonly port: number } | FuzzServerReport) => void process.send?.(message);

listen({ port: 0, host: "127.0.0.1", listeningObserver: { next: ({ port }: AddressInfo) => tell({ port }) } })
  .pipe(
    sessions({ ttl: 2_000 }),
    mergeMap((session) => merge(session.run(...shared, ...bell()), session.errors$.pipe(ignoreElements()))),
  )
  .subscribe();
process.on("message", () => tell({ prey: prey$.value, changed: changed() ?? null }));
process.on("disconnect", () => process.exit(0));
