import { WebSocket } from "ws";
import { serveCalls } from "./calls.ts";
import { type FleetCalls, fleet } from "./fleet.ts";

/** What a process with clients may be asked. */
export interface ClientCalls extends FleetCalls {
  /** kilobytes, the most that it had */
  rss(args: undefined): Promise<number>;
}

serveCalls<ClientCalls>({
  ...fleet({ WebSocketCtor: WebSocket }),
  rss: async () => process.resourceUsage().maxRSS,
});
process.on("disconnect", () => process.exit(0));
