import { describe, expect, it } from "@jest/globals";
import { explore, type Explored } from "./explore.ts";
import { type Fault, FAULTS, SmallModel, smallWrites } from "./small-model.ts";

/** of each client; `npm run simulate -- --small` tries all orders of two, which takes minutes */
const WRITES = Number(process.env["WRITES"] ?? 1);

const all = (fault: Fault, exact = false): Explored => explore(() => new SmallModel(smallWrites(WRITES), fault, exact));

describe("two clients that write, and one fault", () => {
  it.each(FAULTS)("keep the invariants in every order of their steps: %s", (fault) => {
    const { complete, failure, states } = all(fault);
    expect(failure).toBeUndefined();
    expect(complete).toBe(true);
    expect(states).toBeGreaterThan(500);
  });

  it("go on in the same ways from states that look the same: there are as many orders as where nothing is taken to be the same", () => {
    const [seen, exact] = [all("takeover"), all("takeover", true)];
    expect(exact.states).toBeGreaterThan(seen.states);
    expect(exact.orders).toBe(seen.orders);
  });
});
