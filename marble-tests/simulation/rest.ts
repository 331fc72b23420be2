import equal from "fast-deep-equal";
import type { World } from "./world.ts";

/** I9: everybody who was not told to stay away is live, and idle. */
export function checkLive(world: World): void {
  for (const tab of world.tabs) {
    const { phase } = tab.session.status;
    if (tab.away) continue;
    if (phase !== "live") world.watch.fail("I9", `${tab.name} is ${phase}`);
    else if (tab.session.outbox.entries.length > 0)
      world.watch.fail("I9", `${tab.name} waits: ${JSON.stringify(tab.session.outbox.entries)}`);
  }
}

/** What must hold once nothing is under way. */
export function checkRest(world: World): void {
  const { doc } = world.store;
  // sent away after the last moment at which anybody could have asked for it again: its program gives up
  for (const { away, session } of world.tabs) if (away) session.complete();
  world.kept?.settle(world.tabs);
  world.oracle.settle();
  for (const tab of world.tabs) {
    if (tab.away) continue;
    if (!equal(tab.doc.value, doc))
      world.watch.fail("I2", `${tab.name} has ${JSON.stringify(tab.doc.value)}, the server ${JSON.stringify(doc)}`);
    const own = world.store.own(tab.sessionId).value;
    if (!equal(tab.own.value, own))
      world.watch.fail("I2", `${tab.name} has ${JSON.stringify(tab.own.value)}, the server ${JSON.stringify(own)}`);
  }
  const live = world.tabs.filter(({ session }) => session.status.phase === "live").length;
  if (world.server?.lines !== live)
    world.watch.fail("I6", `the server has ${world.server?.lines ?? 0} lines, ${live} pages are live`);
  world.store.checkOwners(world.watch);
  world.bounds.checkOutcomes();
  world.tasks.settle();
}

/** Stops everything, and looks at what is left: I6. */
export function stop(world: World): void {
  for (const tab of world.tabs) tab.stop();
  world.drain(true, Infinity);
  world.pass(10_000);
  for (const { name, host } of world.tabs) {
    if (host.timers > 0) world.watch.fail("I6", `${name} left ${host.timers} timers`);
  }
  for (const { host, sessions } of world.stopped) {
    if (host.timers > 0) world.watch.fail("I6", `the server left ${host.timers} timers`);
    if (sessions.size > 0) world.watch.fail("I6", `the server left ${sessions.size} sessions`);
  }
}
