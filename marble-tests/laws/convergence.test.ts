import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { BehaviorSubject, defer, mergeMap, Observable, Subject, Subscription, VirtualTimeScheduler } from "rxjs";
import { type Connection, pair, publish, Session, synced, type Synced, syncKey, writes } from "ws-sync-rx";
import { backoff, join, userSession } from "ws-sync-rx/client";
import { askUserSession, sessions } from "ws-sync-rx/server";
import { testEnv } from "ws-sync-rx/testing";

interface Doc {
  readonly title: string;
  readonly notes: readonly { readonly id: number; readonly text: string }[];
  readonly tree: Readonly<Record<string, unknown>>;
  readonly size: number;
}

const DOC = syncKey<Doc>("DOC");
const EMPTY_DOC: Doc = { title: "", notes: [], tree: {}, size: 0 };

const NAMES = ["a", "b", "a/b", "c~d", ""] as const;

/** `-0` has no JSON: it would be 0 at the other end only */
const json = fc.jsonValue({ maxDepth: 2 }).map((value): unknown => JSON.parse(JSON.stringify(value)));

/** Edits are data, so that a counter-example can be read. */
const edit = fc.oneof(
  fc.record({ edit: fc.constant("title" as const), text: fc.string({ maxLength: 3 }) }),
  fc.record({
    edit: fc.constant("insert" as const),
    index: fc.nat(9),
    id: fc.nat(50),
    text: fc.string({ maxLength: 3 }),
  }),
  fc.record({ edit: fc.constant("remove" as const), index: fc.nat(9) }),
  fc.record({ edit: fc.constant("retext" as const), index: fc.nat(9), text: fc.string({ maxLength: 3 }) }),
  fc.record({ edit: fc.constant("reverse" as const) }),
  fc.record({ edit: fc.constant("put" as const), name: fc.constantFrom(...NAMES), value: json }),
  fc.record({ edit: fc.constant("delete" as const), name: fc.constantFrom(...NAMES) }),
);
type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

function edited(doc: Doc, change: Edit): Doc {
  const at = (index: number): number => index % (doc.notes.length + 1);
  switch (change.edit) {
    case "title":
      return { ...doc, title: change.text };
    case "insert":
      return { ...doc, notes: doc.notes.toSpliced(at(change.index), 0, { id: change.id, text: change.text }) };
    case "remove":
      return { ...doc, notes: doc.notes.toSpliced(at(change.index), 1) };
    case "retext":
      return {
        ...doc,
        notes: doc.notes.map((note, i) => (i === at(change.index) ? { ...note, text: change.text } : note)),
      };
    case "reverse":
      return { ...doc, notes: doc.notes.toReversed() };
    case "put":
      return { ...doc, tree: { ...doc.tree, [change.name]: change.value } };
    case "delete":
      return { ...doc, tree: Object.fromEntries(Object.entries(doc.tree).filter(([name]) => name !== change.name)) };
  }
}

type Act =
  | { readonly act: "server"; readonly edit: Edit }
  | { readonly act: "client"; readonly who: number; readonly edit: Edit }
  | { readonly act: "drop"; readonly who: number }
  | { readonly act: "latency"; readonly ms: number };

const who = fc.nat(1);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constant("server" as const), edit }) },
  { weight: 5, arbitrary: fc.record({ act: fc.constant("client" as const), who, edit }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("drop" as const), who }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("latency" as const), ms: fc.constantFrom(0, 5, 40, 300) }) },
);
/** more than half of all gaps lie within two round trips, where writes cross */
const gap = fc.oneof(
  { weight: 6, arbitrary: fc.nat(60) },
  { weight: 3, arbitrary: fc.nat(700) },
  { weight: 1, arbitrary: fc.nat(9_000) },
);
const schedule = fc.array(fc.tuple(gap, act), { maxLength: 30 });

/** One server, two clients, lines with latency; all in virtual time. */
class World {
  readonly scheduler = new VirtualTimeScheduler();
  readonly #state$ = new BehaviorSubject<Doc>(EMPTY_DOC);
  readonly copies: Synced<Doc>[] = [];
  readonly errors: Error[] = [];
  readonly #running = new Subscription();
  readonly #accepted$ = new Subject<Connection>();
  readonly #lines: (Connection | undefined)[] = [];
  latency = 5;

  constructor(clients: number) {
    const env = testEnv(this.scheduler);
    const document = publish(DOC, this.#state$);
    const derived = {
      get value() {
        return state$.value;
      },
      next: (doc: Doc) => {
        state$.next({ ...doc, size: doc.notes.length });
      },
    };
    const state$ = this.#state$;
    this.#running.add(
      this.#accepted$
        .pipe(
          sessions({ env, ttl: 60_000, identify: askUserSession({ env }) }),
          mergeMap((session) => session.run(document, () => session.pipe(writes(DOC, derived)))),
        )
        .subscribe(),
    );
    for (let index = 0; index < clients; index += 1) this.#addClient(index, env);
  }

  #addClient(index: number, env: ReturnType<typeof testEnv>): void {
    const session = new Session({ env });
    session.errors$.subscribe((error) => this.errors.push(error));
    const dial$ = defer(
      () =>
        new Observable<Connection>((subscriber) => {
          const [server, client] = pair({ scheduler: this.scheduler, latency: this.latency });
          this.#lines[index] = server;
          this.#accepted$.next(server);
          subscriber.next(client);
          subscriber.add(
            client.closed$.subscribe((closed) => {
              subscriber.error(closed);
            }),
          );
          return () => {
            client.complete();
          };
        }),
    );
    const copy = synced(session, DOC, EMPTY_DOC);
    this.copies.push(copy);
    this.#running.add(copy.subscribe());
    this.#running.add(session.run(userSession(() => ({ user: "u", session: `tab ${index}` }))).subscribe());
    this.#running.add(dial$.pipe(backoff({ env }), join(session)).subscribe());
  }

  get state(): Doc {
    return this.#state$.value;
  }

  do(step: Act): void {
    if (step.act === "server") this.#state$.next(edited(this.state, step.edit));
    else if (step.act === "client") void this.copies[step.who]?.write((doc) => edited(doc, step.edit));
    else if (step.act === "drop") this.#lines[step.who]?.cut(1006, "dropped");
    else this.latency = step.ms;
  }

  wait(ms: number): void {
    this.scheduler.maxFrames = this.scheduler.frame + ms;
    this.scheduler.flush();
    this.scheduler.frame = this.scheduler.maxFrames;
  }

  stop(): void {
    this.#running.unsubscribe();
  }
}

it("after any schedule of drops and changes both clients have the server's state", () => {
  fc.assert(
    fc.property(schedule, (steps) => {
      const world = new World(2);
      for (const [ms, step] of steps) {
        world.wait(ms);
        world.do(step);
      }
      world.wait(120_000);
      for (const copy of world.copies) expect(copy.value).toEqual(world.state);
      world.stop();
    }),
    { seed: 20_261_122, numRuns: Number(process.env["SCHEDULES"] ?? 1_500) },
  );
});
