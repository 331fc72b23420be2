import { describe, expect, it } from "@jest/globals";
import { asyncScheduler, BehaviorSubject, EMPTY, merge, tap, timer } from "rxjs";
import {
  actions,
  type Pipeline,
  publish,
  sharedTasks,
  sync,
  type SyncEvent,
  tasks,
  withRunning,
  writes,
} from "ws-sync-rx";
import { expose, onCancel, remoteAction, remoteTask, type Sync, syncAll } from "ws-sync-rx/decorators";
import { marbles, testSession } from "ws-sync-rx/testing";
import { rawLine } from "../raw-line.ts";

/** long enough for a difference to be smaller than the state */
const TITLE = "A title of some length, as people give them to lists that they mean to keep for a while";

@syncAll("NOTES", { exposeRunningTasks: true })
class Notes {
  declare readonly sync: Sync;
  notes: string[] = [];
  title = TITLE;

  @remoteAction() rename({ title }: { readonly title: string }): void {
    this.title = title;
    this.sync();
  }

  @remoteTask() *importAll({ lines }: { readonly lines: readonly string[] }) {
    for (const line of lines) {
      yield timer(3);
      this.notes.push(line);
      this.sync();
    }
  }

  @onCancel("importAll") stopped(): void {
    this.notes.push("stopped");
    this.sync();
  }

  @remoteTask() fail(): void {
    throw new Error("no");
  }
}

interface State {
  readonly notes: readonly string[];
  readonly title: string;
}

/** What a holder can be asked to do, by either of the two pipelines made of streams. */
function streams() {
  const notes$ = new BehaviorSubject<State>({ notes: [], title: TITLE });
  const running$ = new BehaviorSubject<readonly string[]>([]);
  const add = (line: string): void => {
    notes$.next({ ...notes$.value, notes: [...notes$.value.notes, line] });
  };
  const rename = ({ title }: { readonly title: string }): void => {
    notes$.next({ ...notes$.value, title });
  };
  const handlers = {
    *importAll({ lines }: { readonly lines: readonly string[] }) {
      for (const line of lines) {
        yield timer(3);
        add(line);
      }
    },
    fail: () => {
      throw new Error("no");
    },
  };
  const options = {
    runningObserver: running$,
    onCancel: {
      importAll: () => {
        add("stopped");
      },
    },
  };
  return { notes$, running$, rename, handlers, options };
}

const perSession: Pipeline = (session) => {
  const { notes$, running$, rename, handlers, options } = streams();
  return merge(
    notes$.pipe(withRunning(running$), sync(session, "NOTES")),
    session.pipe(writes("NOTES", notes$)),
    session.pipe(actions("NOTES", { rename })),
    session.pipe(tasks("NOTES", handlers, options)),
  );
};

function perKey(): Pipeline {
  const { notes$, running$, rename, handlers, options } = streams();
  const published = publish("NOTES", notes$.pipe(withRunning(running$)));
  const served = sharedTasks("NOTES", handlers, options);
  return (session) =>
    merge(
      published(session),
      session.pipe(writes("NOTES", notes$)),
      session.pipe(actions("NOTES", { rename })),
      served(session),
    );
}

const start = (type: string, args: object = {}): SyncEvent => ({ type: "_TASK_START:NOTES", data: { type, ...args } });
const cancel = (type: string): SyncEvent => ({ type: "_TASK_CANCEL:NOTES", data: { type } });

describe("both flavours of Notes", () => {
  it(
    "put the same bytes on the wire, through starts, cancels, ends, failures, writes and returns",
    marbles(({ hot, flush }) => {
      const values = {
        s: start("importAll", { lines: ["one", "é\u2028"] }),
        c: cancel("importAll"),
        f: start("fail"),
        r: { type: "_ACTION:NOTES", data: { type: "rename", title: `${TITLE}!` } },
        w: { type: "_PATCH:NOTES", data: [{ op: "replace", path: "/title", value: `${TITLE}?` }] },
        g: { type: "_GET:NOTES", data: {} },
      };
      // prettier-ignore
      const events$ = hot("-s---c--(sc)--s-s---------f-r-w-g", values);
      const recorded = [expose(new Notes()), perSession, perKey()].map((pipeline) => {
        const line = rawLine(asyncScheduler);
        events$.pipe(tap(line.receive)).subscribe();
        const session = testSession(EMPTY, EMPTY);
        merge(session.attach(line.connection), session.run(pipeline)).subscribe();
        return line.frames;
      });
      flush();
      const [ofClass = [], ...ofStreams] = recorded;
      expect(ofClass).toHaveLength(16);
      for (const frames of ofStreams) expect(frames).toEqual(ofClass);
      expect(ofClass.slice(0, 5)).toEqual([
        `{"type":"_SET:NOTES","data":{"notes":[],"title":"${TITLE}","running_tasks":[]}}`,
        '{"type":"_PATCH:NOTES","data":[{"op":"add","path":"/running_tasks/0","value":"importAll"}]}',
        '{"type":"_PATCH:NOTES","data":[{"op":"add","path":"/notes/0","value":"one"}]}',
        '{"type":"_PATCH:NOTES","data":[{"op":"add","path":"/notes/1","value":"stopped"}]}',
        '{"type":"_PATCH:NOTES","data":[{"op":"remove","path":"/running_tasks/0"}]}',
      ]);
    }),
  );
});
