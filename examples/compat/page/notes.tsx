import { useSynced } from "ws-sync-rx/compat";

const hi = new TextEncoder().encode("hi").buffer;

/** `useSynced` as the original's README has it. */
export function Notes() {
  const notes = useSynced("NOTES", { title: "", notes: [] as string[], total_length: 0 });
  const call = (type: string, args: object = {}) => notes.sendAction({ type, ...args });
  return (
    <section aria-label="useSynced">
      <label>
        Title
        <input value={notes.title} onChange={(event) => notes.syncTitle(event.target.value)} />
      </label>
      <p>{`${notes.notes.length} notes, ${notes.total_length} letters`}</p>
      <pre>{JSON.stringify(notes.notes)}</pre>
      <button onClick={() => notes.setTitle("only here")}>Set the title here</button>
      <button onClick={() => notes.syncNotes([...notes.notes, "synced"])}>Sync a note</button>
      <button onClick={notes.fetchRemoteState}>Fetch</button>
      <button onClick={() => notes.sendState({ title: "sent", notes: ["whole"], total_length: 0 })}>
        Send a state
      </button>
      <button onClick={() => call("ADD", { note: "called" })}>Call ADD</button>
      <button onClick={() => call("BOOM")}>Call BOOM</button>
      <button onClick={() => call("TOAST", { message: "bread", kind: "warning" })}>Call TOAST</button>
      <button onClick={() => call("DOWNLOAD", { filename: "hello.txt", text: "hello ✓" })}>Call DOWNLOAD</button>
      <button onClick={() => call("KICK", { message: "You asked for it." })}>Call KICK</button>
      <button onClick={() => notes.sendBinary({ type: "UPLOAD", name: "hi" }, hi)}>Upload</button>
      <button onClick={() => notes.startTask({ type: "COUNT", upto: 1_000, delay: 0.02 })}>Start COUNT</button>
      <button onClick={() => notes.cancelTask({ type: "COUNT" })}>Cancel COUNT</button>
    </section>
  );
}
