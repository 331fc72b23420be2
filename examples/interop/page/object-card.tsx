import { type ReactNode, useId } from "react";
import type { SyncKey } from "ws-sync-rx";
import { useObserved } from "ws-sync-rx/react";

const NOTHING = {};

export interface ObjectCardProps {
  readonly name: SyncKey;
  readonly says: string;
  /** what the copy is until the server's state comes in */
  readonly initial?: object;
  readonly children: ReactNode;
}

/** One object: its state as it is here, and what it can do. */
export function ObjectCard({ name, says, initial = NOTHING, children }: ObjectCardProps) {
  const id = useId();
  const state = useObserved<unknown>(name, initial);
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      <p>{says}</p>
      <pre data-key={name} aria-live="polite">
        {state === initial ? "not here yet" : JSON.stringify(state, undefined, 1)}
      </pre>
      <div className="controls">{children}</div>
    </section>
  );
}
