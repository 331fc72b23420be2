import type { SeenFrame } from "./seen-frame.ts";

/** The sockets that a tapped constructor has made and that are not closed yet. */
export type OpenSockets = Set<WebSocket>;

/**
 * The platform's `WebSocket`, but one can look at it: what goes over it is told to `tap`, and the sockets themselves are kept in
 * `open`, so that a button can pull the plug under a session that knows nothing of it.
 */
export function tappedWebSocket(
  open: OpenSockets,
  tap: (direction: SeenFrame["direction"], message: unknown) => void,
): new (url: string) => WebSocket {
  return class extends WebSocket {
    constructor(url: string) {
      super(url);
      open.add(this);
      this.addEventListener("message", ({ data }) => {
        tap("received", data);
      });
      this.addEventListener("close", () => {
        open.delete(this);
      });
    }

    override send(data: Parameters<WebSocket["send"]>[0]): void {
      tap("sent", data);
      super.send(data);
    }
  };
}
