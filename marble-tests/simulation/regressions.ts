import type { Schedule } from "./schedule.ts";

/** Schedules that once broke an invariant, shortened, and what was wrong. */
export const regressions: readonly { readonly name: string; readonly schedule: Schedule }[] = [
  {
    name: "a write made offline and one made between the handshake and the state changed places",
    schedule: {
      seed: 0,
      clients: 2,
      steps: [
        { gap: 0, act: { act: "write", who: 0, edit: { kind: "title", at: 0 } } },
        { gap: 14, act: { act: "server", edit: { kind: "title", at: 0 } } },
        { gap: 6, act: { act: "write", who: 0, edit: { kind: "title", at: 0 } } },
      ],
    },
  },
];
