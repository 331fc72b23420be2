/** A reproducible sequence of numbers in [0, 1) (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const OPENINGS = ["Call", "Ask", "Remind", "Write to", "Meet", "Thank", "Wait for", "Send the draft to"];
const PEOPLE = [
  "the dentist",
  "Zoë",
  "the landlord",
  "Jürgen & Søren",
  "李雷",
  "the “new” team",
  "O’Neill",
  "accounting",
];
const TOPICS = [
  "about the invoice",
  "because of the leak",
  "for Friday's demo",
  "re: <b>budget</b>",
  "about C:\\temp\\notes.txt",
];
const ENDINGS = [
  "",
  " before noon",
  " (again!)",
  " – 50 % off",
  " 🎉",
  " / see ~/todo/2026",
  ', "as agreed"',
  " … maybe",
  "\tASAP",
];

/** A note as people write them: names, quotes, slashes, scripts and emoji, 20 to 90 characters. */
export function realText(random: () => number): string {
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? "";
  const sentence = `${pick(OPENINGS)} ${pick(PEOPLE)} ${pick(TOPICS)}${pick(ENDINGS)}`;
  return random() < 0.2 ? `${sentence}. ${pick(OPENINGS)} ${pick(PEOPLE)}${pick(ENDINGS)}` : sentence;
}
