import { EventType } from "ws-sync-rx";
import { PANELS, type PanelName } from "./panel-name.ts";
import type { SeenFrame } from "./seen-frame.ts";

/** Frames of one kind that came so close together that they are drawn as one. */
export interface Marble {
  readonly at: number;
  readonly label: string;
  count: number;
}

/** A time without a line. */
export interface Outage {
  readonly from: number;
  /** `undefined` while it lasts */
  to: number | undefined;
}

/** One stream of the diagram: what one panel sends, or receives. */
export interface Lane {
  readonly panel: PanelName;
  readonly direction: SeenFrame["direction"];
  readonly marbles: Marble[];
  readonly outages: Outage[];
}

/** ms after which the widest diagram has forgotten a frame */
export const KEPT = 30_000;
/** ms within which frames become one marble, so that their number does not grow with the traffic */
const CLOSE = 240;

/** The letters of the diagram, and what each stands for. */
export const LETTERS: Readonly<Record<string, string>> = {
  S: "the whole state",
  d: "a difference",
  w: "a write, as a difference",
  a: "an action",
  r: "an answer",
  p: "a sign of life",
  h: "the handshake",
};

/** What the marble diagram of the page is drawn from: four streams, and when their lines were down. */
export class Timeline {
  readonly lanes: readonly Lane[] = PANELS.flatMap((panel) =>
    (["sent", "received"] as const).map((direction) => ({
      panel,
      direction,
      marbles: [],
      outages: [{ from: Number.NEGATIVE_INFINITY, to: undefined }],
    })),
  );

  /** Puts a frame on its lane. */
  frame({ panel, direction, type, at }: SeenFrame): void {
    const lane = this.lanes.find((each) => each.panel === panel && each.direction === direction);
    const label = labelOf(type, direction);
    const near = lane?.marbles.findLast((marble) => marble.label === label);
    if (near !== undefined && at - near.at < CLOSE) near.count += 1;
    else lane?.marbles.push({ at, label, count: 1 });
  }

  /** Notes that a panel's line has come or gone. */
  line(panel: PanelName, connected: boolean, at: number): void {
    for (const { outages } of this.lanes.filter((lane) => lane.panel === panel)) {
      const last = outages.at(-1);
      const down = last !== undefined && last.to === undefined;
      if (connected && down) last.to = at;
      else if (!connected && !down) outages.push({ from: at, to: undefined });
    }
  }

  /** Forgets what has left the diagram. */
  prune(now: number): void {
    const gone = now - KEPT;
    for (const { marbles, outages } of this.lanes) {
      while (marbles[0] !== undefined && marbles[0].at < gone) marbles.shift();
      while (outages[0]?.to !== undefined && outages[0].to < gone) outages.shift();
    }
  }
}

function labelOf(type: string, direction: SeenFrame["direction"]): string {
  const [name] = type.split(":", 1);
  if (name === EventType.set) return "S";
  if (name === EventType.patch) return direction === "sent" ? "w" : "d";
  if (name === EventType.reply) return "r";
  if (name === EventType.ping || name === EventType.pong) return "p";
  return name === EventType.action ? "a" : "h";
}
