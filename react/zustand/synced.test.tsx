import { describe, expect, it } from "@jest/globals";
import { configure } from "@testing-library/react";
import { Session } from "ws-sync-rx";
import { synced } from "ws-sync-rx/zustand";
import { create } from "zustand";
import { devtools, subscribeWithSelector } from "zustand/middleware";
import { type Bears, PATCH, patches, served, SET } from "../../marble-tests/react/bears.ts";
import { linked } from "../../marble-tests/react/linked.ts";

configure({ reactStrictMode: true });

describe("synced", () => {
  it("shows the server's state and its patches; what the server never named stays", () => {
    const { link, useBears } = served();
    expect(useBears.getState()).toMatchObject({ ...SET, tab: "list" });
    link.send(PATCH, [{ op: "add", path: "/names/1", value: "Paddington" }]);
    expect(useBears.getState().names).toEqual(["Baloo", "Paddington"]);
    expect(useBears.getState().rename).toBeInstanceOf(Function);
  });

  it("takes an object, a function that returns one, and one that changes a draft; sends them with sync()", () => {
    const { link, useBears } = served();
    useBears.setState({ bears: 4 });
    useBears.setState((state) => ({ bears: state.bears + 1 }));
    useBears.setState((draft) => {
      draft.names.push("Yogi");
    });
    link.advance();
    expect(link.received).toEqual([]);
    expect(useBears.getState()).toMatchObject({ bears: 5, names: ["Baloo", "Yogi"] });
    useBears.sync();
    link.advance();
    expect(patches(link)).toEqual([
      { op: "replace", path: "/bears", value: 5 },
      { op: "add", path: "/names/1", value: "Yogi" },
    ]);
    useBears.sync();
    link.advance();
    expect(patches(link)).toHaveLength(2);
  });

  it("sends a debounced sync after a rest, and not later than its most", () => {
    const { link, useBears } = served();
    useBears.sync({ debounceMs: 10 });
    for (const bears of [4, 5, 6]) {
      useBears.setState({ bears });
      useBears.sync({ debounceMs: 100, maxWaitMs: 250 });
      link.advance(90);
    }
    expect(patches(link)).toEqual([{ op: "replace", path: "/bears", value: 6 }]);
    useBears.setState({ bears: 7 });
    useBears.sync({ debounceMs: 100 });
    link.advance(99);
    expect(patches(link)).toHaveLength(1);
    link.advance(1);
    expect(patches(link).slice(1)).toEqual([{ op: "replace", path: "/bears", value: 7 }]);
  });

  it("sends what was changed before what is called", () => {
    const { link, useBears } = served();
    const { sync } = useBears;
    for (const call of [
      () => sync.sendAction({ type: "FEED", with: "honey" }),
      () => sync.startTask({ type: "SLEEP" }),
      () => sync.cancelTask({ type: "SLEEP" }),
      () => sync.sendBinary({ type: "PHOTO" }, Uint8Array.of(1).buffer),
    ]) {
      useBears.setState((state) => ({ bears: state.bears + 1 }));
      call();
    }
    link.advance();
    expect(link.received.map(({ type }) => type)).toEqual(
      ["_ACTION:BEARS", "_TASK_START:BEARS", "_TASK_CANCEL:BEARS", "_ACTION:BEARS"].flatMap((type) => [PATCH, type]),
    );
  });

  it("forgets what was not sent for a fetch, and sends a whole state", () => {
    const { link, useBears } = served();
    useBears.setState({ bears: 9 });
    useBears.sync.fetchRemoteState();
    useBears.sync();
    useBears.sync.sendState({ bears: 1, names: [], rename: () => {} });
    link.advance();
    expect(link.received).toEqual([
      { type: "_GET:BEARS", data: {} },
      { type: "_SET:BEARS", data: { bears: 1, names: [] } },
    ]);
    expect(useBears.getState().bears).toBe(1);
  });

  it.each([[["bears"]], [{ bears: true }]])("syncs the attributes %j and no other", (syncAttributes) => {
    const { link, useBears } = served({ syncAttributes });
    expect(useBears.getState()).toMatchObject({ bears: 3, names: [] });
    useBears.setState((draft) => {
      draft.bears = 4;
      draft.tab = "map";
      draft.names.push("here");
    });
    useBears.sync();
    link.send(PATCH, [{ op: "replace", path: "/names", value: ["not mine"] }]);
    link.send("_GET:BEARS");
    expect(patches(link)).toEqual([{ op: "replace", path: "/bears", value: 4 }]);
    expect(useBears.getState()).toMatchObject({ bears: 4, names: ["here"], tab: "map" });
  });

  it("makes functions of names", () => {
    const { link, useBears } = served();
    const { feed, count } = useBears.sync.createDelegators<{ FEED: { with: string }; COUNT: null }>()({
      feed: "FEED",
      count: "COUNT",
    });
    const { sleep } = useBears.sync.createTaskDelegators<{ SLEEP: { days: number } }>()({ sleep: "SLEEP" });
    feed({ with: "honey" });
    count();
    sleep.start({ days: 90 });
    sleep.cancel();
    link.advance();
    expect(link.received.map(({ data }) => data)).toEqual([
      { type: "FEED", with: "honey" },
      { type: "COUNT" },
      { type: "SLEEP", days: 90 },
      { type: "SLEEP" },
    ]);
  });

  it("ends with cleanup", () => {
    const { link, useBears } = served();
    useBears.setState({ bears: 4 });
    useBears.sync.cleanup();
    link.advance(2_000);
    link.send("_SET:BEARS", { bears: 100 });
    expect(useBears.getState().bears).toBe(4);
    expect(patches(link)).toEqual([{ op: "replace", path: "/bears", value: 4 }]);
  });

  it("stands between other middleware", () => {
    const link = linked();
    const useBears = create<Bears>()(
      devtools(
        synced(
          subscribeWithSelector((): Bears => ({ bears: 0, names: [], tab: "list" })),
          { key: "BEARS", session: link.client },
        ),
        { enabled: false },
      ),
    );
    const seen: number[] = [];
    useBears.subscribe(
      ({ bears }) => bears,
      (bears) => seen.push(bears),
    );
    link.open();
    link.send("_SET:BEARS", SET);
    useBears.setState((draft) => {
      draft.bears += 1;
    });
    expect(seen).toEqual([3, 4]);
  });
});

describe("with the session of the original's names", () => {
  it("is served by its core", async () => {
    const { Session: PageSession } = await import("ws-sync-rx/compat");
    const session = new PageSession({ url: "ws://a.example/", binaryType: "arraybuffer" });
    const useBears = create<{ bears: number }>()(synced(() => ({ bears: 0 }), { key: "BEARS", session }));
    expect(useBears.sync.obj.session).toBe(session);
    expect(session.core).toBeInstanceOf(Session);
    expect(useBears.sync.obj.lastSyncTime).toBe(0);
  });
});
