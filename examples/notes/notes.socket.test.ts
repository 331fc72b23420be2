import { on, once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  BehaviorSubject,
  filter,
  firstValueFrom,
  ignoreElements,
  merge,
  mergeMap,
  Subject,
  type Subscription,
  tap,
} from "rxjs";
import { listen, sessions } from "ws-sync-rx/server";
import { WebSocket } from "ws";
import type { Notes } from "./notes.ts";
import { notesPipelines } from "./notes-pipelines.ts";

const FIRST: Notes = {
  title: "Errands",
  notes: [
    { id: "n1", text: "milk" },
    { id: "n2", text: "bread" },
  ],
  totalLength: 9,
};

interface Frame {
  readonly type: string;
  readonly data?: unknown;
}

/** A client that knows nothing but WebSocket and JSON. */
class RawClient {
  readonly socket: WebSocket;
  readonly #frames: AsyncIterator<unknown[]>;

  constructor(port: number) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/`);
    this.#frames = on(this.socket, "message")[Symbol.asyncIterator]();
  }

  send(type: string, data: unknown): void {
    this.socket.send(JSON.stringify({ type, data }));
  }

  async next(): Promise<Frame> {
    const { value } = (await this.#frames.next()) as { readonly value: readonly [Buffer] };
    return JSON.parse(value[0].toString()) as Frame;
  }

  /** Says who it is, and returns the state it is given. */
  async handshake(user: string, session: string): Promise<Frame> {
    expect(await this.next()).toEqual({ type: "_REQUEST_USER_SESSION" });
    this.send("_USER_SESSION", { user, session });
    return this.next();
  }
}

describe("the Notes server, on a real socket", () => {
  let notes$: BehaviorSubject<Notes>;
  let running: Subscription;
  let port: number;
  let opened: number;
  let errors$: Subject<Error>;
  let clients: RawClient[];

  const client = (): RawClient => {
    const made = new RawClient(port);
    clients.push(made);
    return made;
  };
  const twoClients = async (): Promise<readonly [RawClient, RawClient]> => {
    const pair = [client(), client()] as const;
    await Promise.all([pair[0].handshake("ann", "tab 1"), pair[1].handshake("bob", "tab 1")]);
    return pair;
  };

  beforeEach(async () => {
    notes$ = new BehaviorSubject(FIRST);
    opened = 0;
    errors$ = new Subject();
    clients = [];
    const listening$ = new Subject<AddressInfo>();
    const address = firstValueFrom(listening$);
    const pipelines = notesPipelines(notes$);
    running = listen({ port: 0, host: "127.0.0.1", listeningObserver: listening$ })
      .pipe(
        sessions({ ttl: 60_000 }),
        mergeMap((session) => {
          opened += 1;
          return merge(session.run(...pipelines), session.errors$.pipe(tap(errors$), ignoreElements()));
        }),
      )
      .subscribe();
    ({ port } = await address);
  });

  afterEach(async () => {
    const closed = clients
      .filter(({ socket }) => socket.readyState !== WebSocket.CLOSED)
      .map(({ socket }) => once(socket, "close"));
    running.unsubscribe();
    await Promise.all(closed);
    expect(notes$.observed).toBe(false);
  });

  it("asks who is there, then sends the whole state", async () => {
    expect(await client().handshake("ann", "tab 1")).toEqual({ type: "_SET:NOTES", data: FIRST });
  });

  it("sends only the difference: to its writer what the server counted, to all others both", async () => {
    const [ann, bob] = await twoClients();
    ann.send("_PATCH:NOTES", [{ op: "replace", path: "/notes/1/text", value: "bread, two" }]);

    expect(await ann.next()).toEqual({
      type: "_PATCH:NOTES",
      data: [{ op: "replace", path: "/totalLength", value: 14 }],
    });
    const { type, data } = await bob.next();
    expect(type).toBe("_PATCH:NOTES");
    expect(data).toHaveLength(2);
    expect(data).toEqual(
      expect.arrayContaining([
        { op: "replace", path: "/notes/1/text", value: "bread, two" },
        { op: "replace", path: "/totalLength", value: 14 },
      ]),
    );
  });

  it("does not echo a write that it took as it was", async () => {
    const [ann, bob] = await twoClients();
    ann.send("_PATCH:NOTES", [{ op: "replace", path: "/title", value: "Shopping" }]);
    ann.send("_GET:NOTES", {});

    expect(await ann.next()).toEqual({ type: "_SET:NOTES", data: { ...FIRST, title: "Shopping" } });
    expect(await bob.next()).toEqual({
      type: "_PATCH:NOTES",
      data: [{ op: "replace", path: "/title", value: "Shopping" }],
    });
  });

  it("adds and removes for everybody", async () => {
    const [ann, bob] = await twoClients();
    ann.send("_ACTION:NOTES", { type: "add", text: "soap" });
    for (const { data } of [await ann.next(), await bob.next()]) {
      expect(data).toContainEqual({ op: "add", path: "/notes/2", value: { id: "n3", text: "soap" } });
    }
    bob.send("_ACTION:NOTES", { type: "remove", id: "n1" });
    for (const { data } of [await ann.next(), await bob.next()]) {
      expect(data).toContainEqual({ op: "remove", path: "/notes/0" });
    }
    expect(notes$.value).toEqual({
      title: "Errands",
      notes: [
        { id: "n2", text: "bread" },
        { id: "n3", text: "soap" },
      ],
      totalLength: 9,
    });
  });

  it.each([
    ["a patch of totalLength", "_PATCH:NOTES", [{ op: "replace", path: "/totalLength", value: 1_000 }]],
    ["a whole state with another totalLength", "_SET:NOTES", { ...FIRST, totalLength: 1_000 }],
    ["a note of its own making", "_PATCH:NOTES", [{ op: "add", path: "/notes/0", value: { id: "n1", text: "" } }]],
    ["another id", "_PATCH:NOTES", [{ op: "replace", path: "/notes/0/id", value: "n2" }]],
    ["a title that is too long", "_PATCH:NOTES", [{ op: "replace", path: "/title", value: "x".repeat(81) }]],
    ["a text that is no text", "_PATCH:NOTES", [{ op: "replace", path: "/notes/0/text", value: { length: 3 } }]],
  ])("refuses %s and corrects its writer", async (_what, type, data) => {
    const [ann, bob] = await twoClients();
    ann.send(type, data);
    expect(await ann.next()).toEqual({ type: "_SET:NOTES", data: FIRST });
    expect(notes$.value).toBe(FIRST);

    ann.send("_PATCH:NOTES", [{ op: "replace", path: "/title", value: "after" }]);
    expect(await bob.next()).toEqual({
      type: "_PATCH:NOTES",
      data: [{ op: "replace", path: "/title", value: "after" }],
    });
  });

  it("goes on after an action that fails, and says so on errors$", async () => {
    const ann = client();
    await ann.handshake("ann", "tab 1");
    const error = firstValueFrom(errors$);
    ann.send("_ACTION:NOTES", { type: "add", text: "x".repeat(501) });
    expect((await error).message).toContain("a note may have 500 at most, this would have 501");

    ann.send("_ACTION:NOTES", { type: "add", text: "short" });
    expect((await ann.next()).data).toContainEqual({ op: "add", path: "/notes/2", value: { id: "n4", text: "short" } });
  });

  it("writes while nobody is on the line, and says so to the one who comes back", async () => {
    const first = client();
    await first.handshake("ann", "tab 1");
    first.send("_ACTION:NOTES", { type: "addLater", seconds: 0.05 });
    first.socket.close();
    await firstValueFrom(notes$.pipe(filter((notes) => notes !== FIRST)));

    const again = await client().handshake("ann", "tab 1");
    expect((again.data as Notes).notes).toHaveLength(3);
    expect(opened).toBe(1);
  });
});
