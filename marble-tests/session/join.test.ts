import { describe, it } from "@jest/globals";
import { concat, map, NEVER, of } from "rxjs";
import {
  type Connection,
  type ConnectionClosed,
  type ConnectionStatus,
  pair,
  Session,
  type SyncEvent,
} from "ws-sync-rx";
import { join } from "ws-sync-rx/client";
import { marbles, TestConnection, testEnv } from "ws-sync-rx/testing";
import { serverHelloEvent } from "../../src/protocol/hello.ts";

const goodbye: SyncEvent = { type: "_DISCONNECT", data: "enough" };
const status = map(({ phase, reason }: ConnectionStatus) => (reason === undefined ? phase : `${phase}: ${reason}`));
const code = map(({ code }: ConnectionClosed) => code);

describe("join", () => {
  it(
    "attaches connections one after the other until _DISCONNECT",
    marbles(({ scheduler, cold, hot, expectObservable, expectSubscriptions }) => {
      const session = new Session({ env: testEnv(scheduler) });
      const lines = { 1: new TestConnection(scheduler), 2: new TestConnection(scheduler) };
      // prettier-ignore
      const connections$ = hot<Connection>("--1----2-------", lines);
      const disconnect = "      ------------d--";
      const joined = "          ------------|  ";
      const subs = "            ^-----------!  ";
      const closed = "          ------------(c|)";
      const statuses = "        c--l--------(oe)";
      cold(disconnect).subscribe(() => lines[2].receive(goodbye));
      expectObservable(session.status$.pipe(status)).toBe(statuses, {
        c: "connecting",
        l: "live",
        o: "offline",
        e: "ended: enough",
      });
      expectObservable(connections$.pipe(join(session, { greeting: 1 }))).toBe(joined);
      expectObservable(lines[2].closed$.pipe(code)).toBe(closed, { c: 1000 });
      expectSubscriptions(connections$.subscriptions).toBe(subs);
    }),
  );

  it(
    "gives a reason of its own when the server gives none",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const session = new Session({ env: testEnv(scheduler) });
      const line = new TestConnection(scheduler);
      // prettier-ignore
      const connections$ = hot<Connection>("1----", { 1: line });
      const statuses = "        c--(oe)";
      cold("---d").subscribe(() => line.receive({ type: "_DISCONNECT", data: null }));
      connections$.pipe(join(session, { greeting: 50 })).subscribe();
      expectObservable(session.status$.pipe(status)).toBe(statuses, {
        c: "connecting",
        o: "offline",
        e: "ended: The server ended the session.",
      });
    }),
  );

  it(
    "errors with what ended the reconnecting",
    marbles(({ scheduler, cold, expectObservable }) => {
      const session = new Session({ env: testEnv(scheduler) });
      // prettier-ignore
      const connections$ = cold<Connection>("---#", undefined, new Error("no server"));
      const joined = "           ---#";
      const statuses = "         c--e";
      expectObservable(connections$.pipe(join(session))).toBe(joined, undefined, new Error("no server"));
      expectObservable(session.status$.pipe(status)).toBe(statuses, { c: "connecting", e: "ended: no server" });
    }),
  );

  it(
    "closes its line when it is unsubscribed; subscribing again is asking again",
    marbles(({ scheduler, cold, expectObservable, expectSubscriptions }) => {
      const session = new Session({ env: testEnv(scheduler) });
      // prettier-ignore
      const dialled$ = cold("    -1----");
      const first = "            ^--!------";
      const second = "           -----^---!";
      const subs = ["            ^--!------", "-----^---!"];
      const statuses = "         c--o-c---o";
      const values = { c: "connecting", o: "offline" };
      const joined$ = dialled$.pipe(
        map((): Connection => new TestConnection(scheduler)),
        join(session, { greeting: 50 }),
      );
      expectObservable(session.status$.pipe(status)).toBe(statuses, values);
      expectObservable(joined$, first).toBe("-");
      expectObservable(joined$, second).toBe("-");
      expectSubscriptions(dialled$.subscriptions).toBe(subs);
    }),
  );

  it(
    "ends when the session does, and when the session is joined anew",
    marbles(({ scheduler, cold, expectObservable }) => {
      const session = new Session({ env: testEnv(scheduler) });
      const lines = { 1: new TestConnection(scheduler), 2: new TestConnection(scheduler) };
      // prettier-ignore
      const older$ = cold<Connection>("-1-----", lines);
      const newer$ = cold<Connection>("-2-----", lines);
      const later = "      ---^---";
      const end = "        ------e";
      const olderEnds = "  ---|   ";
      const newerEnds = "  ------|";
      const closed1 = "    ---(c|)";
      const closed2 = "    ------(c|)";
      expectObservable(older$.pipe(join(session))).toBe(olderEnds);
      expectObservable(newer$.pipe(join(session)), later).toBe(newerEnds);
      expectObservable(lines[1].closed$.pipe(code)).toBe(closed1, { c: 1000 });
      expectObservable(lines[2].closed$.pipe(code)).toBe(closed2, { c: 1000 });
      cold(end).subscribe(() => session.complete());
    }),
  );

  it(
    "says its hello first: nothing is asked of a line while it waits for its ids",
    marbles(({ scheduler, cold, expectObservable }) => {
      const session = new Session({ env: testEnv(scheduler) });
      const release = session.introduction.hold();
      // a browser's line, which asks by an event
      const [server, client] = pair({ scheduler, version: 2, clientPings: false });
      // prettier-ignore
      const heard = "    --h-----";
      const seen = "     ----p---";
      const released = " ------r-";
      const sent = "     ------h-";
      const unsub = "    --------!";
      const probe$ = cold(seen);
      expectObservable(server.pipe(map(({ type }) => type.charAt(1).toLowerCase())), unsub).toBe(sent);
      cold(heard).subscribe(() => server.next(serverHelloEvent(server.limits)));
      cold(released).subscribe(release);
      const connections$ = concat(of(client), NEVER);
      expectObservable(connections$.pipe(join(session, { heartbeat: { probe$ } })), unsub).toBe("");
    }),
  );
});
