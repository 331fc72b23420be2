import { describe, expect, it } from "@jest/globals";
import { map } from "rxjs";
import type { ConnectionClosed, SyncEvent } from "ws-sync-rx";
import { askUserSession } from "ws-sync-rx/server";
import { marbles, TestConnection, testEnv } from "ws-sync-rx/testing";

const question: SyncEvent = { type: "_REQUEST_USER_SESSION" };
const answer = (data: unknown): SyncEvent => ({ type: "_USER_SESSION", data });
const code = map(({ code }: ConnectionClosed) => code);

describe("askUserSession", () => {
  it(
    "asks, and takes the pair of ids for the session's",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const connection = new TestConnection(scheduler);
      const sent: SyncEvent[] = [];
      // prettier-ignore
      const answered = "---a---";
      const expected = "---(i|)";
      cold(answered).subscribe(() => connection.receive(answer({ user: "u", session: "s" })));
      connection.sent$.subscribe((event) => sent.push(event));
      expectObservable(askUserSession({ env: testEnv(scheduler) })(connection)).toBe(expected, { i: '["u","s"]' });
      expectObservable(connection.closed$).toBe("-------");
      flush();
      expect(sent).toEqual([question]);
    }),
  );

  it("cannot be tricked into another's session by ids that join to the same text", () => {
    const ids = new Set<string>();
    for (const [user, session] of [
      ["a", 'b","c'],
      ['a","b', "c"],
      ["a,b", "c"],
      ["a", "b,c"],
    ] as const) {
      const connection = new TestConnection(testEnv().scheduler);
      connection.receive(answer({ user, session }));
      askUserSession({ env: testEnv() })(connection).subscribe((id) => ids.add(id));
    }
    expect(ids.size).toBe(4);
  });

  it.each<[string, SyncEvent]>([
    ["another event first", { type: "_GET:NOTES", data: {} }],
    ["no data", { type: "_USER_SESSION" }],
    ["null", answer(null)],
    ["a text", answer("u")],
    ["a list", answer(["u", "s"])],
    ["no session", answer({ user: "u" })],
    ["an empty user", answer({ user: "", session: "s" })],
    ["a number", answer({ user: 5, session: "s" })],
    ["true", answer({ user: true, session: "s" })],
    ["a list of ids", answer({ user: ["u"], session: "s" })],
    ["an id that is too long", answer({ user: "u".repeat(129), session: "s" })],
  ])("closes with 1000 on %s", (_name, event) => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      // prettier-ignore
      const answered = "---a---";
      const expected = "---|   ";
      const closed = "  ---(c|)";
      cold(answered).subscribe(() => connection.receive(event));
      expectObservable(askUserSession({ env: testEnv(scheduler) })(connection)).toBe(expected);
      expectObservable(connection.closed$.pipe(code)).toBe(closed, { c: 1000 });
    })();
  });

  it(
    "takes the longest id there is",
    marbles(({ scheduler, cold, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      const user = "u".repeat(128);
      cold("-a").subscribe(() => connection.receive(answer({ user, session: "s", more: 1 })));
      expectObservable(askUserSession({ env: testEnv(scheduler) })(connection)).toBe("-(i|)", { i: `["${user}","s"]` });
    }),
  );

  it(
    "closes with 4002 who does not answer in time, and just ends with a line that breaks",
    marbles(({ scheduler, cold, expectObservable }) => {
      const [silent, broken] = [new TestConnection(scheduler), new TestConnection(scheduler)];
      // prettier-ignore
      const silence = " ----- 15ms |";
      const closed = "  ----- 15ms (c|)";
      const breaks = "  --x";
      const over = "    --|";
      cold(breaks).subscribe(() => broken.break());
      const ask = askUserSession({ env: testEnv(scheduler), timeout: 20 });
      expectObservable(ask(silent)).toBe(silence);
      expectObservable(silent.closed$.pipe(code)).toBe(closed, { c: 4002 });
      expectObservable(ask(broken)).toBe(over);
    }),
  );
});
