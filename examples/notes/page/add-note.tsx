import { type SubmitEvent, useId, useState } from "react";
import { LIMITS } from "../notes.ts";

/** A note to add: what is typed stays until it has been sent. */
export function AddNote({ onAdd }: { readonly onAdd: (text: string) => Promise<void> }) {
  const id = useId();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");

  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (text.trim() === "") return;
    onAdd(text.trim()).then(
      () => {
        setText("");
        setProblem("");
      },
      () => {
        setProblem("Not sent: the line is down. Edits wait for it, actions do not.");
      },
    );
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
