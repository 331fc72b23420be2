import { FakeWebSocket } from "../../connection/fake-web-socket.ts";
import type { Wire } from "./wire.ts";

/** A wire in memory: what is sent is there. */
export function virtualWire(): Wire {
  const sockets: FakeWebSocket[] = [];
  const log: string[] = [];
  const last = (): FakeWebSocket => {
    const found = sockets.at(-1);
    if (found === undefined) throw new Error("The client has opened no line.");
    return found;
  };
  return {
    WebSocketCtor: recorded(sockets, log),
    url: "ws://server",
    accepts: async () => {
      last().open();
    },
    sends: async (frames) => {
      for (const frame of frames) last().message(typeof frame === "string" ? frame : Uint8Array.from(frame).buffer);
    },
    closes: async (code) => {
      last().closed(code);
    },
    hears: async () => log.splice(0),
    end: async () => undefined,
  };
}

/** The platform's `WebSocket`, which notes what is done with it. */
function recorded(sockets: FakeWebSocket[], log: string[]) {
  return class extends FakeWebSocket {
    readonly number = sockets.push(this);

    constructor(url: string) {
      super(url);
      this.note("open");
    }

    override send(data: string | Uint8Array<ArrayBuffer>): void {
      this.note(typeof data === "string" ? data : `<${Buffer.from(data).toString("hex")}>`);
    }

    override close(code?: number): void {
      if (this.closedWith === undefined) this.note(`close ${code ?? ""}`.trim());
      super.close(code);
    }

    note(what: string): void {
      log.push(`#${this.number} ${what}`);
    }
  };
}
