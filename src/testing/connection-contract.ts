import { firstValueFrom, take, toArray } from "rxjs";
import type { Connection } from "../connection/connection.ts";
import { ConnectionClosed } from "../protocol/errors.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { same } from "./same.ts";

/** Both ends of one open line. */
export interface ContractEnds {
  readonly server: Connection;
  readonly client: Connection;
  /** whether the client's platform can ping */
  readonly clientPings: boolean;
  /** Sends a text as a frame from the client, past the codec. */
  readonly sendRaw?: (frame: string) => void;
}

/** One thing that every transport has to do. */
export interface ContractCase {
  readonly name: string;
  /** rejects when the transport does not do it */
  readonly run: () => Promise<void>;
}

/**
 * What a connection promises, whatever carries it: `for (const { name, run } of connectionContract(open)) it(name, run)`.
 *
 * @param open opens a new line for each case
 */
export function connectionContract(open: () => Promise<ContractEnds>): readonly ContractCase[] {
  const both = async (run: (from: Connection, to: Connection) => Promise<void>): Promise<void> => {
    const one = await open();
    await run(one.server, one.client);
    const other = await open();
    await run(other.client, other.server);
  };
  return [
    {
      name: "delivers events in order, each way",
      run: () =>
        both(async (from, to) => {
          const sent = Array.from({ length: 100 }, (_, index) => ({
            type: "_ACTION:K",
            data: { type: "count", index },
          }));
          const received = next(to, sent.length);
          for (const event of sent) from.next(event);
          expectSame(await received, sent);
        }),
    },
    {
      name: "keeps every text as it is",
      run: () =>
        both(async (from, to) => {
          const event = {
            type: "_SET:a/b:c",
            data: { text: "héllo ✓ 😀 \u2028 \u0000 \ud800", "": [null, -1.5e-9, true] },
          };
          const received = next(to, 1);
          from.next(event);
          expectSame(await received, [event]);
        }),
    },
    {
      name: "carries bytes beside the data of their event",
      run: () =>
        both(async (from, to) => {
          const event = { type: "_ACTION:K", data: { type: "upload", data: "mine" }, bytes: Uint8Array.of(0, 255, 7) };
          const received = next(to, 2);
          from.next(event);
          from.next({ ...event, bytes: new Uint8Array() });
          const [first, second] = await received;
          expectSame({ data: first?.data, bytes: [...(first?.bytes ?? [])] }, { data: event.data, bytes: [0, 255, 7] });
          expectSame(second?.bytes?.byteLength, 0);
        }),
    },
    {
      name: "holds what comes before anybody listens",
      run: () =>
        both(async (from, to) => {
          const first = firstValueFrom(to.activity$);
          from.next({ type: "early", data: 1 });
          await first;
          expectSame(await next(to, 1), [{ type: "early", data: 1 }]);
        }),
    },
    {
      name: "completes at the end that closed, errors with ConnectionClosed at the other, within a bounded time",
      run: () =>
        both(async (from, to) => {
          const there = outcome(to);
          const here = outcome(from);
          from.complete();
          expectSame(await here, "complete");
          const error = await there;
          expectSame(error instanceof ConnectionClosed && error.code, 1000);
          expectSame(from.open || to.open, false);
          await Promise.all([firstValueFrom(from.closed$), firstValueFrom(to.closed$)]);
        }),
    },
    {
      name: "closes with code and reason",
      run: async () => {
        const { server, client } = await open();
        const there = outcome(client);
        server.close(4514, "the session has ended");
        const error = await there;
        expectSame(error instanceof ConnectionClosed && [error.code, error.reason], [4514, "the session has ended"]);
      },
    },
    {
      name: "cuts at once, and the other end hears of it",
      run: async () => {
        const { server, client } = await open();
        const [here, there] = [outcome(server), outcome(client)];
        server.cut(1006, "");
        expectSame((await here) instanceof ConnectionClosed, true);
        expectSame((await there) instanceof ConnectionClosed, true);
      },
    },
    {
      name: "sends nothing after the end, and does not throw",
      run: () =>
        both(async (from, to) => {
          const there = outcome(to);
          from.complete();
          from.next({ type: "late" });
          from.complete();
          from.cut(1006, "");
          expectSame((await there) instanceof ConnectionClosed, true);
        }),
    },
    {
      name: "answers a round trip behind what was sent before",
      run: async () => {
        const { server, client, clientPings } = await open();
        const received = next(client, 1);
        server.next({ type: "before", data: null });
        await firstValueFrom(server.roundTrip$);
        expectSame(await received, [{ type: "before", data: null }]);
        if (clientPings) await firstValueFrom(client.roundTrip$);
      },
    },
    {
      name: "was opened for the same version at both ends",
      run: async () => {
        const { server, client } = await open();
        expectSame(server.version, client.version);
        expectSame([server.extended, client.extended], [false, false]);
      },
    },
    {
      name: "gives what was put back to the next who listens, before what came behind it",
      run: () =>
        both(async (from, to) => {
          const sent = ["hello", "a", "b"].map((type) => ({ type, data: null }));
          for (const event of sent) from.next(event);
          to.putBack(await firstValueFrom(to));
          expectSame(await next(to, 3), sent);
        }),
    },
    {
      name: "passes _PING, _PONG and _DRAIN on like any event before both ends have said hello",
      run: () =>
        both(async (from, to) => {
          const sent = ["_PING", "_PONG", "_DRAIN", "last"].map((type) => ({ type, data: { n: 1 } }));
          const received = next(to, sent.length);
          for (const event of sent) from.next(event);
          expectSame(await received, sent);
        }),
    },
    {
      name: "answers _PING by itself once both ends have said hello, behind what came before, and passes neither on",
      run: () =>
        both(async (from, to) => {
          from.extend();
          to.extend();
          const received = next(to, 2);
          const heard: SyncEvent[] = [];
          const hearing = from.subscribe((event) => heard.push(event));
          from.next({ type: "before", data: null });
          await firstValueFrom(from.roundTrip$);
          from.next({ type: "_PING", data: { n: 9 } });
          const answered = firstValueFrom(from.activity$);
          from.next({ type: "behind", data: null });
          expectSame(await received, [
            { type: "before", data: null },
            { type: "behind", data: null },
          ]);
          await answered;
          hearing.unsubscribe();
          expectSame(heard, []);
        }),
    },
    {
      name: "tells the window of a _DRAIN with the end of the line",
      run: async () => {
        const { server, client } = await open();
        client.extend();
        const there = outcome(client);
        server.next({ type: "_DRAIN", data: { windowMs: 3_000 } });
        server.close(1012, "");
        const error = await there;
        expectSame(error instanceof ConnectionClosed && [error.code, error.returnWithin], [1012, 3_000]);
      },
    },
    {
      name: "says when a buffer that was full has drained",
      run: () =>
        both(async (from, to) => {
          const frames = 200;
          const received = next(to, frames);
          const event = { type: "large", data: "x".repeat(60_000) };
          for (let count = 0; count < frames; count += 1) from.next(event);
          // a transport that has no buffer, or whose network took everything, has nothing to say
          if (from.buffered >= 262_144) {
            await firstValueFrom(from.drained$);
            expectSame(from.buffered <= 65_536, true);
          }
          await received;
        }),
    },
    {
      name: "reports a frame that is no event and stays",
      run: async () => {
        const { server, client, sendRaw } = await open();
        if (sendRaw === undefined) return;
        const refused = firstValueFrom(server.errors$.pipe(take(1)));
        const received = next(server, 1);
        sendRaw("{");
        client.next({ type: "after", data: 1 });
        expectSame((await refused).code, "BAD_JSON");
        expectSame(await received, [{ type: "after", data: 1 }]);
      },
    },
  ];
}

function next(connection: Connection, count: number): Promise<readonly SyncEvent[]> {
  return firstValueFrom(connection.pipe(take(count), toArray()));
}

function outcome(connection: Connection): Promise<unknown> {
  return new Promise((resolve) => {
    connection.subscribe({
      error: resolve,
      complete: () => {
        resolve("complete");
      },
    });
  });
}

function expectSame(actual: unknown, expected: unknown): void {
  if (!same(actual, expected)) throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}
