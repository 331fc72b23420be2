import type { Note } from "../workloads/notes.ts";
import { peer } from "./peer.ts";

type Definition = Readonly<Record<string, unknown>>;
interface ColyseusSchema {
  readonly t: { string(): unknown; boolean(): unknown; array(of: unknown): unknown };
  readonly schema: (members: Definition, name: string) => new (values?: Definition) => Definition;
  readonly Encoder: {
    new (state: Definition): { encodeAll(): Uint8Array; encode(): Uint8Array; discardChanges(): void };
    BUFFER_SIZE: number;
  };
}
interface Rows {
  [index: number]: { title: string } | undefined;
  push(row: unknown): void;
  unshift(row: unknown): void;
  shift(): void;
  splice(at: number, count: number, ...rows: readonly unknown[]): void;
}

/** A change of a Colyseus state and what encoding it gives; each call makes the change the last one did not. */
export type ColyseusChange = () => Uint8Array;

/**
 * The workloads on a Colyseus state: a mutable one, whose setters note what they are told while it changes. There is no diff to time, so
 * one run is the change and its encoding; every other run takes it back, so that the state stays as large as it is.
 *
 * @returns by the name of the workload; nothing where Colyseus is not installed
 */
export async function colyseusNotes(notes: readonly Note[], fresh: Note): Promise<ReadonlyMap<string, ColyseusChange>> {
  const colyseus = await peer<ColyseusSchema>("@colyseus/schema");
  if (colyseus === undefined) return new Map();
  const { schema, t, Encoder } = colyseus;
  Encoder.BUFFER_SIZE = 2 ** 20;
  const members = { id: t.string(), title: t.string(), text: t.string(), done: t.boolean(), tags: t.array("string") };
  const Row = schema(members, "Row");
  const State = schema({ title: t.string(), notes: t.array(Row) }, "State");
  const row = ({ id, title, text, done, tags }: Note) => new Row({ id, title, text, done, tags: [...tags] });

  const changing = (one: (rows: Rows) => void, back: (rows: Rows) => void): ColyseusChange => {
    const state = new State({ title: "Notes", notes: [] });
    const rows = state["notes"] as Rows;
    for (const note of notes) rows.push(row(note));
    const encoder = new Encoder(state);
    encoder.encodeAll();
    encoder.discardChanges();
    let changed = false;
    return () => {
      (changed ? back : one)(rows);
      changed = !changed;
      const bytes = encoder.encode();
      encoder.discardChanges();
      return bytes;
    };
  };
  const retitle = (title: string) => (rows: Rows) => {
    const middle = rows[500];
    if (middle !== undefined) middle.title = title;
  };
  const middle = notes[500] ?? fresh;
  return new Map([
    ["1,000 notes, one title", changing(retitle("another"), retitle("a third one"))],
    [
      "1,000 notes, insert front",
      changing(
        (rows) => rows.unshift(row(fresh)),
        (rows) => rows.shift(),
      ),
    ],
    [
      "1,000 notes, remove middle",
      changing(
        (rows) => rows.splice(500, 1),
        (rows) => rows.splice(500, 0, row(middle)),
      ),
    ],
  ]);
}
