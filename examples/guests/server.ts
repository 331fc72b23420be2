import { createServer, type IncomingMessage } from "node:http";
import { BehaviorSubject, mergeMap } from "rxjs";
import { actions, publish, writes } from "ws-sync-rx";
import { fromServer, isAllowedOrigin, sessions } from "ws-sync-rx/server";
import { WebSocketServer } from "ws";
import { openPort } from "../notes/open-port.ts";
import { pageFiles } from "../notes/page-files.ts";
import { GUESTS, type Guests } from "./guests.ts";

const guests$ = new BehaviorSubject<Guests>({ names: [], host: "nobody yet" });
const server = createServer(await pageFiles(process.argv[2] ?? "page"));
const sockets = new WebSocketServer({
  server,
  maxPayload: 65_536,
  handleProtocols: () => false,
  verifyClient: ({ req }: { readonly req: IncomingMessage }) => isAllowedOrigin(req.headers, "same"),
});

const sign = ({ name }: { readonly name: string }): number => {
  const names = [...guests$.value.names, name.slice(0, 80)];
  guests$.next({ ...guests$.value, names });
  return names.length;
};

const published = publish(GUESTS, guests$);
const running = fromServer(sockets)
  .pipe(
    sessions(),
    mergeMap((session) =>
      session.run(
        published,
        (events$) => events$.pipe(writes(GUESTS, guests$)),
        (events$) => events$.pipe(actions(GUESTS, { sign })),
      ),
    ),
  )
  .subscribe();

openPort("Guests", server, sockets, running);
