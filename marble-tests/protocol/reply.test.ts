import { describe, expect, it } from "@jest/globals";
import { CallRefused, RequestError } from "ws-sync-rx";
import { errorEvent, type Outcome, replyEvent, replyOf } from "../../src/protocol/reply.ts";

const read = (data: unknown) => replyOf({ type: "_REPLY", data });

describe("_REPLY", () => {
  it.each<Outcome>([
    { ok: { v: 3 } },
    { ok: null },
    { ok: undefined },
    { error: { code: "conflict", message: "no" } },
    { error: { code: "invalid", message: "no", issues: [{ message: "too long", path: ["a", 0] }] } },
  ])("comes out as it went in: %j", (outcome) => {
    const event = replyEvent(7, outcome);
    expect(read(JSON.parse(JSON.stringify(event.data)))).toEqual({ re: 7, outcome });
  });

  it("answers no request without a number of one", () => {
    for (const data of [null, [], {}, { ok: 1 }, { re: "1" }, { re: -1 }, { re: 1.5 }])
      expect(read(data)).toBeUndefined();
    expect(replyOf({ type: "_READY", data: { re: 1, ok: 1 } })).toBeUndefined();
  });

  it("an error that says too little has failed all the same; what is no issue is left out", () => {
    expect(read({ re: 1, error: {} })).toEqual({ re: 1, outcome: { error: { code: "failed", message: "" } } });
    expect(read({ re: 1, ok: 5, error: { code: 5, message: null, issues: "x" } })?.outcome).toEqual({
      error: { code: "failed", message: "" },
    });
    const issues = [{ message: "a" }, { message: 1 }, null, "b"];
    expect(read({ re: 1, error: { code: "invalid", message: "m", issues } })?.outcome).toEqual({
      error: { code: "invalid", message: "m", issues: [{ message: "a" }] },
    });
    expect(read({ re: 1, error: "no record" })?.outcome).toEqual({ ok: undefined });
  });
});

it("_ERROR says what was wrong with a frame that no request can be told of", () => {
  expect(errorEvent("BAD_JSON", "it is not JSON")).toEqual({
    type: "_ERROR",
    data: { code: "BAD_JSON", message: "it is not JSON", fatal: false },
  });
});

it("a RequestError says what was asked, that it was not done, and why", () => {
  const error = new RequestError("_ACTION:A x", { code: "timeout", message: "too late" });
  expect(error).toMatchObject({ name: "RequestError", code: "timeout", request: "_ACTION:A x", issues: [] });
  expect(error.message).toBe("_ACTION:A x was not done (timeout): too late");
});

it("a CallRefused is invalid unless it says otherwise", () => {
  expect(new CallRefused("no")).toMatchObject({ code: "invalid", issues: [], message: "no" });
  expect(new CallRefused("no", "forbidden", [{ message: "x" }])).toMatchObject({
    code: "forbidden",
    issues: [{ message: "x" }],
  });
});
