import { expect, it } from "@jest/globals";
import { offering, offers } from "../../src/connection/offer.ts";

it.each([
  ["ws://server", "ws://server?ws-sync=2"],
  ["/ws", "/ws?ws-sync=2"],
  ["ws://server/?", "ws://server/?ws-sync=2"],
  ["ws://server/a?b=c", "ws://server/a?b=c&ws-sync=2"],
  ["ws://server/a?b=c&", "ws://server/a?b=c&ws-sync=2"],
  ["ws://server/a?ws-sync=1", "ws://server/a?ws-sync=1&ws-sync=2"],
  ["ws://server/a?ws-sync=2&b", "ws://server/a?ws-sync=2&b"],
  ["ws://server/a?b#c?d", "ws://server/a?b&ws-sync=2#c?d"],
])("%s is opened as %s", (url, opened) => {
  expect(offering(url)).toBe(opened);
  expect(offering(opened)).toBe(opened);
});

it.each([
  ["/?ws-sync=2", true],
  ["/a?b=1&ws-sync=2&c", true],
  ["//?ws-sync=2", true],
  ["/", false],
  ["", false],
  ["/ws-sync=2", false],
  ["/?ws-sync=20", false],
  ["/?xws-sync=2", false],
  ["/?ws-sync=3", false],
])("a request for %s offers version 2: %p", (url, offered) => {
  expect(offers(url)).toBe(offered);
});
