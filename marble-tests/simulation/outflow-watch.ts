import { Connection, type SyncEvent } from "ws-sync-rx";
import { Outflow } from "../../src/session/outflow.ts";
import { BOUNDS } from "./bounds.ts";
import type { Watch } from "./violation.ts";

interface Line {
  /** what was to be sent, and has not been handed to the line */
  readonly waiting: SyncEvent[];
  cut: boolean;
}

let watch: Watch | undefined;
const lines = new WeakMap<Outflow, Line>();
const lineOf = new WeakMap<Connection, Line>();
/** whose outflow hands something to its line */
let sending: Line | undefined;
const { send, sendState } = Outflow.prototype;
const { next, cut } = Connection.prototype;

// what waits is the outflow's own: it is what went in and has not come out
Outflow.prototype.send = function (this: Outflow, event: SyncEvent): void {
  const line = known(this);
  line.waiting.push(event);
  within(line, () => {
    send.call(this, event);
  });
  if (line.waiting.length > BOUNDS.events && !line.cut)
    watch?.fail("I4", `${line.waiting.length} events wait for a line that is too slow`);
};

// it shows which connection is the outflow's, if it is the first to be sent
Outflow.prototype.sendState = function (this: Outflow, event: SyncEvent): void {
  within(known(this), () => {
    sendState.call(this, event);
  });
};

Connection.prototype.next = function (this: Connection, event: SyncEvent): void {
  if (sending !== undefined && !lineOf.has(this)) lineOf.set(this, sending);
  const waiting = lineOf.get(this)?.waiting;
  if (waiting?.[0] === event) waiting.shift();
  next.call(this, event);
};

Connection.prototype.cut = function (this: Connection, ...why: Parameters<Connection["cut"]>): void {
  const line = lineOf.get(this);
  if (line !== undefined) line.cut = true;
  cut.call(this, ...why);
};

/** From now on it is seen how many events wait for each line: I4. */
export function watchOutflows(by: Watch): void {
  watch = by;
}

function known(outflow: Outflow): Line {
  const line = lines.get(outflow) ?? { waiting: [], cut: false };
  lines.set(outflow, line);
  return line;
}

function within(line: Line, task: () => void): void {
  const former = sending;
  sending = line;
  task();
  sending = former;
}
