import { FREE_ROUTE } from "./network.ts";
import type { Act } from "./schedule.ts";
import type { World } from "./world.ts";

/** ms until a slow reader reads again */
const SLOW = 30_000;
/** characters of an event of a flood: 128 of them fill a line */
const EVENT = 2_048;

/** Does one act to the world. */
export function perform(world: World, act: Act): void {
  switch (act.act) {
    case "write":
      world.tab(act.who)?.write(act.edit);
      break;
    case "answer":
      world.tab(act.who)?.answer(act.edit);
      break;
    case "mark":
      world.tab(act.who)?.mark();
      break;
    case "server":
      world.change(act.edit);
      break;
    case "call":
      world.tab(act.who)?.do((calls) => calls.call(act.kind));
      break;
    case "ask":
      world.tab(act.who)?.do((calls) => calls.ask(act.offline));
      break;
    case "takeBack":
      world.tab(act.who)?.do((calls) => calls.takeBack(act.at));
      break;
    case "giveUp":
      world.tab(act.who)?.do((calls) => calls.giveUp());
      break;
    case "pile":
      world.tab(act.who)?.do((calls) => calls.pile(act.how));
      break;
    case "sweep":
      world.sweep(act.count);
      break;
    case "flood":
      world.flood(act.who, act.count, EVENT, act.ms);
      break;
    case "disk":
      world.failDisk(act.who, act.fault, act.ms);
      break;
    case "task":
      world.tab(act.who)?.startTask(act.ms, act.fails);
      break;
    case "cancel":
      world.tab(act.who)?.cancelTask();
      break;
    case "rivals":
      world.rivals(act.who, act.gap, act.late);
      break;
    case "cut":
      world.link(act.who)?.cut({ client: act.noticed !== "server", server: act.noticed !== "client" });
      break;
    case "hole":
      if (act.way !== "down") world.link(act.who)?.up.lose();
      if (act.way !== "up") world.link(act.who)?.down.lose();
      return;
    case "stall":
      world.link(act.who)?.[act.way].stall(act.ms);
      break;
    case "latency":
      world.reroute(act.who, { latency: { up: act.up, down: act.down } }, SLOW);
      break;
    case "rate":
      world.reroute(act.who, { rate: { ...FREE_ROUTE.rate, down: act.bytes } }, SLOW);
      break;
    case "dials":
      world.reroute(act.who, { dials: act.how }, act.ms);
      break;
    case "freeze":
      world.freeze(act.who, act.ms);
      break;
    case "lookUp":
      world.lookUps.slow(act.ms, act.every, act.lasts);
      break;
    case "twin": {
      const tab = world.tab(act.who);
      if (tab !== undefined) world.open(tab.identity, tab.version);
      return;
    }
    case "takeover":
      world.takeOver(act.who, act.ms);
      break;
    case "reload":
      world.reload(act.who, act.late, act.other);
      break;
    case "restart":
      world.crash(act.keeps, act.ms, act.silent);
      break;
    case "drain":
      world.drain(act.keeps, act.ms);
      break;
    case "burst":
      world.burst(act.count, act.size);
      break;
  }
}
