import { useCallback, useState } from "react";
import { useConnectionStatus, useExposedActions, useReconnect, useRemoteToast } from "ws-sync-rx/react";

/** How the line is, and the last thing that the server said beside the states. */
export function Status() {
  const { phase, reason } = useConnectionStatus();
  const reconnect = useReconnect();
  const [said, setSaid] = useState("nothing yet");

  useRemoteToast(
    useCallback((message: string, type = "default") => {
      setSaid(`toast (${type}): ${message}`);
    }, []),
  );
  useExposedActions("NOTES_SIZE", {
    HELLO: (args: object) => {
      setSaid(`action HELLO ${JSON.stringify(args)}`);
    },
    BLOB: (args: object, { bytes }: { readonly bytes: Uint8Array | undefined }) => {
      setSaid(`binary BLOB ${JSON.stringify(args)}, ${bytes?.byteLength ?? 0} bytes`);
    },
  });

  return (
    <p className="status" role="status">
      <span className={`phase ${phase}`}>{phase}</span>
      {phase === "ended" && (
        <>
          {reason}{" "}
          <button type="button" onClick={reconnect}>
            Come back
          </button>
        </>
      )}
      <span className="said">The server said: {said}</span>
    </p>
  );
}
