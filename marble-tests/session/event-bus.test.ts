import { describe, expect, it } from "@jest/globals";
import { EventBus } from "../../src/session/event-bus.ts";

describe("the bus of a session", () => {
  it("hands an event to those who want all, and to those who want its type", () => {
    const bus = new EventBus();
    const seen: string[] = [];
    bus.all$.subscribe(({ type }) => seen.push(`all ${type}`));
    bus.on("a").subscribe(({ type }) => seen.push(`a ${type}`));
    bus.next({ type: "a" });
    bus.next({ type: "b" });
    expect(seen).toEqual(["all a", "a a", "all b"]);
  });

  it("forgets a type when the last who wants it has left, and not before", () => {
    const bus = new EventBus();
    const [one, two] = [bus.on("a").subscribe(), bus.on("a").subscribe()];
    expect(bus.types).toBe(1);
    one.unsubscribe();
    expect(bus.types).toBe(1);
    two.unsubscribe();
    expect(bus.types).toBe(0);
    const seen: string[] = [];
    bus.on("a").subscribe(({ type }) => seen.push(type));
    bus.next({ type: "a" });
    expect([seen, bus.types]).toEqual([["a"], 1]);
  });

  it("is over for those who come later, too", () => {
    const bus = new EventBus();
    const ends: string[] = [];
    bus.on("a").subscribe({ complete: () => ends.push("before") });
    bus.complete();
    bus.on("a").subscribe({ complete: () => ends.push("later") });
    expect([ends, bus.types]).toEqual([["before", "later"], 0]);
  });
});
