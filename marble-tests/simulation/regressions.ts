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
  {
    name: "a write that was made on top of one that is not sent again was made on another row",
    schedule: {
      seed: 15_511,
      clients: 2,
      keeps: true,
      steps: [
        { gap: 0, act: { act: "write", who: 0, edit: { kind: "pair", at: 0 } } },
        { gap: 0, act: { act: "cut", who: 0, noticed: "both" } },
        { gap: 0, act: { act: "twin", who: 0 } },
        { gap: 893, act: { act: "write", who: 0, edit: { kind: "title", at: 0 } } },
        { gap: 2, act: { act: "freeze", who: 1, ms: 50 } },
        { gap: 59, act: { act: "write", who: 0, edit: { kind: "push", at: 0 } } },
        { gap: 2, act: { act: "write", who: 0, edit: { kind: "title", at: 0 } } },
        { gap: 3, act: { act: "write", who: 0, edit: { kind: "edit", at: 0 } } },
        { gap: 3, act: { act: "write", who: 0, edit: { kind: "title", at: 0 } } },
        { gap: 38, act: { act: "reload", who: 0, late: false, other: false } },
      ],
    },
  },
  {
    name: "a page that is probed before it may say its hello was taken for one of version 1",
    schedule: {
      seed: 0,
      clients: 3,
      keeps: true,
      steps: [
        { gap: 0, act: { act: "rivals", who: 0, gap: 0, late: 0 } },
        { gap: 0, act: { act: "freeze", who: 3, ms: 50 } },
        { gap: 20, act: { act: "server", edit: { kind: "title", at: 0 } } },
      ],
    },
  },
  {
    name: "what was taken back, and reported so, was sent by the page that came at once",
    schedule: {
      seed: 7_695,
      clients: 2,
      keeps: true,
      steps: [
        { gap: 0, act: { act: "call", who: 0, kind: "add" } },
        { gap: 40, act: { act: "takeBack", who: 0, at: 0 } },
        { gap: 0, act: { act: "reload", who: 0, late: false, other: false } },
      ],
    },
  },
  {
    name: "what an earlier page had made changed places when a server that stopped gave it back",
    schedule: {
      seed: 0,
      clients: 2,
      keeps: true,
      steps: [
        { gap: 0, act: { act: "call", who: 0, kind: "add" } },
        { gap: 3, act: { act: "call", who: 0, kind: "add" } },
        { gap: 2, act: { act: "reload", who: 0, late: false, other: false } },
        { gap: 26, act: { act: "latency", who: 0, up: 0, down: 0 } },
        { gap: 11, act: { act: "drain", keeps: false, ms: 100 } },
      ],
    },
  },
  {
    name: "two pages that took over what a third had left, and could write nothing down, gave their requests the same ids",
    schedule: {
      seed: 0,
      clients: 2,
      keeps: true,
      steps: [
        { gap: 18, act: { act: "write", who: 0, edit: { kind: "title", at: 0 } } },
        { gap: 22, act: { act: "ask", who: 0, offline: "fail" } },
        { gap: 0, act: { act: "disk", who: 0, fault: "stuck", ms: 300 } },
        { gap: 0, act: { act: "reload", who: 0, late: false, other: false } },
        { gap: 2, act: { act: "call", who: -1, kind: "add" } },
        { gap: 38, act: { act: "reload", who: -1, late: false, other: false } },
        { gap: 0, act: { act: "write", who: -1, edit: { kind: "title", at: 0 } } },
      ],
    },
  },
  {
    name: "a write that was not sent was reported as a conflict, and sent by the page that came at once",
    schedule: {
      seed: 3982,
      clients: 2,
      keeps: true,
      steps: [
        { gap: 40, act: { act: "write", who: 0, edit: { kind: "forbidden", at: 0 } } },
        { gap: 0, act: { act: "disk", who: 0, fault: "stuck", ms: 300 } },
        { gap: 298, act: { act: "reload", who: 0, late: false, other: false } },
        { gap: 40, act: { act: "write", who: -1, edit: { kind: "pair", at: 0 } } },
        { gap: 0, act: { act: "reload", who: -1, late: false, other: false } },
        { gap: 24, act: { act: "write", who: -1, edit: { kind: "title", at: 0 } } },
        { gap: 27, act: { act: "call", who: -1, kind: "add" } },
        { gap: 9, act: { act: "reload", who: -1, late: false, other: false } },
        { gap: 0, act: { act: "reload", who: -1, late: false, other: false } },
      ],
    },
  },
  {
    name: "a write was taken for one made on top of what an earlier page had left, and overwrote it",
    schedule: {
      seed: 3982,
      clients: 2,
      keeps: true,
      steps: [
        { gap: 31, act: { act: "write", who: 0, edit: { kind: "forbidden", at: 0 } } },
        { gap: 12, act: { act: "write", who: 0, edit: { kind: "insert", at: 0 } } },
        { gap: 0, act: { act: "disk", who: 0, fault: "stuck", ms: 300 } },
        { gap: 295, act: { act: "reload", who: 0, late: false, other: false } },
        { gap: 4, act: { act: "write", who: -1, edit: { kind: "insert", at: 0 } } },
        { gap: 27, act: { act: "call", who: -1, kind: "add" } },
        { gap: 9, act: { act: "reload", who: -1, late: false, other: false } },
        { gap: 0, act: { act: "reload", who: -1, late: false, other: false } },
      ],
    },
  },
  {
    name: "a page that got the lock late said who it is while it wrote down that it goes on as another",
    schedule: {
      seed: 51423,
      clients: 2,
      keeps: true,
      steps: [
        { gap: 0, act: { act: "call", who: 0, kind: "add" } },
        { gap: 0, act: { act: "reload", who: 0, late: false, other: false } },
        { gap: 40, act: { act: "stall", who: 0, way: "up", ms: 2000 } },
        { gap: 0, act: { act: "rivals", who: 0, gap: 0, late: 0 } },
        { gap: 804, act: { act: "write", who: 0, edit: { kind: "title", at: 0 } } },
        { gap: 41, act: { act: "restart", keeps: false, ms: 50, silent: false } },
        { gap: 53, act: { act: "write", who: 0, edit: { kind: "title", at: 0 } } },
        { gap: 3, act: { act: "call", who: 0, kind: "add" } },
        { gap: 3, act: { act: "call", who: 0, kind: "add" } },
        { gap: 96, act: { act: "reload", who: 0, late: false, other: false } },
      ],
    },
  },
  {
    name: "an edit of a row that was not there hit another one: the push before it had come to another place since it was sent",
    schedule: {
      seed: 0,
      clients: 3,
      keeps: true,
      steps: [
        { gap: 0, act: { act: "server", edit: { kind: "push", at: 0 } } },
        { gap: 10, act: { act: "takeBack", who: 0, at: 0 } },
        { gap: 7, act: { act: "write", who: 0, edit: { kind: "push", at: 0 } } },
        { gap: 3, act: { act: "write", who: 0, edit: { kind: "title", at: 0 } } },
        { gap: 20, act: { act: "reload", who: 0, late: false, other: false } },
        { gap: 0, act: { act: "hole", who: 0, way: "up" } },
        { gap: 52, act: { act: "write", who: 1, edit: { kind: "push", at: 0 } } },
        { gap: 8, act: { act: "write", who: 0, edit: { kind: "push", at: 4 } } },
        { gap: 31, act: { act: "mark", who: 0 } },
        { gap: 10, act: { act: "write", who: 0, edit: { kind: "edit", at: 0 } } },
        { gap: 0, act: { act: "reload", who: 0, late: false, other: false } },
      ],
    },
  },
  {
    name: "a counter that two writes raised by one each came out raised by three: the first was in the state already that the second was kept on",
    schedule: {
      seed: 31_884,
      clients: 2,
      keeps: true,
      steps: [
        { gap: 0, act: { act: "answer", who: 0, edit: { kind: "add", at: 0 } } },
        { gap: 40, act: { act: "write", who: 0, edit: { kind: "title", at: 0 } } },
        { gap: 39, act: { act: "cut", who: 0, noticed: "both" } },
        { gap: 181, act: { act: "mark", who: 0 } },
        { gap: 30, act: { act: "write", who: 0, edit: { kind: "add", at: 0 } } },
        { gap: 15, act: { act: "reload", who: 0, late: false, other: false } },
      ],
    },
  },
  {
    name: "a line that was identified late took the place of a newer one",
    schedule: {
      seed: 0,
      clients: 2,
      keeps: false,
      steps: [
        { gap: 0, act: { act: "lookUp", ms: 9_000, every: 1, lasts: 900 } },
        { gap: 2_051, act: { act: "server", edit: { kind: "title", at: 0 } } },
        { gap: 3_515, act: { act: "lookUp", ms: 30, every: 1, lasts: 900 } },
        { gap: 5, act: { act: "takeover", who: 0, ms: 9_000 } },
        { gap: 1_931, act: { act: "lookUp", ms: 30, every: 1, lasts: 900 } },
        { gap: 0, act: { act: "cut", who: 1, noticed: "both" } },
        { gap: 849, act: { act: "freeze", who: 1, ms: 50 } },
        { gap: 660, act: { act: "write", who: 0, edit: { kind: "title", at: 0 } } },
        { gap: 9, act: { act: "write", who: 0, edit: { kind: "title", at: 0 } } },
      ],
    },
  },
  {
    name: "a page that was left between two servers left what the first was sent as if the second had been: done twice",
    schedule: {
      seed: 40049,
      clients: 2,
      keeps: true,
      steps: [
        { gap: 0, act: { act: "pile", who: 3, how: "large" } },
        { gap: 18, act: { act: "takeBack", who: 0, at: 0 } },
        { gap: 38, act: { act: "hole", who: 0, way: "up" } },
        { gap: 0, act: { act: "task", who: 1, ms: 30, fails: false } },
        { gap: 76, act: { act: "restart", keeps: false, ms: 0, silent: false } },
        { gap: 0, act: { act: "latency", who: 1, up: 40, down: 300 } },
        { gap: 0, act: { act: "write", who: 1, edit: { kind: "add", at: 0 } } },
        { gap: 0, act: { act: "cut", who: 1, noticed: "both" } },
        { gap: 646, act: { act: "write", who: 1, edit: { kind: "add", at: 0 } } },
        { gap: 54, act: { act: "reload", who: 1, late: false, other: false } },
      ],
    },
  },
];
