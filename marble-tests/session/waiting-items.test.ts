import { expect, it } from "@jest/globals";
import { OutboxItem } from "../../src/session/outbox-item.ts";
import { WaitingItems } from "../../src/session/waiting-items.ts";

const item = (name: string, order: number): OutboxItem =>
  new OutboxItem({ name, event: () => undefined, settled: () => undefined }, order, 0);
const names = (items: WaitingItems): readonly string[] => [...items].map(({ request }) => request.name);

it("what takes the place of a request comes before those that were told apart with it", () => {
  const waiting = new WaitingItems();
  waiting.insert([item("later", 6)]);
  // one request of three writes was refused, and each goes by itself now
  waiting.insert([item("a", 5), item("b", 5), item("c", 5)]);
  expect(names(waiting)).toEqual(["a", "b", "c", "later"]);
  const [first] = waiting;
  if (first !== undefined) waiting.remove(first);
  // `a` conflicted, and is made again: one client's writes take effect in the order in which they were made
  waiting.insert([item("a again", 5)]);
  expect(names(waiting)).toEqual(["a again", "b", "c", "later"]);
});
