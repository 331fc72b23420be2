import { comparePlain } from "./compare-plain.ts";
import { Comparison, sameScalar, type KnownDifferent } from "./compare.ts";
import { isContainer } from "./json-value.ts";

/**
 * True when both say the same as JSON: order of members, absent members and identity do not count, order of elements does.
 *
 * @param known remembers, from one comparison of deep values to the next, which parts differ
 */
export function equal(a: unknown, b: unknown, known?: KnownDifferent): boolean {
  if (a === b) return true;
  if (!isContainer(a) || !isContainer(b)) return sameScalar(a, b);
  if (known !== undefined && known.size > 0 && known.get(a) === b) return false;
  const finding = comparePlain(a, b);
  return finding === "unknown" ? new Comparison(known).run(a, b) : finding === "same";
}
