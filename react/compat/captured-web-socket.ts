import { EventType } from "ws-sync-rx";

/** The platform's socket. */
export type PageSocket = InstanceType<typeof WebSocket>;

/** What is told of a socket. */
export interface SocketCapture {
  /** it was made */
  taken(socket: PageSocket): void;
  /** bytes that nothing announced; `false` when nobody wants them */
  raw(bytes: ArrayBuffer): boolean;
}

/**
 * The platform's `WebSocket`, shown to a session that gives it to its page. Bytes without an announcement, which the protocol has no
 * meaning for, go to the page before anybody else sees them.
 */
export function capturedWebSocket(capture: SocketCapture): new (url: string) => PageSocket {
  return class extends WebSocket {
    constructor(url: string) {
      super(url);
      capture.taken(this);
      let announced = false;
      this.addEventListener("message", (event: MessageEvent<unknown>) => {
        const { data } = event;
        if (typeof data === "string") announced ||= announces(data);
        else if (announced) announced = false;
        else if (data instanceof ArrayBuffer && capture.raw(data)) event.stopImmediatePropagation();
      });
    }
  };
}

function announces(frame: string): boolean {
  if (!frame.includes(EventType.binaryMeta)) return false;
  try {
    const event: unknown = JSON.parse(frame);
    return typeof event === "object" && event !== null && "type" in event && event.type === EventType.binaryMeta;
  } catch {
    return false;
  }
}
