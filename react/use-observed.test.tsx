import { describe, expect, it, jest } from "@jest/globals";
import { act, configure, render, renderHook, screen } from "@testing-library/react";
import { Component, Profiler, type ReactNode } from "react";
import { syncKey } from "ws-sync-rx";
import { SessionProvider, useObserved, useSyncedCopy } from "ws-sync-rx/react";
import { linked, type Linked, serve } from "../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

interface Notes {
  readonly title: string;
  readonly notes: readonly string[];
}
const NOTES = syncKey<Notes>("NOTES");
const EMPTY: Notes = { title: "", notes: [] };

/** The provider around a component, and how often that was committed. */
function counted({ client }: Linked) {
  const commits = jest.fn();
  const wrapper = ({ children }: { readonly children?: ReactNode }) => (
    <SessionProvider session={client}>
      <Profiler id="component" onRender={commits}>
        {children}
      </Profiler>
    </SessionProvider>
  );
  return { commits, wrapper };
}

describe("useObserved", () => {
  it("shows the whole state", () => {
    const link = linked();
    const server = serve(link, NOTES, { title: "Shopping", notes: ["milk"] });
    const { wrapper } = counted(link);
    const { result } = renderHook(() => useObserved(NOTES, EMPTY), { wrapper });
    expect(result.current).toBe(EMPTY);
    link.open();
    expect(result.current).toEqual(server.value);
  });

  it("renders again only when the selected part has changed", () => {
    const link = linked();
    const server = serve(link, NOTES, { title: "Shopping", notes: ["milk"] });
    const { commits, wrapper } = counted(link);
    const { result } = renderHook(() => useObserved(NOTES, EMPTY, ({ notes }) => notes.length), { wrapper });
    link.open();
    expect(result.current).toBe(1);
    commits.mockClear();

    for (let count = 0; count < 100; count += 1) {
      server.next({ ...server.value, title: `Shopping ${count}` });
      link.advance();
    }
    expect(commits).not.toHaveBeenCalled();
    server.next({ ...server.value, notes: ["milk", "bread"] });
    link.advance();
    expect(commits).toHaveBeenCalledTimes(1);
    expect(result.current).toBe(2);
  });

  it("keeps the older of two selections that are equal", () => {
    const link = linked();
    const server = serve(link, NOTES, { title: "a", notes: ["milk"] });
    const { commits, wrapper } = counted(link);
    const isEqual = (before: readonly string[], after: readonly string[]) => before.join() === after.join();
    const { result, rerender } = renderHook(
      () => useObserved(NOTES, EMPTY, ({ notes }) => notes.map((note) => note.toUpperCase()), { isEqual }),
      { wrapper },
    );
    link.open();
    const before = result.current;
    expect(before).toEqual(["MILK"]);
    commits.mockClear();
    server.next({ ...server.value, title: "b" });
    link.advance();
    expect(commits).not.toHaveBeenCalled();
    rerender();
    expect(result.current).toBe(before);
  });

  it("shows what another selector picks at once", () => {
    const link = linked();
    serve(link, NOTES, { title: "a", notes: ["milk", "bread"] });
    const { commits, wrapper } = counted(link);
    const { result, rerender } = renderHook(({ at }) => useObserved(NOTES, EMPTY, ({ notes }) => notes[at]), {
      wrapper,
      initialProps: { at: 0 },
    });
    link.open();
    expect(result.current).toBe("milk");
    commits.mockClear();
    rerender({ at: 1 });
    expect(result.current).toBe("bread");
    expect(commits).toHaveBeenCalledTimes(1);
  });

  it("J7: a selector that throws is caught by an error boundary, and the copy goes on", () => {
    jest.spyOn(console, "error").mockImplementation(() => {});
    class Boundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
      override state = { failed: false };
      static getDerivedStateFromError = () => ({ failed: true });
      override render = () => (this.state.failed ? <p>failed</p> : this.props.children);
    }
    const link = linked();
    const server = serve(link, NOTES, { title: "a", notes: ["milk"] });
    const Bad = () => useObserved(NOTES, EMPTY, ({ notes }) => (notes.length > 1 ? raise() : "good"));
    const Title = () => <h1>{useObserved(NOTES, EMPTY, ({ title }) => title)}</h1>;
    render(
      <SessionProvider session={link.client}>
        <Boundary>
          <Bad />
        </Boundary>
        <Title />
      </SessionProvider>,
    );
    link.open();
    expect(screen.getByText("good")).toBeDefined();
    server.next({ title: "b", notes: ["milk", "bread"] });
    link.advance();
    expect(screen.getByText("failed")).toBeDefined();
    server.next({ title: "c", notes: [] });
    link.advance();
    expect(screen.getByRole("heading").textContent).toBe("c");
  });

  it("J2: writes nothing into a component that is gone", () => {
    const report = jest.spyOn(console, "error").mockImplementation(() => {});
    const link = linked();
    const server = serve(link, NOTES, { title: "a", notes: [] });
    const { commits, wrapper } = counted(link);
    const { unmount } = renderHook(() => useObserved(NOTES, EMPTY), { wrapper });
    link.open();
    unmount();
    commits.mockClear();
    server.next({ title: "b", notes: [] });
    link.advance();
    expect(commits).not.toHaveBeenCalled();
    expect(report).not.toHaveBeenCalled();
  });
});

describe("useSyncedCopy", () => {
  it("is the one copy as a stream, and renders nothing again", () => {
    const link = linked();
    const server = serve(link, NOTES, { title: "a", notes: [] });
    const { commits, wrapper } = counted(link);
    const { result } = renderHook(() => useSyncedCopy(NOTES, EMPTY), { wrapper });
    const titles: string[] = [];
    const subscription = result.current.subscribe(({ title }) => titles.push(title));
    link.open();
    commits.mockClear();
    act(() => void result.current.write({ title: "b" }));
    link.advance();
    expect(titles).toEqual(["", "a", "b"]);
    expect(server.value.title).toBe("b");
    expect(commits).not.toHaveBeenCalled();
    subscription.unsubscribe();
  });
});

function raise(): never {
  throw new Error("a selector that throws");
}
