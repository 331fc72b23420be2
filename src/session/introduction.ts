import { BehaviorSubject, filter, map, type Observable } from "rxjs";
import { type ClientHello, clientHelloEvent, type ServerHello, VERSION } from "../protocol/hello.ts";
import type { SyncEvent } from "../protocol/events.ts";
import type { Position } from "../protocol/position.ts";
import type { UserSession } from "./who.ts";

/** What a client tells of itself on every new line, and what it has learnt of the server. */
export class Introduction {
  readonly #positions = new Map<string, () => Position | undefined>();
  readonly #holds$ = new BehaviorSubject(0);
  #client: string;
  /** who the client says it is, where somebody has said how to find out */
  ids: (() => UserSession) | undefined;
  /** the server's memory of this client's requests; another one knows none of them */
  memory: string | undefined;
  /** what a frame to the server may cost */
  limits: ServerHello["limits"] = NO_LIMITS;
  /** whether the last server that said anything speaks version 2 */
  acquainted = false;
  /** whether a server has been told the name of this client */
  told = false;

  /** Emits when everything is known that a server is told, at once where it is. */
  readonly complete$: Observable<undefined> = this.#holds$.pipe(
    filter((holds) => holds === 0),
    map(() => undefined),
  );

  /** @param client names this life of this client */
  constructor(client: string) {
    this.#client = client;
  }

  /** Names this life of this client. */
  get client(): string {
    return this.#client;
  }

  /** Goes by the name of a page that is gone: what it has sent is this client's from now on. Only where nobody has been told another name. */
  succeed(client: string, memory: string | undefined): void {
    [this.#client, this.memory] = [client, memory];
  }

  /** Keeps servers waiting until something more is known. @returns what ends it */
  hold(): () => void {
    let holding = true;
    this.#holds$.next(this.#holds$.value + 1);
    return () => {
      if (holding) this.#holds$.next(this.#holds$.value - 1);
      holding = false;
    };
  }

  /** Tells from now on how far a state has come. @returns what ends it */
  follow(key: string, position: () => Position | undefined): () => void {
    this.#positions.set(key, position);
    return () => {
      if (this.#positions.get(key) === position) this.#positions.delete(key);
    };
  }

  /** `_HELLO` as it is at this moment. */
  hello(): SyncEvent {
    this.told = true;
    const resume = new Map<string, Position>();
    const hello: ClientHello = {
      version: VERSION,
      client: this.client,
      ...this.ids?.(),
      ...(this.memory === undefined ? {} : { memory: this.memory }),
      resume,
    };
    let room = this.limits.text - JSON.stringify(clientHelloEvent(hello)).length;
    for (const [key, position] of this.#positions) {
      const known = position();
      if (known === undefined) continue;
      room -= JSON.stringify([key, known.epoch, known.version]).length + 1;
      // the others are brought anew: a server refuses a larger frame, and with it this client
      if (room < 0) break;
      resume.set(key, known);
    }
    return clientHelloEvent(hello);
  }
}

const NO_LIMITS: ServerHello["limits"] = { text: Number.POSITIVE_INFINITY, binary: Number.POSITIVE_INFINITY };
