import type { WebSocketLike } from "ws-sync-rx/client";

/** What carries the frames between our client and the script: the same tests run over each. */
export interface Wire {
  /** what the client opens its lines with */
  readonly WebSocketCtor: new (url: string) => WebSocketLike;
  readonly url: string;
  /** the server's end takes the line that was opened last */
  accepts(): Promise<void>;
  /** the server's end sends frames, and the client has served them */
  sends(frames: readonly (string | Uint8Array)[]): Promise<void>;
  /** the line ends at the server's end, or on the way, and the client knows; a line that is not accepted is refused */
  closes(code: number): Promise<void>;
  /** what the client has done since this was last asked, all of it */
  hears(): Promise<readonly string[]>;
  /** Takes everything down. */
  end(): Promise<void>;
}
