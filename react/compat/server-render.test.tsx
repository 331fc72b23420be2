/** @jest-environment node */
import { expect, it } from "@jest/globals";
import { useContext } from "react";
import { renderToString } from "react-dom/server";
import {
  DefaultSessionContext,
  Session,
  SessionProvider,
  useObserved,
  useRemoteToast,
  useSynced,
  useSyncedReducer,
} from "ws-sync-rx/compat";
import { create } from "zustand";
import { synced } from "ws-sync-rx/zustand";

const useStore = create<{ shown: string }>()(
  synced(() => ({ shown: "in the store" }), { key: "STORE", session: new Session("ws://a.example/") }),
);

function Page() {
  const { title } = useSynced("NOTES", { title: "initial" });
  const { size } = useObserved("SIZE", { size: 7 });
  const [{ count }] = useSyncedReducer("COUNT", undefined, { count: 3 });
  const shown = useStore((state) => state.shown);
  const isSynced = useStore.sync.useIsSynced();
  useRemoteToast(useContext(DefaultSessionContext), () => {});
  return <p>{[title, size, count, shown, isSynced].join(" ")}</p>;
}

it("fault 23: is rendered by a server, where there is no window", () => {
  const html = renderToString(
    <SessionProvider url="ws://a.example/" autoconnect wsAuth>
      <Page />
    </SessionProvider>,
  );
  expect(html).toBe("<p>initial 7 3 in the store true</p>");
});
