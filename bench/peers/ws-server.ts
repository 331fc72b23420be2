import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { LiveNotes, Step } from "../workloads/live-notes.ts";
import type { OpenLiveServer } from "./live-server.ts";

/** Updates that a client which comes back has missed. */
const MISSED = 10;

interface Way {
  /** what a client gets when it comes */
  readonly greet?: (socket: WebSocket) => void;
  /** what all get when the state changes */
  readonly tell?: (step: Step) => void;
}

/**
 * Plain `ws`, one way or the other:
 *
 * - `bare`: handshakes and nothing else; `deltas`: whoever comes gets the last ten patches, each turned to bytes once;
 * - `full`: the state, turned to bytes once; `stringify`: the state, turned to JSON for each;
 * - `frame`: a patch, as one frame that is written to every socket; `string`: `ws.send` of the text for each;
 * - `echo`: what comes is parsed, and sent back as JSON.
 */
export function wsServer(way: string): OpenLiveServer {
  return async (first) => {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
    const streams = new Set<Socket>();
    const { greet, tell } = wayOf(way, server, streams, first);
    server.on("connection", (socket, { socket: stream }) => {
      streams.add(stream);
      socket.on("close", () => streams.delete(stream));
      socket.on("error", () => undefined);
      greet?.(socket);
    });
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return {
      port,
      get lines() {
        return streams.size;
      },
      publish: (step) => tell?.(step),
    };
  };
}

function wayOf(way: string, server: WebSocketServer, streams: ReadonlySet<Socket>, first: LiveNotes): Way {
  let state = first;
  let whole: Buffer | undefined;
  const missed: Buffer[] = [];
  switch (way) {
    case "bare":
      return {};
    case "deltas":
      return {
        greet: (socket) => missed.forEach((patch) => socket.send(patch, { binary: false })),
        tell: (step) => {
          missed.push(Buffer.from(patchText(step)));
          if (missed.length > MISSED) missed.shift();
        },
      };
    case "full":
      return {
        greet: (socket) => socket.send((whole ??= Buffer.from(stateText(state))), { binary: false }),
        tell: (step) => {
          state = step.state;
          whole = undefined;
        },
      };
    case "stringify":
      return { greet: (socket) => socket.send(stateText(state)), tell: (step) => (state = step.state) };
    case "frame":
      return {
        tell: (step) => {
          const frame = frameOf(patchText(step));
          for (const stream of streams) stream.write(frame);
        },
      };
    case "string":
      return {
        tell: (step) => {
          const text = patchText(step);
          for (const socket of server.clients) socket.send(text);
        },
      };
    case "echo":
      return {
        greet: (socket) => {
          socket.on("message", (data) => {
            const { id, args } = JSON.parse((data as Buffer).toString()) as { id: number; args: unknown };
            socket.send(JSON.stringify({ re: id, ok: args }));
          });
        },
      };
    default:
      throw new RangeError(`There is no server called ${JSON.stringify(way)}.`);
  }
}

const patchText = ({ operations }: Step): string => JSON.stringify({ type: "_PATCH:NOTES", data: operations });
const stateText = (state: LiveNotes): string => JSON.stringify({ type: "_SET:NOTES", data: state });

/** A WebSocket frame of text as RFC 6455 has it, unmasked. */
function frameOf(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const header = length < 126 ? [0x81, length] : length < 65_536 ? [0x81, 126, length >> 8, length & 255] : undefined;
  if (header === undefined) throw new RangeError("a frame of 64 kB or more");
  return Buffer.concat([Buffer.from(header), payload]);
}
