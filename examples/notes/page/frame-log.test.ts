import { describe, expect, it } from "@jest/globals";
import { map } from "rxjs";
import { marbles } from "ws-sync-rx/testing";
import { frameLog, NO_FRAMES } from "./frame-log.ts";
import type { SeenFrame } from "./seen-frame.ts";

const frame = (id: number, more: Partial<SeenFrame> = {}): SeenFrame => ({
  id,
  panel: "A",
  direction: "received",
  at: 0,
  type: "_PATCH:NOTES",
  bytes: 10,
  data: "[]",
  ...more,
});

describe("frameLog", () => {
  // prettier-ignore
  it("tells of all that came within 100 ms at once, newest first", marbles(({ hot, expectObservable, expectSubscriptions }) => {
    const frames$ = hot("ab 148ms c          ", { a: frame(1), b: frame(2), c: frame(3) });
    const subs =        "^ 399ms !           ";
    const expected =    "100ms l 99ms m      ";

    const seen$ = frameLog(frames$, () => 100).pipe(map(({ frames, ...sums }) => [frames.map(({ id }) => id), sums]));
    expectObservable(seen$, subs).toBe(expected, {
      l: [[2, 1], { differences: 2, bytes: 20, fullBytes: 200 }],
      m: [[3, 2, 1], { differences: 3, bytes: 30, fullBytes: 300 }],
    });
    expectSubscriptions(frames$.subscriptions).toBe(subs);
  }));

  // prettier-ignore
  it("counts only differences, each against the whole state of its own panel", marbles(({ hot, expectObservable }) => {
    const frames$ = hot("abc", {
      a: frame(1, { type: "_SET:NOTES" }),
      b: frame(2, { panel: "B", direction: "sent" }),
      c: frame(3, { type: "_ACTION:NOTES" }),
    });
    const expected =    "100ms l";

    const sums$ = frameLog(frames$, (panel) => (panel === "A" ? 7 : 50)).pipe(map(({ bytes, fullBytes }) => [bytes, fullBytes]));
    expectObservable(sums$).toBe(expected, { l: [10, 50] });
  }));

  // prettier-ignore
  it("keeps the newest 60 frames", marbles(({ cold, expectObservable }) => {
    const letters = Array.from({ length: 70 }, (_, index) => String.fromCharCode(0x100 + index));
    const frames$ = cold(letters.join(""), Object.fromEntries(letters.map((letter, index) => [letter, frame(index)])));

    const kept$ = frameLog(frames$, () => 0).pipe(map(({ frames }) => [frames.length, frames[0]?.id, frames.at(-1)?.id]));
    expectObservable(kept$).toBe("100ms l", { l: [60, 69, 10] });
  }));

  it("starts with nothing", () => {
    expect(NO_FRAMES).toEqual({ frames: [], differences: 0, bytes: 0, fullBytes: 0 });
  });
});
