/** @jest-environment node */
import { expect, it, jest } from "@jest/globals";
import { renderToString } from "react-dom/server";
import {
  SessionProvider,
  useAction,
  useConnectionStatus,
  useDownloads,
  useExposedActions,
  useObserved,
  usePending,
  useReconnect,
  useRecovery,
  useRemoteToast,
  useSynced,
  useSyncedReducer,
  useSyncStatus,
  useTask,
} from "ws-sync-rx/react";

function Page() {
  const { phase } = useConnectionStatus();
  const { title } = useSynced("NOTES", { title: "initial", notes: ["one"] });
  const count = useObserved("NOTES", { title: "", notes: [""] }, ({ notes }) => notes.map((note) => note).length);
  const [{ size }] = useSyncedReducer("SIZE", (state: { readonly size: number }) => state, { size: 7 });
  const { status } = useTask("NOTES", "work");
  const { saved, waiting } = useSyncStatus();
  const pending = usePending("NOTES", { title: "", notes: [""] });
  useAction("NOTES", "rename");
  useReconnect();
  useRecovery("NOTES");
  useRemoteToast(() => {});
  useExposedActions("NOTES", {});
  useDownloads(() => {});
  return (
    <p>
      {phase} {title} {count} {size} {status} {String(saved)} {waiting} {pending.length}
    </p>
  );
}

it("J5, fault 23: SSR crashes on window", () => {
  expect(typeof window).toBe("undefined");
  const report = jest.spyOn(console, "error");
  jest.useFakeTimers();
  const html = renderToString(
    <SessionProvider url="/ws">
      <Page />
    </SessionProvider>,
  );
  expect(html.replaceAll("<!-- -->", "")).toBe("<p>connecting initial 1 7 idle true 0 0</p>");
  expect(report).not.toHaveBeenCalled();
  // nothing was started that would live longer than the render
  expect(jest.getTimerCount()).toBe(0);
});
