import { connect, type Socket } from "node:net";
import { hello, type HostileFrame } from "../hostile-frames.ts";
import type { Random } from "../random.ts";

const upgrade = (path: string) =>
  [
    `GET ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    "",
    "",
  ].join("\r\n");

/** A TCP connection that says it is a WebSocket, and writes its frames by hand: it waits for nothing and believes nothing. */
export class HostileLine {
  readonly #socket: Socket;

  constructor(port: number, random: Random) {
    this.#socket = connect(port, "127.0.0.1");
    this.#socket.on("error", () => undefined).resume();
    const version = 1 + random.below(2);
    const request = upgrade(version === 1 ? "/" : "/?ws-sync=2");
    this.#socket.write(random.oneIn(100) ? request.slice(0, random.below(request.length)) : request);
    if (random.oneIn(10)) return;
    const [user, session] = [`mallory ${random.below(3)}`, `tab ${random.below(3)}`];
    const answer = version === 1 ? { type: "_USER_SESSION", data: { user, session } } : hello(user, session);
    const frame = { binary: false, bytes: Buffer.from(JSON.stringify(answer)) };
    this.#socket.write(framed(frame));
  }

  get open(): boolean {
    return this.#socket.writable;
  }

  /** Sends a frame: whole, in pieces, or wrong in its framing. */
  send(frame: HostileFrame, random: Random): void {
    if (random.oneIn(30)) for (const piece of pieces(frame, random)) this.#socket.write(piece);
    else this.#socket.write(random.oneIn(40) ? misframed(frame, random) : framed(frame));
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Leaves: with an end, at once, or with a reset. */
  leave(random: Random): void {
    if (random.oneIn(3)) this.#socket.destroy();
    else if (random.oneIn(2)) this.#socket.end();
    else this.#socket.resetAndDestroy();
  }
}

/** A masked frame of RFC 6455, 5.2; the mask is all zeros, which is allowed and keeps the payload readable. */
function framed({ binary, bytes }: HostileFrame, first = 0x80 | (binary ? 2 : 1)): Buffer {
  const { length } = bytes;
  const head = Buffer.alloc(length < 126 ? 6 : length < 65_536 ? 8 : 14);
  head[0] = first;
  head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127);
  if (head.length === 8) head.writeUInt16BE(length, 2);
  if (head.length === 14) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, bytes]);
}

/** The same message in many fragments, some empty. */
function pieces({ binary, bytes }: HostileFrame, random: Random): Buffer[] {
  const count = random.pick([2, 5, 127, 129, 400]);
  const cuts = Array.from({ length: count - 1 }, () => random.below(bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...cuts].map((from, i) => {
    const opcode = i === 0 ? (binary ? 2 : 1) : 0;
    const final = i === count - 1 ? 0x80 : 0;
    return framed({ binary, bytes: bytes.subarray(from, cuts[i] ?? bytes.length) }, final | opcode);
  });
}

/** Reserved bits and opcodes, no mask, a length that never comes, control frames that are too long. */
function misframed(frame: HostileFrame, random: Random): Buffer {
  const whole = framed(frame, random.below(256));
  switch (random.below(4)) {
    case 0:
      whole[1] = (whole[1] ?? 0) & 0x7f;
      return whole;
    case 1:
      return Buffer.concat([Buffer.of(0x82, 0xff, 0x3f, ...new Array<number>(7).fill(0xff)), whole]);
    case 2:
      return Buffer.from(Uint8Array.from({ length: 1 + random.below(60) }, () => random.below(256)));
    default:
      return whole;
  }
}
