import { describe, expect, it } from "@jest/globals";
import type { Settled } from "../../src/session/request.ts";
import { Stage } from "../stage.ts";

describe("the requests that are under way at once", () => {
  it("are 32; one that is given up makes room for the next", () => {
    const stage = new Stage(() => [], { latency: 10 });
    const { session, links } = stage.client("c");
    stage.wait(100);
    // the line is dead, and nobody has noticed
    if (links !== undefined) links.toServer.silent = true;
    const ends: string[] = [];
    for (let i = 1; i <= 40; i += 1)
      session.submit({
        name: `a${i}`,
        timeout: 1_000,
        event: () => ({ type: "ask" }),
        settled: (end: Settled) => {
          ends.push(end.kind === "failed" ? end.error.code : end.kind);
          return undefined;
        },
      });
    const states = () => session.outbox.entries.map(({ state }) => state);
    expect(states()).toEqual([...Array<string>(32).fill("sent"), ...Array<string>(8).fill("waiting")]);
    stage.wait(1_000);
    expect([states(), ends]).toEqual([Array(8).fill("sent"), Array(32).fill("timeout")]);
    stage.wait(1_000);
    expect([states(), ends.length]).toEqual([[], 40]);
    stage.end();
  });
});
