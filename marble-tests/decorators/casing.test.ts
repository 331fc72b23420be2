import { describe, expect, it } from "@jest/globals";
import type { SyncEvent } from "ws-sync-rx";
import { type Casing, expose } from "ws-sync-rx/decorators";
import { testSession } from "ws-sync-rx/testing";

/** The name under which a member goes over the wire. */
function onWire(name: string, casing: Casing): string {
  const sent: SyncEvent[] = [];
  expose(
    { [name]: 1 },
    { key: "K", only: { [name]: true }, casing },
  )(testSession()).subscribe((event) => sent.push(event));
  return Object.keys(sent[0]?.data as object).join();
}

describe("casing", () => {
  it.each([
    ["total_length", "totalLength"],
    ["user_id", "userId"],
    ["html5_parser", "html5Parser"],
    ["a1b_c2d", "a1BC2D"],
    ["alreadyCamel", "alreadyCamel"],
    ["myURL_x", "myurlX"],
    ["ID", "id"],
    ["_private_x", "_privateX"],
    ["trailing_", "trailing_"],
    ["double__under", "double__Under"],
  ])("camel: %s is %s, as in the present original", (name, wire) => {
    expect(onWire(name, "camel")).toBe(wire);
  });

  it.each([
    ["totalLength", "total_length"],
    ["userID", "user_id"],
    ["HTMLParser", "html_parser"],
    ["html5Parser", "html5_parser"],
    ["plain", "plain"],
    ["already_snake", "already_snake"],
  ])("snake: %s is %s", (name, wire) => {
    expect(onWire(name, "snake")).toBe(wire);
  });

  it("takes a function", () => {
    expect(onWire("name", (name) => `${name}!`)).toBe("name!");
  });
});
