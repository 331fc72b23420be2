import { boundMutants } from "./mutants-bounds.ts";
import { clientMutants } from "./mutants-client.ts";
import { lineMutants } from "./mutants-line.ts";
import { serverMutants } from "./mutants-server.ts";
import { storeMutants } from "./mutants-store.ts";
import type { Mutant } from "./mutant.ts";

/** All bugs that are planted by `npm run simulate -- --mutants`. */
export const mutants: readonly Mutant[] = [
  ...serverMutants,
  ...clientMutants,
  ...lineMutants,
  ...boundMutants,
  ...storeMutants,
];
