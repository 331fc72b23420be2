import { describe, expect, it } from "@jest/globals";
import { FrameError } from "ws-sync-rx";
import { inspectJson } from "../../src/protocol/inspect-json.ts";

const limits = { text: 0, binary: 0, depth: 32, nodes: 10_000 };

function verdict(value: unknown): string {
  try {
    inspectJson(value, limits);
    return "ok";
  } catch (error) {
    return error instanceof FrameError ? error.code : String(error);
  }
}
const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));

describe("inspectJson", () => {
  it("counts levels from the root", () => {
    expect(verdict(nested(33))).toBe("ok");
    expect(verdict(nested(34))).toBe("TOO_DEEP");
    expect(verdict(nested(5_000))).toBe("TOO_DEEP");
  });

  it("counts every value, containers included", () => {
    expect(verdict(Array.from({ length: 9_999 }, () => 0))).toBe("ok");
    expect(verdict(Array.from({ length: 10_000 }, () => 0))).toBe("TOO_WIDE");
    expect(verdict(Array.from({ length: 5_000 }, () => ({ a: 0 })))).toBe("TOO_WIDE");
  });

  it.each(['{"__proto__":{}}', '[[{"a":{"__proto__":null}}]]'])("refuses an own member __proto__: %s", (json) => {
    expect(verdict(JSON.parse(json))).toBe("FORBIDDEN_KEY");
  });

  it.each(["null", "5", '"__proto__"', '{"constructor":{"prototype":{}}}', '{"proto":1,"":2}', "[[],{}]"])(
    "takes %s",
    (json) => {
      expect(verdict(JSON.parse(json))).toBe("ok");
    },
  );
});
