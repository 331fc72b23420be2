import { useState } from "react";
import { useAction, useSynced, useSyncStatus } from "ws-sync-rx/react";
import { GUESTS, type Guests } from "../guests.ts";

const NOBODY: Guests = { names: [], host: "" };

/** Signs, with or without a line; what waits is there again when the page is reloaded. */
export function GuestBook() {
  const guests = useSynced(GUESTS, NOBODY);
  const { saved, waiting, sent } = useSyncStatus();
  const sign = useAction(GUESTS, "sign");
  const [name, setName] = useState("");

  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // a later page may hear of it, if this one is reloaded
          void sign({ name }).catch(() => undefined);
          setName("");
        }}
      >
        <input aria-label="Name" value={name} onChange={(event) => setName(event.target.value)} />
        <button>Sign</button>
        <button type="button" onClick={() => void guests.write({ host: name })}>
          Be the host
        </button>
      </form>
      <p role="status">{saved ? "all saved" : `${waiting + sent} waiting`}</p>
      <p>
        Host: <output>{guests.host}</output>
      </p>
      <ol>
        {guests.names.map((guest, index) => (
          <li key={index}>{guest}</li>
        ))}
      </ol>
    </>
  );
}
