import { useEffect, useRef } from "react";
import {
  combineLatest,
  fromEvent,
  map,
  merge,
  type Observable,
  startWith,
  switchMap,
  takeUntil,
  tap,
  throttleTime,
  timer,
} from "rxjs";
import { drawTimeline, LANE, paletteOf, TOP } from "./draw-timeline.ts";
import { canvasSizes } from "./canvas-sizes.ts";
import type { PanelLine } from "./panel-line.ts";
import { KEPT, LETTERS, Timeline } from "./timeline.ts";
import { unhurriedFrames } from "./unhurried-frames.ts";

/** ms between two steps where motion is not wanted */
const STEP = 1_000;

/** The frames of all panels as a marble diagram that moves while there is something in it, and rests otherwise. */
export function MarbleStrip({ lines }: { readonly lines: readonly PanelLine[] }) {
  const canvasRef = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const canvas = canvasRef.current;
    const context = canvas?.getContext("2d");
    if (canvas === null || context === null || context === undefined) return undefined;
    const timeline = new Timeline();
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const palette$ = fromEvent(dark, "change").pipe(
      startWith(undefined),
      map(() => paletteOf(canvas)),
    );
    const happened$ = merge(
      ...lines.flatMap(({ name, session, frames$ }) => [
        frames$.pipe(tap((frame) => timeline.frame(frame))),
        session.connected$.pipe(tap((connected) => timeline.line(name, connected, performance.now()))),
      ]),
    ).pipe(throttleTime(STEP));
    const steps = (): Observable<unknown> => (calm.matches ? timer(0, STEP) : unhurriedFrames());
    const drawing$ = combineLatest([canvasSizes(canvas), palette$, happened$]).pipe(
      switchMap(([size, palette]) =>
        steps().pipe(
          tap(() => {
            const now = performance.now();
            timeline.prune(now);
            drawTimeline(context, size, timeline, palette, now);
          }),
          takeUntil(timer(KEPT)),
        ),
      ),
    );
    const subscription = drawing$.subscribe();
    return () => {
      subscription.unsubscribe();
    };
  }, [lines]);

  return (
    <figure className="strip">
      <div className="strip-lanes">
        <ul aria-hidden="true" style={{ lineHeight: `${LANE}px`, paddingTop: TOP }}>
          {lines.flatMap(({ name }) => [
            <li key={`${name}s`} className="sent">
              {name} sends
            </li>,
            <li key={`${name}r`} className="received">
              {name} receives
            </li>,
          ])}
        </ul>
        <canvas
          ref={canvasRef}
          style={{ height: TOP + 4 * LANE }}
          role="img"
          aria-label="Marble diagram of what went over both lines just now. The list of frames tells the same in words."
        />
      </div>
      <figcaption>
        <span>Both lines, as they run</span>
        {Object.entries(LETTERS).map(([letter, meaning]) => (
          <span key={letter}>
            <b>{letter}</b> {meaning}
          </span>
        ))}
        <span>
          <b className="dots">····</b> line down
        </span>
      </figcaption>
    </figure>
  );
}
