import { type SubmitEvent, useId, useState } from "react";
import { LIMITS } from "../notes.ts";

/** A note to add. Without a line it waits for one; one that was refused comes back to be changed. */
export function AddNote({ onAdd }: { readonly onAdd: (text: string) => Promise<void> }) {
  const id = useId();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const note = text.trim();
    if (note === "") return;
    setText("");
    setProblem("");
    onAdd(note).catch((error: unknown) => {
      setText((typed) => (typed === "" ? note : typed));
      setProblem(error instanceof Error ? error.message : String(error));
    });
  };

  return (
    <form className="add" onSubmit={submit}>
      <label htmlFor={id}>New note</label>
      <input
        id={id}
        value={text}
        maxLength={LIMITS.text}
        autoComplete="off"
        placeholder="Write a note"
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      <button type="submit">Add</button>
      <p role="status" className="problem">
        {problem}
      </p>
    </form>
  );
}
