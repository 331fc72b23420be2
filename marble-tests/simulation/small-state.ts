import { createHash } from "node:crypto";
import type { World } from "./world.ts";

/**
 * Names the state of a small world by what is to be seen of it: of each client its copy, its requests and what is under way from and to it; of the
 * server all that it has received so far, in order, since it remembers more than it shows.
 *
 * @param progress what each client has done of what it is to do
 * @param served what the server has received
 */
export function smallState(world: World, progress: readonly unknown[], served: string): string {
  const clients = world.tabs.map(({ host, session, doc, requests }, who) => {
    const { items, lastId } = session.outbox;
    const { memory, told, acquainted } = session.introduction;
    let pending: unknown;
    doc.pending$.subscribe((list) => (pending = list)).unsubscribe();
    return [
      [session.status, memory, told, acquainted, progress[who]],
      [doc.value, doc.position, pending, lastId],
      items.map(({ state, id, event, safe }) => [state, id, event, safe]),
      [...requests].map(({ outcome }) => outcome),
      world.network.links(host).map(({ up, down, clientEnd }) => [up.held, down.held, clientEnd.ended]),
    ];
  });
  return createHash("sha1")
    .update(JSON.stringify([clients, served]))
    .digest("base64");
}
