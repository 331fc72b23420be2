import type { Env } from "../connection/env.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { Replies, type ReplyOrder } from "./replies.ts";

/** clients of one session that have no line and whose requests are remembered; every page load is a new client */
const MOST_CLIENTS = 16;

/** What a server's session remembers of its clients' requests. Of those without a line, the one that came longest ago is forgotten first. */
export class Memories {
  readonly #env: Pick<Env, "id">;
  readonly #byClient = new Map<string, Replies>();

  constructor(env: Pick<Env, "id">) {
    this.#env = env;
  }

  /** How many requests have not been answered. */
  get open(): number {
    return [...this.#byClient.values()].reduce((sum, { open }) => sum + open, 0);
  }

  /**
   * The memory of a client, which is now the one that came last.
   *
   * @param send sends an event to the client, on the line it has at that moment
   * @param here those that have a line @default none
   */
  of(
    client: string,
    send: (event: SyncEvent, order: ReplyOrder) => void,
    here: ReadonlySet<string | undefined> = new Set(),
  ): Replies {
    const replies = this.#byClient.get(client) ?? new Replies(this.#env.id(), send);
    this.#byClient.delete(client);
    this.#byClient.set(client, replies);
    const absent = [...this.#byClient.keys()].filter((known) => !here.has(known));
    for (const oldest of absent.slice(0, -MOST_CLIENTS)) this.#byClient.delete(oldest);
    return replies;
  }
}
