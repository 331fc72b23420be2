import { NotesStage, type Reader } from "./notes-stage.ts";

const V1 = { version: 1 } as const;
const push = (note: string) => (notes: { title: string; notes: readonly string[] }) => ({
  ...notes,
  notes: [...notes.notes, note],
});

/** A client on its line, once everything is quiet. */
function settled(options: ConstructorParameters<typeof NotesStage>[0] = {}): readonly [NotesStage, Reader] {
  const stage = new NotesStage(options);
  const reader = stage.reader("u", V1);
  stage.wait(3_000);
  stage.begin();
  return [stage, reader];
}

/** The dialogues of version 1, by their number. */
export const VERSION_1: Readonly<Record<number, () => NotesStage>> = {
  1: () => {
    const stage = new NotesStage({ start: { title: "My notes", notes: [] } });
    const reader = stage.reader("t-A", { ...V1, user: "u-A" });
    stage.until(1_480);
    void reader.copy.write({ title: "M" });
    stage.until(2_180);
    void reader.copy.write({ title: "Mi" });
    stage.until(5_180);
    stage.call(reader, "add", { note: "bread" });
    stage.until(6_000);
    return stage;
  },
  2: () => {
    const stage = new NotesStage();
    const line = stage.raw("raw", V1);
    stage.until(20);
    line.next({ type: "_USER_SESSION", data: { user: "a", session: "b" } });
    stage.until(30);
    line.next({ type: "_PATCH:NOTES", data: [{ op: "replace", path: "/title", value: "ab" }] });
    stage.until(2_000);
    return stage;
  },
  3: () => {
    const [stage, { copy }] = settled();
    stage.until(70);
    void copy.write({ title: "a" });
    stage.until(75);
    void copy.write({ title: "ab" });
    stage.change({ title: "SERVER" });
    stage.until(2_000);
    return stage;
  },
  4: () => {
    const stage = new NotesStage();
    stage.reader("old", { ...V1, user: "ann", session: "tab-1" });
    stage.wait(3_000);
    stage.begin();
    stage.reader("new", { ...V1, user: "ann", session: "tab-1" });
    stage.until(3_000);
    return stage;
  },
  5: () => {
    const [stage, reader] = settled({ start: { title: "xy", notes: ["one"] }, forgets: false });
    reader.cut();
    stage.until(30);
    void reader.copy.write(push("offline"));
    stage.change({ notes: ["zero", "one"] });
    stage.until(2_000);
    return stage;
  },
  6: () => {
    const stage = new NotesStage();
    const actor = stage.client("u", V1);
    stage.wait(3_000);
    stage.begin();
    stage.show(actor);
    stage.until(100);
    return stage;
  },
  7: () => {
    const [stage, reader] = settled();
    reader.server?.next({ type: "_PATCH:NOTES", data: [{ op: "replace", path: "/notes/7", value: 1 }] });
    stage.until(200);
    return stage;
  },
  8: () => {
    const [stage, { copy }] = settled({
      start: { title: "fixed", notes: [] },
      allow: ([member]) => member !== "title",
    });
    void copy.write({ title: "mine" });
    stage.until(200);
    return stage;
  },
  9: () => {
    const stage = new NotesStage();
    const line = stage.raw("early", V1);
    line.next({ type: "_GET:NOTES", data: {} });
    const late = stage.client("ours", { ...V1, user: "u", session: "B" });
    late.session.next({ type: "_GET:NOTES", data: {} });
    stage.until(200);
    return stage;
  },
  10: () => {
    const [stage, { copy }] = settled();
    void copy.write({ title: "M" });
    stage.until(100);
    stage.begin();
    stage.drain();
    stage.until(10);
    stage.start();
    stage.until(10_000);
    return stage;
  },
};
