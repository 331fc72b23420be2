import { SYNC } from "./members.ts";
import { type Sync, syncOf } from "./sync-of.ts";

/** Gives the objects of a class their `this.sync`. */
export function giveSync(target: abstract new (...args: never[]) => object): void {
  Object.defineProperty(target.prototype, SYNC, {
    configurable: true,
    get(this: object): Sync {
      return syncOf(this);
    },
  });
}
