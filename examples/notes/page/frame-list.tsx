import { useObservableEagerState } from "observable-hooks";
import { memo, useState } from "react";
import type { BehaviorSubject } from "rxjs";
import type { FrameLog } from "./frame-log.ts";
import type { SeenFrame } from "./seen-frame.ts";

/** Every frame that travels, newest first. */
export function FrameList({ log$ }: { readonly log$: BehaviorSubject<FrameLog> }) {
  const { frames } = useObservableEagerState(log$);
  const [held, setHeld] = useState<readonly SeenFrame[]>();
  const shown = held ?? frames;

  return (
    <section className="frames" aria-labelledby="frames-name">
      <header>
        <h2 id="frames-name">Frames</h2>
        <p>as they are, newest first</p>
        <button
          type="button"
          aria-pressed={held !== undefined}
          onClick={() => {
            setHeld(held === undefined ? frames : undefined);
          }}
        >
          {held === undefined ? "Hold still" : "Go on"}
        </button>
      </header>
      <ol tabIndex={0} aria-labelledby="frames-name">
        {shown.map((frame) => (
          <FrameRow key={frame.id} frame={frame} />
        ))}
      </ol>
    </section>
  );
}

const FrameRow = memo(function FrameRow({ frame }: { readonly frame: SeenFrame }) {
  const { panel, direction, type, bytes, data } = frame;
  return (
    <li className={direction}>
      <span className="frame-way">
        {panel} <span aria-hidden="true">{direction === "sent" ? "→" : "←"}</span>
        <span className="visually-hidden">{direction}</span>
      </span>
      <span className="frame-type">{type}</span>
      <span className="frame-bytes">{bytes.toLocaleString("en")} B</span>
      <code>{data}</code>
    </li>
  );
});
