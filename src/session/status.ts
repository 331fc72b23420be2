/**
 * Where a session stands: `connecting` before its first line, `recovering` while a server of version 2 brings a new line up to date, `live` when
 * everything is up to date and flows, `offline` between two lines, `ended` when it will not come back by itself.
 */
export interface ConnectionStatus {
  readonly phase: "connecting" | "recovering" | "live" | "offline" | "ended";
  /** why it is offline or ended, in words for a person */
  readonly reason?: string;
}
