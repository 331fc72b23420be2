import { expect, it } from "@jest/globals";
import { Turn } from "../../src/session/turn.ts";

it("runs a task that is handed in by another behind it, and behind those that wait", () => {
  const turn = new Turn();
  const order: string[] = [];
  turn.run(() => {
    order.push("a begins");
    turn.run(() => order.push("b"));
    turn.run(() => turn.run(() => order.push("d")));
    turn.run(() => order.push("c"));
    order.push("a ends");
  });
  expect(order).toEqual(["a begins", "a ends", "b", "c", "d"]);
});

it("goes on after a task that threw", () => {
  const turn = new Turn();
  const order: string[] = [];
  expect(() => {
    turn.run(() => {
      turn.run(() => order.push("waited"));
      throw new Error("broken");
    });
  }).toThrow("broken");
  turn.run(() => order.push("next"));
  expect(order).toEqual(["waited", "next"]);
});
