import { NotesStage, type Reader } from "./notes-stage.ts";

type Options = ConstructorParameters<typeof NotesStage>[0];
const START = { title: "My notes", notes: ["milk", "bread"] };

/** A client that is live, once everything is quiet. */
function settled(options: Options = {}): readonly [NotesStage, Reader] {
  const stage = new NotesStage({ start: START, forgets: false, ...options });
  const reader = stage.reader("tab");
  stage.wait(3_000);
  stage.begin();
  return [stage, reader];
}

/** The dialogues of version 2, by their number. */
export const VERSION_2: Readonly<Record<number, () => NotesStage>> = {
  11: () => {
    const stage = new NotesStage({ start: START });
    const reader = stage.reader("tab");
    stage.until(1_000);
    void reader.copy.write({ title: "M" });
    stage.until(2_000);
    stage.call(reader, "add", { note: "tea" });
    stage.until(3_000);
    return stage;
  },
  12: () => {
    const [stage, reader] = settled();
    reader.cut();
    stage.change({ title: "Ours" });
    stage.change({ notes: ["milk", "bread", "tea"] });
    stage.until(1_000);
    return stage;
  },
  13: () => {
    const [stage, { copy }] = settled();
    stage.change({ title: "Ours" });
    void copy.write((notes) => ({ ...notes, notes: [...notes.notes, "tea"] }));
    stage.until(200);
    return stage;
  },
  14: () => {
    const [stage, { copy }] = settled();
    stage.change({ notes: ["eggs", "milk", "bread"] });
    void copy.write((notes) => ({ ...notes, notes: notes.notes.map((note) => (note === "bread" ? "rye" : note)) }));
    stage.until(200);
    return stage;
  },
  15: () => {
    const [stage, reader] = settled();
    stage.call(reader, "add", { note: "tea" });
    stage.until(10);
    if (reader.links !== undefined) reader.links.toClient.silent = true;
    stage.until(50);
    reader.line?.cut(1006, "it broke");
    stage.until(1_000);
    return stage;
  },
  16: () => {
    const [stage, reader] = settled();
    stage.call(reader, "slow");
    stage.until(30);
    stage.crash();
    stage.until(100);
    stage.call(reader, "add", { note: "tea" });
    stage.start();
    stage.until(2_000);
    return stage;
  },
  17: () => {
    const [stage, reader] = settled();
    if (reader.links !== undefined) reader.links.toClient.rate = 100_000;
    const large = (letter: string): string => letter.repeat(150_000);
    stage.change({ title: large("a") });
    stage.change({ title: large("b") });
    stage.change({ title: large("c") });
    stage.change({ title: "Small again" });
    stage.until(10_000);
    return stage;
  },
  18: () => {
    const [stage, reader] = settled();
    stage.call(reader, "slow");
    stage.until(100);
    stage.drain();
    stage.call(reader, "add", { note: "tea" });
    stage.until(200);
    stage.finish("done");
    stage.until(250);
    stage.start();
    stage.until(10_000);
    return stage;
  },
  19: () => {
    const [stage, { copy }] = settled();
    void copy.write((notes) => ({ ...notes, notes: [...notes.notes, "tea"] }));
    stage.until(10);
    void copy.write((notes) => ({ ...notes, title: "N" }));
    stage.until(20);
    void copy.write((notes) => ({ ...notes, title: "Notes" }));
    stage.until(300);
    return stage;
  },
  20: () => {
    const stage = new NotesStage({ start: START, speaks: 1 });
    const reader = stage.reader("tab");
    stage.until(2_000);
    void reader.copy.write({ title: "M" });
    stage.until(3_000);
    return stage;
  },
  21: () => {
    const stage = new NotesStage({ start: START, forgets: false });
    stage.reader("one", { user: "ann", session: "tab-1" });
    stage.wait(3_000);
    stage.begin();
    const two = stage.reader("two", { user: "ann", session: "tab-1" });
    stage.until(1_000);
    void two.copy.write({ title: "Both" });
    stage.until(2_000);
    stage.reader("old", { version: 1, user: "ann", session: "tab-1" });
    stage.until(3_000);
    return stage;
  },
  22: () => {
    const [stage, reader] = settled({ verifyEvery: 2 });
    reader.server?.next({ type: "_PATCH:NOTES", data: [{ op: "remove", path: "/notes/0" }], envelope: { v: 1 } });
    stage.until(100);
    stage.change({ title: "One" });
    stage.change({ title: "Two" });
    stage.until(300);
    return stage;
  },
  23: () => {
    const [stage, { copy }] = settled({ allow: ([member]) => member !== "title" });
    void copy.write({ title: "mine" });
    stage.until(200);
    return stage;
  },
  24: () => {
    const [stage, reader] = settled();
    reader.line?.next({ type: "_PING", data: { n: 1 } });
    stage.until(200);
    return stage;
  },
};
