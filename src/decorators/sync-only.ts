import { giveSync } from "./give-sync.ts";
import type { MemberNames, ObjectOptions } from "./object-options.ts";
import { declare } from "./registry.ts";

/**
 * Syncs the members of a class that are named, in this order: `@syncOnly("NOTES", { title: true, totalLength: "size" })`.
 *
 * @param key the name on the wire
 * @param only `true` for a member under its own name, a text for one that is called that on the wire
 */
export function syncOnly<Names extends MemberNames>(
  key: string,
  only: Names,
  options: ObjectOptions = {},
): (
  target: abstract new (...args: never[]) => { readonly [Name in keyof Names]: unknown },
  context: ClassDecoratorContext,
) => void {
  return (target) => {
    declare(target, { key, only, options });
    giveSync(target);
  };
}
