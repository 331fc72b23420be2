import { SYNC } from "./members.ts";
import { registrationOf, setKey } from "./registry.ts";

/** Says that an object has changed: `this.sync()`. Whoever is subscribed sends the difference; with nobody there it does nothing. */
export type Sync = () => void;

type Constructor = abstract new (...args: never[]) => object;

/**
 * Syncs all public fields and getters of a class under a key; `#x` and `_x` stay private.
 *
 * ```ts
 * @syncAll("NOTES")
 * class Notes {
 *   declare readonly sync: Sync;
 *   title = "My Notes";
 *   @remoteAction() rename({ title }: { title: string }) {
 *     this.title = title;
 *     this.sync();
 *   }
 * }
 * ```
 *
 * A TC39 decorator: no polyfill and no compiler option is needed.
 *
 * @param key the name on the wire @default the name of the class, which a minifier may change
 */
export function syncAll(key?: string): (target: Constructor, context: ClassDecoratorContext) => void {
  return (target, context) => {
    setKey(target, key ?? context.name ?? target.name);
    Object.defineProperty(target.prototype, SYNC, {
      configurable: true,
      get(this: object): Sync {
        return () => {
          registrationOf(this).changed$.next(undefined);
        };
      },
    });
  };
}

/**
 * Lets the other end call a method, with its named arguments as one object (PROTOCOL.md, "`_ACTION`").
 *
 * @param name the action on the wire @default the name of the method
 */
export function remoteAction<This extends object, Args, Result>(
  name?: string,
): (method: (this: This, args: Args) => Result, context: ClassMethodDecoratorContext<This>) => void {
  return (method, context) => {
    context.addInitializer(function () {
      const serve = (args: unknown): Result => method.call(this, args as Args);
      registrationOf(this).actions.set(name ?? String(context.name), serve);
    });
  };
}
