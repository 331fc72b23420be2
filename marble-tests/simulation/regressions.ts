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
  {
    name: "a write made on one that was just answered was run without it",
    schedule: {
      seed: 0,
      clients: 2,
      steps: [
        { gap: 40, act: { act: "write", who: 0, edit: { kind: "push", at: 0 } } },
        { gap: 10, act: { act: "write", who: 0, edit: { kind: "edit", at: 0 } } },
      ],
    },
  },
  {
    name: "a first line that went deaf before the server's hello was live for ever",
    schedule: {
      seed: 0,
      clients: 2,
      steps: [
        { gap: 2, act: { act: "rate", who: 1, bytes: 50 } },
        { gap: 5, act: { act: "server", edit: { kind: "title", at: 0 } } },
        { gap: 13, act: { act: "hole", who: 3, way: "down" } },
      ],
    },
  },
];
