import { describe, expect, it, jest } from "@jest/globals";
import { act, configure, fireEvent, render, renderHook, screen } from "@testing-library/react";
import { memo, Profiler } from "react";
import { defer, finalize } from "rxjs";
import { type Session, syncKey } from "ws-sync-rx";
import { useSynced } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked, type Linked, serve } from "../marble-tests/react/linked.ts";
import { EMPTY, MILK, type Note, NOTES } from "../marble-tests/react/notes.ts";

configure({ reactStrictMode: true });

const patchesOf = ({ received }: Linked) =>
  received.filter(({ type }) => type === "_PATCH:NOTES").map(({ data }) => data);

/** Counts the subscriptions to a session's events from now on. */
function handlersOf(session: Session): () => number {
  let handlers = 0;
  const on = session.on.bind(session);
  jest.spyOn(session, "on").mockImplementation((type) =>
    defer(() => {
      handlers += 1;
      return on(type);
    }).pipe(finalize(() => (handlers -= 1))),
  );
  return () => handlers;
}

describe("fault 21: a patch that does not fit throws in render and unmounts the tree", () => {
  it("keeps the tree, reports the patch and asks for the state", () => {
    const link = linked();
    const server = serve(link, NOTES, MILK);
    const onError = jest.fn();
    const { result } = renderHook(() => useSynced(NOTES, EMPTY), { wrapper: around(link, onError) });
    link.open();
    link.send("_PATCH:NOTES", [{ op: "replace", path: "/no/such/place", value: 1 }]);
    expect(onError).toHaveBeenCalledTimes(1);
    expect(link.received.filter(({ type }) => type === "_GET:NOTES")).toHaveLength(1);
    link.send("_PATCH:NOTES", "no list");
    server.next({ ...MILK, title: "Healed" });
    link.advance();
    expect(result.current).toMatchObject({ ...MILK, title: "Healed" });
  });
});

describe("fault 22: two syncs in one React batch: only the last is sent", () => {
  it("sends both", () => {
    const link = linked();
    const server = serve(link, NOTES, EMPTY);
    const { result } = renderHook(() => useSynced(NOTES, EMPTY), { wrapper: around(link) });
    link.open();
    act(() => {
      result.current.syncTitle("a");
      result.current.syncTitle((title) => `${title}b`);
      result.current.syncNotes(MILK.notes);
    });
    link.advance();
    expect(server.value).toEqual({ title: "ab", notes: MILK.notes });
  });
});

describe("fault 25: JSON pointers are not escaped; undefined makes an operation without value", () => {
  it("writes members whose names are pointers themselves", () => {
    const link = linked();
    const initial = { "a/b": 1, "m~n": 1, "": 1 };
    const server = serve(link, syncKey<typeof initial>("HOSTILE"), initial);
    const { result } = renderHook(() => useSynced("HOSTILE", initial), { wrapper: around(link) });
    link.open();
    act(() => {
      result.current["syncA/b"](2);
      result.current["syncM~n"](3);
      result.current.sync(4);
    });
    link.advance();
    expect(server.value).toEqual({ "a/b": 2, "m~n": 3, "": 4 });
  });

  it("takes a member that becomes undefined away on both ends", () => {
    const link = linked();
    const initial: { readonly title: string | undefined; readonly size: number } = { title: "t", size: 1 };
    const server = serve(link, syncKey<typeof initial>("NOTES"), initial);
    const { result } = renderHook(() => useSynced("NOTES", initial), { wrapper: around(link) });
    link.open();
    act(() => result.current.syncTitle(undefined));
    link.advance();
    expect(server.value).toEqual({ size: 1 });
    expect(Object.keys(result.current)).not.toContain("title");
    expect(patchesOf(link)).toEqual([[{ op: "remove", path: "/title" }]]);
  });
});

describe("fault 27: deleted keys stay after _SET; nothing keeps identity and everything renders again", () => {
  it("shows no member that the server's state does not have", () => {
    const link = linked();
    serve(link, syncKey<unknown>("NOTES"), { notes: [] });
    const { result } = renderHook(() => useSynced(NOTES, MILK), { wrapper: around(link) });
    expect(Object.keys(result.current)).toContain("title");
    link.open();
    expect(Object.keys(result.current)).not.toContain("title");
  });

  it("renders only the row that changed, after a patch and after a whole state", () => {
    const link = linked();
    const server = serve(link, NOTES, MILK);
    const rendered: string[] = [];
    const Row = memo(({ note }: { readonly note: Note }) => (
      <Profiler id={note.id} onRender={(id) => rendered.push(id)}>
        <li>{note.text}</li>
      </Profiler>
    ));
    const List = () => useSynced(NOTES, EMPTY).notes.map((note) => <Row key={note.id} note={note} />);
    render(<List />, { wrapper: around(link) });
    link.open();
    rendered.length = 0;

    const changed = { ...MILK, notes: [...MILK.notes.slice(0, 1), { id: "2", text: "rye bread" }] };
    server.next(changed);
    link.advance();
    expect(rendered).toEqual(["2"]);
    expect(screen.getByText("rye bread")).toBeDefined();
    link.send("_SET:NOTES", structuredClone(changed));
    expect(rendered).toEqual(["2"]);
  });
});

describe("fault 28: a component that mounts late shows its initial value until the next patch", () => {
  it("asks for the state at once, and is in step with the next patch", () => {
    const link = linked();
    const server = serve(link, NOTES, MILK);
    link.open();
    link.advance(5_000);
    const { result } = renderHook(() => useSynced(NOTES, EMPTY), { wrapper: around(link) });
    link.advance();
    expect(result.current).toMatchObject(MILK);
    expect(link.received.map(({ type }) => type)).toEqual(["_GET:NOTES"]);
    server.next({ ...MILK, title: "Errands" });
    link.advance();
    expect(result.current.title).toBe("Errands");
  });

  it("asks again after a pause in which nobody followed", () => {
    const link = linked();
    const server = serve(link, NOTES, MILK);
    const first = renderHook(() => useSynced(NOTES, EMPTY), { wrapper: around(link) });
    link.open();
    first.unmount();
    link.advance(1_001);
    server.next({ ...MILK, title: "Unseen" });
    link.advance();
    const { result } = renderHook(() => useSynced(NOTES, EMPTY), { wrapper: around(link) });
    link.advance();
    expect(result.current.title).toBe("Unseen");
  });
});

describe("fault 29: two components with the same key crash", () => {
  it("gives both the same copy", () => {
    const link = linked();
    const server = serve(link, NOTES, MILK);
    const Field = ({ label }: { readonly label: string }) => {
      const { title, syncTitle } = useSynced(NOTES, EMPTY);
      return <input aria-label={label} value={title} onChange={(event) => syncTitle(event.target.value)} />;
    };
    render(
      <>
        <Field label="one" />
        <Field label="two" />
      </>,
      { wrapper: around(link) },
    );
    link.open();
    fireEvent.change(screen.getByLabelText("one"), { target: { value: "Errands" } });
    expect(screen.getByLabelText("two")).toHaveProperty("value", "Errands");
    link.advance();
    expect(server.value.title).toBe("Errands");
    expect(patchesOf(link)).toHaveLength(1);
  });

  it("gives a component functions for the members of its own initial state", () => {
    const link = linked();
    const server = serve(link, NOTES, MILK);
    const { result } = renderHook(
      () => [useSynced("NOTES", { title: "" }), useSynced("NOTES", { title: "", notes: MILK.notes })] as const,
      { wrapper: around(link) },
    );
    link.open();
    act(() => result.current[1].syncNotes([]));
    link.advance();
    expect(server.value.notes).toEqual([]);
    expect(result.current[0].setTitle).toBe(result.current[1].setTitle);
  });
});

describe("fault 31: new setter functions and a new state object on every render", () => {
  it("keeps the object while the state is unchanged, and the functions for good", () => {
    const link = linked();
    const server = serve(link, NOTES, MILK);
    const { result, rerender } = renderHook(() => useSynced("NOTES", { title: "", notes: MILK.notes }), {
      wrapper: around(link),
    });
    link.open();
    const before = result.current;
    rerender();
    expect(result.current).toBe(before);
    link.send("_SET:NOTES", structuredClone(MILK));
    expect(result.current).toBe(before);

    server.next({ ...MILK, title: "Errands" });
    link.advance();
    expect(result.current).not.toBe(before);
    for (const name of ["setTitle", "syncTitle", "setNotes", "syncNotes", "set", "write", "fetch", "send"] as const)
      expect(result.current[name]).toBe(before[name]);
    expect(result.current.notes).toBe(before.notes);
  });

  it("renders nobody when a change changes nothing", () => {
    const link = linked();
    serve(link, NOTES, MILK);
    const onRender = jest.fn();
    const { result } = renderHook(() => useSynced(NOTES, EMPTY), {
      wrapper: ({ children }) =>
        around(link)({
          children: (
            <Profiler id="hook" onRender={onRender}>
              {children}
            </Profiler>
          ),
        }),
    });
    link.open();
    onRender.mockClear();
    act(() => result.current.setTitle("Shopping"));
    act(() => result.current.syncTitle("Shopping"));
    act(() => void result.current.write((state) => ({ ...state })));
    act(() => result.current.set({}));
    link.advance();
    expect(onRender).not.toHaveBeenCalled();
  });
});

describe("J8: a thousand components that come and go", () => {
  it("leave the number of handlers as it was", () => {
    const link = linked();
    serve(link, NOTES, MILK);
    const handlers = handlersOf(link.client);
    const Title = () => useSynced(NOTES, EMPTY).title;
    render(<Title />, { wrapper: around(link) });
    link.open();
    const constant = handlers();
    expect(constant).toBeGreaterThan(0);
    const others = render(<></>, { wrapper: around(link) });
    for (let cycle = 0; cycle < 1_000; cycle += 1) others.rerender(cycle % 2 === 0 ? <Title /> : <></>);
    expect(handlers()).toBe(constant);
    others.unmount();
    link.advance(1_001);
    expect(handlers()).toBe(constant);
  });

  it("leave nothing behind when the last has gone", () => {
    const link = linked();
    const handlers = handlersOf(link.client);
    const { unmount } = renderHook(() => useSynced(NOTES, EMPTY), { wrapper: around(link) });
    expect(handlers()).toBeGreaterThan(0);
    unmount();
    link.advance(1_001);
    expect(handlers()).toBe(0);
  });
});
