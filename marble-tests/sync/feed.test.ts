import { describe, expect, it } from "@jest/globals";
import { concat, defer, from, map, type Observable, of, retry, Subject, take, tap, throwError } from "rxjs";
import { feed, type FeedUpdate, type Position } from "ws-sync-rx";
import { marbles } from "ws-sync-rx/testing";

interface State {
  readonly name: string;
  readonly text: string;
}

const text = "long enough for a delta to be smaller than the state ".repeat(2);
const states = { a: { name: "a", text }, b: { name: "b", text }, c: { name: "c", text }, d: { name: "d", text } };
const replaced = (value: string) => [{ op: "replace", path: "/name", value }];
/** How an update is drawn here: S and D with what they carry, and their version. */
const drawn = map((update: FeedUpdate<State>) =>
  update.kind === "snapshot"
    ? { S: update.state.name, version: update.position.version, epoch: update.position.epoch }
    : { D: update.operations, version: update.position.version },
);
const S = (name: string, version: number, epoch = "e1") => ({ S: name, version, epoch });
const D = (name: string, version: number) => ({ D: replaced(name), version });

const kind = map(({ kind }: { readonly kind: string }) => (kind === "snapshot" ? "S" : "D"));

function epochs(): () => string {
  let lives = 0;
  return () => `e${(lives += 1)}`;
}

describe("feed", () => {
  it(
    "is a snapshot, then deltas; who comes back gets what it missed, who knows nothing a snapshot",
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const state$ = hot(   "a---b---c--b----", states);
      const all = "          S---D---D--D----";
      const fromVersion1 = " ---------D-D----";
      const fromNothing = "  ---------S-D----";
      const late = "         ---------^-----!";
      const unsub = "        ---------------!";
      const subs = "         ^--------------!";
      const feed$ = feed(state$, { epoch: epochs() });
      expectObservable(feed$.pipe(kind), unsub).toBe(all);
      expectObservable(feed$.from({ epoch: "e1", version: 1 }).pipe(kind), late).toBe(fromVersion1);
      expectObservable(feed$.from(undefined).pipe(kind), late).toBe(fromNothing);
      expectSubscriptions(state$.subscriptions).toBe(subs);
    }),
  );

  it(
    "numbers the states",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const state$ = hot("a---b---c--b----", states);
      const expected = "  S---D---E--F----";
      const values = { S: S("a", 0), D: D("b", 1), E: D("c", 2), F: D("b", 3) };
      expectObservable(feed(state$, { epoch: epochs() }).pipe(drawn)).toBe(expected, values);
    }),
  );

  it(
    "gives every reader the same objects",
    marbles(({ hot, expectObservable, flush }) => {
      const feed$ = feed(hot("a--b", states), { epoch: epochs() });
      const seen: FeedUpdate<State>[][] = [[], []];
      // prettier-ignore
      const first = "  ^----!";
      const second = " -^---!";
      expectObservable(
        feed$.pipe(
          tap((update) => seen[0]?.push(update)),
          drawn,
        ),
        first,
      ).toBe("S--D", {
        S: S("a", 0),
        D: D("b", 1),
      });
      expectObservable(
        feed$.pipe(
          tap((update) => seen[1]?.push(update)),
          drawn,
        ),
        second,
      ).toBe("-S-D", {
        S: S("a", 0),
        D: D("b", 1),
      });
      flush();
      expect(seen[0]?.[1]).toBe(seen[1]?.[1]);
      expect(seen[1]?.[0]?.state).toBe(states.a);
    }),
  );

  it(
    "passes over a state that equals the last",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const state$ = hot("a--x--b--", { ...states, x: { ...states.a } });
      const expected = "  S-----D--";
      expectObservable(feed(state$, { epoch: epochs() }).pipe(drawn)).toBe(expected, { S: S("a", 0), D: D("b", 1) });
    }),
  );

  it(
    "sends a step that would be larger as a delta as a snapshot, and forgets the deltas before",
    marbles(({ hot, expectObservable }) => {
      const other = { name: "z", text: "" };
      // prettier-ignore
      const state$ = hot("a--b--z--a-----", { ...states, z: other });
      const expected = "  S--D--Z--A-----";
      const late = "      -------^-------";
      const behind = "    -------Z-A-----";
      const unsub = "     --------------!";
      const feed$ = feed(state$, { epoch: epochs() });
      const values = { S: S("a", 0), D: D("b", 1), Z: S("z", 2), A: S("a", 3) };
      expectObservable(feed$.pipe(drawn), unsub).toBe(expected, values);
      expectObservable(feed$.from({ epoch: "e1", version: 1 }).pipe(drawn), late).toBe(behind, values);
    }),
  );

  it.each<[string, Position, string]>([
    ["the present version: nothing is missing", { epoch: "e1", version: 2 }, "---------D--"],
    ["a version in the ring: the deltas since", { epoch: "e1", version: 1 }, "-----C---D--"],
    ["a version that fell out of the ring", { epoch: "e1", version: 0 }, "-----T---D--"],
    ["a version from the future", { epoch: "e1", version: 3 }, "-----T---D--"],
    ["a negative version", { epoch: "e1", version: -1 }, "-----T---D--"],
    ["half a version", { epoch: "e1", version: 1.5 }, "-----T---D--"],
    ["NaN", { epoch: "e1", version: Number.NaN }, "-----T---D--"],
    ["minus infinity", { epoch: "e1", version: Number.NEGATIVE_INFINITY }, "-----T---D--"],
    ["another epoch", { epoch: "e0", version: 1 }, "-----T---D--"],
  ])("from %s", (_name, position, expected) => {
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const state$ = hot("a-b-c----d--", states);
      const late = "      -----^------";
      const feed$ = feed(state$, { epoch: epochs(), ring: { count: 1 } });
      const values = { S: S("a", 0), B: D("b", 1), C: D("c", 2), D: D("d", 3), T: S("c", 2) };
      expectObservable(feed$.pipe(drawn)).toBe("S-B-C----D--", values);
      expectObservable(feed$.from(position).pipe(drawn), late).toBe(expected, values);
    })();
  });

  it(
    "keeps no more operations than its ring may hold",
    marbles(({ hot, expectObservable }) => {
      const steps = { a: { p: 1, q: 1, r: 1, text }, b: { p: 2, q: 2, r: 2, text }, c: { p: 3, q: 2, r: 2, text } };
      // prettier-ignore
      const state$ = hot("a-b-c------", steps);
      const late = "      ------^----";
      const after0 = "    ------S----";
      const after1 = "    ------D----";
      const feed$ = feed(state$, { epoch: epochs(), ring: { operations: 2 } });
      expectObservable(feed$.pipe(kind)).toBe("S-D-D");
      expectObservable(feed$.from({ epoch: "e1", version: 0 }).pipe(kind), late).toBe(after0);
      expectObservable(feed$.from({ epoch: "e1", version: 1 }).pipe(kind), late).toBe(after1);
    }),
  );

  it(
    "lives from its first reader to its last; then it begins a new epoch",
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const state$ = cold("a--b-----", states);
      const first = "      ^----!------------";
      const second = "     --^-----!---------";
      const third = "      -----------^----!-";
      const seen1 = "      S--D--------------";
      const seen2 = "      --SD--------------";
      const seen3 = "      -----------N--D---";
      const subs = ["      ^-------!---------", "-----------^----!-"];
      const feed$ = feed(state$, { epoch: epochs() });
      const values = { S: S("a", 0), D: D("b", 1), N: S("a", 0, "e2") };
      expectObservable(feed$.pipe(drawn), first).toBe(seen1, values);
      expectObservable(feed$.pipe(drawn), second).toBe(seen2, values);
      expectObservable(feed$.from({ epoch: "e1", version: 0 }).pipe(drawn), third).toBe(seen3, values);
      expectSubscriptions(state$.subscriptions).toBe(subs);
    }),
  );

  it(
    "serves the last state after its source has completed",
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const state$ = cold("a--b-|   ", states);
      const one = "        S--D-----";
      const late = "       -------^-";
      const two = "        -------T-";
      const subs = "       ^----!   ";
      const feed$ = feed(state$, { epoch: epochs() });
      const values = { S: S("a", 0), D: D("b", 1), T: S("b", 1) };
      expectObservable(feed$.pipe(drawn)).toBe(one, values);
      expectObservable(feed$.pipe(drawn), late).toBe(two, values);
      expectSubscriptions(state$.subscriptions).toBe(subs);
    }),
  );

  it(
    "errors all readers when its source does, and starts clean after a retry",
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      // prettier-ignore
      const state$ = cold("a-b#   ", states);
      const retrying = "   S-DR-E#";
      const other = "      -TD#   ";
      const late = "       -^     ";
      const subs = ["      ^--!   ", "---^--!"];
      const feed$ = feed(state$, { epoch: epochs() });
      const values = { S: S("a", 0), D: D("b", 1), R: S("a", 0, "e2"), E: D("b", 1), T: S("a", 0) };
      expectObservable(feed$.pipe(retry(1), drawn)).toBe(retrying, values);
      expectObservable(feed$.pipe(drawn), late).toBe(other, values);
      expectSubscriptions(state$.subscriptions).toBe(subs);
    }),
  );

  it(
    "reports a state that JSON cannot carry and goes on from the last that it can",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const state$ = hot<object>("a--x--b--", { ...states, x: { name: 1n, text } });
      const expected = "          S-----D--";
      const errors = "            ---e-----";
      const feed$ = feed(state$, { epoch: epochs() });
      expectObservable(feed$.pipe(map(({ kind }) => (kind === "snapshot" ? "S" : "D")))).toBe(expected);
      expectObservable(feed$.errors$.pipe(map(({ name }) => name))).toBe(errors, { e: "NonJsonError" });
    }),
  );

  it("finishes telling all readers of a state before it takes the next, and skips what is outdated by then", () => {
    const state$ = new Subject<State>();
    const feed$ = feed(state$, { epoch: epochs() });
    const order: string[] = [];
    const note = (who: string) => (update: FeedUpdate<State>) => order.push(`${who} ${update.state.name}`);
    feed$.subscribe((update) => {
      note("first")(update);
      if (update.state.name === "a") {
        state$.next(states.b);
        state$.next(states.c);
      }
    });
    feed$.subscribe(note("second"));
    state$.next(states.a);
    expect(order).toEqual(["first a", "second a", "first c", "second c"]);
  });

  it("leaves nothing running when its first reader leaves while the source is being subscribed to", () => {
    let running = 0;
    const state$: Observable<State> = defer(() => {
      running += 1;
      return concat(of(states.a), new Subject<State>());
    });
    const feed$ = feed(state$, { epoch: epochs() });
    feed$.pipe(take(1)).subscribe();
    expect(feed$.current).toBeUndefined();
    feed$.pipe(take(1)).subscribe();
    expect(running).toBe(2);
  });

  it("forgets a state that waited when its last reader left", () => {
    const state$ = new Subject<State>();
    const feed$ = feed(state$, { epoch: epochs() });
    const reader = feed$.subscribe(() => {
      state$.next(states.b);
      reader.unsubscribe();
    });
    state$.next(states.a);
    expect(feed$.current).toBeUndefined();
    const seen: string[] = [];
    feed$.pipe(drawn).subscribe((update) => seen.push(JSON.stringify(update)));
    state$.next(states.c);
    expect(seen).toEqual([JSON.stringify(S("c", 0, "e2"))]);
  });

  it("has a present state while it lives", () => {
    const state$ = new Subject<State>();
    const feed$ = feed(state$, { epoch: epochs() });
    expect(feed$.current).toBeUndefined();
    const reader = feed$.subscribe();
    expect(feed$.current).toBeUndefined();
    from([states.a, states.b]).subscribe((state) => state$.next(state));
    expect(feed$.current).toEqual({ kind: "snapshot", state: states.b, position: { epoch: "e1", version: 1 } });
    reader.unsubscribe();
    expect(feed$.current).toBeUndefined();
    expect(state$.observed).toBe(false);
  });

  it(
    "passes on what the source throws at once",
    marbles(({ expectObservable }) => {
      const feed$ = feed(
        throwError(() => "broken"),
        { epoch: epochs() },
      );
      expectObservable(feed$).toBe("#", undefined, "broken");
    }),
  );

  it("passes over a state whose getter throws, and says so", () => {
    const state$ = new Subject<object>();
    const feed$ = feed(state$, { epoch: epochs() });
    const errors: Error[] = [];
    feed$.errors$.subscribe((error) => errors.push(error));
    const seen: unknown[] = [];
    feed$.subscribe((update) => seen.push(update.state));
    state$.next({ a: 1 });
    const broken = {
      get a(): number {
        throw new Error("the getter");
      },
    };
    state$.next(broken);
    state$.next({ a: 2 });
    expect([seen, errors]).toEqual([[{ a: 1 }, { a: 2 }], [new Error("the getter")]]);
  });
});
