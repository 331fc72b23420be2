import { FREE_ROUTE } from "./network.ts";
import type { Act } from "./schedule.ts";
import type { World } from "./world.ts";

/** ms until a slow reader reads again */
const SLOW = 30_000;

/** Does one act to the world. */
export function perform(world: World, act: Act): void {
  switch (act.act) {
    case "write":
      return world.tab(act.who)?.write(act.edit);
    case "mark":
      return world.tab(act.who)?.mark();
    case "server":
      return world.change(act.edit);
    case "call":
      return world.tab(act.who)?.call(act.kind);
    case "task":
      return world.tab(act.who)?.startTask(act.ms, act.fails);
    case "cancel":
      return world.tab(act.who)?.cancelTask();
    case "cut":
      return world.link(act.who)?.cut({ client: act.noticed !== "server", server: act.noticed !== "client" });
    case "hole":
      if (act.way !== "down") world.link(act.who)?.up.lose();
      if (act.way !== "up") world.link(act.who)?.down.lose();
      return;
    case "stall":
      return world.link(act.who)?.[act.way].stall(act.ms);
    case "latency":
      return world.reroute(act.who, { latency: { up: act.up, down: act.down } }, SLOW);
    case "rate":
      return world.reroute(act.who, { rate: { ...FREE_ROUTE.rate, down: act.bytes } }, SLOW);
    case "dials":
      return world.reroute(act.who, { dials: act.how }, act.ms);
    case "freeze":
      return world.freeze(act.who, act.ms);
    case "twin": {
      const tab = world.tab(act.who);
      if (tab !== undefined) world.open(tab.identity, tab.version);
      return;
    }
    case "takeover":
      return world.takeOver(act.who, act.ms);
    case "reload":
      return world.reload(act.who, act.late, act.other);
    case "restart":
      return world.crash(act.keeps, act.ms, act.silent);
    case "drain":
      return world.drain(act.keeps, act.ms);
    case "burst":
      return world.burst(act.count, act.size);
  }
}
