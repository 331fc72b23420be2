import { expect, it } from "@jest/globals";
import { isAllowedOrigin, type Origins } from "ws-sync-rx/server";

const host = "app.example:8000";
const list = ["https://app.example", "http://localhost:3000"];

it.each<[string | undefined, string | undefined, Origins, boolean]>([
  [undefined, host, "same", true],
  [undefined, host, list, true],
  [undefined, undefined, "same", true],
  ["http://app.example:8000", host, "same", true],
  ["https://app.example:8000", host, "same", true],
  ["http://app.example", host, "same", false],
  ["http://app.example:8001", host, "same", false],
  ["http://evil.example", host, "same", false],
  ["http://evil.app.example:8000", host, "same", false],
  ["http://app.example:8000.evil.example", host, "same", false],
  ["http://evil.example/app.example:8000", host, "same", false],
  ["http://app.example:8000@evil.example", host, "same", false],
  ["http://APP.example:8000", host, "same", false],
  ["http://app.example.:8000", host, "same", false],
  ["ftp://app.example:8000", host, "same", false],
  ["file://", host, "same", false],
  ["null", host, "same", false],
  ["", host, "same", false],
  ["http://app.example:8000", undefined, "same", false],
  ["https://app.example", host, list, true],
  ["http://localhost:3000", host, list, true],
  ["http://app.example", host, list, false],
  ["https://app.example.evil.example", host, list, false],
  ["https://app.example/", host, list, false],
  ["null", host, list, false],
  ["http://app.example:8000", host, list, false],
  ["https://app.example", host, [], false],
  ["http://evil.example", host, "any", true],
])("origin %j at host %j with %j: %p", (origin, at, origins, expected) => {
  expect(isAllowedOrigin({ origin, host: at }, origins)).toBe(expected);
});
