import type { Script } from "./visitor.ts";

/** How long a name of a message can be. */
const HEAD = 48;
/** How much of its end is looked at: there the envelope is. */
const TAIL = 120;

const headOf = (message: Buffer): string => message.toString("latin1", 0, HEAD);
const tailOf = (message: Buffer): string => message.toString("latin1", Math.max(0, message.length - TAIL));

let names = 0;

/** A client of our version 2 that was here before, or comes for the first time. */
export function ours(): Script {
  const client = `client-${(names += 1)}`;
  let epoch: string | undefined;
  let version = 0;
  let memory: string | undefined;
  const hello = (): string => {
    const who = { version: 2, client, user: client, session: client };
    const known = memory === undefined || epoch === undefined ? {} : { memory, resume: [["NOTES", epoch, version]] };
    return JSON.stringify({ type: "_HELLO", data: { ...who, resume: [], ...known } });
  };
  return {
    path: "/?ws-sync=2",
    opened: (say) => {
      if (memory !== undefined) say(hello());
    },
    hears: (message, say) => {
      const head = headOf(message);
      if (head.startsWith('{"type":"_HELLO"')) {
        if (memory === undefined) say(hello());
        return false;
      }
      if (head.startsWith('{"type":"_READY"')) {
        memory = /"memory":"([^"]+)"/.exec(message.toString("latin1"))?.[1];
        return true;
      }
      const envelope = /(?:"e":"([^"]+)",)?"v":(\d+)[^{}[\]]*\}$/.exec(tailOf(message));
      if (envelope === null) throw new Error(`a message of another kind came: ${headOf(message)}`);
      epoch = envelope[1] ?? epoch;
      version = Number(envelope[2]);
      return false;
    },
  };
}

/** A client of version 1: asked who it is, told the state. */
export function original(): Script {
  const user = `original-${(names += 1)}`;
  return {
    path: "/",
    hears: (message, say) => {
      const head = headOf(message);
      if (head.startsWith('{"type":"_REQUEST_USER_SESSION"'))
        say(JSON.stringify({ type: "_USER_SESSION", data: { user, session: user } }));
      return head.startsWith('{"type":"_SET:NOTES"');
    },
  };
}

/**
 * A client of plain `ws`, which waits for so many messages.
 *
 * @param whole whether one message brings everything; otherwise one for each missed update
 */
export function plain(whole?: boolean): Script {
  let awaited = 0;
  return {
    path: "/",
    comes: (missed) => {
      awaited = whole === undefined ? 0 : whole ? 1 : missed;
      return awaited === 0;
    },
    hears: () => (awaited -= 1) === 0,
  };
}

/** A client of Socket.IO over WebSocket: Engine.IO 4, the packets of socket.io-client 4. */
export function socketIo(): Script {
  let pid: string | undefined;
  let offset: string | undefined;
  let awaited = 0;
  return {
    path: "/socket.io/?EIO=4&transport=websocket",
    comes: (missed) => {
      awaited = missed;
      return false;
    },
    hears: (message, say) => {
      const text = message.toString("latin1", 0, 2);
      if (text.startsWith("0"))
        say(`40${pid === undefined || offset === undefined ? "" : JSON.stringify({ pid, offset })}`);
      else if (text === "2") say("3");
      else if (text === "40") {
        const known = pid;
        pid = /"pid":"([^"]+)"/.exec(message.toString("latin1"))?.[1];
        if (awaited > 0 && known !== pid) throw new Error("Socket.IO did not recover the session");
        return awaited === 0;
      } else if (text === "42") {
        offset = /,"([^"]+)"\]$/.exec(tailOf(message))?.[1];
        return (awaited -= 1) === 0;
      }
      return false;
    },
  };
}
