import { KEYS, MUTATIONS, NO_NOTES } from "../keys.ts";
import { Call } from "./call.tsx";
import { NotesForm } from "./notes-form.tsx";
import { ObjectCard } from "./object-card.tsx";
import { Status } from "./status.tsx";
import { TaskButton } from "./task-button.tsx";

/** All objects of one session, live, with a button for everything they can do. */
export function App({ line }: { readonly line: string }) {
  return (
    <>
      <header className="masthead">
        <h1>Interop</h1>
        <p>
          Seven objects of one session, in the class flavour, as the original library would serve them. The line is{" "}
          <code>/{line}</code>: try <a href="?line=room/another">another room</a>,{" "}
          <a href="?line=auth">a session of your own</a> or <a href="?line=ws">the one for all</a>.
        </p>
        <Status />
      </header>
      <main>
        <ObjectCard
          name={KEYS.notes}
          initial={NO_NOTES}
          says="All public members, in snake case. What you type is synced with every key."
        >
          <NotesForm />
          <TaskButton name={KEYS.notes} task="COUNT" args={{ upto: 20, delay: 0.2 }} />
          <Call name={KEYS.notes} action="RESET" />
          <Call name={KEYS.notes} action="SILENT_RENAME" args={{ new_title: "not said yet" }} />
          <Call name={KEYS.notes} action="BOOM" />
        </ObjectCard>
        <ObjectCard name={KEYS.notesSize} says="Three members, one of them renamed: totalLength is size.">
          <Call name={KEYS.notesSize} action="ADD" args={{ note: "one more" }} />
          <Call name={KEYS.notesSize} action="RENAME" args={{ new_title: "another name" }} />
          <Call name={KEYS.notesSize} action="RENAME_TOAST" args={{ new_title: "with a toast" }} />
          <Call name={KEYS.notesSize} action="TOAST" args={{ message: "Only a toast", kind: "warning" }} />
          <Call name={KEYS.notesSize} action="DOWNLOAD" args={{ filename: "hello.txt", text: "hello ✓" }} />
          <Call name={KEYS.notesSize} action="ECHO_ACTION" args={{ action: { type: "HELLO", from: "here" } }} />
          <Call name={KEYS.notesSize} action="ECHO_BINARY" args={{ name: "hi" }} bytes={HI} />
          <Call name={KEYS.notesSize} action="UPLOAD" args={{ name: "hi" }} bytes={HI} />
          <Call name={KEYS.notesSize} action="KICK" args={{ message: "You asked for it." }} />
        </ObjectCard>
        <ObjectCard name={KEYS.camel} says="Members in snake case, shown in camel case, with the tasks that run.">
          <Call name={KEYS.camel} action="NEXT_DAY" />
          <TaskButton name={KEYS.camel} task="FAST_FORWARD" args={{ steps: 20, delay: 0.2 }} />
          <TaskButton name={KEYS.camel} task="SLEEP" args={{}} />
          <TaskButton name={KEYS.camel} task="FAIL" args={{}} />
        </ObjectCard>
        <ObjectCard name={KEYS.filtered} says="One member left out, a private one let in under another name.">
          <TaskButton name={KEYS.filtered} task="WAIT" args={{}} />
        </ObjectCard>
        <ObjectCard name={KEYS.lazy} says="Sent when it is asked for.">
          <Call name={KEYS.lazy} action="INC" />
        </ObjectCard>
        <ObjectCard
          name={KEYS.throttled}
          says="A hundred changes, at most ten differences a second, the last one always."
        >
          <Call name={KEYS.throttled} action="BURST" args={{ n: 100, gap: 0.02, window: 0.1 }} />
          <Call name={KEYS.throttled} action="FLUSH" />
        </ObjectCard>
        <ObjectCard name={KEYS.nested} says="Changed in place, in every way there is.">
          {MUTATIONS.map((how) => (
            <Call key={how} name={KEYS.nested} action="MUTATE" args={{ how }} label={how} />
          ))}
        </ObjectCard>
      </main>
    </>
  );
}

const HI = new TextEncoder().encode("hi");
