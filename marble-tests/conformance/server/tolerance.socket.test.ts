import { expect, it } from "@jest/globals";
import { add, call, delta, GET, inBothFlavours, INIT, notes, remove, replace, write } from "./flavours.ts";
import type { RawPeer } from "./raw-peer.ts";

// PROTOCOL.md, "Invalid frames", "Keys", "What a server bears"; part A, section 10: Q1 to Q12, each with a sibling session that must not notice.

inBothFlavours("what a server bears", (server) => {
  const mine = notes({ title: "mine", notes: ["a", "b", "c"] });

  /** A peer with a state of its own, and a sibling in another session. */
  const pairOfPeers = async (): Promise<readonly [RawPeer, RawPeer]> => {
    const sibling = await server.inStep();
    const peer = await server.inStep();
    peer.sends(write(replace("/title", "mine"), replace("/notes", ["a", "b", "c"])));
    expect(await peer.hears()).toEqual([delta(replace("/total", 3))]);
    return [peer, sibling];
  };
  /** Sends what does not fit: the state stays, its sender is told the truth once, the sibling hears nothing, and all goes on. */
  const putRight = async (...frames: readonly unknown[]): Promise<void> => {
    const [peer, sibling] = await pairOfPeers();
    for (const frame of frames) {
      peer.sends(frame);
      expect(await peer.hears()).toEqual([mine]);
    }
    expect(server.reported()).toEqual(frames.map(() => "WriteRefused"));
    await goesOn(peer, sibling);
  };
  const goesOn = async (peer: RawPeer, sibling: RawPeer): Promise<void> => {
    expect(await sibling.hears()).toEqual([]);
    peer.sends(GET, write(replace("/title", "after")), GET);
    sibling.sends(GET);
    expect(await peer.hears()).toEqual([mine, notes({ title: "after", notes: ["a", "b", "c"] })]);
    expect(await sibling.hears()).toEqual([notes()]);
  };

  it("Q1: paths that are not escaped are read by RFC 6901; what does not fit then is put right by a _SET", () =>
    putRight(
      write(replace("/title/a/b", 1)),
      write(replace("/m~n", 1)),
      write(add("/x/y", 1)),
      write(replace("/notes/", "x")),
    ));

  it("Q2: the root as / is the member of the empty name, which is not there: put right by a _SET", () =>
    putRight(write(replace("/", { title: "root", notes: [] }))));

  it("Q3: /list/length is no element: refused and put right by a _SET, whatever the length", () =>
    putRight(
      write(replace("/notes/length", 0)),
      write(replace("/notes/length", 4_294_967_295)),
      write(remove("/notes/length")),
    ));

  it("Q4: a splice as a run of replace and remove, and an unshift as replace and add, are taken", async () => {
    const [peer, sibling] = await pairOfPeers();
    peer.sends(write(replace("/notes/0", "b"), replace("/notes/1", "c"), remove("/notes/2")));
    expect(await peer.hears()).toEqual([delta(replace("/total", 2))]);
    peer.sends(write(replace("/notes/0", "a"), replace("/notes/1", "b"), add("/notes/2", "c")));
    expect(await peer.hears()).toEqual([delta(replace("/total", 3))]);
    await goesOn(peer, sibling);
  });

  it("Q5: an operation without value is put right by a _SET", () =>
    putRight(write({ op: "replace", path: "/title" }), write({ op: "add", path: "/notes/0" })));

  it("Q5: also where null would be as good as any value", async () => {
    const peer = await server.inStep();
    peer.sends({ type: "_PATCH:DAY", data: [{ op: "replace", path: "/day" }] });
    expect([await peer.hears(), server.reported()]).toEqual([[INIT[1]], ["WriteRefused"]]);
  });

  it("Q6: a patch that comes twice, or was made on an older state, is taken where it fits, and else put right", async () => {
    const [peer, sibling] = await pairOfPeers();
    const first = write(remove("/notes/2"));
    peer.sends(first, first);
    await peer.hears();
    peer.sends(write(remove("/notes/0")), write(remove("/notes/0")), GET);
    const frames = await peer.hears();
    expect(frames.at(-1)).toMatch(/^\{"type":"_SET:NOTES","data":\{"notes":\[\]/);
    peer.sends(write(replace("/notes", ["a", "b", "c"])));
    await peer.hears();
    await goesOn(peer, sibling);
  });

  it("Q6: patches of read-only members, of the task list, of unknown members are put right by a _SET", () =>
    putRight(write(replace("/total", 99)), write(add("/running_tasks/0", "X")), write(add("/unknown", 1))));

  it("Q7: _GET at any time, in front of everything and a hundred times", async () => {
    const [, sibling] = await pairOfPeers();
    const early = await server.peer();
    early.sends(...Array.from({ length: 100 }, () => GET));
    const frames = await early.hears();
    expect(frames.filter((frame) => frame === notes())).toHaveLength(101);
    expect(await sibling.hears()).toEqual([]);
  });

  it("Q8: unknown types, missing data, extra members, keys with : and / are ignored", async () => {
    const [peer, sibling] = await pairOfPeers();
    peer.sends(
      '{"type":"APP"}',
      '{"type":"","data":1}',
      '{"type":"_SET","data":{}}',
      '{"type":"_NEW:NOTES","data":{},"id":"x"}',
      '{"type":"_SET:a/b:c","data":{}}',
      '{"type":"_PATCH:NOTES:x","data":[]}',
      '{"type":"_SET:notes","data":{"title":"x"}}',
      '{"type":"_GET:NOTES/","data":{}}',
    );
    expect([await peer.hears(), server.reported()]).toEqual([[], []]);
    await goesOn(peer, sibling);
  });

  it("Q9: the names of an object's prototype mean nothing, as types, keys, actions, tasks and members", async () => {
    const [peer, sibling] = await pairOfPeers();
    const names = Object.getOwnPropertyNames(Object.prototype);
    for (const name of names)
      peer.sends(
        `{"type":"${name}","data":{}}`,
        `{"type":"_GET:${name}"}`,
        call(name),
        { type: "_TASK_START:NOTES", data: { type: name } },
        { type: "_TASK_CANCEL:NOTES", data: { type: name } },
        { type: `_ACTION:${name}`, data: { type: name } },
      );
    expect([await peer.hears(), server.reported()]).toEqual([[], []]);
    for (const name of names) {
      peer.sends(write(add(`/${name}`, 1)), write(replace(`/${name}/x`, 1)));
      expect(await peer.hears()).toEqual([mine, mine]);
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(names);
    server.reported();
    await goesOn(peer, sibling);
  });

  it("Q10: a poison frame does not loop: ten in a minute are borne, the eleventh ends the line with 1008", async () => {
    const [peer, sibling] = await pairOfPeers();
    peer.sends(...Array.from({ length: 10 }, () => "{"));
    peer.sends(GET);
    expect(await peer.hears()).toEqual([mine]);
    peer.sends("{");
    expect(await peer.next()).toBe("close 1008 too many frames that are no events");
    expect(server.reported()).toEqual(Array.from({ length: 11 }, () => "FrameError"));
    const again = await server.inStep(new URL(peer.socket.url).pathname);
    again.sends("{", GET);
    expect(await again.hears()).toEqual([mine]);
    await goesOn(again, sibling);
  });

  it("Q10: an event that is refused every time is answered once each time, and never closes the line", async () => {
    const [peer, sibling] = await pairOfPeers();
    for (let time = 0; time < 50; time += 1) peer.sends(write(remove("/notes/9")));
    const frames = await peer.hears();
    expect(new Set(frames)).toEqual(new Set([mine]));
    expect(frames.length).toBeLessThanOrEqual(50);
    server.reported();
    await goesOn(peer, sibling);
  });

  it("Q12: a line that is taken over and never answers is not waited for", async () => {
    const [old, sibling] = await pairOfPeers();
    const room = new URL(old.socket.url).pathname;
    old.socket.pause();
    const young = await server.inStep(room);
    expect(server.room(room).session.status.phase).toBe("live");
    await goesOn(young, sibling);
  });
});
