import { describe, expect, it } from "@jest/globals";
import { clientHelloOf } from "../../src/protocol/hello.ts";
import { encode } from "../../src/protocol/codec.ts";
import { Introduction } from "../../src/session/introduction.ts";

function following(states: number, text: number) {
  const introduction = new Introduction("c");
  introduction.limits = { text, binary: 0 };
  for (let index = 0; index < states; index += 1)
    introduction.follow(`KEY"${index}`, () => ({ epoch: "e".repeat(32), version: index }));
  const hello = introduction.hello();
  return { length: encode(hello)[0].length, resumed: clientHelloOf(hello)?.resume.size };
}

describe("the hello of a client", () => {
  it("says how far all states have come, where there is room", () => {
    expect(following(1_000, 65_536).resumed).toBe(1_000);
  });

  it("fits into a frame that the server takes, whatever the number of states", () => {
    const { length, resumed } = following(100, 1_000);
    expect([resumed, length <= 1_000, length > 900]).toEqual([19, true, true]);
    expect(following(3_000, Number.POSITIVE_INFINITY).resumed).toBe(1_024);
    expect(following(100, 10).resumed).toBe(0);
  });
});
