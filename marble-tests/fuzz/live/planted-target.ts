import type { FuzzTarget } from "../fuzz-target.ts";

/** Bugs on purpose, to see that each is found and that the run goes on behind it: `npm run fuzz -- --target planted --inputs 40`. */
export const plantedTarget: FuzzTarget = {
  input(numbers) {
    switch (numbers.below(16)) {
      case 0:
        throw new Error("a planted error");
      case 1:
        for (;;) numbers.below(2);
      case 2:
        for (const hoard: number[][] = []; ;) hoard.push(Array.from({ length: 100_000 }, () => numbers.below(2 ** 31)));
      case 3:
        process.exit(7);
    }
  },
};
