/** How names are written on the wire: `new_title` as `newTitle`, `newTitle` as `new_title`, or as a function of the name says. */
export type Casing = "camel" | "snake" | ((name: string) => string);

/**
 * A name as it is written on the wire.
 *
 * `"camel"` follows the present original, letter for letter (PROTOCOL.md, "Names"): words are split at `_`, leading, trailing and double `_`
 * stay, a name that is camel case already stays as it is. `"snake"` is its inverse for plain words.
 *
 * @param casing nothing leaves the name alone
 */
export function cased(name: string, casing: Casing | undefined): string {
  if (casing === undefined) return name;
  if (typeof casing === "function") return casing(name);
  return casing === "camel" ? camel(name) : snake(name);
}

function camel(name: string): string {
  if (/^[a-z]+[A-Za-z0-9]*$/.test(name)) return name;
  const titled = name.replaceAll(/\p{L}+/gu, (word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase());
  const joined = titled.replaceAll(/([0-9A-Za-z])_(?=[0-9A-Z])/g, "$1");
  return joined.replace(/^_*[A-Z]/, (start) => start.toLowerCase());
}

function snake(name: string): string {
  return name
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
