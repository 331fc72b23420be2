import fastJsonPatch from "fast-json-patch";

import { createPatch } from "../src/patch/create-patch.ts";
import { encode } from "../src/protocol/codec.ts";
import { patchEvent } from "../src/protocol/event-of.ts";
import { atLeast, median, printGoals, printTable, sink, wantsJson } from "./harness.ts";
import { type Chat, TOKENS, unanswered, withToken } from "./workloads/chat.ts";

/** How often each sends the whole answer, in turn. */
const ROUNDS = 9;
/** The last contender waits for so many tokens before it sends. */
const BATCH = 20;

interface Result {
  readonly name: string;
  readonly ms: number;
  readonly bytes: number;
}

/** Takes the tokens of an answer one after the other. */
interface Sender {
  readonly name: string;
  /** The events it sends, the answer to a chat coming token by token. */
  readonly answer: (chat: Chat) => Iterable<unknown>;
}

/** A sender that holds an immutable state, and sends the difference to what it sent last. */
function ours(name: string, options: { readonly text: boolean }, every = 1): Sender {
  return {
    name,
    *answer(first) {
      let [sent, state] = [first, first];
      for (const [i, token] of TOKENS.entries()) {
        state = withToken(state, token);
        if ((i + 1) % every !== 0) continue;
        yield patchEvent("CHAT", createPatch(sent, state, options));
        sent = state;
      }
    },
  };
}

/** The original's way: the object is mutated; it is cloned whole, compared place by place with the last clone, and a changed text is replaced. */
function original(name: string, clone: (chat: Chat) => Chat): Sender {
  return {
    name,
    *answer(first) {
      const chat = { ...first, messages: first.messages.map((message) => ({ ...message })) };
      const growing = chat.messages.at(-1);
      let last = clone(chat);
      for (const token of TOKENS) {
        if (growing !== undefined) growing.text += token;
        const next = clone(chat);
        yield patchEvent("CHAT", fastJsonPatch.compare(last, next));
        last = next;
      }
    },
  };
}

const senders: readonly Sender[] = [
  original("original, structured clone", (chat) => structuredClone(chat)),
  original("original, JSON clone", (chat) => JSON.parse(JSON.stringify(chat)) as Chat),
  ours("ours, replace", { text: false }),
  ours("ours, text operations", { text: true }),
  ours(`ours, text operations, every ${BATCH} tokens`, { text: true }, BATCH),
  { name: "floor: the text read once a token, bare tokens", answer: floor },
  { name: "the bare tokens", answer: () => TOKENS.map(bare) },
];

/** What nothing that looks into the next state can do without: V8 puts the text together when the first of its characters is read. */
function* floor(first: Chat): Iterable<unknown> {
  let state = first;
  for (const token of TOKENS) {
    state = withToken(state, token);
    sink.last = state.messages.at(-1)?.text.charCodeAt(0);
    yield bare(token);
  }
}

function bare(token: string): unknown {
  return { type: "token", data: token };
}

/** CPU ms of the whole process, the collection of garbage included, and bytes; the socket is left out. */
function send({ answer }: Sender, chat: Chat): { readonly ms: number; readonly bytes: number } {
  const before = process.cpuUsage();
  let bytes = 0;
  for (const event of answer(chat)) {
    const [text] = encode(event as ReturnType<typeof patchEvent>);
    const frame = Buffer.from(text);
    sink.last = frame;
    bytes += frame.byteLength;
  }
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1_000, bytes };
}

/** Everybody sends the answer to a chat, round after round. */
function answerTo(chat: Chat): Result[] {
  const samples = senders.map((): { ms: number; bytes: number }[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [i, sender] of senders.entries()) {
      samples[i]?.push(send(sender, chat));
    }
  }
  return senders.map(({ name }, i) => {
    // the first round is for the compiler
    const runs = (samples[i] ?? []).slice(1);
    return { name, ms: median(runs.map(({ ms }) => ms)), bytes: runs[0]?.bytes ?? NaN };
  });
}

/** Earlier messages: none, some, and as many as the conversation of the first baselines had. */
const EARLIER = [0, 100, 200];

const works = EARLIER.map((earlier) => ({ earlier, results: answerTo(unanswered(earlier)) }));
const goals = works.flatMap(({ earlier, results }) => {
  const [theirs, , , mine] = results;
  const over = (value: (result: Result) => number) =>
    theirs === undefined || mine === undefined ? NaN : value(theirs) / value(mine);
  const where = `5,000 tokens behind ${earlier} messages: the original / ours, text operations`;
  return [
    atLeast(
      "P4",
      `${where}: bytes`,
      over(({ bytes }) => bytes),
      100,
    ),
    atLeast(
      "P4",
      `${where}: CPU`,
      over(({ ms }) => ms),
      30,
    ),
  ];
});

if (wantsJson) {
  console.log(JSON.stringify({ bench: "text", node: process.version, works, goals }));
} else {
  for (const { earlier, results } of works) {
    const mine = results[3];
    const rows = results.map(({ name, ms, bytes }) => [
      name,
      ms.toPrecision(3),
      (bytes / 1_000_000).toPrecision(3),
      (ms / (mine?.ms ?? NaN)).toPrecision(3),
      (bytes / (mine?.bytes ?? NaN)).toPrecision(3),
    ]);
    printTable([`behind ${earlier} messages`, "CPU ms", "MB", "CPU x ours", "bytes x ours"], rows);
    console.log();
  }
  printGoals(goals);
}
