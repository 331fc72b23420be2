import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { SyncEvent } from "../../src/protocol/events.ts";
import {
  type ClientHello,
  clientHelloEvent,
  clientHelloOf,
  readyEvent,
  readyOf,
  serverHelloEvent,
  serverHelloOf,
} from "../../src/protocol/hello.ts";
import { CLIENT_FRAME_LIMITS, SERVER_FRAME_LIMITS } from "../../src/protocol/limits.ts";

const overTheWire = ({ type, data }: SyncEvent): SyncEvent => ({ type, data: JSON.parse(JSON.stringify(data)) });
const hello = (data: unknown): ClientHello | undefined => clientHelloOf({ type: "_HELLO", data });
const resumed = (resume: unknown): [string, unknown][] => [
  ...(hello({ version: 2, client: "c", resume })?.resume ?? []),
];

describe("the hello of a server", () => {
  it("says what it speaks and what a frame may cost", () => {
    const event = serverHelloEvent(CLIENT_FRAME_LIMITS);
    expect(event).toEqual({ type: "_HELLO", data: { version: 2, limits: { text: 65_536, binary: 1_048_576 } } });
    expect(serverHelloOf(event)).toEqual(event.data);
    expect(serverHelloOf(overTheWire(serverHelloEvent(SERVER_FRAME_LIMITS)))?.limits).toEqual({
      text: Number.MAX_SAFE_INTEGER,
      binary: Number.MAX_SAFE_INTEGER,
    });
  });

  it("is no hello without a version; limits that are none are no limits", () => {
    for (const data of [null, undefined, 2, "2", [], {}, { version: "2" }, { version: -1 }, { version: 1.5 }])
      expect(serverHelloOf({ type: "_HELLO", data })).toBeUndefined();
    expect(serverHelloOf({ type: "_SET:A", data: { version: 2 } })).toBeUndefined();
    for (const limits of [undefined, null, 5, { text: "1", binary: -1 }])
      expect(serverHelloOf({ type: "_HELLO", data: { version: 3, limits } })).toEqual({
        version: 3,
        limits: { text: Number.POSITIVE_INFINITY, binary: Number.POSITIVE_INFINITY },
      });
  });
});

describe("the hello of a client", () => {
  it("comes out as it went in", () => {
    const resume = new Map([
      ["NOTES", { epoch: "e", version: 0 }],
      ["a/b:c", { epoch: "f", version: 2 ** 53 - 1 }],
      ["__proto__", { epoch: "g", version: 1 }],
    ]);
    const whole: ClientHello = { version: 2, client: "c", user: "u", session: "s", memory: "m", resume };
    expect(clientHelloOf(overTheWire(clientHelloEvent(whole)))).toEqual(whole);
    const least: ClientHello = { version: 2, client: "c", resume: new Map() };
    expect(clientHelloOf(overTheWire(clientHelloEvent(least)))).toEqual(least);
  });

  it("is none without a version and the name of a client", () => {
    for (const data of [null, [], {}, { version: 2 }, { client: "c" }, { version: "2", client: "c" }])
      expect(hello(data)).toBeUndefined();
    for (const client of ["", 7, null, "x".repeat(129), ["c"]]) expect(hello({ version: 2, client })).toBeUndefined();
    expect(hello({ version: 2, client: "x".repeat(128) })?.client).toHaveLength(128);
    expect(clientHelloOf({ type: "_READY", data: { version: 2, client: "c" } })).toBeUndefined();
  });

  it("leaves out ids and a memory that are none", () => {
    for (const bad of ["", 5, null, true, "x".repeat(129), {}]) {
      const read = hello({ version: 2, client: "c", user: bad, session: bad, memory: bad });
      expect(read).toEqual({ version: 2, client: "c", resume: new Map() });
    }
  });

  it("takes 1,024 positions, and of those only such as can be positions (F11, F12)", () => {
    const many = Array.from({ length: 1_025 }, (_, index) => [`K${index}`, "e", index]);
    expect(resumed(many)).toHaveLength(1_024);
    expect(resumed([["K", "e", 0]])).toEqual([["K", { epoch: "e", version: 0 }]]);
    const none = [
      ...[-1, 1.5, 2 ** 53, "1", null, [1], true].map((version) => ["K", "e", version]),
      ...["", 5, null, "x".repeat(129), ["e"]].map((epoch) => ["K", epoch, 1]),
      ...[5, null, ["K"]].map((key) => [key, "e", 1]),
      ["K"],
      [],
      "Ke1",
      null,
    ];
    expect(resumed(none)).toEqual([]);
    for (const resume of [null, "K", 5, { K: ["e", 1] }]) expect(resumed(resume)).toEqual([]);
  });

  it("whatever a hostile one holds, it is read as a hello with sound members, or is none (F12)", () => {
    const any = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(Number.NaN, -0, 2 ** 60, undefined));
    const near = fc.record(
      {
        version: any,
        client: any,
        user: any,
        session: any,
        memory: any,
        resume: fc.array(fc.array(any, { maxLength: 4 })),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(any, near), (data) => {
        const read = hello(data);
        if (read === undefined) return;
        expect(Number.isSafeInteger(read.version)).toBe(true);
        for (const name of [read.client, read.user ?? "-", read.session ?? "-", read.memory ?? "-"])
          expect(name.length > 0 && name.length <= 128).toBe(true);
        for (const [key, { epoch, version }] of read.resume)
          expect([typeof key, typeof epoch, Number.isSafeInteger(version) && version >= 0]).toEqual([
            "string",
            "string",
            true,
          ]);
      }),
      { seed: 12, numRuns: 5_000 },
    );
  });
});

describe("_READY", () => {
  it("comes out as it went in; what is no recovery is left out", () => {
    const ready = { memory: "m", recovered: { A: "delta", B: "snapshot", C: "fresh" } } as const;
    expect(readyOf(overTheWire(readyEvent(ready)))).toEqual(ready);
    expect(readyOf({ type: "_READY", data: { memory: "m", recovered: { A: "other", B: 1, C: "fresh" } } })).toEqual({
      memory: "m",
      recovered: { C: "fresh" },
    });
    expect(readyOf({ type: "_READY", data: { memory: "m", recovered: null } })?.recovered).toEqual({});
    for (const data of [null, {}, { memory: 1 }, []]) expect(readyOf({ type: "_READY", data })).toBeUndefined();
  });
});
