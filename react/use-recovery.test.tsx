import { describe, expect, it } from "@jest/globals";
import { configure, renderHook } from "@testing-library/react";
import { useRecovery, useSynced } from "ws-sync-rx/react";
import { around } from "../marble-tests/react/around.tsx";
import { linked, type Linked, serve } from "../marble-tests/react/linked.ts";
import { EMPTY, MILK, NOTES } from "../marble-tests/react/notes.ts";

configure({ reactStrictMode: true });

function page(link: Linked) {
  return renderHook(() => ({ ...useSynced(NOTES, EMPTY), recovered: useRecovery(NOTES) }), { wrapper: around(link) });
}

describe("useRecovery", () => {
  it("says how each line has brought the state up to date", () => {
    const link = linked({ version: 2 });
    const server = serve(link, NOTES, MILK);
    const { result } = page(link);
    expect(result.current.recovered).toBeUndefined();
    link.open();
    expect(result.current.recovered).toBe("fresh");
    link.drop();
    server.next({ ...MILK, title: "Errands" });
    link.open();
    expect(result.current).toMatchObject({ recovered: "delta", title: "Errands" });
    link.drop();
    for (let count = 1; count <= 300; count += 1) server.next({ ...MILK, title: `Errands ${count}` });
    link.open();
    expect(result.current).toMatchObject({ recovered: "snapshot", title: "Errands 300" });
  });

  it("has nothing to say of an original server, and of a line from before it was asked", () => {
    const original = linked();
    serve(original, NOTES, MILK);
    const first = page(original);
    original.open();
    expect(first.result.current).toMatchObject({ recovered: undefined, title: "Shopping" });
    const link = linked({ version: 2 });
    serve(link, NOTES, MILK);
    link.open();
    expect(page(link).result.current.recovered).toBeUndefined();
  });
});
