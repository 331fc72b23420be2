import type { ReactElement, ReactNode } from "react";
import { SessionProvider } from "ws-sync-rx/react";
import type { Linked } from "./linked.ts";

/** The `wrapper` of a test: a provider of the client's session. */
export function around({ client }: Linked, onError?: (error: unknown) => void) {
  return ({ children }: { readonly children?: ReactNode }): ReactElement => (
    <SessionProvider session={client} onError={onError}>
      {children}
    </SessionProvider>
  );
}
