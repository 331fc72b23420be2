import { useSubscription } from "observable-hooks";
import { useMemo } from "react";
import { type Download, downloads } from "ws-sync-rx";
import type { HookOptions } from "./session-context.ts";
import { useSession } from "./use-session.ts";

/**
 * Hands the files that the server sends to a function, that of the moment. A `<SessionProvider>` with a `url` saves them by itself, unless it
 * has an `onDownload` of its own.
 *
 * @param take `saveDownload`, or what else to do with a file
 */
export function useDownloads(take: (download: Download) => void, options: HookOptions = {}): void {
  const session = useSession(options);
  const downloads$ = useMemo(() => downloads(session), [session]);
  useSubscription(downloads$, take);
}
