/* eslint-disable react-hooks/immutability -- pages of the original set members of their session */
import { useContext, useEffect, useState } from "react";
import { DefaultSessionContext, useRemoteToast } from "ws-sync-rx/compat";
import { nowhereUrl, roomUrl } from "./line.ts";
import { toast, useToasts } from "./toast.ts";

/** The session's own calls: whether it is connected, and buttons that cut the line and mend it. */
export function Connection() {
  const session = useContext(DefaultSessionContext);
  const [connected, setConnected] = useState(false);
  const said = useToasts((state) => state.said);
  useRemoteToast(session, toast, "remote ");

  useEffect(() => {
    if (session === null) return undefined;
    session.onConnectionChange = setConnected;
    return () => {
      session.onConnectionChange = undefined;
    };
  }, [session]);

  const cut = () => {
    if (session === null) return;
    session.url = nowhereUrl();
    session.ws?.close(3001);
  };
  const mend = () => {
    if (session === null) return;
    session.disconnect();
    session.url = roomUrl("hooks");
    session.connect();
  };
  return (
    <section aria-label="Connection">
      <p role="status">{connected ? "connected" : "not connected"}</p>
      <button onClick={cut}>Cut the line</button>
      <button onClick={mend}>Mend the line</button>
      <ul aria-label="Toasts">
        {said.map((message, index) => (
          <li key={index}>{message}</li>
        ))}
      </ul>
    </section>
  );
}
