import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { SessionProvider } from "ws-sync-rx/react";
import { App } from "./app.tsx";

/** The line this page opens: `/?line=auth`, `/?line=ws`, or a room, by default one that all pages share. */
const line = new URLSearchParams(location.search).get("line") ?? "room/lobby";

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <SessionProvider url={`/${line}`}>
        <App line={line} />
      </SessionProvider>
    </StrictMode>,
  );
}
