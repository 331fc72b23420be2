import { giveSync } from "./give-sync.ts";
import type { AnyClass } from "./key-of.ts";
import type { ObjectOptions } from "./object-options.ts";
import { declare } from "./registry.ts";
import type { Serves } from "./served-key.ts";

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
 * A TC39 decorator: no polyfill and no compiler option is needed. A class below inherits it, or brings its own.
 *
 * @param key the name on the wire; that the class has the state of a `syncKey` is checked @default the name of the class, which a minifier
 * may change
 */
export function syncAll<Key extends string, const Options extends ObjectOptions = ObjectOptions>(
  key?: Key,
  options?: Options,
): <Class extends AnyClass>(target: Class & Serves<Class, Key, Options>, context: ClassDecoratorContext) => void {
  return (target, context) => {
    declare(target, { key: key ?? context.name ?? target.name, options: options ?? {} });
    giveSync(target);
  };
}
