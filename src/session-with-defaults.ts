import { ambient } from "./ambient.ts";
import { Session as CoreSession, type SessionOptions } from "./session/session.ts";

/**
 * What the two ends share while lines come and go: subscribe to receive events, `next` to send them.
 *
 * ```
 * lines    --1-----2-------
 * 1        --a-b--#
 * 2                -c---
 * session  ---a-b---c-------     the same subscription all along
 * ```
 *
 * It has one line at a time: a newer one replaces the older, which gets `_DISCONNECT` and is closed with 1000 (PROTOCOL.md, "Takeover").
 * It completes only when it is ended, and never errors; what goes wrong is on `errors$`.
 */
export class Session extends CoreSession {
  /** @param options time, chance and ids @default those of the platform */
  constructor(options: Partial<SessionOptions> = {}) {
    super({ env: ambient, ...options });
  }
}
