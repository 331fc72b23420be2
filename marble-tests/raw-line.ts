import type { SchedulerLike } from "rxjs";
import { CLIENT_FRAME_LIMITS, Connection, type Frame, type SocketListener, type SyncEvent } from "ws-sync-rx";

/** A line whose other end is the test, frame by frame as they are on the wire. */
export interface RawLine {
  readonly connection: Connection;
  /** what was sent, in order */
  readonly frames: readonly Frame[];
  /** The other end sends an event. */
  receive(event: SyncEvent): void;
  /** The other end sends frames as they are. */
  receiveFrames(...frames: readonly Frame[]): void;
}

/** A server's end of a line. */
export function rawLine(scheduler: SchedulerLike): RawLine {
  const frames: Frame[] = [];
  let listener: SocketListener | undefined;
  const connection = new Connection(
    (given) => {
      listener = given;
      return {
        buffered: 0,
        send: (sent) => frames.push(...sent),
        ping: (count) => given.pong(count),
        close: (code, reason) => given.closed(code, reason),
        terminate: () => undefined,
      };
    },
    { limits: CLIENT_FRAME_LIMITS, scheduler },
  );
  return {
    connection,
    frames,
    receive: (event) => listener?.frame(JSON.stringify(event)),
    receiveFrames: (...received) => {
      for (const frame of received) listener?.frame(frame);
    },
  };
}
