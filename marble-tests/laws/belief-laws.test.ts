import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { BehaviorSubject, of, type Subscription } from "rxjs";
import {
  applyPatch,
  feed,
  type FeedUpdate,
  patchEvent,
  type PatchOperation,
  setEvent,
  type SyncEvent,
  writes,
} from "ws-sync-rx";
import { Belief, type Correction } from "../../src/sync/belief.ts";

interface Doc {
  readonly name: string;
  readonly list: readonly number[];
  readonly tree: Readonly<Record<string, number>>;
  readonly text: string;
}

const seed = 20_261_122;
const start: Doc = { name: "", list: [1, 2, 3], tree: { a: 1 }, text: "so long that deltas are smaller ".repeat(3) };
type Edit = (doc: Doc) => { readonly operations: readonly PatchOperation[]; readonly whole?: Partial<Doc> };
const patch = (...operations: readonly PatchOperation[]) => ({ operations });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.string({ maxLength: 2 }).map<Edit>((value) => () => patch({ op: "replace", path: "/name", value })),
  fc.tuple(fc.nat(4), fc.nat(9)).map<Edit>(
    ([at, value]) =>
      ({ list }) =>
        patch({ op: "add", path: `/list/${Math.min(at, list.length)}`, value }),
  ),
  fc.nat(4).map<Edit>(
    (at) =>
      ({ list }) =>
        list.length === 0 ? patch() : patch({ op: "remove", path: `/list/${at % list.length}` }),
  ),
  fc.tuple(fc.constantFrom("a", "b"), fc.nat(9)).map<Edit>(
    ([name, value]) =>
      () =>
        patch({ op: "add", path: `/tree/${name}`, value }),
  ),
  fc.constantFrom("a", "b").map<Edit>(
    (name) =>
      ({ tree }) =>
        name in tree ? patch({ op: "remove", path: `/tree/${name}` }) : patch(),
  ),
  fc.string({ maxLength: 2 }).map<Edit>((name) => () => ({ operations: [], whole: { name } })),
);
type Step =
  | { readonly at: "server"; readonly edit: Edit }
  | { readonly at: "client"; readonly edit: Edit }
  | { readonly at: "toClient" | "toServer" };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ at: fc.constant("server" as const), edit }),
  fc.record({ at: fc.constant("client" as const), edit }),
  fc.record({ at: fc.constantFrom("toClient" as const, "toServer" as const) }),
  fc.record({ at: fc.constantFrom("toClient" as const, "toServer" as const) }),
);

/** One server, one client and two queues between them; a schedule decides when each frame arrives. */
class Wire {
  readonly #state$ = new BehaviorSubject(start);
  readonly #toClient: (SyncEvent | number)[] = [];
  readonly #toServer: (SyncEvent | number)[] = [];
  readonly #feed$ = feed(this.#state$, { epoch: () => "e" });
  readonly #receipts = {
    settledRound: 0,
    settle: (): number => {
      this.#rounds += 1;
      this.#toClient.push(this.#rounds);
      return this.#rounds;
    },
  };
  #rounds = 0;
  readonly #belief = new Belief<Doc>(this.#receipts);
  readonly #running: Subscription;
  client: Doc = start;

  get server(): Doc {
    return this.#state$.value;
  }

  constructor() {
    this.#running = this.#feed$.subscribe((update) => this.#send(this.#belief.advance(update)));
  }

  do(next: Step): void {
    if (next.at === "server") this.#take(next.edit(this.#state$.value));
    else if (next.at === "client") this.#write(next.edit(this.client));
    else if (next.at === "toClient") this.#arriveAtClient();
    else this.#arriveAtServer();
  }

  /** All frames arrive, and what is in doubt is settled. */
  finish(): void {
    for (let round = 0; round < 3; round += 1) {
      while (this.#toClient.length + this.#toServer.length > 0) {
        this.#arriveAtClient();
        this.#arriveAtServer();
      }
      if (this.#belief.doubtful && this.#feed$.current !== undefined)
        this.#send(this.#belief.settle(this.#feed$.current));
    }
    this.#running.unsubscribe();
  }

  #take({ operations, whole }: ReturnType<Edit>): void {
    this.#state$.next({ ...applyPatch(this.#state$.value, operations), ...whole });
  }

  #write({ operations, whole }: ReturnType<Edit>): void {
    this.client = { ...applyPatch(this.client, operations), ...whole };
    this.#toServer.push(whole === undefined ? patchEvent("K", operations) : setEvent("K", whole));
  }

  #send(correction: Correction<Doc>): void {
    if (correction === undefined) return;
    const update: FeedUpdate<Doc> | undefined = correction.kind === "shared" ? correction.update : undefined;
    if (update?.kind === "snapshot") this.#toClient.push(setEvent("K", update.state));
    else
      this.#toClient.push(
        patchEvent("K", update?.operations ?? (correction.kind === "own" ? correction.operations : [])),
      );
    this.#belief.flushed();
  }

  #arriveAtClient(): void {
    const frame = this.#toClient.shift();
    if (frame === undefined) return;
    if (typeof frame === "number") this.#toServer.push(frame);
    else if (frame.type === "_SET:K") this.client = frame.data as Doc;
    else {
      try {
        this.client = applyPatch(this.client, frame.data as readonly PatchOperation[]);
      } catch {
        this.#toServer.push({ type: "_GET:K" });
      }
    }
  }

  #arriveAtServer(): void {
    const frame = this.#toServer.shift();
    if (frame === undefined) return;
    if (typeof frame === "number") this.#receipts.settledRound = frame;
    else if (frame.type === "_GET:K") this.#whole();
    else {
      const fits = this.#belief.wrote(frame);
      const refused: SyncEvent[] = [];
      of(frame)
        .pipe(writes("K", this.#state$))
        .subscribe((failure) => refused.push(failure));
      if (!fits || refused.length > 0) this.#whole();
    }
  }

  #whole(): void {
    if (this.#feed$.current !== undefined) this.#send(this.#belief.whole(this.#feed$.current));
  }
}

describe("what the server believes of a client", () => {
  it("makes both ends equal, however their writes cross", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const wire = new Wire();
        for (const next of steps) wire.do(next);
        wire.finish();
        expect(wire.client).toEqual(wire.server);
      }),
      { seed, numRuns: 3_000 },
    );
  });
});

describe("a write", () => {
  it("is applied as a whole or not at all", () => {
    const pointer = fc.constantFrom(
      "/name",
      "/list/0",
      "/list/9",
      "/list/-",
      "/tree/a",
      "/gone",
      "/gone/x",
      "",
      "name",
      "/__proto__/x",
    );
    const operation = fc.record({
      op: fc.constantFrom("add", "remove", "replace", "test", "move", "x"),
      path: pointer,
      value: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 5 }), (operations) => {
        const state$ = new BehaviorSubject<Doc>(start);
        const seen: Doc[] = [];
        const refused: SyncEvent[] = [];
        state$.subscribe((state) => seen.push(state));
        of({ type: "_PATCH:K", data: operations })
          .pipe(writes("K", state$))
          .subscribe((failure) => refused.push(failure));
        if (refused.length > 0) expect(seen).toEqual([start]);
        if (refused.length > 0) expect(state$.value).toBe(start);
        else expect(state$.value).toEqual(applyPatch(start, operations as readonly PatchOperation[]));
      }),
      { seed, numRuns: 2_000 },
    );
  });
});
