import { useObservableEagerState } from "observable-hooks";
import type { BehaviorSubject } from "rxjs";
import type { FrameLog } from "./frame-log.ts";

/** What the differences have cost, and what whole states would have. */
export function Savings({ log$ }: { readonly log$: BehaviorSubject<FrameLog> }) {
  const { differences, bytes, fullBytes } = useObservableEagerState(log$);
  const times = bytes === 0 ? undefined : fullBytes / bytes;

  return (
    <dl className="savings">
      <div>
        <dt>
          {differences === 1 ? "1 change travelled as" : `${differences.toLocaleString("en")} changes travelled as`}
        </dt>
        <dd>{sizeOf(bytes)}</dd>
      </div>
      <div>
        <dt>as whole states</dt>
        <dd>{sizeOf(fullBytes)}</dd>
      </div>
      <div className="times">
        <dt>that is</dt>
        <dd>
          {times === undefined ? "–" : `${times.toLocaleString("en", { maximumFractionDigits: times < 10 ? 1 : 0 })}×`}
          <small> less</small>
        </dd>
      </div>
    </dl>
  );
}

function sizeOf(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** power).toLocaleString("en", { maximumSignificantDigits: 3 })} ${units[power] ?? ""}`;
}
