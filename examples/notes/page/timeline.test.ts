import { describe, expect, it } from "@jest/globals";
import type { SeenFrame } from "./seen-frame.ts";
import { KEPT, Timeline } from "./timeline.ts";

const frame = (type: string, at: number, direction: SeenFrame["direction"] = "received"): SeenFrame => ({
  id: at,
  panel: "B",
  direction,
  at,
  type,
  bytes: 1,
  data: "",
});
const marblesOf = ({ lanes }: Timeline): readonly (readonly string[])[] =>
  lanes.map(({ marbles }) => marbles.map(({ label, at, count }) => `${label}@${at}×${count}`));

describe("Timeline", () => {
  it("has a lane for each direction of each panel, and puts frames there", () => {
    const timeline = new Timeline();
    timeline.frame(frame("_USER_SESSION", 0, "sent"));
    timeline.frame(frame("_SET:NOTES", 1));
    timeline.frame(frame("_PATCH:NOTES", 2));
    timeline.frame(frame("_PATCH:NOTES", 3, "sent"));
    timeline.frame(frame("_ACTION:NOTES", 4, "sent"));
    timeline.frame(frame("_REPLY", 5));
    timeline.frame(frame("_PING", 6));
    expect(marblesOf(timeline)).toEqual([
      ...[[], []],
      ["h@0×1", "w@3×1", "a@4×1"],
      ["S@1×1", "d@2×1", "r@5×1", "p@6×1"],
    ]);
  });

  it("makes one marble of frames of one kind that come close together, so that a flood of frames is no flood of marbles", () => {
    const timeline = new Timeline();
    for (let at = 0; at < 1_000; at += 20) timeline.frame(frame("_PATCH:NOTES", at));
    expect(marblesOf(timeline)[3]).toEqual(["d@0×12", "d@240×12", "d@480×12", "d@720×12", "d@960×2"]);
  });

  it("is without a line until one comes, and between two", () => {
    const timeline = new Timeline();
    timeline.line("A", true, 10);
    timeline.line("A", true, 11);
    timeline.line("A", false, 20);
    timeline.line("A", false, 21);
    expect(timeline.lanes[0]?.outages).toEqual([
      { from: Number.NEGATIVE_INFINITY, to: 10 },
      { from: 20, to: undefined },
    ]);
    expect(timeline.lanes[2]?.outages).toEqual([{ from: Number.NEGATIVE_INFINITY, to: undefined }]);
  });

  it("forgets what has left the diagram, but not an outage that lasts", () => {
    const timeline = new Timeline();
    timeline.line("B", true, 10);
    timeline.line("B", false, 20);
    timeline.frame(frame("_SET:NOTES", 30));
    timeline.prune(KEPT + 31);
    expect(marblesOf(timeline)[3]).toEqual([]);
    expect(timeline.lanes[3]?.outages).toEqual([{ from: 20, to: undefined }]);
  });
});
