import type { Env } from "../connection/env.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { Replies, type ReplyOrder } from "./replies.ts";

/** clients of one session whose requests are remembered; every page load is a new client */
const MOST_CLIENTS = 16;

/** What a server's session remembers of its clients' requests. The client that came longest ago is forgotten first. */
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
   */
  of(client: string, send: (event: SyncEvent, order: ReplyOrder) => void): Replies {
    const replies = this.#byClient.get(client) ?? new Replies(this.#env.id(), send);
    this.#byClient.delete(client);
    this.#byClient.set(client, replies);
    for (const [oldest] of this.#byClient) {
      if (this.#byClient.size <= MOST_CLIENTS) break;
      this.#byClient.delete(oldest);
    }
    return replies;
  }
}
