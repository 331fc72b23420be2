import { describe, expect, it } from "@jest/globals";
import { action, actions, downloads, NotConnectedError, synced, task, toasts } from "ws-sync-rx";
import { MemoryStorage, ScriptedServer } from "./scripted-server.ts";

// The frames of an original server in, the exact frames of our client out: a test for each sentence of the protocol's part A that says what
// a client does. "Kinder" marks where ours does more than the original.

interface Notes {
  readonly title: string;
  readonly notes: readonly string[];
}

const INITIAL: Notes = { title: "initial", notes: [] };
const TRUTH: Notes = { title: "a", notes: ["one", "two"] };
const ASK = '{"type":"_REQUEST_USER_SESSION"}';
const ANSWER = '{"type":"_USER_SESSION","data":{"user":"id-1","session":"id-2"}}';
const GET = '{"type":"_GET:NOTES","data":{}}';
const SET = { type: "_SET:NOTES", data: TRUTH };
const patch = (...data: readonly object[]): object => ({ type: "_PATCH:NOTES", data });
const replaceTitle = (value: string): object => ({ op: "replace", path: "/title", value });

/** A client that follows NOTES, on a line that is not accepted yet. */
function following() {
  const server = new ScriptedServer();
  const notes = synced<Notes>(server.session, "NOTES", INITIAL);
  const errors: Error[] = [];
  notes.subscribe();
  server.session.errors$.subscribe((error) => errors.push(error));
  return { server, notes, errors };
}

/** The same, live and in step with the server. */
function inStep() {
  const client = following();
  client.server.accepts().sends(SET);
  client.server.hears();
  return client;
}

describe("envelope (2.3)", () => {
  it("ignores members beside type and data", () => {
    const { server, notes } = inStep();
    server.sends({ ...SET, data: INITIAL, id: 7, v: 1 });
    expect(notes.value).toEqual(INITIAL);
  });

  it("takes missing data for null", () => {
    const { server } = inStep();
    const seen: unknown[] = [];
    server.session.on("APP").subscribe(({ data }) => seen.push(data));
    server.sends('{"type":"APP"}');
    expect(seen).toEqual([undefined]);
  });

  it("writes exactly these two members", () => {
    const { server, notes } = inStep();
    notes.fetch();
    notes.write({ title: "b" });
    expect(server.hears()).toEqual([
      `#1 ${GET}`,
      '#1 {"type":"_PATCH:NOTES","data":[{"op":"replace","path":"/title","value":"b"}]}',
    ]);
  });
});

describe("_REQUEST_USER_SESSION (3, 4.2, Q17)", () => {
  it("is answered at once, with the ids of this browser and this tab, and the answer is the first frame", () => {
    const { server } = following();
    server.accepts().sends(ASK);
    expect(server.hears()).toEqual(["#1 open", `#1 ${ANSWER}`]);
  });

  it("is answered every time, also late, with the same ids", () => {
    const { server } = following();
    server.accepts().sends(ASK, ASK, SET).waits(60_000).sends(ASK);
    expect(server.hears()).toEqual(["#1 open", ...[1, 2, 3].map(() => `#1 ${ANSWER}`)]);
  });

  it("is answered whatever its data is", () => {
    const { server } = following();
    server.accepts().sends({ type: "_REQUEST_USER_SESSION", data: null }, { type: "_REQUEST_USER_SESSION", data: {} });
    expect(server.hears()).toEqual(["#1 open", `#1 ${ANSWER}`, `#1 ${ANSWER}`]);
  });

  it("is ignored by a client that has no ids to tell", () => {
    const server = new ScriptedServer({ handshake: false });
    server.accepts().sends(ASK).waits(5_000);
    expect(server.hears()).toEqual(["#1 open"]);
    expect(server.session.status.phase).toBe("live");
  });

  it("is answered with the same ids on every line of the first visit, also where nothing can be stored", () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new Error("QuotaExceededError");
      },
    };
    const server = new ScriptedServer({ local: full, tab: full });
    const answers = [1, 2, 3].map(() => {
      server.accepts().sends(ASK);
      const [, answer] = server.hears();
      server.closes(1006).waits(5_000);
      return answer?.slice(3);
    });
    expect(answers[0]).toContain('"_USER_SESSION"');
    expect(new Set(answers).size).toBe(1);
  });

  it("stores both ids JSON-encoded, reads them after a reload, and gives another tab a session of its own", () => {
    const [local, tab] = [new MemoryStorage(), new MemoryStorage()];
    new ScriptedServer({ local, tab }).accepts().sends(ASK);
    expect([...local.items, ...tab.items]).toEqual([
      ["_USER_ID", '"id-1"'],
      ["_SESSION_ID", '"id-2"'],
    ]);
    const reloaded = new ScriptedServer({ local, tab }).accepts().sends(ASK);
    expect(reloaded.hears()).toEqual(["#1 open", `#1 ${ANSWER}`]);
    const other = new ScriptedServer({ local }).accepts().sends(ASK);
    expect(other.hears()[1]).toContain('{"user":"id-1","session":"id-1"}');
  });

  it("is asked again after a refusal, which is a close 1000", () => {
    const { server } = following();
    server.accepts().sends(ASK).closes(1000).waits(250).accepts().sends(ASK);
    expect(server.hears()).toEqual(["#1 open", `#1 ${ANSWER}`, "#2 open", `#2 ${ANSWER}`]);
  });

  it("needs no acknowledgement: the next frames are the states", () => {
    const { server, notes } = following();
    server.accepts().sends(ASK, SET);
    expect(notes.value).toEqual(TRUTH);
  });
});

describe("_USER_SESSION first (Q22)", () => {
  it("holds an early _GET back until the question has been answered", () => {
    const { server, notes } = following();
    server.accepts();
    notes.fetch();
    notes.write({ title: "typed early" });
    expect(server.hears()).toEqual(["#1 open"]);
    server.sends(ASK);
    expect(server.hears()).toEqual([`#1 ${ANSWER}`, `#1 ${GET}`]);
  });
});

describe("connecting (4.1)", () => {
  it("sends nothing by itself on open", () => {
    const { server } = following();
    server.accepts().waits(999);
    expect(server.hears()).toEqual(["#1 open"]);
  });

  it("shows its initial state until _SET comes", () => {
    const { server, notes } = following();
    server.accepts();
    expect(notes.value).toBe(INITIAL);
    server.sends(SET);
    expect(notes.value).toEqual(TRUTH);
  });

  it("asks for an object that is not sent on init, a second after every connect (kinder; 4.4)", () => {
    const { server } = following();
    server.accepts().sends(ASK).waits(1_000);
    expect(server.hears()).toEqual(["#1 open", `#1 ${ANSWER}`, `#1 ${GET}`]);
    server.sends(SET).closes(1006).waits(250).accepts().sends(ASK).waits(1_000);
    expect(server.hears()).toEqual(["#2 open", `#2 ${ANSWER}`, `#2 ${GET}`]);
  });
});

describe("_SET (3, Q15)", () => {
  it("replaces the local state entirely: missing members vanish, extra ones appear", () => {
    const { server, notes } = inStep();
    server.sends('{"type":"_SET:NOTES","data":{"notes":[],"extra":1}}');
    expect(notes.value).toEqual({ notes: [], extra: 1 });
    expect(server.hears()).toEqual([]);
  });

  it("wipes what was changed here only", () => {
    const { server, notes } = inStep();
    notes.set({ title: "local" });
    server.sends(SET);
    expect(notes.value).toEqual(TRUTH);
    expect(server.hears()).toEqual([]);
  });

  it("makes the state null when it says so", () => {
    const { server, notes } = inStep();
    server.sends({ ...SET, data: null });
    expect(notes.value).toBeNull();
  });

  it("is the answer to the server's _GET: the present state, not the initial one", () => {
    const { server, notes } = inStep();
    notes.set({ title: "local" });
    server.sends('{"type":"_GET:NOTES"}', '{"type":"_GET:NOTES","data":null}', GET);
    const answer = '#1 {"type":"_SET:NOTES","data":{"title":"local","notes":["one","two"]}}';
    expect(server.hears()).toEqual([answer, answer, answer]);
  });

  it("is accepted unasked, at any time, for any key", () => {
    const { server, notes } = inStep();
    server.sends({ type: "_SET:a/b:c", data: 1 }, { ...SET, data: INITIAL });
    expect(notes.value).toEqual(INITIAL);
    expect(synced(server.session, "a/b:c", 0).value).toBe(0);
  });
});

describe("_PATCH from the server (3, 5.3, Q13, Q14)", () => {
  it("is applied in order to a clone", () => {
    const { server, notes } = inStep();
    const before = notes.value;
    server.sends(
      patch(
        { op: "remove", path: "/notes/0" },
        { op: "add", path: "/notes/0", value: "zero" },
        { op: "add", path: "/notes/-", value: "three" },
      ),
    );
    expect(notes.value.notes).toEqual(["zero", "two", "three"]);
    expect(before).toEqual(TRUTH);
  });

  it("may move a value between unrelated members, and edit lists by position", () => {
    const { server, notes } = inStep();
    server.sends(
      patch({ op: "move", from: "/notes/0", path: "/title" }, { op: "replace", path: "/notes/0", value: "x" }),
    );
    expect(notes.value).toEqual({ title: "one", notes: ["x"] });
  });

  it("has escaped pointers, and the empty name as a slash at the end", () => {
    const { server } = inStep();
    const tree = synced<object>(server.session, "TREE", {});
    tree.subscribe();
    server.sends(
      { type: "_SET:TREE", data: { t: {} } },
      {
        type: "_PATCH:TREE",
        data: [
          { op: "add", path: "/t/a~1b", value: 1 },
          { op: "add", path: "/t/m~0n", value: 2 },
          { op: "add", path: "/t/", value: 3 },
        ],
      },
    );
    expect(tree.value).toEqual({ t: { "a/b": 1, "m~n": 2, "": 3 } });
  });

  it("may come before any _SET: it is tried on the initial state", () => {
    const { server, notes } = following();
    server.accepts().sends(patch(replaceTitle("early")));
    expect(notes.value).toEqual({ ...INITIAL, title: "early" });
  });

  it.each<[string, unknown]>([
    ["a test that fails", [{ op: "test", path: "/title", value: "no" }, replaceTitle("x")]],
    ["a missing parent", [{ op: "add", path: "/no/such", value: 1 }]],
    ["a missing member replaced", [{ op: "replace", path: "/no", value: 1 }]],
    ["a missing member removed", [{ op: "remove", path: "/no" }]],
    ["an index beyond the end", [{ op: "add", path: "/notes/9", value: 1 }]],
    ["the length of a list", [{ op: "replace", path: "/notes/length", value: 0 }]],
    ["__proto__", [{ op: "add", path: "/__proto__/x", value: 1 }]],
    ["constructor", [{ op: "add", path: "/constructor/prototype/x", value: 1 }]],
    ["an unknown op", [{ op: "jump", path: "/title" }]],
    ["a missing value", [{ op: "replace", path: "/title" }]],
    ["good operations before a bad one", [replaceTitle("x"), { op: "remove", path: "/no" }]],
    ["no list", { op: "replace" }],
    ["a text", "[]"],
    ["null", null],
  ])("with %s changes nothing, throws nowhere, and is followed by one _GET (kinder)", (_name, data) => {
    const { server, notes, errors } = inStep();
    server.sends({ type: "_PATCH:NOTES", data }, { type: "_PATCH:NOTES", data });
    expect(notes.value).toEqual(TRUTH);
    expect(server.hears()).toEqual([`#1 ${GET}`]);
    expect(errors).toHaveLength(1);
    server.sends({ ...SET, data: INITIAL });
    expect(notes.value).toEqual(INITIAL);
    expect(({} as { readonly x?: unknown }).x).toBeUndefined();
  });

  it("replaces the whole state at the path of the root", () => {
    const { server, notes } = inStep();
    server.sends(patch({ op: "replace", path: "", value: INITIAL }));
    expect(notes.value).toEqual(INITIAL);
  });
});

describe("writes (8, Q19, Q20, Q21, Q23)", () => {
  it("setX sends nothing", () => {
    const { server, notes } = inStep();
    notes.set({ title: "b" });
    expect(notes.value.title).toBe("b");
    expect(server.hears()).toEqual([]);
  });

  it("syncX sends one frame per call, of one replace", () => {
    const { server, notes } = inStep();
    notes.write({ title: "b" });
    notes.write({ title: "bc" });
    expect(server.hears()).toEqual(
      ["b", "bc"].map(
        (title) => `#1 {"type":"_PATCH:NOTES","data":[{"op":"replace","path":"/title","value":"${title}"}]}`,
      ),
    );
  });

  it("escape their pointers and never send an operation without value", () => {
    const { server } = inStep();
    const tree = synced<Readonly<Record<string, unknown>>>(server.session, "TREE", {});
    tree.subscribe();
    server.sends({ type: "_SET:TREE", data: { "a/b": 1, "m~n": 1, "": 1, x: 1 } });
    server.hears();
    tree.write({ "a/b": 2 });
    tree.write({ "m~n": 2 });
    tree.write({ "": 2 });
    tree.write({ x: undefined });
    tree.write({ y: undefined });
    expect(server.hears().map((frame) => frame.replace('#1 {"type":"_PATCH:TREE","data":', ""))).toEqual([
      '[{"op":"replace","path":"/a~1b","value":2}]}',
      '[{"op":"replace","path":"/m~0n","value":2}]}',
      '[{"op":"replace","path":"/","value":2}]}',
      '[{"op":"remove","path":"/x"}]}',
    ]);
  });

  it("expect no echo: a value that the server refuses in silence stays until its next word", () => {
    const { server, notes } = inStep();
    notes.write({ title: "wrong" });
    server.waits(10_000);
    expect(notes.value.title).toBe("wrong");
    server.sends(patch(replaceTitle("a")));
    expect(notes.value).toEqual(TRUTH);
  });

  it("made while there is no line change the copy, are sent after the next _SET, and as a patch on it (kinder)", () => {
    const { server, notes } = inStep();
    server.closes(1006);
    notes.write((state) => ({ ...state, notes: [...state.notes, "offline"] }));
    expect(notes.value.notes).toEqual(["one", "two", "offline"]);
    server.waits(250).accepts().sends(ASK);
    expect(server.hears()).toEqual(["#2 open", `#2 ${ANSWER}`]);
    server.sends({ ...SET, data: INITIAL });
    expect(server.hears()).toEqual([
      '#2 {"type":"_PATCH:NOTES","data":[{"op":"add","path":"/notes/0","value":"offline"}]}',
    ]);
    expect(notes.value.notes).toEqual(["offline"]);
  });

  it("do not send again what was sent on a line that is gone", () => {
    const { server, notes } = inStep();
    notes.write({ title: "sent" });
    server.closes(1006).waits(250).accepts();
    server.hears();
    server.sends(SET).waits(5_000);
    expect(server.hears()).toEqual([]);
    expect(notes.value).toEqual(TRUTH);
  });
});

describe("_ACTION (3, 6.1, Q9)", () => {
  const called = (data: unknown) => {
    const client = inStep();
    const calls: unknown[] = [];
    const handlers = { show: (args: object) => calls.push(args) };
    client.server.session.run((session) => session.pipe(actions("NOTES", handlers))).subscribe();
    client.server.sends({ type: "_ACTION:NOTES", data });
    return { ...client, calls };
  };

  it("to the server is an object of named arguments and the type", () => {
    const { server } = inStep();
    action(server.session, "NOTES", "ADD", { note: "n", gone: undefined }).subscribe();
    action(server.session, "NOTES", "CLEAR", {}).subscribe();
    expect(server.hears()).toEqual([
      '#1 {"type":"_ACTION:NOTES","data":{"note":"n","type":"ADD"}}',
      '#1 {"type":"_ACTION:NOTES","data":{"type":"CLEAR"}}',
    ]);
  });

  it("fails while there is no line, and is not sent later", () => {
    const { server } = inStep();
    const failed: unknown[] = [];
    server.closes(1006);
    action(server.session, "NOTES", "ADD", {}).subscribe({ error: (error: unknown) => failed.push(error) });
    server.waits(250).accepts().sends(SET).waits(5_000);
    expect(failed).toEqual([expect.any(NotConnectedError)]);
    expect(server.hears()).toEqual(["#2 open"]);
  });

  it("from the server runs the exposed function of that name", () => {
    expect(called({ type: "show", id: 1, data: 2 }).calls).toEqual([{ id: 1, data: 2 }]);
  });

  it.each(["unknown", "constructor", "__proto__", "toString", "_SET:NOTES", "_PATCH:NOTES"])(
    "from the server with the inner type %s calls nothing and changes no state",
    (type) => {
      const { calls, errors, notes } = called({ type, data: { title: "x" } });
      expect([calls, errors]).toEqual([[], []]);
      expect(notes.value).toEqual(TRUTH);
    },
  );

  it.each([[null], ["show"], [{}], [{ type: 1 }]])(
    "from the server that is %j is reported, and all goes on",
    (data) => {
      const { calls, errors, server } = called(data);
      expect(calls).toEqual([]);
      expect(errors).toHaveLength(1);
      server.sends({ type: "_ACTION:NOTES", data: { type: "show" } });
      expect(calls).toEqual([{}]);
      expect(server.hears()).toEqual([]);
    },
  );
});

describe("_TASK_START and _TASK_CANCEL (3, 6.2)", () => {
  it("are an object of named arguments and the type, and the type alone", () => {
    const { server } = inStep();
    const running = task(server.session, "CAMEL", "FAST_FORWARD", { steps: 50, delay: 0.05 }).subscribe();
    running.unsubscribe();
    expect(server.hears()).toEqual([
      '#1 {"type":"_TASK_START:CAMEL","data":{"steps":50,"delay":0.05,"type":"FAST_FORWARD"}}',
      '#1 {"type":"_TASK_CANCEL:CAMEL","data":{"type":"FAST_FORWARD"}}',
    ]);
  });
});

describe("_TOAST, _DOWNLOAD and other events (3)", () => {
  it("a toast of unknown or missing type is of type default", () => {
    const { server } = inStep();
    const seen: unknown[] = [];
    toasts(server.session).subscribe((toast) => seen.push(toast));
    const data = [{ type: "success", message: "a" }, { type: "shout", message: "b" }, { message: "c" }];
    server.sends(...data.map((each) => ({ type: "_TOAST", data: each })));
    expect(seen).toEqual([
      { type: "success", message: "a" },
      { type: "default", message: "b" },
      { type: "default", message: "c" },
    ]);
  });

  it("a download is base64, and is handed over as a file", () => {
    const { server } = inStep();
    const seen: unknown[] = [];
    downloads(server.session).subscribe(({ filename, bytes }) =>
      seen.push([filename, new TextDecoder().decode(bytes)]),
    );
    server.sends('{"type":"_DOWNLOAD","data":{"filename":"a.txt","data":"aGVsbG8g4pyT"}}');
    expect(seen).toEqual([["a.txt", "hello ✓"]]);
  });

  it.each(["APP", "_NEW", "toString", "__proto__", "constructor", "", "_SET", "_PATCH:", "_USER_SESSION"])(
    "an event %j that nobody listens to is ignored, and the line kept",
    (type) => {
      const { server, notes, errors } = inStep();
      server.sends({ type, data: { title: "x" } }, { type });
      expect([notes.value, errors, server.hears()]).toEqual([TRUTH, [], []]);
    },
  );
});

describe("binary events (7)", () => {
  const META = { type: "_BIN_META", data: { type: "_ACTION:NOTES", metadata: { type: "BLOB", name: "e", size: 3 } } };
  const receiving = () => {
    const client = inStep();
    const calls: unknown[] = [];
    const BLOB = (args: object, { bytes }: { readonly bytes: Uint8Array | undefined }) => calls.push([args, bytes]);
    client.server.session.run((session) => session.pipe(actions("NOTES", { BLOB }))).subscribe();
    return { ...client, calls };
  };

  it("are sent as _BIN_META directly before the payload", () => {
    const { server } = inStep();
    action(server.session, "NOTES", "ECHO_BINARY", { name: "e" }, Uint8Array.of(104, 105, 0)).subscribe();
    action(server.session, "NOTES", "ECHO_BINARY", {}, new Uint8Array()).subscribe();
    expect(server.hears()).toEqual([
      '#1 {"type":"_BIN_META","data":{"type":"_ACTION:NOTES","metadata":{"name":"e","type":"ECHO_BINARY"}}}',
      "#1 <686900>",
      '#1 {"type":"_BIN_META","data":{"type":"_ACTION:NOTES","metadata":{"type":"ECHO_BINARY"}}}',
      "#1 <>",
    ]);
  });

  it("are received with their metadata; an empty payload is valid", () => {
    const { server, calls } = receiving();
    server.sends(META, Uint8Array.of(104), META, new Uint8Array());
    const args = { name: "e", size: 3 };
    expect(calls).toEqual([
      [args, Uint8Array.of(104)],
      [args, new Uint8Array()],
    ]);
  });

  it("let text frames pass between the two", () => {
    const { server, calls, notes } = receiving();
    server.sends(META, { ...SET, data: INITIAL }, Uint8Array.of(1));
    expect(notes.value).toEqual(INITIAL);
    expect(calls).toHaveLength(1);
  });

  it("take a second announcement in place of the first", () => {
    const { server, calls } = receiving();
    server.sends(
      META,
      { ...META, data: { type: "_ACTION:NOTES", metadata: { type: "BLOB", name: "second" } } },
      Uint8Array.of(1),
    );
    expect(calls).toEqual([[{ name: "second" }, Uint8Array.of(1)]]);
  });

  it("ignore a payload that nothing announced, and one for an event nobody listens to", () => {
    const { server, calls, errors } = receiving();
    server.sends(
      Uint8Array.of(1),
      { ...META, data: { type: "NOBODY", metadata: {} } },
      Uint8Array.of(2),
      META,
      Uint8Array.of(3),
    );
    expect(calls).toHaveLength(1);
    expect(errors).toEqual([expect.objectContaining({ code: "BINARY_SEQUENCE" })]);
    expect(server.session.status.phase).toBe("live");
  });

  it("take metadata that is null for none", () => {
    const { server } = receiving();
    const seen: unknown[] = [];
    server.session.on("APP").subscribe(({ data, bytes }) => seen.push([data, bytes]));
    server.sends({ type: "_BIN_META", data: { type: "APP", metadata: null } }, Uint8Array.of(1));
    expect(seen).toEqual([[{}, Uint8Array.of(1)]]);
  });
});

describe("malformed frames (8, Q16)", () => {
  it.each([
    '{"type":"_SET:NOTES","data":NaN}',
    '{"type":"_SET:NOTES","data":Infinity}',
    "{",
    "",
    "null",
    "5",
    '"a"',
    "[]",
    "{}",
    '{"type":5}',
  ])("%j is dropped, connection and state are kept, and the state is asked for", (frame) => {
    const { server, notes, errors } = inStep();
    server.sends(frame, frame);
    expect(notes.value).toEqual(TRUTH);
    expect(server.hears()).toEqual([`#1 ${GET}`]);
    expect(errors.map(({ name }) => name)).toEqual(["FrameError", "FrameError"]);
    server.sends({ ...SET, data: INITIAL });
    expect(notes.value).toEqual(INITIAL);
  });
});

describe("_DISCONNECT and takeover (3, 4.3, Q18)", () => {
  it("closes, and does not come back", () => {
    const { server } = inStep();
    server.sends({ type: "_DISCONNECT", data: "Opened elsewhere." }).closes(1000).waits(600_000);
    expect(server.hears()).toEqual(["#1 close 1000"]);
    expect(server.session.status).toEqual({ phase: "ended", reason: "Opened elsewhere." });
  });

  it("may have no sentence", () => {
    const { server } = inStep();
    server.sends({ type: "_DISCONNECT", data: null }).waits(600_000);
    expect(server.hears()).toEqual(["#1 close 1000"]);
    expect(server.session.status.phase).toBe("ended");
  });

  it("is over when the client is told to connect; it takes over in turn, as who it was", () => {
    const { server, notes } = inStep();
    server.sends({ type: "_DISCONNECT", data: "Opened elsewhere." }).waits(60_000);
    server.connect();
    server.accepts().sends(ASK, { ...SET, data: INITIAL });
    expect(server.hears()).toEqual(["#1 close 1000", "#2 open", `#2 ${ANSWER}`]);
    expect(notes.value).toEqual(INITIAL);
    expect(server.session.status).toEqual({ phase: "live" });
    server.closes(1000).waits(250);
    expect(server.hears()).toEqual(["#3 open"]);
  });
});

describe("loss and reconnect (2.1, 4.4, Q18)", () => {
  it.each([1000, 1001, 1005, 1006, 1008, 1009, 1011, 1012, 1013, 4000, 4401])(
    "comes back after a close with %i",
    (code) => {
      const { server } = inStep();
      server.closes(code).waits(249);
      expect(server.hears()).toEqual([]);
      server.waits(1);
      expect(server.hears()).toEqual(["#2 open"]);
    },
  );

  it("waits twice as long after each failure, refused connections included; a server that accepts and closes counts as one (kinder)", () => {
    const { server } = inStep();
    server.closes(1006);
    for (const delay of [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      server.waits(delay - 1);
      expect(server.hears()).toEqual([]);
      server.waits(1);
      expect(server.hears()).toHaveLength(1);
      if (delay === 1_000) server.accepts();
      server.closes(1006);
    }
  });

  it("starts over after a line that lived for 10 s", () => {
    const { server } = inStep();
    server.closes(1006).waits(250).closes(1006).waits(500).accepts().sends(SET).waits(10_000).closes(1006);
    server.hears();
    server.waits(250);
    expect(server.hears()).toEqual(["#4 open"]);
  });

  it("keeps showing its state, which stays editable", () => {
    const { server, notes } = inStep();
    server.closes(1006);
    expect(notes.value).toEqual(TRUTH);
    notes.set({ title: "local" });
    expect(notes.value.title).toBe("local");
  });

  it("shows the server's whole state after it has come back", () => {
    const { server, notes } = inStep();
    server.closes(1006);
    notes.set({ title: "local" });
    server
      .waits(250)
      .accepts()
      .sends(ASK, { ...SET, data: INITIAL });
    expect(notes.value).toEqual(INITIAL);
    expect(server.hears()).toEqual(["#2 open", `#2 ${ANSWER}`]);
  });

  it("stays away once the client is told to disconnect", () => {
    const { server } = inStep();
    server.disconnect();
    server.waits(60_000);
    expect(server.hears()).toEqual(["#1 close 1000"]);
  });
});
