import { random } from "./random.ts";
import { words } from "./words.ts";

/** A conversation with an agent, as a server holds it. */
export interface Chat {
  readonly status: string;
  readonly messages: readonly { readonly id: string; readonly role: string; readonly text: string }[];
}

/** An answer of 20,000 characters, as a model sends it. */
export const TOKENS: readonly string[] = words(random(10), 5_000).slice(0, 20_000).match(/.{4}/gs) ?? [];

/** Earlier messages, a question, and an answer of which nothing has come. */
export function unanswered(earlier: number): Chat {
  const message = (i: number) => ({ id: `m${i}`, role: i % 2 === 0 ? "user" : "agent", text: words(random(i), 60) });
  const messages = Array.from({ length: earlier + 1 }, (_, i) => message(i));
  return { status: "running", messages: [...messages, { id: "answer", role: "agent", text: "" }] };
}

/** The next state, with the last text one token longer; all else is shared. */
export function withToken(chat: Chat, token: string): Chat {
  const last = chat.messages.at(-1);
  if (last === undefined) return chat;
  return { ...chat, messages: chat.messages.with(-1, { ...last, text: last.text + token }) };
}
