import { useObservableState } from "observable-hooks";
import { useMemo } from "react";
import { type Comparison, fingerprints } from "./fingerprints.ts";
import type { PanelLine } from "./panel-line.ts";

const NOTHING: Comparison = { prints: [], equal: true };

/** Whether the panels hold the same state, for everybody to see: two fingerprints, and whether they are equal. */
export function InStep({ lines }: { readonly lines: readonly PanelLine[] }) {
  const comparison$ = useMemo(() => fingerprints(lines), [lines]);
  const { prints, equal } = useObservableState(comparison$, NOTHING);

  return (
    <p className={equal ? "in-step" : "in-step apart"}>
      {lines.map(({ name }, index) => (
        <span key={name}>
          {index > 0 && <b aria-hidden="true">{equal ? "=" : "≠"}</b>}
          state of {name} <code data-panel={name}>{prints[index] ?? "········"}</code>
        </span>
      ))}
      <span role="status">{equal ? "in step" : "apart"}</span>
    </p>
  );
}
