import { describe, expect, it } from "@jest/globals";
import { asyncScheduler, EMPTY, map, mergeMap, of } from "rxjs";
import { actions, setEvent, type SyncEvent, synced, syncKey } from "ws-sync-rx";
import { marbles, TestConnection, testSession } from "ws-sync-rx/testing";
import { notes, NOTES, type Notes } from "./notes.ts";

describe("what a client does that it should not", () => {
  it("fault 24: the server calls what is exposed, and nothing that it inherits or that lies beside it", () => {
    const line = new TestConnection(asyncScheduler);
    const called: string[] = [];
    const errors: Error[] = [];
    class Store {
      show = (): unknown => called.push("show");
      reset(): void {
        called.push("reset");
      }
    }
    const store = new Store();
    const session = testSession(EMPTY, of(line));
    session.errors$.subscribe((error) => errors.push(error));
    session.run(() => session.pipe(actions("STORE", { show: store.show }))).subscribe();
    const inherited = Object.getOwnPropertyNames(Object.prototype);
    for (const type of [...inherited, "reset", "then", ""]) {
      line.receive({ type: "_ACTION:STORE", data: { type } });
      line.receive({ type, data: {} });
    }
    expect([called, errors]).toEqual([[], []]);
    line.receive({ type: "_ACTION:STORE", data: { type: "show" } });
    expect(called).toEqual(["show"]);
  });

  it(
    "fault 26: a change that no longer fits the state it is made on is reported; those before and after it are sent",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = new TestConnection(scheduler);
      const session = testSession(EMPTY, cold("--------1", { 1: line }));
      const copy = synced<Notes>(session, syncKey<Notes>("NOTES"), notes);
      const second = (state: Notes): Notes => {
        const [first, found] = state.notes;
        if (found === undefined) throw new RangeError("there is no second note");
        return { ...state, notes: [first ?? "", found.toUpperCase()] };
      };
      // prettier-ignore
      const changes = "   -a-b-c-------------";
      const state = "     ---------S---------";
      const errors = "    ---------e---------";
      const sent = "      ---------(bt)l-----";
      const changed = {
        a: () => {
          void copy.write({ title: "before" });
        },
        b: () => {
          void copy.write(second);
        },
        c: () => {
          void copy.write({ text: "after" });
        },
      };
      cold(changes, changed).subscribe((change) => {
        change();
      });
      cold(state).subscribe(() => {
        line.receive(setEvent(NOTES, { ...notes, notes: [] }));
      });
      cold("-------------d").subscribe(() => {
        void copy.write({ title: "later" });
      });
      copy.subscribe();
      const replace = (path: string, value: string) => ({ op: "replace", path, value });
      expectObservable(session.errors$.pipe(map(({ name }) => name))).toBe(errors, { e: "RequestError" });
      const operations = mergeMap(({ data }: SyncEvent) => data as readonly object[]);
      expectObservable(line.sent$.pipe(operations)).toBe(sent, {
        b: replace("/title", "before"),
        t: replace("/text", "after"),
        l: replace("/title", "later"),
      });
    }),
  );
});
