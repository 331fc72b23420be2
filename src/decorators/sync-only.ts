import { giveSync } from "./give-sync.ts";
import type { MemberNames, ObjectOptions } from "./object-options.ts";
import { declare } from "./registry.ts";
import type { Serves } from "./served-key.ts";

/**
 * Syncs the members of a class that are named, in this order: `@syncOnly("NOTES", { title: true, totalLength: "size" })`.
 *
 * @param key the name on the wire; that the class has the state of a `syncKey` is checked
 * @param only `true` for a member under its own name, a text for one that is called that on the wire
 */
export function syncOnly<
  Key extends string,
  const Names extends MemberNames,
  const Options extends ObjectOptions = ObjectOptions,
>(
  key: Key,
  only: Names,
  options?: Options,
): <Class extends abstract new (...args: never[]) => { readonly [Name in keyof Names]: unknown }>(
  target: Class & Serves<Class, Key, Options & { readonly only: Names }>,
  context: ClassDecoratorContext,
) => void {
  return (target) => {
    declare(target, { key, only, options: options ?? {} });
    giveSync(target);
  };
}
