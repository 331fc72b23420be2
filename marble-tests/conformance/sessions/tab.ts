import { type ClientOptions, WebSocket } from "ws";
import type { SyncEvent } from "ws-sync-rx";
import type { UserSession } from "ws-sync-rx/client";
import { noted, until } from "./news.ts";

/** A client that is not ours: it does by hand what the protocol asks for. */
export class Tab {
  readonly socket: WebSocket;
  readonly received: SyncEvent[] = [];
  closedWith: number | undefined;

  /** @param ids its answer when it is asked who it is; without any it does not answer */
  constructor(url: string, ids: UserSession | undefined, options: ClientOptions = {}) {
    this.socket = new WebSocket(url, options);
    this.socket.on("error", () => undefined);
    this.socket.on("message", (data: Buffer) => {
      const event = JSON.parse(data.toString()) as SyncEvent;
      this.received.push(event);
      if (event.type === "_REQUEST_USER_SESSION" && ids !== undefined) this.send({ type: "_USER_SESSION", data: ids });
      noted();
    });
    this.socket.on("close", (code) => {
      this.closedWith = code;
      noted();
    });
  }

  send(event: SyncEvent): void {
    this.socket.send(JSON.stringify(event));
  }

  /** Waits for an event that has come or comes. */
  async until(found: (event: SyncEvent) => boolean): Promise<void> {
    await until(() => this.received.some(found) || this.closedWith !== undefined);
    if (!this.received.some(found)) throw new Error(`closed with ${this.closedWith} before it came`);
  }

  state(title = ""): Promise<void> {
    return this.until(({ type, data }) => type === "_SET:NOTES" && JSON.stringify(data).includes(`"title":"${title}"`));
  }

  async closed(): Promise<number | undefined> {
    await until(() => this.closedWith !== undefined);
    return this.closedWith;
  }
}

/** A call that changes the title. */
export const rename = (title: string): SyncEvent => ({ type: "_ACTION:NOTES", data: { type: "rename", title } });
