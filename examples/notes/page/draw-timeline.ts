import type { CanvasSize } from "./canvas-sizes.ts";
import type { Lane, Timeline } from "./timeline.ts";

/** The height of one lane, in CSS pixels; the labels beside the diagram have the same. */
export const LANE = 36;
/** room above the first lane, for its counts */
export const TOP = 6;
const RADIUS = 9;
/** CSS pixels a millisecond: a narrow diagram shows less time, not smaller marbles */
const SPEED = 0.085;
/** room at the right for the tips of the lines */
const TIP = 14;

/** The colours and the font of the page, as the canvas needs them. */
export interface Palette {
  readonly ink: string;
  readonly paper: string;
  readonly muted: string;
  readonly sent: string;
  readonly received: string;
  readonly down: string;
  readonly font: string;
}

/** Reads the palette from the style sheet, which knows whether it is dark. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: read("--ink"),
    paper: read("--paper"),
    muted: read("--muted"),
    sent: read("--sent"),
    received: read("--received"),
    down: read("--down"),
    font: read("--mono"),
  };
}

/** Draws the timeline as a marble diagram whose right edge is `now`. */
export function drawTimeline(
  context: CanvasRenderingContext2D,
  { width, height }: CanvasSize,
  timeline: Timeline,
  palette: Palette,
  now: number,
): void {
  context.clearRect(0, 0, width, height);
  timeline.lanes.forEach((lane, index) => {
    const y = TOP + LANE * (index + 0.5);
    const x = (at: number): number => width - TIP - (now - at) * SPEED;
    drawLine(context, lane, palette, y, x, width);
    drawMarbles(context, lane, palette, y, x);
  });
}

type ToX = (at: number) => number;

function drawLine(
  context: CanvasRenderingContext2D,
  lane: Lane,
  palette: Palette,
  y: number,
  x: ToX,
  width: number,
): void {
  const stroke = (from: number, to: number, colour: string, dash: number[]): void => {
    context.strokeStyle = colour;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(Math.max(0, from), y);
    context.lineTo(Math.min(width - 4, to), y);
    context.stroke();
  };
  context.lineWidth = 1.5;
  let from = 0;
  for (const outage of lane.outages) {
    const start = Math.max(0, x(outage.from));
    const end = outage.to === undefined ? width : x(outage.to);
    if (end < 0) continue;
    if (start > from) stroke(from, start, palette.ink, []);
    // before the first line there is nothing to be sorry about
    stroke(start, end, outage.from > Number.NEGATIVE_INFINITY ? palette.down : palette.muted, [2, 5]);
    context.setLineDash([]);
    if (x(outage.from) > 0) tick(context, palette.down, start, y);
    if (outage.to !== undefined) tick(context, palette.ink, end, y);
    from = end;
  }
  if (from < width) stroke(from, width, palette.ink, []);
  context.setLineDash([]);
  context.strokeStyle = from < width ? palette.ink : palette.down;
  context.beginPath();
  context.moveTo(width - 9, y - 4);
  context.lineTo(width - 4, y);
  context.lineTo(width - 9, y + 4);
  context.stroke();
}

function tick(context: CanvasRenderingContext2D, colour: string, x: number, y: number): void {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(x, y - 7);
  context.lineTo(x, y + 7);
  context.stroke();
}

function drawMarbles(context: CanvasRenderingContext2D, lane: Lane, palette: Palette, y: number, x: ToX): void {
  const colour = lane.direction === "sent" ? palette.sent : palette.received;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 1.5;
  for (const { at, label, count } of lane.marbles) {
    if (x(at) < -RADIUS) continue;
    const hollow = label !== "S" && label !== "d" && label !== "w";
    const radius = label === "S" ? RADIUS + 2 : RADIUS;
    context.beginPath();
    context.arc(x(at), y, radius, 0, 2 * Math.PI);
    context.fillStyle = hollow ? palette.paper : colour;
    context.fill();
    context.strokeStyle = colour;
    context.stroke();
    context.fillStyle = hollow ? colour : palette.paper;
    context.font = `600 11px ${palette.font}`;
    context.fillText(label, x(at), y + 0.5);
    if (count === 1) continue;
    context.fillStyle = palette.muted;
    context.font = `9px ${palette.font}`;
    context.fillText(`×${count}`, x(at), y - radius - 5);
  }
}
