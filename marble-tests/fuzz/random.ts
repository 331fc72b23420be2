/** A source of pseudo-random numbers; the same seed gives the same ones. */
export interface Random {
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number;
  /** True once in `n` times. */
  oneIn(n: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** A small fast generator (mulberry32); good enough for tests, not for secrets. */
export function random(seed: number): Random {
  let state = seed | 0;
  const below = (end: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * end);
  };
  return { below, oneIn: (n) => below(n) === 0, pick: <T>(list: readonly T[]) => list[below(list.length)] as T };
}

/** The seed of one input of a run. The first input of a run has the seed of the run, so `--seed S --inputs 1` plays any one again. */
export function inputSeed(run: number, input: number): number {
  return (run + Math.imul(input, 0x9e37_79b1)) >>> 0;
}
