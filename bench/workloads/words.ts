const WORDS = "the quick brown fox jumps over a lazy dog while seven wizards watch from their quiet tower".split(" ");

/** So many words of English, one space between two. */
export const words = (next: () => number, count: number) =>
  Array.from({ length: count }, () => WORDS[Math.floor(next() * WORDS.length)]).join(" ");
