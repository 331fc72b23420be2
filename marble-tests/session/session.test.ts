import { describe, expect, it } from "@jest/globals";
import { EMPTY, finalize, map, mergeMap, NEVER, of, skip, Subject, throwError } from "rxjs";
import {
  address,
  type ConnectionClosed,
  type ConnectionStatus,
  HandlerError,
  lineOf,
  type Pipeline,
  Session,
  type SyncEvent,
} from "ws-sync-rx";
import { marbles, TestConnection, testEnv, testSession } from "ws-sync-rx/testing";

const event = (type: string, data: unknown = 0): SyncEvent => ({ type, data });
const events = { a: event("a"), b: event("b"), c: event("c") };
const disconnect: SyncEvent = { type: "_DISCONNECT", data: "This session was opened somewhere else." };
const phase = map(({ phase, reason }: ConnectionStatus) => (reason === undefined ? phase : `${phase}: ${reason}`));
const code = map(({ code }: ConnectionClosed) => code);

describe("a session", () => {
  it(
    "is the same subscription from line to line",
    marbles(({ scheduler, hot, expectObservable }) => {
      const [one, two] = [new TestConnection(scheduler), new TestConnection(scheduler)];
      // prettier-ignore
      const lines$ = hot("  --1-----2-------", { 1: one, 2: two });
      const on1$ = hot("    ---a-b--#       ", events);
      const on2$ = hot("    ----------c-----", events);
      const expected = "    ---a-b----c-----";
      const session = testSession(EMPTY, lines$);
      on1$.subscribe({ next: (incoming) => one.receive(incoming), error: () => one.break() });
      on2$.subscribe((incoming) => two.receive(incoming));
      expectObservable(session).toBe(expected, events);
    }),
  );

  it(
    "tells how it stands: the present status first, also when it is over",
    marbles(({ scheduler, cold, expectObservable }) => {
      const session = new Session({ env: testEnv(scheduler) });
      // prettier-ignore
      const steps =     "--1--x--2---e-----";
      const status = "   c-l--o--m---(e|)  ";
      const connected = "n-y--n--y---(n|)  ";
      const late = "     ---------------^--";
      const seenLate = " ---------------(e|)";
      const ended = "    ---------------(u|)";
      let line: TestConnection | undefined;
      const taken = (step: string) => {
        if (step === "e") session.end("enough");
        if (step === "x") line?.break(1006, "cut");
        return step === "e" || step === "x" ? EMPTY : session.attach((line = new TestConnection(scheduler)));
      };
      cold(steps).pipe(mergeMap(taken)).subscribe();
      const closed =
        "offline: The connection closed with code 1006 (cut) after 3 ms. Reconnect with backoff() unless the code is terminal.";
      const values = { c: "connecting", l: "live", o: closed, m: "live", e: "ended: enough" };
      expectObservable(session.status$.pipe(phase)).toBe(status, values);
      expectObservable(session.status$.pipe(phase), late).toBe(seenLate, values);
      expectObservable(session.connected$).toBe(connected, { y: true, n: false });
      expectObservable(session.ended$, late).toBe(ended, { u: undefined });
    }),
  );

  it(
    "hears only one type with on, and forgets the type with its last listener",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const incoming$ = hot("-a-b-a---a-", events);
      const unsub = "         --------!--";
      const onA = "           -a---a-----";
      const again = "         ---------a-";
      const late = "          --------^--";
      const inherited = "     -----------";
      const session = testSession(incoming$);
      expectObservable(session.on("a"), unsub).toBe(onA, events);
      expectObservable(session.on("a"), late).toBe(again, events);
      expectObservable(session.on("constructor")).toBe(inherited);
    }),
  );

  it(
    "sends on its line, and puts on undelivered$ what it cannot",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      // prettier-ignore
      const lines$ = hot(" --1---x--", { 1: connection, x: null });
      const next = "       a---b---c";
      const sent = "       ----b----";
      const undelivered = "a-------c";
      const session = testSession(EMPTY, lines$);
      expectObservable(session.undelivered$).toBe(undelivered, events);
      cold(next, events).subscribe((outgoing) => session.next(outgoing));
      expectObservable(connection.sent$).toBe(sent, events);
    }),
  );

  it(
    "sends an addressed event to its line only, and to nobody once that has gone",
    marbles(({ scheduler, hot, expectObservable }) => {
      const [one, two] = [new TestConnection(scheduler), new TestConnection(scheduler)];
      // prettier-ignore
      const lines$ = hot(" 1-----2---", { 1: one, 2: two });
      const incoming$ = hot("--q--------", { q: event("q") });
      const answers = "    --a----b--";
      const sent1 = "      --a---D---";
      const sent2 = "      ----------";
      const undelivered = "-------b--";
      const session = testSession(incoming$, lines$);
      const answer$ = new Subject<string>();
      let asked: SyncEvent | undefined;
      session.subscribe((incoming) => {
        asked = incoming;
        answer$.next("a");
      });
      hot("-------b").subscribe(() => answer$.next("b"));
      answer$.subscribe((type) => {
        const line = asked === undefined ? undefined : lineOf(asked);
        if (line !== undefined) session.next(address(event(type), line));
      });
      expectObservable(answer$).toBe(answers);
      expectObservable(one.sent$).toBe(sent1, { a: event("a"), D: disconnect });
      expectObservable(two.sent$).toBe(sent2);
      expectObservable(session.undelivered$).toBe(undelivered, { b: event("b") });
    }),
  );

  it(
    "serves one event to all who listen before it looks at the next, and at what they send",
    marbles(({ flush }) => {
      const order: string[] = [];
      const connection = new TestConnection(testEnv().scheduler);
      const session = testSession(NEVER, of(connection));
      connection.sent$.subscribe(({ type }) => order.push(`sent ${type}`));
      session.on("a").subscribe(() => {
        order.push("first hears a");
        session.next(event("answer"));
        connection.receive(event("b"));
        order.push("first is done with a");
      });
      session.on("a").subscribe(() => order.push("second hears a"));
      session.on("b").subscribe(() => order.push("b"));
      connection.receive(event("a"));
      flush();
      expect(order).toEqual(["first hears a", "first is done with a", "second hears a", "sent answer", "b"]);
    }),
  );

  it(
    "reports an event that cannot be encoded, and refused frames, and goes on",
    marbles(({ scheduler, cold, expectObservable }) => {
      const connection = new TestConnection(scheduler);
      // prettier-ignore
      const steps = "  --n--f--a--";
      const errors = " --N--F-----";
      const heard = "  --------a--";
      const session = testSession(EMPTY, of(connection));
      cold(steps).subscribe((step) => {
        if (step === "n") session.next(event("n", 1n));
        else if (step === "f") connection.receiveFrame("{");
        else connection.receive(event("a"));
      });
      expectObservable(
        session.errors$.pipe(map(({ name, message }) => `${name} ${message.slice(0, 21).trimEnd()}`)),
      ).toBe(errors, {
        N: "HandlerError encoding failed while",
        F: "FrameError The frame was refused",
      });
      expectObservable(session).toBe(heard, events);
    }),
  );

  it(
    "replaces an older line: it gets _DISCONNECT and 1000, and is heard no more",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const [one, two] = [new TestConnection(scheduler), new TestConnection(scheduler)];
      // prettier-ignore
      const lines$ = hot("1--2------", { 1: one, 2: two });
      const late = "      -----a----";
      const sent1 = "     ---D------";
      const closed1 = "   ---(c|)---";
      const heard = "     ------b---";
      const session = testSession(hot("------b---", events), lines$);
      cold(late).subscribe(() => one.receive(event("a")));
      expectObservable(one.sent$).toBe(sent1, { D: disconnect });
      expectObservable(one.closed$.pipe(code)).toBe(closed1, { c: 1000 });
      expectObservable(session).toBe(heard, events);
      expectObservable(two.closed$).toBe("----------");
    }),
  );

  it(
    "ends: lines are closed with 1000, its streams complete, and it takes no more lines",
    marbles(({ scheduler, cold, expectObservable }) => {
      const [one, two] = [new TestConnection(scheduler), new TestConnection(scheduler)];
      // prettier-ignore
      const end = "    --e-------";
      const over = "   --|-------";
      const closed = " --(c|)----";
      const later = "  ----l-----";
      const refused = "----(r|)--";
      const session = testSession(EMPTY, of(one));
      cold(end).subscribe(() => {
        session.complete();
        session.end("twice");
      });
      cold(later)
        .pipe(mergeMap(() => session.attach(two)))
        .subscribe();
      expectObservable(session).toBe(over);
      expectObservable(session.on("a")).toBe(over);
      expectObservable(session.on("a"), "----^").toBe("----|");
      expectObservable(session.errors$).toBe(over);
      expectObservable(session.undelivered$).toBe(over);
      expectObservable(session.line$.pipe(skip(1))).toBe(over);
      expectObservable(session.run(() => NEVER)).toBe(over);
      expectObservable(one.closed$.pipe(code)).toBe(closed, { c: 1000 });
      expectObservable(two.closed$.pipe(code)).toBe(refused, { r: 4514 });
    }),
  );

  it("as an observer, reports an error before it ends", () => {
    const session = testSession();
    const seen: string[] = [];
    session.errors$.subscribe(({ message }) => seen.push(message));
    session.error("broken");
    expect(seen).toEqual(["broken"]);
    expect(session.status).toEqual({ phase: "ended", reason: "The session has ended." });
  });
});

describe("run", () => {
  it(
    "sends what its pipelines emit; one that fails is reported and over, the others go on",
    marbles(({ scheduler, cold, expectObservable, expectSubscriptions }) => {
      const connection = new TestConnection(scheduler);
      // prettier-ignore
      const good$ = cold("-a----a--", events);
      const bad$ = cold(" ---b#", events);
      const sent = "      -a-b--a--";
      const errors = "    E---F----";
      const unsub = "     --------!";
      const goodSubs = "  ^-------!";
      const badSubs = "   ^---!----";
      const session = testSession(NEVER, of(connection));
      const named: Pipeline = () => bad$;
      const throws = (): never => {
        throw new Error("at once");
      };
      expectObservable(session.errors$).toBe(errors, {
        E: new HandlerError("a pipeline", "throws", new Error("at once")),
        F: new HandlerError("a pipeline", "named", "error"),
      });
      expectObservable(
        session.run(() => good$, named, throws),
        unsub,
      ).toBe("-");
      expectObservable(connection.sent$).toBe(sent, events);
      expectSubscriptions(good$.subscriptions).toBe(goodSubs);
      expectSubscriptions(bad$.subscriptions).toBe(badSubs);
    }),
  );

  it(
    "stops its pipelines when the session ends, and starts none after that",
    marbles(({ cold, expectObservable, flush }) => {
      const session = testSession();
      let started = 0;
      let stopped = 0;
      const pipeline: Pipeline = () => {
        started += 1;
        return NEVER.pipe(finalize(() => (stopped += 1)));
      };
      // prettier-ignore
      const end = "  --e--";
      const over = " --|  ";
      const late = " ---^ ";
      cold(end).subscribe(() => session.complete());
      expectObservable(session.run(pipeline)).toBe(over);
      expectObservable(session.run(pipeline), late).toBe("   ---|");
      flush();
      expect([started, stopped]).toEqual([1, 1]);
    }),
  );

  it("names a pipeline without a name", () => {
    const session = testSession();
    const seen: Error[] = [];
    session.errors$.subscribe((error) => seen.push(error));
    session.run(...[() => throwError(() => new Error("x"))]).subscribe();
    expect(seen).toEqual([new HandlerError("a pipeline", "a pipeline", new Error("x"))]);
  });
});

describe("attach with a greeting", () => {
  it(
    "sends nothing but answers until the other end has spoken; the answers first",
    marbles(({ scheduler, cold, hot, expectObservable }) => {
      const session = new Session({ env: testEnv(scheduler) });
      const connection = new TestConnection(scheduler);
      // prettier-ignore
      const early = "  -e---------";
      const asked = "  -----q-----";
      const sent = "   -----(ae)--";
      const status = " c----l-----";
      session.attach(connection, { greeting: 1_000 }).subscribe();
      session
        .run(() =>
          session.on("q").pipe(
            map((incoming) => {
              const line = lineOf(incoming);
              return line === undefined ? event("a") : address(event("a"), line);
            }),
          ),
        )
        .subscribe();
      cold(early).subscribe(() => session.next(event("e")));
      hot(asked).subscribe(() => connection.receive(event("q")));
      expectObservable(connection.sent$).toBe(sent, { a: event("a"), e: event("e") });
      expectObservable(session.status$.pipe(phase)).toBe(status, { c: "connecting", l: "live" });
    }),
  );

  it(
    "speaks by itself when the other end says nothing",
    marbles(({ scheduler, cold, expectObservable }) => {
      const session = new Session({ env: testEnv(scheduler) });
      const connection = new TestConnection(scheduler);
      // prettier-ignore
      const early = "  -e------ 1s --";
      const sent = "   ------- 993ms e";
      session.attach(connection, { greeting: 1_000 }).subscribe();
      cold(early).subscribe(() => session.next(event("e")));
      expectObservable(connection.sent$).toBe(sent, { e: event("e") });
    }),
  );

  it(
    "completes with its line, and closes it when it is unsubscribed",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const session = testSession(NEVER, EMPTY);
      const [one, two] = [new TestConnection(scheduler), new TestConnection(scheduler)];
      // prettier-ignore
      const broken = "--x--";
      const over = "  --|--";
      const unsub = " ---!-";
      const closed = "---(c|)";
      cold(broken).subscribe(() => one.break());
      expectObservable(session.attach(one)).toBe(over);
      const other = testSession(NEVER, EMPTY);
      expectObservable(other.attach(two), unsub).toBe("-----");
      expectObservable(two.closed$.pipe(code)).toBe(closed, { c: 1000 });
      flush();
      expect(other.status.phase).toBe("offline");
    }),
  );
});

describe("line$", () => {
  it(
    "is the lines there are, then every new one",
    marbles(({ hot, expectObservable }) => {
      // prettier-ignore
      const lines$ = hot("1---2---", { 1: 1, 2: 2 });
      const late = "      --^-----";
      const expected = "  --o-n---";
      const session = testSession(NEVER, lines$);
      let count = 0;
      const numbered = map(() => ["o", "n"][count++]);
      expectObservable(session.line$.pipe(numbered), late).toBe(expected);
    }),
  );
});
