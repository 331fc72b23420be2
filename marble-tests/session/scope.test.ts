import { describe, expect, it } from "@jest/globals";
import { BehaviorSubject, ignoreElements, merge, of } from "rxjs";
import {
  action,
  ofType,
  type Pipeline,
  patchEvent,
  scope,
  Session,
  setEvent,
  sync,
  type SyncEvent,
  toastEvent,
  writes,
} from "ws-sync-rx";
import { expose } from "ws-sync-rx/decorators";
import { marbles, TestConnection, testEnv, testSession } from "ws-sync-rx/testing";

const replace = (path: string, value: unknown): object => ({ op: "replace", path, value });

describe("scope", () => {
  it(
    "puts all keys of a pipeline below a prefix, and hides the others from it",
    marbles(({ hot, expectObservable }) => {
      const [inside, outside] = [patchEvent("u/K", []), patchEvent("K", [])];
      // prettier-ignore
      const incoming$ = hot("-i-o-t-", { i: inside, o: outside, t: { type: "_OTHER" } });
      const expected = "     -i---t-";
      const echo: Pipeline = (session) => merge(session.pipe(ofType("_PATCH:K")), session.pipe(ofType("_OTHER")));
      expectObservable(scope("u")(echo)(testSession(incoming$))).toBe(expected, { i: inside, t: { type: "_OTHER" } });
    }),
  );

  it("serves states, writes and corrections there, and nests", () => {
    const state$ = new BehaviorSubject<object>({ title: "a", other: "some text that is longer than any difference" });
    const notes: Pipeline = (session) =>
      merge(state$.pipe(sync(session, "NOTES")), session.pipe(writes("NOTES", state$)), of(toastEvent("hi")));
    const connection = new TestConnection({ now: () => 0, schedule: () => merge().subscribe() });
    const sent: SyncEvent[] = [];
    connection.sent$.subscribe((event) => sent.push(event));
    const session = testSession(merge(), of(connection));
    session.run(scope("a")(scope("b")(notes)), scope("c")(expose({ n: 1 }, { key: "N" }))).subscribe();
    expect(sent).toEqual([setEvent("a/b/NOTES", state$.value), toastEvent("hi"), setEvent("c/N", { n: 1 })]);

    connection.receive(patchEvent("NOTES", [replace("/title", "not here")]));
    connection.receive(patchEvent("a/b/NOTES", [replace("/title", "here")]));
    expect(state$.value).toMatchObject({ title: "here" });
    expect(sent).toHaveLength(3);
    connection.receive(patchEvent("a/b/NOTES", [replace("/none", 1)]));
    // fits the copy, so that only `writes` knows that it was refused
    connection.receive(patchEvent("c/N", [{ op: "add", path: "/none", value: 1 }]));
    expect(sent.slice(3)).toEqual([setEvent("a/b/NOTES", state$.value), setEvent("c/N", { n: 1 })]);
  });

  it(
    "names the requests of a client as well: those that wait, and those that are kept beyond the page",
    marbles(({ scheduler }) => {
      const session = new Session({ env: testEnv(scheduler) });
      const calling: Pipeline = (inside) => action(inside, "K", "go", {}, { offline: "latest" }).pipe(ignoreElements());
      const life = session.run(scope("u1")(calling), scope("u2")(calling)).subscribe();
      // the latest of one scope does not take the place of that of another
      expect(session.outbox.items.map(({ request }) => [request.name, request.kept?.()?.type])).toEqual([
        ["_ACTION:u1/K go", "_ACTION:u1/K"],
        ["_ACTION:u2/K go", "_ACTION:u2/K"],
      ]);
      life.unsubscribe();
      expect(session.outbox.items).toEqual([]);
    }),
  );
});
