import { expect, it } from "@jest/globals";
import { explore } from "./explore.ts";
import { SmallModel, SMALL_WRITES } from "./small-model.ts";

/** of each fault; `npm run simulate -- --small` goes on until there are no more */
const STATES = Number(process.env["STATES"] ?? 800);

it.each(["cut", "restart", "takeover"] as const)(
  "two clients that write twice each survive one %s in every order of frames and acts that was tried",
  (fault) => {
    const { states, failure } = explore(() => new SmallModel(SMALL_WRITES, fault), STATES);
    expect(failure).toBeUndefined();
    expect(states).toBeGreaterThanOrEqual(STATES);
  },
);
