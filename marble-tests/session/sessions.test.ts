import { describe, expect, it } from "@jest/globals";
import { defer, finalize, map, mergeMap, NEVER, type Observable, of, retry, share, tap, throwError } from "rxjs";
import type { ConnectionClosed, Connection, Session, SyncEvent } from "ws-sync-rx";
import { type Identify, sessions } from "ws-sync-rx/server";
import { marbles, TestConnection, testEnv } from "ws-sync-rx/testing";

const code = map(({ code }: ConnectionClosed) => code);
const event = (type: string): SyncEvent => ({ type, data: 0 });

/** Three connections of which 1 and 1' belong to one tab. */
function tabs(scheduler: ConstructorParameters<typeof TestConnection>[0]) {
  const lines = {
    "1": new TestConnection(scheduler),
    "2": new TestConnection(scheduler),
    "3": new TestConnection(scheduler),
  };
  const identify: Identify = (connection) => of(connection === lines["2"] ? "tab 2" : "tab 1");
  return { lines, identify };
}

/** Names sessions in the order in which they were opened. */
function named() {
  const names = new Map<Session, string>();
  return map((session: Session) => {
    names.set(session, names.get(session) ?? "ABCDEF".charAt(names.size));
    return names.get(session);
  });
}

describe("sessions", () => {
  it(
    "opens one for each user and tab, and finds it again for a later line",
    marbles(({ scheduler, hot, expectObservable, expectSubscriptions }) => {
      const { lines, identify } = tabs(scheduler);
      const env = testEnv(scheduler);
      // prettier-ignore
      const connections$ = hot<Connection>("--1---2---3--------", lines);
      const expected = "        --A---B------------";
      const unsub = "           ------------------!";
      const subs = "            ^-----------------!";
      expectObservable(connections$.pipe(sessions({ env, identify }), named()), unsub).toBe(expected);
      expectSubscriptions(connections$.subscriptions).toBe(subs);
    }),
  );

  it(
    "gives a session the events of all its lines, and its lines what it sends",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const { lines, identify } = tabs(scheduler);
      const env = testEnv(scheduler);
      // prettier-ignore
      const connections$ = hot<Connection>("1----3------", lines);
      const steps = "           --a----b--n-";
      const heard = "           --a----b----";
      const sent = "            ----------n-";
      let opened: Session | undefined;
      cold(steps).subscribe((step) => {
        if (step === "a") lines["1"].receive(event("a"));
        if (step === "b") lines["3"].receive(event("b"));
        if (step === "n") opened?.next(event("n"));
      });
      const events = { a: event("a"), b: event("b"), n: event("n") };
      expectObservable(
        connections$.pipe(
          sessions({ env, identify }),
          tap((session) => {
            opened = session;
          }),
          mergeMap((session) => session),
        ),
      ).toBe(heard, events);
      expectObservable(lines["3"].sent$).toBe(sent, events);
    }),
  );

  it(
    "ends a session that has been without a line for its ttl, and opens a new one after that",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const { lines, identify } = tabs(scheduler);
      const again = new TestConnection(scheduler);
      const env = testEnv(scheduler);
      // prettier-ignore
      const connections$ = hot<Connection>("1----3-- 20ms 4---", { ...lines, 4: again });
      const broken = "          --x----- 20ms ----";
      const brokenAgain = "     ------y- 20ms ----";
      const expected = "        A------- 20ms B---";
      const ended = "           -------- 8ms A";
      cold(broken).subscribe(() => lines["1"].break());
      cold(brokenAgain).subscribe(() => lines["3"].break());
      const names = named();
      const opened$ = connections$.pipe(sessions({ env, identify, ttl: 10 }), share());
      const endings$ = opened$.pipe(mergeMap((session) => session.ended$.pipe(map(() => session))));
      expectObservable(opened$.pipe(names)).toBe(expected);
      expectObservable(endings$.pipe(names)).toBe(ended);
    }),
  );

  it(
    "ends them all when it is unsubscribed, and starts clean after a retry",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const { lines, identify } = tabs(scheduler);
      const env = testEnv(scheduler);
      // prettier-ignore
      const first$ = cold<Connection>(" 1-#---", lines);
      const second$ = cold<Connection>("3-#---", lines);
      const expected = "          A-B-# ";
      const connections$ = defer(() => (opened.length === 0 ? first$ : second$));
      const opened: Session[] = [];
      const opened$ = connections$.pipe(
        sessions({ env, identify }),
        tap((session) => opened.push(session)),
        named(),
        retry(1),
      );
      expectObservable(opened$).toBe(expected);
      flush();
      expect(opened.map(({ status }) => status.phase)).toEqual(["ended", "ended"]);
    }),
  );

  it(
    "closes a connection whose identification fails with 1011, and goes on",
    marbles(({ scheduler, hot, expectObservable }) => {
      const { lines } = tabs(scheduler);
      const env = testEnv(scheduler);
      // prettier-ignore
      const connections$ = hot<Connection>("-1--2--3--", lines);
      const expected = "        -------A--";
      const closed1 = "         -(c|)-----";
      const closed2 = "         ----(c|)--";
      const identify = (connection: Connection): Observable<string> => {
        if (connection === lines["1"]) return throwError(() => new Error("no"));
        if (connection === lines["2"]) throw new Error("at once");
        return of("tab");
      };
      expectObservable(connections$.pipe(sessions({ env, identify }), named())).toBe(expected);
      expectObservable(lines["1"].closed$.pipe(code)).toBe(closed1, { c: 1011 });
      expectObservable(lines["2"].closed$.pipe(code)).toBe(closed2, { c: 1011 });
    }),
  );

  it(
    "waits for each identification by itself, takes its first answer only, and stops those under way",
    marbles(({ scheduler, hot, cold, expectObservable, flush }) => {
      const { lines } = tabs(scheduler);
      const env = testEnv(scheduler);
      let stopped = 0;
      // prettier-ignore
      const connections$ = hot<Connection>("1-2-3-----", lines);
      const slow = "            -----a";
      const expected = "        --A--B----";
      const unsub = "           --------!-";
      const identify = (connection: Connection): Observable<string> => {
        if (connection === lines["1"]) return cold(slow);
        if (connection === lines["2"]) return of("b", "c");
        return NEVER.pipe(finalize(() => (stopped += 1)));
      };
      expectObservable(connections$.pipe(sessions({ env, identify }), named()), unsub).toBe(expected);
      flush();
      expect(stopped).toBe(1);
    }),
  );

  it(
    "closes a connection with 4002 that nobody has said in time whose it is",
    marbles(({ scheduler, hot, cold, expectObservable, expectSubscriptions }) => {
      const { lines } = tabs(scheduler);
      const env = testEnv(scheduler);
      // prettier-ignore
      const connections$ = hot<Connection>("1-2---------", lines);
      const silent$ = cold("        ----------------");
      const wanted = "                              ^----!      ";
      const closed = "                              -----(c|)   ";
      const late$ = cold("                    ----b       ");
      const expected = "                            ------B-----";
      const identify: Identify = (connection) => (connection === lines["1"] ? silent$ : late$);
      const opened$ = connections$.pipe(sessions({ env, identify, identifyTimeout: 5 }));
      expectObservable(opened$.pipe(map(() => "B"))).toBe(expected);
      expectSubscriptions(silent$.subscriptions).toBe(wanted);
      expectObservable(lines["1"].closed$.pipe(code)).toBe(closed, { c: 4002 });
      expectObservable(lines["2"].closed$.pipe(code)).toBe("-");
    }),
  );

  it(
    "opens a new session for an id whose session the program has ended",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const { lines, identify } = tabs(scheduler);
      const env = testEnv(scheduler);
      // prettier-ignore
      const connections$ = hot<Connection>("1-----3--", lines);
      const end = "             ---e-----";
      const expected = "        A-----B--";
      const opened: Session[] = [];
      cold(end).subscribe(() => opened[0]?.complete());
      expectObservable(
        connections$.pipe(
          sessions({ env, identify }),
          tap((session) => opened.push(session)),
          named(),
        ),
      ).toBe(expected);
    }),
  );

  it(
    "ends the one that has had no line for longest when there are too many, and refuses where all have one",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const { lines } = tabs(scheduler);
      const env = testEnv(scheduler);
      const identify: Identify = (connection) =>
        of(connection === lines["1"] ? "a" : connection === lines["2"] ? "b" : "c");
      // prettier-ignore
      const connections$ = hot<Connection>("1-2-----3----", lines);
      const closes = "                      -----2-------";
      const expected = "                    A-B-----C----";
      const ends = "                        --------b----";
      cold(closes).subscribe(() => lines["2"].close(1000, ""));
      const sessions$ = connections$.pipe(sessions({ env, identify, maxSessions: 2 }), share());
      expectObservable(
        sessions$.pipe(mergeMap((session, index) => session.ended$.pipe(map(() => "abc".charAt(index))))),
      ).toBe(ends);
      expectObservable(sessions$.pipe(named())).toBe(expected);
      expectObservable(lines["3"].closed$.pipe(code)).toBe("-");
    }),
  );

  it(
    "takes no connection in that was over before it was known whose it is: its client has a newer one",
    marbles(({ scheduler, cold, hot, expectObservable, expectSubscriptions }) => {
      const { lines } = tabs(scheduler);
      const env = testEnv(scheduler);
      // prettier-ignore
      const connections$ = hot<Connection>("1--3---------", lines);
      const breaks = "                     -b           ";
      const slow$ = cold("                 ------(i|)   ", { i: "tab 1" });
      const wanted = "                     ^!           ";
      const expected = "                   ---A---------";
      const closed = "                     -------------";
      const identify: Identify = (connection) => (connection === lines["1"] ? slow$ : of("tab 1"));
      cold(breaks).subscribe(() => lines["1"].break());
      expectObservable(connections$.pipe(sessions({ env, identify }), named())).toBe(expected);
      expectObservable(lines["3"].closed$).toBe(closed);
      expectSubscriptions(slow$.subscriptions).toBe(wanted);
    }),
  );

  it(
    "an earlier line that is identified later does not take the place of a newer one",
    marbles(({ scheduler, hot, cold, expectObservable }) => {
      const { lines } = tabs(scheduler);
      const env = testEnv(scheduler);
      // prettier-ignore
      const connections$ = hot<Connection>("1--2--3------", lines);
      const slow$ = cold("                  --------(i|)", { i: "tab 1" });
      const opened = "                      ---A---------";
      const told = "                        --------d----";
      const closed1 = "                     --------(c|) ";
      const closed2 = "                     ------(c|)   ";
      const identify: Identify = (connection) => (connection === lines["1"] ? slow$ : of("tab 1"));
      const d: SyncEvent = { type: "_DISCONNECT", data: "This session was opened somewhere else." };
      expectObservable(connections$.pipe(sessions({ env, identify }), named())).toBe(opened);
      expectObservable(lines["1"].sent$).toBe(told, { d });
      expectObservable(lines["1"].closed$.pipe(code)).toBe(closed1, { c: 1000 });
      expectObservable(lines["2"].closed$.pipe(code)).toBe(closed2, { c: 1000 });
      expectObservable(lines["3"].closed$).toBe("-");
    }),
  );

  it(
    "refuses a new session where there are too many, and not a line of one that there is",
    marbles(({ scheduler, hot, expectObservable }) => {
      const { lines, identify } = tabs(scheduler);
      const env = testEnv(scheduler);
      // prettier-ignore
      const connections$ = hot<Connection>("1---2---3---", lines);
      const expected = "                    A-----------";
      const refused = "                     ----(r|)    ";
      expectObservable(connections$.pipe(sessions({ env, identify, maxSessions: 1 }), named())).toBe(expected);
      expectObservable(lines["2"].closed$.pipe(code)).toBe(refused, { r: 1013 });
    }),
  );

  it(
    "sends everybody away with 1012 when it is unsubscribed: they come back in their own time",
    marbles(({ scheduler, hot, expectObservable }) => {
      const { lines, identify } = tabs(scheduler);
      const env = testEnv(scheduler);
      // prettier-ignore
      const connections$ = hot<Connection>("1-2--", lines);
      const unsub = "                       ----!";
      const closed = "                      ----(r|)";
      expectObservable(connections$.pipe(sessions({ env, identify }), named()), unsub).toBe("A-B");
      for (const line of [lines["1"], lines["2"]]) expectObservable(line.closed$.pipe(code)).toBe(closed, { r: 1012 });
    }),
  );
});
