import { isAllowedOrigin, type OriginHeaders, type Origins } from "./origins.ts";

/** Whom a port lets in. */
export interface AdmissionOptions {
  /** only upgrades of this path are taken, others are refused with 403 @default every path */
  readonly path?: string;
  /** web pages that may connect, others are refused with 403; programs that are no browser always may @default "same" */
  readonly origins?: Origins;
  /** lines at one time, more are refused with 503 @default 10_000 */
  readonly maxConnections?: number;
  /** lines of one remote address at one time, more are refused with 429; behind a proxy all come from the same @default no limit */
  readonly maxPerAddress?: number;
}

/** The part of an upgrade request that decides. */
export interface Candidate {
  readonly url?: string | undefined;
  readonly headers: OriginHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** seconds after which a client that found no room may ask again */
const RETRY_AFTER = "5";

/** An HTTP status, and its headers. */
export interface Refusal {
  readonly status: 403 | 429 | 503;
  readonly headers: Readonly<Record<string, string>>;
}

/** Decides on upgrades before they are answered (PROTOCOL.md, "Transport"), and counts the lines there are. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #perAddress = new Map<string, number>();
  #lines = 0;
  #closed = false;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Whether everybody is refused. */
  get closed(): boolean {
    return this.#closed;
  }

  /** From now on everybody is refused with 503. */
  close(): void {
    this.#closed = true;
  }

  /** @returns how the upgrade is refused, `undefined` when it may go on */
  refusal({ url, headers, socket }: Candidate): Refusal | undefined {
    const { path, origins = "same", maxConnections = 10_000, maxPerAddress = Number.POSITIVE_INFINITY } = this.#options;
    const here = path === undefined || url?.split("?", 1)[0] === path;
    if (!here || !isAllowedOrigin(headers, origins)) return { status: 403, headers: {} };
    if (this.#closed || this.#lines >= maxConnections) return { status: 503, headers: { "Retry-After": RETRY_AFTER } };
    const known = this.#perAddress.get(this.#addressOf(socket)) ?? 0;
    return known >= maxPerAddress ? { status: 429, headers: { "Retry-After": RETRY_AFTER } } : undefined;
  }

  /**
   * Counts a line that was let in.
   *
   * @returns must be called once, when it is over
   */
  admit({ socket }: Pick<Candidate, "socket">): () => void {
    // the address of a socket is forgotten when it ends
    const address = this.#addressOf(socket);
    this.#lines += 1;
    this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1);
    return () => {
      this.#lines -= 1;
      const left = (this.#perAddress.get(address) ?? 1) - 1;
      if (left === 0) this.#perAddress.delete(address);
      else this.#perAddress.set(address, left);
    };
  }

  /** What a line is counted under: without a limit one name for all, since to look an address up is a call of the system. */
  #addressOf(socket: Candidate["socket"]): string {
    return this.#options.maxPerAddress === undefined ? "" : (socket.remoteAddress ?? "");
  }
}
