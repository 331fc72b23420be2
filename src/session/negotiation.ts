import { take } from "rxjs";
import { CloseCode } from "../protocol/close-codes.ts";
import type { SyncEvent } from "../protocol/events.ts";
import { readyOf, type ServerHello, serverHelloOf, VERSION } from "../protocol/hello.ts";
import type { Introduction } from "./introduction.ts";
import type { Line } from "./line.ts";

/**
 * How a client finds out on one line which protocol the server speaks (PROTOCOL.md, "Negotiation").
 *
 * ```
 * first time      server  H------R     H `_HELLO`, R `_READY`: now the client is live
 *                 client  ---h----
 * from then on    server  H---R---
 *                 client  h-------     at once, since this server is known
 * original        server  S-------     anything else comes first: version 1, live
 * ```
 */
export class Negotiation {
  readonly #line: Line;
  readonly #introduction: Introduction;
  #introduced = false;
  #heard = false;

  constructor(line: Line, introduction: Introduction) {
    this.#line = line;
    this.#introduction = introduction;
  }

  /** Must be called once the line is attached. */
  begin(): void {
    if (this.#introduction.acquainted && this.#line.connection.version === VERSION) this.#introduce();
  }

  /** Must be called for every event before this end speaks. @returns whether it may speak behind it */
  heard(event: SyncEvent): boolean {
    const first = !this.#heard;
    this.#heard = true;
    const hello = first && this.#line.connection.version === VERSION ? serverHelloOf(event) : undefined;
    if (hello !== undefined) return this.#greeted(hello.limits);
    if (first && this.#introduced) {
      // not the server that was here before: it may take what was said for something else
      this.#introduction.acquainted = false;
      this.#line.connection.cut(CloseCode.handshakeTimeout, "the server speaks another version than before");
      return false;
    }
    if (!this.#introduced) return true;
    const ready = readyOf(event);
    if (ready !== undefined) this.#introduction.memory = ready.memory;
    return ready !== undefined;
  }

  /** Must be called for a first event that came when this end spoke already: a server that says hello took that for version 1, and is known now. */
  late(event: SyncEvent): void {
    this.#heard = true;
    if (this.#line.connection.version !== VERSION || serverHelloOf(event) === undefined) return;
    this.#introduction.acquainted = true;
    this.#line.connection.cut(CloseCode.handshakeTimeout, "the hello of the server came late");
  }

  /** Must be called when the line is gone before this end could speak. */
  broken(): void {
    if (this.#introduced && !this.#heard) this.#introduction.acquainted = false;
  }

  #greeted(limits: ServerHello["limits"]): boolean {
    this.#introduction.limits = limits;
    this.#introduction.acquainted = true;
    if (!this.#introduced) this.#introduce();
    return false;
  }

  #introduce(): void {
    this.#introduced = true;
    this.#line.agree();
    this.#line.hold(this.#introduction.complete$.pipe(take(1)), () => {
      this.#line.answer(this.#introduction.hello());
    });
  }
}
