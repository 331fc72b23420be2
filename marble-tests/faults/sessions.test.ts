import { describe, expect, it } from "@jest/globals";
import {
  asyncScheduler,
  defer,
  EMPTY,
  map,
  merge,
  mergeMap,
  NEVER,
  of,
  Subject,
  tap,
  throwError,
  VirtualTimeScheduler,
} from "rxjs";
import { CLIENT_FRAME_LIMITS, type Connection, type FrameErrorCode, pair, Session, setEvent, sync } from "ws-sync-rx";
import { backoff, join, userSession } from "ws-sync-rx/client";
import { isAllowedOrigin, sessions } from "ws-sync-rx/server";
import { expose, type SessionHooks } from "ws-sync-rx/decorators";
import { marbles, TestConnection, testEnv, testSession } from "ws-sync-rx/testing";

class Guests implements SessionHooks {
  here = 0;
  readonly _calls: string[] = [];
  onEnd(): void {
    this._calls.push("end");
  }
}

describe("sessions, and who may have one", () => {
  it(
    "fault 16: a session that nobody comes back to ends, and its objects are told",
    marbles(({ scheduler, cold, expectObservable, flush }) => {
      const env = testEnv(scheduler);
      const line = new TestConnection(scheduler);
      const guests = new Guests();
      const opened: Session[] = [];
      // prettier-ignore
      const lines$ = cold("1-----------", { 1: line });
      const breaks = "     --x---------";
      const ended = "      -------e----";
      const session$ = lines$.pipe(sessions({ ttl: 5, env, identify: () => of("a") }));
      cold(breaks).subscribe(() => line.break());
      const ended$ = session$.pipe(
        tap((session) => opened.push(session)),
        mergeMap((session) => merge(session.run(expose(guests, { key: "GUESTS" })), session.ended$)),
      );
      expectObservable(ended$.pipe(map(() => "e"))).toBe(ended);
      flush();
      expect(guests._calls).toEqual(["end"]);
      expect(opened[0]?.status.phase).toBe("ended");
    }),
  );

  it("fault 16: a key that is served anew is sent once per line, not once per service it ever had", () => {
    const line = new TestConnection(asyncScheduler);
    const sent: unknown[] = [];
    line.sent$.subscribe((event) => sent.push(event));
    const session = testSession(NEVER, EMPTY);
    session
      .run(() => of(1).pipe(sync(session, "KEY")))
      .subscribe()
      .unsubscribe();
    session.run(() => merge(of(2), NEVER).pipe(sync(session, "KEY"))).subscribe();
    session.attach(line).subscribe();
    expect(sent).toEqual([setEvent("KEY", 2)]);
  });

  it(
    "fault 17: who a client is may be decided by the server, and a client that never says who it is is not waited for",
    marbles(({ scheduler, hot, cold, expectObservable }) => {
      const env = testEnv(scheduler);
      const [ann, thief, silent] = [
        new TestConnection(scheduler),
        new TestConnection(scheduler),
        new TestConnection(scheduler),
      ];
      const tickets = new Map<Connection, string>([[ann, "ann"]]);
      const identify = (connection: Connection) => {
        const user = tickets.get(connection);
        if (user === undefined) connection.close(4501, "no ticket");
        return user === undefined ? EMPTY : of(user);
      };
      const theft = { type: "_USER_SESSION", data: { user: "ann", session: "ann" } };
      // prettier-ignore
      const lines$ = hot<Connection>("a-t----", { a: ann, t: thief });
      const claims = "    ---c---";
      const opened = "    a------";
      const closed = "    --(c|) ";
      cold(claims).subscribe(() => {
        thief.receive(theft);
      });
      expectObservable(
        lines$.pipe(
          sessions({ env, identify }),
          map(() => "a"),
        ),
      ).toBe(opened);
      expectObservable(thief.closed$.pipe(map(({ code }) => code))).toBe(closed, {
        c: 4501,
      });
      const late$ = cold<Connection>("s", { s: silent }).pipe(sessions({ env }));
      expectObservable(late$).toBe("-");
      expectObservable(silent.closed$.pipe(map(({ code }) => code))).toBe("10s (c|)", { c: 4002 });
    }),
  );

  it("fault 18: a page of another origin is kept out", () => {
    const headers = (origin: string) => ({ host: "app.example", origin });
    for (const origin of ["http://evil.example", "https://app.example.evil.example", "null", "http://app.example:81"])
      expect([origin, isAllowedOrigin(headers(origin), "same")]).toEqual([origin, false]);
    expect(isAllowedOrigin(headers("http://app.example"), "same")).toBe(true);
  });

  it.each<[FrameErrorCode, string | Uint8Array]>([
    ["TOO_LARGE", `{"type":"t","data":"${"x".repeat(CLIENT_FRAME_LIMITS.text)}"}`],
    ["TOO_LARGE", new Uint8Array(CLIENT_FRAME_LIMITS.binary + 1)],
    ["TOO_DEEP", `{"type":"t","data":${"[".repeat(40)}${"]".repeat(40)}}`],
    ["TOO_WIDE", `{"type":"t","data":[${"0,".repeat(10_001)}0]}`],
  ])("fault 18: a frame that is %s is refused, and the eleventh of a minute ends the line", (code, frame) => {
    const line = new TestConnection(asyncScheduler);
    const codes: string[] = [];
    const closed: number[] = [];
    line.errors$.subscribe((error) => codes.push(error.code));
    line.closed$.subscribe((end) => closed.push(end.code));
    for (let count = 0; count < 10; count += 1) line.receiveFrame(frame);
    expect([new Set(codes), codes.length, closed]).toEqual([new Set([code]), 10, []]);
    line.receiveFrame(frame);
    expect(closed).toEqual([1008]);
  });

  it("fault 30: a duplicated tab takes the session over once; the two do not throw each other out for ever", () => {
    const scheduler = new VirtualTimeScheduler();
    const env = testEnv(scheduler);
    const lines$ = new Subject<Connection>();
    const ids = { user: "ann", session: "copied with the tab" };
    lines$.pipe(sessions({ env })).subscribe();
    const tab = () => {
      const dialled: Connection[] = [];
      const session = new Session({ env });
      const line$ = defer(() => {
        const [atServer, atClient] = pair({ scheduler, latency: 5 });
        dialled.push(atClient);
        lines$.next(atServer);
        const broken$ = atClient.closed$.pipe(mergeMap((closed) => throwError(() => closed)));
        return merge(of(atClient), broken$);
      });
      session.run(userSession(() => ids)).subscribe();
      line$.pipe(backoff({ env }), join(session)).subscribe();
      return { session, dialled };
    };
    const passes = (ms: number): void => {
      scheduler.maxFrames = scheduler.frame + ms;
      scheduler.flush();
      scheduler.frame = scheduler.maxFrames;
    };
    const original = tab();
    passes(100);
    expect(original.session.status.phase).toBe("live");
    const copy = tab();
    passes(120_000);
    expect([original.dialled.length, copy.dialled.length]).toEqual([1, 1]);
    expect([original.session.status.phase, copy.session.status.phase]).toEqual(["ended", "live"]);
  });
});
