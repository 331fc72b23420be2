import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { UserSession } from "ws-sync-rx/client";
import { noted, until } from "./news.ts";

/** A peer that answers nothing any more: no pong, no close. */
export interface SilentPeer {
  readonly socket: Socket;
  readonly gone: Promise<unknown>;
  /** all bytes that came in, as text */
  heard(): string;
}

/** A TCP peer that completes the upgrade and the handshake by hand, has its state, and then falls silent. */
export async function silentPeer(port: number, ids: UserSession): Promise<SilentPeer> {
  const socket = connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("error", () => undefined);
  const gone = once(socket, "close");
  socket.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    noted();
  });
  const heard = (): string => Buffer.concat(chunks).toString("latin1");
  socket.write(
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  await until(() => heard().includes("_REQUEST_USER_SESSION"));
  socket.write(textFrame(JSON.stringify({ type: "_USER_SESSION", data: ids })));
  await until(() => heard().includes("_SET:NOTES"));
  return { socket, gone, heard };
}

/** One unfragmented text frame of a client, masked with zeros (RFC 6455, section 5.2). */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 125) throw new Error("only short frames are written by hand");
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}
