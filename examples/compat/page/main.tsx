import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { SessionProvider } from "ws-sync-rx/compat";
import { Connection } from "./connection.tsx";
import { roomUrl } from "./line.ts";
import { Notes } from "./notes.tsx";
import { Observed } from "./observed.tsx";
import { ReducedNotes } from "./reduced.tsx";
import { Stored } from "./stored.tsx";
import { toast } from "./toast.ts";

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <SessionProvider url={roomUrl("hooks")} label="Interop" toast={toast} binaryType="arraybuffer" autoconnect>
        <Connection />
        <Notes />
        <ReducedNotes />
        <Observed />
      </SessionProvider>
      <Stored />
    </StrictMode>,
  );
}
