import type { BehaviorSubject } from "rxjs";
import { SessionProvider } from "ws-sync-rx/react";
import type { FrameLog } from "./frame-log.ts";
import { FrameList } from "./frame-list.tsx";
import { InStep } from "./in-step.tsx";
import { MarbleStrip } from "./marble-strip.tsx";
import { NotesPanel } from "./notes-panel.tsx";
import type { PanelLine } from "./panel-line.ts";
import { Savings } from "./savings.tsx";

export interface AppProps {
  readonly lines: readonly PanelLine[];
  readonly log$: BehaviorSubject<FrameLog>;
}

/** The page: what it shows, the two lines as marbles, the two clients, and their frames. */
export function App({ lines, log$ }: AppProps) {
  return (
    <>
      <header className="masthead">
        <p className="wordmark">
          ws-sync-rx <span>Notes, running</span>
        </p>
        <InStep lines={lines} />
      </header>
      <main>
        <div className="lead">
          <h1>
            State lives on the server. <em>Only the difference travels.</em>
          </h1>
          <p>
            Panels A and B are two clients, each with a session and a socket of its own. Type in one: the difference
            crosses the wire and the other follows. Drop a line and go on: it comes back by itself, without a reload,
            and both are in step again.
          </p>
          <Savings log$={log$} />
        </div>
        <MarbleStrip lines={lines} />
        <div className="bench">
          {lines.map((line) => (
            <SessionProvider key={line.name} session={line.session}>
              <NotesPanel line={line} />
            </SessionProvider>
          ))}
          <FrameList log$={log$} />
        </div>
      </main>
      <footer>
        <p>
          Everybody who opens this page shares these notes. One Node process, no database:{" "}
          <code>examples/notes/server.ts</code> is all of it, and <code>examples/notes/page/</code> is what you look at.
        </p>
      </footer>
    </>
  );
}
