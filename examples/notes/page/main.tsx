import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BehaviorSubject, ignoreElements, merge, tap } from "rxjs";
import { synced } from "ws-sync-rx";
import { NO_NOTES, NOTES } from "../notes.ts";
import { App } from "./app.tsx";
import { frameLog, NO_FRAMES } from "./frame-log.ts";
import { fullSize } from "./full-size.ts";
import { PanelLine } from "./panel-line.ts";
import { PANELS } from "./panel-name.ts";

const url = new URL("ws", location.href.replace(/^http/, "ws")).href;
const lines = PANELS.map((name) => new PanelLine(name, url));
const sizes = new Map(lines.map(({ name, session }) => [name, () => fullSize(synced(session, NOTES, NO_NOTES).value)]));
const log$ = new BehaviorSubject(NO_FRAMES);

merge(
  ...lines.map(({ running$ }) => running$),
  frameLog(merge(...lines.map(({ frames$ }) => frames$)), (panel) => sizes.get(panel)?.() ?? 0).pipe(
    tap((log) => log$.next(log)),
    ignoreElements(),
  ),
).subscribe();

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App lines={lines} log$={log$} />
    </StrictMode>,
  );
}
