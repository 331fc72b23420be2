/**
 * Where a session stands: `connecting` before its first line, `live` while it has one, `offline` between two lines, `ended` when it
 * will not come back by itself.
 */
export interface ConnectionStatus {
  readonly phase: "connecting" | "live" | "offline" | "ended";
  /** why it is offline or ended, in words for a person */
  readonly reason?: string;
}
