import { describe, it } from "@jest/globals";
import { map, mergeMap, Subject } from "rxjs";
import { type ConnectionClosed, type SyncEvent } from "ws-sync-rx";
import { marbles, TestConnection, testEnv } from "ws-sync-rx/testing";
import { greet } from "../../src/session/greet.ts";

const h: SyncEvent = { type: "_HELLO", data: { version: 2, client: "c", resume: [] } };
const hello = { version: 2, client: "c", resume: new Map() };
const server: SyncEvent = { type: "_HELLO", data: { version: 2, limits: { text: 65_536, binary: 1_048_576 } } };
const closed = map(({ code, reason }: ConnectionClosed) => `${code} ${reason}`);

describe("greet", () => {
  it(
    "sends nothing on a line that was opened for version 1, and waits for nothing",
    marbles(({ scheduler, expectObservable }) => {
      const line = new TestConnection(scheduler);
      expectObservable(line.sent$).toBe("-");
      expectObservable(greet(line, { env: testEnv(scheduler) })).toBe("(u|)", { u: undefined });
    }),
  );

  it(
    "sends its hello on a line that was opened for version 2, and emits that of the client; it leaves the line open",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = new TestConnection(scheduler, 2);
      // prettier-ignore
      const said = "    -----h----";
      const greeted = " -----(c|) ";
      const sent = "    s---------";
      cold(said).subscribe(() => line.receive(h));
      expectObservable(line.sent$).toBe(sent, { s: server });
      expectObservable(greet(line, { env: testEnv(scheduler) })).toBe(greeted, { c: hello });
      expectObservable(line.closed$).toBe("- 20s -");
    }),
  );

  it(
    "answers pings from the hello on: finding out whose line it is may take longer than the client's patience",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = new TestConnection(scheduler, 2);
      const p: SyncEvent = { type: "_PING", data: { n: 1 } };
      const a: SyncEvent = { type: "_PONG", data: { n: 1 } };
      // prettier-ignore
      const said = "    --h-p---";
      const sent = "    s---a---";
      cold(said, { h, p }).subscribe((event) => {
        line.receive(event);
      });
      expectObservable(line.sent$).toBe(sent, { s: server, a });
      expectObservable(greet(line, { env: testEnv(scheduler) })).toBe("--(c|)", { c: hello });
    }),
  );

  it(
    "anything else comes first: version 1, and what was said is the next to be heard",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = new TestConnection(scheduler, 2);
      const [a, b]: SyncEvent[] = [
        { type: "_GET:A", data: {} },
        { type: "_GET:B", data: {} },
      ];
      const heard$ = new Subject<SyncEvent>();
      // prettier-ignore
      const said = "    --ab----";
      const greeted = " --(u|)  ";
      const listen = "  -----l--";
      const heard = "   -----(ab)";
      cold(said, { a, b }).subscribe((event) => {
        if (event !== undefined) line.receive(event);
      });
      cold(listen)
        .pipe(mergeMap(() => line))
        .subscribe(heard$);
      expectObservable(greet(line, { env: testEnv(scheduler) })).toBe(greeted, { u: undefined });
      expectObservable(heard$).toBe(heard, { a, b });
    }),
  );

  it(
    "a client that says nothing for 10 s is closed with 4002",
    marbles(({ scheduler, expectObservable }) => {
      const line = new TestConnection(scheduler, 2);
      expectObservable(greet(line, { env: testEnv(scheduler) })).toBe("10s |");
      expectObservable(line.closed$.pipe(closed)).toBe("10s (c|)", { c: "4002 no hello came in time" });
    }),
  );

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["no version", { client: "c" }],
    ["an older version", { version: 1, client: "c" }],
    ["no client", { version: 2 }],
    ["a version that is no number", { version: "2", client: "c" }],
  ])("a hello with %s is none: closed with 4002", (_name, data) => {
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = new TestConnection(scheduler, 2);
      cold("--h").subscribe(() => line.receive({ type: "_HELLO", data }));
      expectObservable(greet(line, { env: testEnv(scheduler) })).toBe("--|");
      expectObservable(line.closed$.pipe(closed)).toBe("--(c|)", { c: "4002 the hello could not be read" });
    })();
  });

  it(
    "takes a client of a later version for one of its own",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = new TestConnection(scheduler, 2);
      cold("--h").subscribe(() => line.receive({ type: "_HELLO", data: { version: 7, client: "c", more: 1 } }));
      expectObservable(greet(line, { env: testEnv(scheduler) })).toBe("--(c|)", { c: { ...hello, version: 7 } });
    }),
  );

  it(
    "a line that breaks meanwhile ends it",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = new TestConnection(scheduler, 2);
      cold("--x").subscribe(() => {
        line.break();
      });
      expectObservable(greet(line, { env: testEnv(scheduler) })).toBe("--|");
    }),
  );
});
