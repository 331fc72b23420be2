import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Subject } from "rxjs";
import { applyPatch, feed, type FeedUpdate, type Position } from "ws-sync-rx";

const seed = 20_261_122;
const json = fc.jsonValue({ maxDepth: 3 }).map((value): unknown => JSON.parse(JSON.stringify(value)));
const wide = fc.string({ maxLength: 4 }).map((name) => ({ name, text: "so long that deltas are smaller ".repeat(3) }));
const states = fc.array(fc.oneof(json, wide, wide), { minLength: 1, maxLength: 12 });
const ring = fc.record({ count: fc.nat(6), operations: fc.constantFrom(2, 10_000) });

/** A reader that knows nothing but what it is sent. */
class Reader {
  state: unknown;
  position: Position | undefined;
  snapshots = 0;

  take(update: FeedUpdate<unknown>): void {
    if (update.kind === "snapshot") this.snapshots += 1;
    this.state = update.kind === "snapshot" ? update.state : applyPatch(this.state, update.operations);
    if (update.kind === "delta") expect(update.position.version).toBe((this.position?.version ?? -1) + 1);
    this.position = update.position;
  }
}

describe("a feed", () => {
  it("brings everybody who comes back at any moment to the present state, and keeps them there", () => {
    fc.assert(
      fc.property(states, ring, fc.nat(), fc.nat(), (all, limits, leave, back) => {
        const state$ = new Subject<unknown>();
        const feed$ = feed(state$, { epoch: () => "e", ring: limits });
        const [steady, wanderer] = [new Reader(), new Reader()];
        feed$.subscribe((update) => steady.take(update));
        let visit = feed$.subscribe((update) => wanderer.take(update));
        const [gone, again] = [leave % all.length, back % all.length].sort((a, b) => a - b);
        all.forEach((state, index) => {
          state$.next(state);
          if (index === gone) visit.unsubscribe();
          if (index === again) visit = feed$.from(wanderer.position).subscribe((update) => wanderer.take(update));
          expect(steady.state).toEqual(state);
          expect(feed$.current?.state).toEqual(state);
        });
        expect(wanderer.state).toEqual(all.at(-1));
        expect(wanderer.position).toEqual(steady.position);
      }),
      { seed, numRuns: 1_000 },
    );
  });

  it("answers a position that it never gave with a snapshot", () => {
    const version = fc.oneof(
      fc.constantFrom(
        Number.NaN,
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
        -1,
        -0.5,
        0.5,
        2 ** 53,
        -(2 ** 53),
      ),
      fc.double(),
      fc.integer(),
    );
    fc.assert(
      fc.property(states, version, fc.constantFrom("e", "", "other", "__proto__"), (all, asked, epoch) => {
        const state$ = new Subject<unknown>();
        const feed$ = feed(state$, { epoch: () => "e" });
        feed$.subscribe();
        for (const state of all) state$.next(state);
        const present = feed$.current;
        const known =
          epoch === "e" && Number.isSafeInteger(asked) && asked >= 0 && asked <= (present?.position.version ?? -1);
        const updates: FeedUpdate<unknown>[] = [];
        feed$.from({ epoch, version: asked }).subscribe((update) => updates.push(update));
        if (!known) expect(updates).toEqual([present]);
      }),
      { seed, numRuns: 1_000 },
    );
  });

  it("sends a reader who missed nothing nothing", () => {
    fc.assert(
      fc.property(states, (all) => {
        const state$ = new Subject<unknown>();
        const feed$ = feed(state$, { epoch: () => "e" });
        feed$.subscribe();
        for (const state of all) state$.next(state);
        const updates: FeedUpdate<unknown>[] = [];
        feed$.from(feed$.current?.position).subscribe((update) => updates.push(update));
        expect(updates).toEqual([]);
      }),
      { seed, numRuns: 300 },
    );
  });
});
