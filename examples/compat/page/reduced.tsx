import { useState } from "react";
import { type SyncedReducer, useSyncedReducer } from "ws-sync-rx/compat";

interface Reduced {
  title: string;
  notes: string[];
  size: number;
}

const reducer: SyncedReducer<Reduced> = (draft, action, sync, delegate) => {
  switch (action.type) {
    case "PUSH":
      draft.notes.push(action["note"] as string);
      sync();
      break;
    case "DROP":
      draft.notes.splice(0, 1);
      sync();
      break;
    // the server calls these
    case "HELLO":
      draft.title = `the server says ${action["from"]}`;
      break;
    case "BLOB":
      draft.title = `${action["name"]} has ${(action["data"] as ArrayBuffer).byteLength} bytes`;
      break;
    default:
      delegate();
  }
};

/** `useSyncedReducer`: what is done here, what is sent, and what is left to the server. */
export function ReducedNotes() {
  const [notes, dispatch] = useSyncedReducer("NOTES_SIZE", reducer, { title: "", notes: [], size: 0 });
  const [count, setCount] = useState(0);
  const push = () => {
    dispatch({ type: "PUSH", note: `a${count}` });
    dispatch({ type: "PUSH", note: `b${count}` });
    setCount(count + 1);
  };
  const echo = { type: "HELLO", from: "hello" };
  return (
    <section aria-label="useSyncedReducer">
      <h2>{notes.title}</h2>
      <pre>{JSON.stringify(notes.notes)}</pre>
      <p>{`size ${notes.size}`}</p>
      <button onClick={push}>Push two</button>
      <button onClick={() => dispatch({ type: "DROP" })}>Drop the first</button>
      <button onClick={() => dispatch({ type: "RENAME", new_title: "delegated" })}>Delegate RENAME</button>
      <button onClick={() => dispatch({ type: "RENAME_TOAST", new_title: "aloud" })}>Delegate RENAME_TOAST</button>
      <button onClick={() => dispatch({ type: "ECHO_ACTION", action: echo })}>Let the server call</button>
      <button onClick={() => notes.sendBinary({ type: "ECHO_BINARY", name: "blob" }, new ArrayBuffer(5))}>
        Let the server call with bytes
      </button>
      <button onClick={notes.fetchRemoteState}>Fetch</button>
    </section>
  );
}
