import { useObserved, useSynced } from "ws-sync-rx/compat";

const CAMEL = { currentDay: "", size: -1, runningTasks: [] as string[] };

/** `useObserved`, beside the tasks that change what it shows, and an object that is only sent when it is asked for. */
export function Observed() {
  const { fetchRemoteState, ...camel } = useObserved("CAMEL", CAMEL);
  const { startTask, cancelTask } = useSynced("CAMEL", CAMEL);
  const lazy = useSynced("LAZY", { value: -1 });
  return (
    <section aria-label="useObserved">
      <pre>{JSON.stringify(camel)}</pre>
      <p>{`lazy ${lazy.value}`}</p>
      <button onClick={() => startTask({ type: "FAST_FORWARD", steps: 3, delay: 0.01 })}>Start FAST_FORWARD</button>
      <button onClick={() => startTask({ type: "SLEEP" })}>Start SLEEP</button>
      <button onClick={() => cancelTask({ type: "SLEEP" })}>Cancel SLEEP</button>
      <button onClick={() => lazy.sendAction({ type: "INC" })}>Call INC</button>
      <button onClick={fetchRemoteState}>Fetch</button>
    </section>
  );
}
