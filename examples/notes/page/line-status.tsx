import { useObservableEagerState } from "observable-hooks";
import { useAction, useConnectionStatus } from "ws-sync-rx/react";
import { NOTES } from "../notes.ts";
import { OUTAGE, type PanelLine } from "./panel-line.ts";

/** seconds until the server writes by itself: less than an outage lasts */
const LATER = 3;

const WORDS = {
  connecting: "connecting",
  recovering: "catching up",
  live: "live",
  offline: "offline, trying again",
  ended: "ended",
} as const;

/** How the line of a panel is, and what one can do to it. */
export function LineStatus({ line }: { readonly line: PanelLine }) {
  const { phase, reason } = useConnectionStatus();
  const held = useObservableEagerState(line.held$);
  const addLater = useAction(NOTES, "addLater");
  const words = held ? `down for ${OUTAGE / 1_000} s` : WORDS[phase];

  return (
    <div className="line">
      <p role="status" className={`phase ${held ? "held" : phase}`}>
        <span className="lamp" aria-hidden="true" />
        <span className="visually-hidden">Line {line.name}: </span>
        {words}
        {phase === "ended" && reason !== undefined && `: ${reason}`}
      </p>
      <div className="line-controls">
        <button
          type="button"
          disabled={phase !== "live"}
          onClick={() => {
            addLater({ seconds: LATER }).catch(() => undefined);
          }}
        >
          Server, write in {LATER} s
        </button>
        {phase === "ended" ? (
          <button type="button" onClick={() => line.rejoin()}>
            Come back
          </button>
        ) : (
          <button type="button" className="drop" onClick={() => (held ? line.mend() : line.drop())}>
            {held ? "Mend it now" : "Drop the line"}
          </button>
        )}
      </div>
      {held && <span className="outage" aria-hidden="true" style={{ animationDuration: `${OUTAGE}ms` }} />}
    </div>
  );
}
