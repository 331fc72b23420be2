import { expect, it } from "@jest/globals";
import { CloseCode, isTerminal } from "ws-sync-rx";

it.each([
  [4499, false],
  [4500, true],
  [4999, true],
  [5000, false],
])("the range alone decides: %d is terminal: %p", (code, terminal) => {
  expect(isTerminal(code)).toBe(terminal);
});

it("only the end of a session is final", () => {
  const final = Object.entries(CloseCode).filter(([, code]) => isTerminal(code));
  expect(final.map(([name]) => name)).toEqual(["sessionEnded"]);
});
