import { createRoot } from "react-dom/client";
import { NEVER } from "rxjs";
import { backoff, browserIds, connect, join, Session, userSession } from "ws-sync-rx/client";
import { SessionProvider } from "ws-sync-rx/react";
import { keepOutbox } from "ws-sync-rx/store";
import { GuestBook } from "./guest-book.tsx";

const session = new Session();
const ids = browserIds();
session.run(userSession(ids), keepOutbox({ ids })).subscribe();

/** `#offline` is a page without a line, which can be reloaded all the same. */
const isOffline = location.hash === "#offline";
const url = `${location.protocol.replace("http", "ws")}//${location.host}/`;
(isOffline ? NEVER : connect(url).pipe(backoff())).pipe(join(session)).subscribe();

const root = document.getElementById("root");
if (root !== null)
  createRoot(root).render(
    <SessionProvider session={session}>
      <GuestBook />
    </SessionProvider>,
  );
