import { describe, expect, it, jest } from "@jest/globals";
import { act, configure, renderHook } from "@testing-library/react";
import { NEVER } from "rxjs";
import { actions, CallRefused, RequestError, syncKey } from "ws-sync-rx";
import { type ActionOptions, useAction } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked, type Linked } from "../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

interface NotesActions {
  add(args: { readonly text: string }): Promise<number>;
  rest(): void;
  unserved(): void;
}
const NOTES = syncKey<unknown, NotesActions>("NOTES");
const ISSUES = [{ message: "is empty", path: ["text"] }];

/** A server that counts what it was given, and refuses empty texts. */
function counting({ server }: Linked) {
  const add = jest.fn(async ({ text }: { readonly text: string }) => {
    if (text === "") throw new CallRefused("A note has a text.", "invalid", ISSUES);
    return text.length;
  });
  server.run((session) => session.pipe(actions("NOTES", { add, rest: () => NEVER }))).subscribe();
  return add;
}

function adding(link: Linked, options: ActionOptions = {}) {
  return renderHook(() => useAction(NOTES, "add", options), { wrapper: around(link) });
}

/** Lets frames arrive, handlers that are promises settle, and their answers arrive. */
async function answered(link: Linked) {
  link.advance();
  await act(async () => {});
  link.advance();
}

describe("useAction, to a server that answers", () => {
  it("resolves with the result", async () => {
    const link = linked({ version: 2 });
    counting(link);
    const { result } = adding(link);
    link.open();
    const call = result.current({ text: "milk" });
    await answered(link);
    const length: number = await call;
    expect(length).toBe(4);
  });

  it("rejects with why it was not done, with the issues; nothing else is disturbed", async () => {
    const link = linked({ version: 2 });
    counting(link);
    const { result } = renderHook(() => ({ add: useAction(NOTES, "add"), unserved: useAction(NOTES, "unserved") }), {
      wrapper: around(link),
    });
    link.open();
    const refused = expect(result.current.add({ text: "" })).rejects.toMatchObject({
      code: "invalid",
      issues: ISSUES,
      request: "_ACTION:NOTES add",
    });
    const unknown = expect(result.current.unserved()).rejects.toMatchObject({ code: "unknown" });
    await answered(link);
    await Promise.all([refused, unknown]);
    const call = result.current.add({ text: "milk" });
    await answered(link);
    await expect(call).resolves.toBe(4);
  });

  it("waits for a line, survives one that breaks, and is run once", async () => {
    const link = linked({ version: 2 });
    const add = counting(link);
    const { result, unmount } = adding(link);
    const first = result.current({ text: "milk" });
    link.open();
    const second = result.current({ text: "bread" });
    unmount();
    link.drop();
    link.open();
    await answered(link);
    await expect(Promise.all([first, second])).resolves.toEqual([4, 5]);
    expect(add).toHaveBeenCalledTimes(2);
  });

  it("fails at once without a line where it is told to, by the hook or by the call", async () => {
    const link = linked({ version: 2 });
    const add = counting(link);
    const { result } = adding(link, { offline: "fail" });
    await expect(result.current({ text: "milk" })).rejects.toMatchObject({ code: "offline" });
    const queued = result.current({ text: "bread" }, { offline: "queue" });
    link.open();
    await answered(link);
    await expect(queued).resolves.toBe(5);
    expect(add).toHaveBeenCalledTimes(1);
  });

  it("keeps only the last call where it is told to", async () => {
    const link = linked({ version: 2 });
    const add = counting(link);
    const { result } = adding(link, { offline: "latest" });
    const replaced = expect(result.current({ text: "m" })).rejects.toMatchObject({ code: "cancelled" });
    const last = result.current({ text: "milk" });
    await replaced;
    link.open();
    await answered(link);
    await expect(last).resolves.toBe(4);
    expect(add).toHaveBeenCalledTimes(1);
  });

  it("gives up after its timeout, and when its signal is aborted", async () => {
    const link = linked({ version: 2 });
    counting(link);
    const { result } = renderHook(() => useAction(NOTES, "rest", { timeout: 100 }), { wrapper: around(link) });
    link.open();
    const late = expect(result.current()).rejects.toMatchObject({ code: "timeout" });
    const abort = new AbortController();
    const aborted = expect(result.current({}, { signal: abort.signal })).rejects.toThrow(RequestError);
    abort.abort();
    await aborted;
    link.advance(101);
    await late;
  });

  it("sends nothing of a call that was taken back while it waited", async () => {
    const link = linked({ version: 2 });
    const add = counting(link);
    const { result } = adding(link);
    const abort = new AbortController();
    const calls = [result.current({ text: "a" }, { signal: abort.signal }), result.current({ text: "b" })];
    const refused = calls.map((call) => expect(call).rejects.toMatchObject({ code: "cancelled" }));
    abort.abort();
    expect(link.client.outbox.entries.map(({ name, cancel }) => [name, cancel()])).toEqual([
      ["_ACTION:NOTES add", true],
    ]);
    await Promise.all(refused);
    link.open();
    await answered(link);
    expect(add).not.toHaveBeenCalled();
  });

  it("fault 31: is the same function while its options say the same", () => {
    const link = linked({ version: 2 });
    const { result, rerender } = renderHook((options: ActionOptions) => useAction(NOTES, "add", { ...options }), {
      wrapper: around(link),
      initialProps: { timeout: 100 },
    });
    const before = result.current;
    rerender({ timeout: 100 });
    expect(result.current).toBe(before);
    rerender({ timeout: 200 });
    expect(result.current).not.toBe(before);
  });
});
