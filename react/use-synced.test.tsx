import { describe, expect, it } from "@jest/globals";
import { act, configure, renderHook } from "@testing-library/react";
import { syncKey } from "ws-sync-rx";
import { useSynced } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked, serve } from "../marble-tests/react/linked.ts";
import { EMPTY, MILK, NOTES, type Notes } from "../marble-tests/react/notes.ts";

configure({ reactStrictMode: true });

describe("useSynced", () => {
  it("shows the initial state, then the server's, then every change", () => {
    const link = linked();
    const server = serve(link, NOTES, MILK);
    const { result } = renderHook(() => useSynced(NOTES, EMPTY), { wrapper: around(link) });
    expect(result.current).toMatchObject(EMPTY);
    link.open();
    expect(result.current).toMatchObject(MILK);
    server.next({ ...MILK, title: "Errands" });
    link.advance();
    expect(result.current.title).toBe("Errands");
    expect(result.current.notes).toBe(result.current.notes);
  });

  it("changes the copy alone with setX, and both ends with syncX", () => {
    const link = linked();
    const server = serve(link, NOTES, MILK);
    const { result } = renderHook(() => useSynced(NOTES, EMPTY), { wrapper: around(link) });
    link.open();

    act(() => result.current.setTitle("Draft"));
    link.advance();
    expect(result.current.title).toBe("Draft");
    expect(server.value.title).toBe("Shopping");

    act(() => result.current.syncTitle((title) => `${title}!`));
    expect(result.current.title).toBe("Draft!");
    link.advance();
    expect(server.value).toEqual({ ...MILK, title: "Draft!" });
  });

  it("sends what was typed with setX when a syncX recipe leaves it as it is", () => {
    const link = linked();
    const server = serve(link, NOTES, MILK);
    const { result } = renderHook(() => useSynced(NOTES, EMPTY), { wrapper: around(link) });
    link.open();
    act(() => result.current.setTitle("Draft"));
    act(() => result.current.syncTitle((title) => title.trim()));
    link.advance();
    expect(server.value.title).toBe("Draft");
  });

  it("takes changes of several members, asks and sends as a whole", () => {
    const link = linked();
    const server = serve(link, NOTES, MILK);
    const { result } = renderHook(() => useSynced(NOTES, EMPTY), { wrapper: around(link) });
    link.open();

    act(() => void result.current.write({ title: "", notes: [] }));
    link.advance();
    expect(server.value).toEqual(EMPTY);
    act(() => void result.current.write((state) => ({ ...state, title: "Recipe" })));
    link.advance();
    expect(server.value.title).toBe("Recipe");
    act(() => result.current.set({ title: "here" }));
    act(() => result.current.fetch());
    link.advance();
    expect(result.current.title).toBe("Recipe");
    act(() => result.current.set({ title: "sent" }));
    act(() => result.current.send());
    link.advance();
    expect(server.value.title).toBe("sent");
  });

  it("makes changes without a line again on the state of the next one", () => {
    const link = linked();
    const COUNT = syncKey<{ readonly count: number }>("COUNT");
    const server = serve(link, COUNT, { count: 1 });
    const { result } = renderHook(() => useSynced(COUNT, { count: 0 }), { wrapper: around(link) });
    link.open();
    link.drop();
    act(() => result.current.syncCount((count) => count + 1));
    expect(result.current.count).toBe(2);
    server.next({ count: 10 });
    link.open();
    link.advance();
    expect(server.value).toEqual({ count: 11 });
    expect(result.current.count).toBe(11);
  });

  it("gives a state without members as value", () => {
    const link = linked();
    const LIST = syncKey<readonly string[] | null>("LIST");
    const server = serve(link, LIST, ["a"]);
    const { result } = renderHook(() => useSynced(LIST, null), { wrapper: around(link) });
    expect(result.current.value).toBeNull();
    link.open();
    expect(result.current.value).toEqual(["a"]);
    act(() => void result.current.write((list) => [...(list ?? []), "b"]));
    link.advance();
    expect(server.value).toEqual(["a", "b"]);
  });

  it("lets no member of the state take the place of a function", () => {
    const link = linked();
    serve(link, syncKey("NOTES"), { title: "", write: "no function", setTitle: 1 });
    const { result } = renderHook(() => useSynced(NOTES, EMPTY), { wrapper: around(link) });
    link.open();
    expect(result.current.write).toBeInstanceOf(Function);
    expect(result.current.setTitle).toBeInstanceOf(Function);
  });

  it("follows another key at once, without a commit of the old state", () => {
    const link = linked();
    serve(link, syncKey<Notes>("A"), { title: "a", notes: [] });
    serve(link, syncKey<Notes>("B"), { title: "b", notes: [] });
    const shown: string[] = [];
    const { rerender } = renderHook(({ name }) => shown.push(`${name} ${useSynced(name, EMPTY).title}`), {
      wrapper: around(link),
      initialProps: { name: "A" },
    });
    link.open();
    rerender({ name: "B" });
    link.advance();
    expect(new Set(shown)).toEqual(new Set(["A ", "A a", "B ", "B b"]));
  });
});
