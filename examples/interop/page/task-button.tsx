import { useTask } from "ws-sync-rx/react";

export interface TaskButtonProps {
  readonly name: string;
  readonly task: string;
  readonly args: object;
}

/** Two buttons: one starts a task, one cancels it. */
export function TaskButton({ name, task, args }: TaskButtonProps) {
  const { start, cancel } = useTask<object>(name, task, { onUnmount: "keep" });
  return (
    <span className="task">
      <button
        type="button"
        onClick={() => {
          start(args);
        }}
      >
        {task}
      </button>
      <button type="button" aria-label={`Cancel ${task}`} onClick={cancel}>
        stop
      </button>
    </span>
  );
}
