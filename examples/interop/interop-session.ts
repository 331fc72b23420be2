import { merge } from "rxjs";
import type { Pipeline } from "ws-sync-rx";
import { expose } from "ws-sync-rx/decorators";
import { Camel } from "./objects/camel.ts";
import { Filtered } from "./objects/filtered.ts";
import { Lazy } from "./objects/lazy.ts";
import { Nested } from "./objects/nested.ts";
import { Notes } from "./objects/notes.ts";
import { NotesSize } from "./objects/notes-size.ts";
import { Throttled } from "./objects/throttled.ts";

/** What a session runs: objects of its own, which a new line is sent in this order. */
export const interopSession: Pipeline = (session) => {
  const objects = [
    new Notes(),
    new NotesSize(),
    new Camel(),
    new Filtered(),
    new Lazy(),
    new Throttled(),
    new Nested(),
  ];
  return merge(...objects.map((object) => expose(object)(session)));
};
