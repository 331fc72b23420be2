import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  BehaviorSubject,
  EMPTY,
  firstValueFrom,
  ignoreElements,
  merge,
  mergeMap,
  ReplaySubject,
  type Subscription,
  tap,
  VirtualTimeScheduler,
} from "rxjs";
import { actions, type Pipeline, sync } from "ws-sync-rx";
import { listen, type Session, sessions } from "ws-sync-rx/server";
import { testEnv } from "ws-sync-rx/testing";
import { RawPeer } from "./raw-peer.ts";

// PROTOCOL.md, "Handshake", "Connecting"; part A, section 4.2. The server's clock stands still unless a test moves it.

const ASK = '{"type":"_REQUEST_USER_SESSION"}';
const EMPTY_STATE = '{"type":"_SET:COUNT","data":0}';
const answer = (user: unknown, session: unknown): object => ({ type: "_USER_SESSION", data: { user, session } });

const counting: Pipeline = (session) => {
  const count$ = new BehaviorSubject(0);
  return merge(
    count$.pipe(sync(session, "COUNT", { alwaysDelta: true })),
    session.pipe(actions("COUNT", { INC: () => count$.next(count$.value + 1) })),
  );
};

describe("the handshake", () => {
  let running: Subscription;
  let url: string;
  let clock: VirtualTimeScheduler;
  let opened: Session[];
  let peers: RawPeer[];

  beforeEach(async () => {
    const address$ = new ReplaySubject<AddressInfo>(1);
    clock = new VirtualTimeScheduler();
    clock.maxFrames = 0;
    const env = testEnv(clock);
    opened = [];
    peers = [];
    running = listen({ port: 0, host: "127.0.0.1", listeningObserver: address$ })
      .pipe(
        sessions({ ttl: 60_000, env }),
        tap((session) => opened.push(session)),
        mergeMap((session) => merge(session.run(counting), session.errors$.pipe(ignoreElements()))),
      )
      .subscribe();
    url = `ws://127.0.0.1:${(await firstValueFrom(address$)).port}`;
  });
  afterEach(async () => {
    await Promise.all(peers.map((peer) => peer.cut()));
    running.unsubscribe();
  });

  const passes = (ms: number): void => {
    clock.maxFrames += ms;
    clock.flush();
    clock.frame = clock.maxFrames;
  };
  const asked = async (): Promise<RawPeer> => {
    const peer = await new RawPeer(url).open();
    peers.push(peer);
    expect(await peer.hears()).toEqual([ASK]);
    return peer;
  };
  const known = async (user: unknown, session: unknown): Promise<readonly [RawPeer, readonly string[]]> => {
    const peer = await asked();
    peer.sends(answer(user, session));
    return [peer, await peer.hears()];
  };

  it("4.2: the server asks first; the question has no data", async () => {
    await asked();
  });

  it("4.2: the answer has no acknowledgement: the next frames are the states of the session", async () => {
    const [, frames] = await known("u", "s");
    expect(frames).toEqual([EMPTY_STATE]);
  });

  it("4.2: extra members are ignored", async () => {
    const peer = await asked();
    peer.sends({ type: "_USER_SESSION", data: { user: "u", session: "s", more: 1 }, v: 1 });
    expect(await peer.hears()).toEqual([EMPTY_STATE]);
  });

  it("4.2: the same ids find the same session again, other ones another", async () => {
    const [peer] = await known("u", "s");
    peer.sends({ type: "_ACTION:COUNT", data: { type: "INC" } });
    await peer.hears();
    await peer.cut();
    expect((await known("u", "s"))[1]).toEqual(['{"type":"_SET:COUNT","data":1}']);
    expect((await known("u", "t"))[1]).toEqual([EMPTY_STATE]);
    expect((await known("v", "s"))[1]).toEqual([EMPTY_STATE]);
    expect(opened).toHaveLength(3);
  });

  it.each([
    ["another event", { type: "_GET:COUNT", data: {} }],
    ["an empty user", answer("", "s")],
    ["an empty session", answer("u", "")],
    ["a missing session", { type: "_USER_SESSION", data: { user: "u" } }],
    ["null for data", { type: "_USER_SESSION", data: null }],
    ["no data", { type: "_USER_SESSION" }],
    ["an id of 129 characters", answer("u".repeat(129), "s")],
    ["ids that are numbers (stricter: the original took them)", answer(1, 2)],
  ])("4.2: %s as the first event: close 1000 without a word, and no session is kept", async (_what, frame) => {
    const peer = await asked();
    peer.sends(frame);
    expect(await peer.next()).toBe("close 1000");
    expect(opened).toEqual([]);
  });

  it.each(["{", "null", "NaN"])("4.2: %j as the first frame is no event and ends nothing (kinder)", async (frame) => {
    const peer = await asked();
    peer.sends(frame, answer("u", "s"));
    expect(await peer.hears()).toEqual([EMPTY_STATE]);
  });

  it("4.2: the wait for the answer has an end: 4002 after 10 s (kinder: it had none)", async () => {
    const peer = await asked();
    passes(9_999);
    expect(await peer.hears()).toEqual([]);
    passes(1);
    expect(await peer.next()).toBe("close 4002");
  });

  it("4.1: frames that are sent early wait, and are served in order behind the answer", async () => {
    const peer = await asked();
    peer.sends(answer("u", "s"), { type: "_ACTION:COUNT", data: { type: "INC" } }, { type: "_GET:COUNT" });
    expect((await peer.hears()).at(-1)).toBe('{"type":"_SET:COUNT","data":1}');
  });

  it("4.2: a second answer is ignored", async () => {
    const [peer] = await known("u", "s");
    peer.sends(answer("u", "other"), { type: "_GET:COUNT" });
    expect(await peer.hears()).toEqual([EMPTY_STATE]);
    expect(opened).toHaveLength(1);
  });

  it("4.2, Q11: sessions that nobody comes back to end after their ttl, however many ids a client makes", async () => {
    for (const session of ["a", "b", "c"]) {
      const [peer] = await known("u", session);
      await peer.cut();
      await firstValueFrom(
        opened.at(-1)?.status$.pipe(mergeMap(({ phase }) => (phase === "offline" ? [phase] : EMPTY))) ?? EMPTY,
      );
    }
    passes(59_999);
    expect(opened.map(({ status }) => status.phase)).toEqual(["offline", "offline", "offline"]);
    passes(1);
    expect(opened.map(({ status }) => status.phase)).toEqual(["ended", "ended", "ended"]);
    expect((await known("u", "a"))[1]).toEqual([EMPTY_STATE]);
    expect(opened).toHaveLength(4);
  });
});
