import { describe, it } from "@jest/globals";
import { map, type Observable, of, Subject } from "rxjs";
import { type Connection, type ConnectionClosed, type ConnectionStatus, Session, type SyncEvent } from "ws-sync-rx";
import { join, userSession } from "ws-sync-rx/client";
import { marbles, type MarbleHelpers, TestConnection, testEnv } from "ws-sync-rx/testing";

const events: Record<string, SyncEvent> = {
  H: { type: "_HELLO", data: { version: 2, limits: { text: 100, binary: 100 } } },
  R: { type: "_READY", data: { memory: "m1", recovered: { A: "fresh" } } },
  S: { type: "_SET:A", data: 1, envelope: { e: "e1", v: 0 } },
  O: { type: "_SET:A", data: 1 },
  Q: { type: "_REQUEST_USER_SESSION" },
  x: { type: "mine", data: 1 },
};
const hello = (more: object = {}): SyncEvent => ({
  type: "_HELLO",
  data: { version: 2, client: "id-1", ...more, resume: [] },
});
const phase = map(({ phase }: ConnectionStatus) => phase[0] ?? "");
const closed = map(({ code }: ConnectionClosed) => String(code));

/** A client that joins lines whose servers are written in marbles: `1` the line is there, `b` it breaks. */
function joining({ scheduler, cold }: MarbleHelpers, lines: readonly TestConnection[], servers: readonly string[]) {
  const session = new Session({ env: testEnv(scheduler) });
  const lines$ = new Subject<Connection>();
  session.run(userSession(() => ({ user: "u", session: "s" }))).subscribe();
  lines$.pipe(join(session, { heartbeat: false })).subscribe();
  servers.forEach((said, index) => {
    const line = lines[index];
    if (line === undefined) return;
    const does: Record<string, () => void> = {
      1: () => {
        lines$.next(line);
      },
      b: () => {
        line.break();
      },
    };
    cold(said).subscribe((mark) => {
      const event = events[mark];
      if (event === undefined) does[mark]?.();
      else line.receive(event);
    });
  });
  return session;
}

const dial = (session: Session, dialled$: Observable<Connection>): void => {
  dialled$.pipe(join(session, { heartbeat: false })).subscribe();
};

describe("the negotiation of a client", () => {
  it(
    "answers the server's hello, and is live once it is ready; what was sent meanwhile goes out behind",
    marbles((helpers) => {
      const { scheduler, cold, expectObservable } = helpers;
      const line = new TestConnection(scheduler, 2);
      // prettier-ignore
      const server = " 1--H----S-R--";
      const sent = "   ---h------x--";
      const own = "    --x----------";
      const phases = " c--r------l--";
      const session = joining(helpers, [line], [server]);
      cold(own).subscribe(() => {
        session.next(events["x"] ?? { type: "" });
      });
      expectObservable(line.sent$).toBe(sent, { h: hello({ user: "u", session: "s" }), x: events["x"] });
      expectObservable(session.status$.pipe(phase)).toBe(phases);
      expectObservable(line.closed$).toBe("- 40s -");
    }),
  );

  it(
    "a server that begins with anything else is an original: nothing of version 2 is sent, the client is live behind its answer",
    marbles((helpers) => {
      const { scheduler, cold, expectObservable } = helpers;
      const [asking, speaking] = [new TestConnection(scheduler, 2), new TestConnection(scheduler, 2)];
      // prettier-ignore
      const first = "  1--Q----b------";
      const second = " ----------1--O-";
      const sent1 = "  ---(ux)--------";
      const own = "    --x--------x---";
      const sent2 = "  -------------x-";
      const phases = " c--l----o----l-";
      const session = joining(helpers, [asking, speaking], [first, second]);
      cold(own).subscribe(() => {
        session.next(events["x"] ?? { type: "" });
      });
      const u = { type: "_USER_SESSION", data: { user: "u", session: "s" } };
      expectObservable(asking.sent$).toBe(sent1, { u, x: events["x"] });
      expectObservable(speaking.sent$).toBe(sent2, { x: events["x"] });
      expectObservable(session.status$.pipe(phase)).toBe(phases);
    }),
  );

  it(
    "a hello that is not the first event is an event like any other",
    marbles((helpers) => {
      const { scheduler, expectObservable } = helpers;
      const line = new TestConnection(scheduler, 2);
      const session = joining(helpers, [line], ["1--O-H-R-"]);
      expectObservable(line.sent$).toBe("---------");
      expectObservable(session.status$.pipe(phase)).toBe("c--l-----");
      expectObservable(session.on("_HELLO").pipe(map(() => "H"))).toBe("-----H---");
    }),
  );

  it(
    "a hello on a line that did not offer version 2 is not answered",
    marbles((helpers) => {
      const { scheduler, expectObservable } = helpers;
      const line = new TestConnection(scheduler, 1);
      const session = joining(helpers, [line], ["1--H-----"]);
      expectObservable(line.sent$).toBe("---------");
      expectObservable(session.status$.pipe(phase)).toBe("c--l-----");
    }),
  );

  it(
    "says hello at once to a server that it has met, with the memory that the last one named",
    marbles((helpers) => {
      const { scheduler, expectObservable } = helpers;
      const [one, two] = [new TestConnection(scheduler, 2), new TestConnection(scheduler, 2)];
      // prettier-ignore
      const first = "  1--H-R--b------";
      const second = " ----------1H-R-";
      const sent2 = "  ----------h----";
      const phases = " c--r-l--o--r-l-";
      const session = joining(helpers, [one, two], [first, second]);
      expectObservable(two.sent$).toBe(sent2, { h: hello({ user: "u", session: "s", memory: "m1" }) });
      expectObservable(session.status$.pipe(phase)).toBe(phases);
    }),
  );

  it(
    "a server that was said hello to and is another now: the line is given up with 4002, and the next one begins anew",
    marbles((helpers) => {
      const { scheduler, expectObservable } = helpers;
      const lines = [1, 2, 3].map(() => new TestConnection(scheduler, 2));
      // prettier-ignore
      const first = "  1--H-R--b-----------";
      const second = " ----------1-Q-------";
      const third = "  --------------1--Q--";
      const sent2 = "  ----------h-u-------";
      const sent3 = "  -----------------u--";
      const closed2 = "------------(c|)----";
      const session = joining(helpers, lines, [first, second, third]);
      const u = { type: "_USER_SESSION", data: { user: "u", session: "s" } };
      expectObservable(lines[1]?.sent$ ?? of()).toBe(sent2, { h: hello({ user: "u", session: "s", memory: "m1" }), u });
      expectObservable(lines[1]?.closed$.pipe(closed) ?? of()).toBe(closed2, { c: "4002" });
      expectObservable(lines[2]?.sent$ ?? of()).toBe(sent3, { u });
      expectObservable(session.status$.pipe(phase)).toBe("c--r-l--o---o----l--");
    }),
  );

  it(
    "a line that dies before a word of a server that was met: the next one waits for its hello",
    marbles((helpers) => {
      const { scheduler, expectObservable } = helpers;
      const lines = [1, 2, 3].map(() => new TestConnection(scheduler, 2));
      // prettier-ignore
      const first = "  1--H-R--b-----------";
      const second = " ----------1-b-------";
      const third = "  --------------1--H-R";
      const sent3 = "  -----------------h--";
      const session = joining(helpers, lines, [first, second, third]);
      expectObservable(lines[2]?.sent$ ?? of()).toBe(sent3, { h: hello({ user: "u", session: "s", memory: "m1" }) });
      expectObservable(session.status$.pipe(phase)).toBe("c--r-l--o---o----r-l");
    }),
  );

  it(
    "a server that said hello may take as long as it likes to get ready: what it sends may be large, and the heartbeat watches the line",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = new TestConnection(scheduler, 2);
      const session = new Session({ env: testEnv(scheduler) });
      dial(session, cold("1", { 1: line }));
      cold("---H").subscribe(() => line.receive(events["H"] ?? { type: "" }));
      expectObservable(session.status$.pipe(phase)).toBe("c--r 60s -");
      expectObservable(line.closed$.pipe(closed)).toBe("-- 60s -");
    }),
  );

  it(
    "a server that says nothing is taken for an original after a second, and given up after 10 s if it does not answer what was asked",
    marbles(({ scheduler, cold, expectObservable }) => {
      const [silent, asked] = [new TestConnection(scheduler, 2), new TestConnection(scheduler, 2)];
      const [one, two] = [new Session({ env: testEnv(scheduler) }), new Session({ env: testEnv(scheduler) })];
      dial(one, cold("1", { 1: silent }));
      dial(two, cold("1", { 1: asked }));
      cold("-x").subscribe(() => {
        two.next(events["x"] ?? { type: "" });
      });
      expectObservable(one.status$.pipe(phase)).toBe("c 999ms l 40s -");
      expectObservable(two.status$.pipe(phase)).toBe("c 999ms l 8999ms o");
      expectObservable(asked.sent$).toBe("- 999ms x", events);
      expectObservable(silent.closed$).toBe("- 40s -");
      expectObservable(asked.closed$.pipe(closed)).toBe("10s (c|)", { c: "4002" });
    }),
  );

  it(
    "a request waits until a server that was asked for version 2 has said something: it could be of either, or not there",
    marbles((helpers) => {
      const { scheduler, cold, expectObservable } = helpers;
      const lines = [1, 2].map(() => new TestConnection(scheduler, 2));
      // prettier-ignore
      const original = " 1 1499ms O  ";
      const asked = "    1200ms a  ";
      const sent = "     1500ms x  ";
      const dead = "     1          ";
      const givenUp = "  10s (c|)   ";
      const ask = { name: "x", event: () => events["x"], settled: () => undefined };
      const sessions = lines.map((line, index) => joining(helpers, [line], [index === 0 ? original : dead]));
      cold(asked).subscribe(() => sessions.forEach((session) => session.submit(ask)));
      expectObservable(lines[0]?.sent$ ?? of()).toBe(sent, events);
      expectObservable(lines[1]?.sent$ ?? of()).toBe("- 20s -");
      expectObservable(lines[0]?.closed$ ?? of()).toBe("- 20s -");
      expectObservable(lines[1]?.closed$.pipe(closed) ?? of()).toBe(givenUp, { c: "4002" });
    }),
  );

  it(
    "a hello that comes after this end has spoken: the line is given up, and the next one begins with a hello",
    marbles((helpers) => {
      const { scheduler, expectObservable } = helpers;
      const lines = [1, 2].map(() => new TestConnection(scheduler, 2));
      // prettier-ignore
      const first = "  1 1499ms H-------";
      const closed1 = "1500ms (c|)      ";
      const second = " 1503ms 1---H-R   ";
      const sent2 = "  1503ms h         ";
      const session = joining(helpers, lines, [first, second]);
      expectObservable(lines[0]?.closed$.pipe(closed) ?? of()).toBe(closed1, { c: "4002" });
      expectObservable(lines[1]?.sent$ ?? of()).toBe(sent2, { h: hello({ user: "u", session: "s" }) });
      expectObservable(session.status$.pipe(phase)).toBe("c 999ms l 499ms o------r-l");
    }),
  );

  it(
    "a line that was opened for version 1 is asked at once, and may be silent for ever",
    marbles(({ scheduler, cold, expectObservable }) => {
      const line = new TestConnection(scheduler, 1);
      const session = new Session({ env: testEnv(scheduler) });
      dial(session, cold("1", { 1: line }));
      const asked = "1200ms a 15s b";
      const sent = " 1200ms x 15s x";
      cold(asked).subscribe(() => session.submit({ name: "x", event: () => events["x"], settled: () => undefined }));
      expectObservable(line.sent$).toBe(sent, events);
      expectObservable(line.closed$).toBe("- 40s -");
    }),
  );
});
