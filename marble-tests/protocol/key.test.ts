import { expect, it } from "@jest/globals";
import {
  actionEvent,
  disconnectEvent,
  getEvent,
  keyedType,
  patchEvent,
  setEvent,
  syncKey,
  toastEvent,
} from "ws-sync-rx";

it.each(["NOTES", "a/b/NOTES", "a:b", "", "ключ", "__proto__"])(
  "a key is all that follows the first colon: %j",
  (name) => {
    expect(syncKey(name)).toBe(name);
    expect(keyedType("_SET", name)).toBe(`_SET:${name}`);
  },
);

it("the events of the protocol are written as the original writes them", () => {
  expect([
    setEvent("K", { a: 1 }),
    patchEvent("K", []),
    getEvent("K"),
    actionEvent("K", "go"),
    actionEvent("K", "go", { type: "other", n: 1 }),
    actionEvent("K", "go", 5),
    actionEvent("K", "go", {}, Uint8Array.of(1)),
    toastEvent("hello"),
    toastEvent("hello", "error"),
    disconnectEvent("bye"),
  ]).toEqual([
    { type: "_SET:K", data: { a: 1 } },
    { type: "_PATCH:K", data: [] },
    { type: "_GET:K", data: {} },
    { type: "_ACTION:K", data: { type: "go" } },
    { type: "_ACTION:K", data: { type: "go", n: 1 } },
    { type: "_ACTION:K", data: { type: "go" } },
    { type: "_ACTION:K", data: { type: "go" }, bytes: Uint8Array.of(1) },
    { type: "_TOAST", data: { type: "default", message: "hello" } },
    { type: "_TOAST", data: { type: "error", message: "hello" } },
    { type: "_DISCONNECT", data: "bye" },
  ]);
});
