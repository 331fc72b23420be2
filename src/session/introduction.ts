import { type ClientHello, clientHelloEvent, type ServerHello, VERSION } from "../protocol/hello.ts";
import type { SyncEvent } from "../protocol/events.ts";
import type { Position } from "../protocol/position.ts";
import type { UserSession } from "./who.ts";

/** What a client tells of itself on every new line, and what it has learnt of the server. */
export class Introduction {
  readonly #positions = new Map<string, () => Position | undefined>();
  /** who the client says it is, where somebody has said how to find out */
  ids: (() => UserSession) | undefined;
  /** the server's memory of this client's requests; another one knows none of them */
  memory: string | undefined;
  /** what a frame to the server may cost */
  limits: ServerHello["limits"] = NO_LIMITS;
  /** whether the last server that said anything speaks version 2 */
  acquainted = false;

  /** @param client names this life of this client */
  constructor(readonly client: string) {}

  /** Tells from now on how far a state has come. @returns what ends it */
  follow(key: string, position: () => Position | undefined): () => void {
    this.#positions.set(key, position);
    return () => {
      if (this.#positions.get(key) === position) this.#positions.delete(key);
    };
  }

  /** `_HELLO` as it is at this moment. */
  hello(): SyncEvent {
    const resume = new Map<string, Position>();
    for (const [key, position] of this.#positions) {
      const known = position();
      if (known !== undefined) resume.set(key, known);
    }
    const hello: ClientHello = {
      version: VERSION,
      client: this.client,
      ...this.ids?.(),
      ...(this.memory === undefined ? {} : { memory: this.memory }),
      resume,
    };
    return clientHelloEvent(hello);
  }
}

const NO_LIMITS: ServerHello["limits"] = { text: Number.POSITIVE_INFINITY, binary: Number.POSITIVE_INFINITY };
