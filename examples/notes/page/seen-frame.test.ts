import { describe, expect, it } from "@jest/globals";
import { seenFrame } from "./seen-frame.ts";

describe("seenFrame", () => {
  it("reads the type and the data of an event off its text, and counts bytes, not characters", () => {
    const text = JSON.stringify({ type: "_SET:NOTES", data: { title: "Zoë" } });
    expect(seenFrame("A", "received", text, 5)).toMatchObject({
      panel: "A",
      direction: "received",
      at: 5,
      type: "_SET:NOTES",
      data: '{"title":"Zoë"}',
      bytes: text.length + 1,
    });
  });

  it("takes an event without data, a text that is no event, and bytes", () => {
    expect(seenFrame("A", "received", '{"type":"_REQUEST_USER_SESSION"}', 0)).toMatchObject({
      type: "_REQUEST_USER_SESSION",
      data: "",
    });
    expect(seenFrame("A", "received", "nonsense", 0).type).toBe("no event");
    expect(seenFrame("B", "sent", new ArrayBuffer(7), 0)).toMatchObject({ type: "binary", bytes: 7, data: "" });
  });

  it("keeps the beginning of a long one", () => {
    const { data, bytes } = seenFrame(
      "A",
      "received",
      JSON.stringify({ type: "_SET:X", data: "x".repeat(500_000) }),
      0,
    );
    expect(data).toBe(`"${"x".repeat(239)} … 499,762 more`);
    expect(bytes).toBe(500_027);
  });
});
