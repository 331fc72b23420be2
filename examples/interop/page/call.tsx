import { useState } from "react";
import { useAction } from "ws-sync-rx/react";

export interface CallProps {
  readonly name: string;
  readonly action: string;
  readonly args?: object;
  readonly bytes?: Uint8Array;
  readonly label?: string;
}

/** A button that calls an action. */
export function Call({ name, action, args = {}, bytes, label = action }: CallProps) {
  const call = useAction<object>(name, action);
  const [unsent, setUnsent] = useState(false);
  return (
    <button
      type="button"
      title={unsent ? "Not sent: the line was down" : JSON.stringify({ type: action, ...args })}
      className={unsent ? "unsent" : undefined}
      onClick={() => {
        call(args, bytes).then(
          () => {
            setUnsent(false);
          },
          () => {
            setUnsent(true);
          },
        );
      }}
    >
      {label}
    </button>
  );
}
