import { describe, expect, it } from "@jest/globals";
import { explore, type Explored } from "./explore.ts";
import { type Fault, FAULTS, SmallModel, type SmallOptions, smallWrites, type Writes } from "./small-model.ts";

/** of each client; `npm run simulate -- --small` tries all orders of two, which takes minutes */
const WRITES = Number(process.env["WRITES"] ?? 1);

const all = (writes: Writes, fault: Fault, options?: SmallOptions): Explored =>
  explore(() => new SmallModel(writes, fault, options));

describe("two clients that write, and one fault", () => {
  it.each(FAULTS)("keep the invariants in every order of their steps: %s", (fault) => {
    const { complete, failure, states } = all(smallWrites(WRITES), fault);
    expect(failure).toBeUndefined();
    expect(complete).toBe(true);
    expect(states).toBeGreaterThan(500);
  });
});

describe("what is taken to be the same, is", () => {
  it("from states that look the same there are as many orders as from all that came about otherwise", () => {
    const [looks, exact] = [{}, { exact: true }].map((options) => all(smallWrites(1), "takeover", options));
    expect(exact?.states).toBeGreaterThan(looks?.states ?? 0);
    expect(exact?.orders).toBe(looks?.orders);
  });

  it("all orders lead to the same ends as those that are tried", () => {
    const writes: Writes = [["push"], []];
    const [tried, every] = [false, true].map((full) => all(writes, "takeover", { exact: true, full }));
    expect(every?.orders).toBeGreaterThan(tried?.orders ?? 0n);
    expect(every?.ends).toBe(tried?.ends);
  });
});
