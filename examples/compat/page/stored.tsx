import { useEffect, useState } from "react";
import { Session } from "ws-sync-rx/compat";
import { synced } from "ws-sync-rx/zustand";
import { create } from "zustand";
import { nowhereUrl, roomUrl } from "./line.ts";

interface Nested {
  num: number;
  items: { id: number; tags: string[] }[];
  double: () => void;
}

const session = new Session({ url: roomUrl("store") });

const useNested = create<Nested>()(
  synced(
    (set, _get, store) => ({
      num: 0,
      items: [],
      double: () => {
        set((state) => ({ num: state.num * 2 }));
        store.sync();
      },
    }),
    { key: "NESTED", session, syncAttributes: ["num", "items"] },
  ),
);

const { mutate } = useNested.sync.createDelegators<{ MUTATE: { how: string } }>()({ mutate: "MUTATE" });

const tag = () => {
  useNested.setState((draft) => {
    draft.items[0]?.tags.push("here");
  });
  useNested.sync({ debounceMs: 20, maxWaitMs: 100 });
};

/** A Zustand store with a session of its own, made outside of React. */
export function Stored() {
  const num = useNested((state) => state.num);
  const items = useNested((state) => state.items);
  const double = useNested((state) => state.double);
  const isSynced = useNested.sync.useIsSynced();
  const [connected, setConnected] = useState(false);
  useEffect(() => {
    session.onConnectionChange = setConnected;
    return session.connect();
  }, []);
  const cut = () => {
    session.url = nowhereUrl();
    session.ws?.close(3001);
  };
  const mend = () => {
    session.disconnect();
    session.url = roomUrl("store");
    session.connect();
  };
  return (
    <section aria-label="synced">
      <p role="status">{connected ? "connected" : "not connected"}</p>
      <p>{isSynced ? "all sent" : "not sent"}</p>
      <pre>{JSON.stringify({ num, items })}</pre>
      <button onClick={double}>Double</button>
      <button onClick={tag}>Tag the first</button>
      <button onClick={() => mutate({ how: "append" })}>Delegate append</button>
      <button onClick={useNested.sync.fetchRemoteState}>Fetch</button>
      <button onClick={cut}>Cut the line</button>
      <button onClick={mend}>Mend the line</button>
    </section>
  );
}
