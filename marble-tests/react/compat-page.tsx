import { act } from "@testing-library/react";
import type { ReactElement, ReactNode } from "react";
import type { SyncEvent } from "ws-sync-rx";
import { SessionProvider, type SessionProviderProps } from "ws-sync-rx/compat";
import { PageWebSocket } from "./page-web-socket.ts";

export const URL_OF_PAGE = "ws://a.example/";

export const NO_NOTES = { title: "", notes: [] as string[] };
export const MILK = { title: "Shopping", notes: ["milk", "bread"] };

/** What `render` takes to put a page of the original around a component. */
export function inPage(props: Partial<SessionProviderProps> = {}) {
  return ({ children }: { readonly children?: ReactNode }): ReactElement => (
    <SessionProvider url={URL_OF_PAGE} autoconnect {...props}>
      {children}
    </SessionProvider>
  );
}

/** Lets what was begun go on: lines are opened, and kept events sent, behind the code that runs. */
export const settling = () => act(async () => {});

/** Opens the line that was begun, and lets the server send its first events. */
export async function served(...events: readonly SyncEvent[]): Promise<PageWebSocket> {
  await settling();
  const socket = PageWebSocket.last();
  socket.opens();
  socket.receives(...events);
  await settling();
  return socket;
}

/** What a page has sent of one type, without the type. */
export function sentOf(socket: PageWebSocket, type: string): readonly unknown[] {
  return socket.sent.filter((event) => (event as SyncEvent).type === type).map((event) => (event as SyncEvent).data);
}
