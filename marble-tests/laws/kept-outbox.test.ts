import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { VirtualTimeScheduler } from "rxjs";
import { recordOf } from "../../src/store/outbox-record.ts";
import { FakeStore } from "../store/fake-store.ts";
import { Origin, type Page } from "../store/pages.ts";

type Act = "call" | "push" | "title" | "up" | "down" | "reload" | "interrupt" | "duplicate";

const acts = fc.array(
  fc.record({
    act: fc.oneof(
      { weight: 5, arbitrary: fc.constant<Act>("call") },
      { weight: 4, arbitrary: fc.constant<Act>("push") },
      { weight: 1, arbitrary: fc.constant<Act>("title") },
      { weight: 4, arbitrary: fc.constant<Act>("up") },
      { weight: 2, arbitrary: fc.constant<Act>("down") },
      { weight: 3, arbitrary: fc.constant<Act>("reload") },
      { weight: 3, arbitrary: fc.constant<Act>("interrupt") },
      { weight: 1, arbitrary: fc.constant<Act>("duplicate") },
    ),
    dt: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 25 }), fc.integer({ min: 26, max: 2_000 })),
  }),
  { maxLength: 25 },
);

interface Made {
  readonly id: string;
  readonly kind: "call" | "push";
  /** whether it was kept when the call that made it returned */
  readonly kept: boolean;
}

/** Runs a schedule to its rest. */
function run(schedule: readonly { readonly act: Act; readonly dt: number }[], latency: number, breaks?: number) {
  const scheduler = new VirtualTimeScheduler();
  const store = new FakeStore(scheduler, latency);
  const origin = new Origin(scheduler, store);
  const wait = (ms: number): void => {
    scheduler.maxFrames = scheduler.now() + ms;
    scheduler.flush();
    scheduler.frame = scheduler.maxFrames;
  };
  const pages: Page[] = [origin.page()];
  const made: Made[] = [];
  let present = pages[0];
  schedule.forEach(({ act, dt }, index) => {
    if (index === breaks) store.broken = index % 2 === 0 ? "write" : "write and remove";
    if (present === undefined) return;
    const id = `r${index}`;
    if (act === "call") present.call(id);
    else if (act === "interrupt") {
      present.up();
      wait(200);
      present.call(id);
    } else if (act === "push") present.push(id);
    else if (act === "title") void present.list.write({ title: id });
    else if (act === "up") present.up();
    else if (act === "down") present.down();
    else if (act === "reload") {
      present.leave();
      present = origin.page();
      pages.push(present);
    } else pages.push(origin.page());
    if (act === "call" || act === "push" || act === "interrupt") {
      const kept = [...store.texts.values()].some((text) => text.includes(`"${id}"`));
      made.push({ id, kind: act === "push" ? "push" : "call", kept });
    }
    // half of them while the request or its answer is under way
    wait(act === "interrupt" ? dt % 20 : dt);
    if (act === "interrupt") {
      present.leave();
      present = origin.page();
      pages.push(present);
    }
  });
  store.broken = "nothing";
  for (const page of pages) {
    page.down();
    page.up();
  }
  wait(120_000);
  return { origin, pages, made, store };
}

describe("any interleaving of making, sending, answering and reloading", () => {
  it("gives each request exactly one effect where the store writes at once", () => {
    fc.assert(
      fc.property(acts, (schedule) => {
        const { origin, pages, made, store } = run(schedule, 0);
        const { done, list$ } = origin;
        // what a page has sent cannot be asked again by one that goes by a name of its own
        const isAlone = schedule.every(({ act }) => act !== "duplicate");
        const failed = pages.flatMap(({ outcomes }) => outcomes).filter(({ end }) => end.kind === "failed");
        for (const { id, kind, kept } of made) {
          const effects = (kind === "call" ? done : list$.value.rows).filter((one) => one === id).length;
          expect(effects).toBeLessThanOrEqual(1);
          const isReported = failed.some(({ event }) => JSON.stringify(event.data).includes(`"${id}"`));
          if (effects === 0 && kept) expect([id, isReported]).toEqual([id, true]);
          if (kind === "call" && kept && isAlone) expect([id, effects, isReported]).toEqual([id, 1, false]);
        }
        expect([...store.texts.keys()]).toEqual([]);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  it("gives none two effects, however slow the store is and whenever it breaks", () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 0, max: 40 }), fc.nat(40), (schedule, latency, breaks) => {
        const { origin } = run(schedule, latency, breaks);
        for (const list of [origin.done, origin.list$.value.rows]) expect(list).toEqual([...new Set(list)]);
      }),
      { numRuns: 150, seed: 6 },
    );
  });

  it("reads anything that is stored without an exception", () => {
    const text = JSON.stringify({
      format: 1,
      client: "c",
      lastId: 3,
      entries: [{ name: "n", id: 2, since: 1, event: { type: "_ACTION:A", data: {}, bytes: "AAE=" } }],
    });
    expect(recordOf(text)?.entries[0]?.event.bytes).toEqual(new Uint8Array([0, 1]));
    const cut = fc.record({ at: fc.nat(text.length), drop: fc.nat(9), put: fc.string({ maxLength: 4 }) });
    const damaged = cut.map(({ at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop));
    fc.assert(
      fc.property(fc.oneof(damaged, fc.string(), fc.json()), (stored) => {
        const record = recordOf(stored);
        for (const entry of record?.entries ?? []) expect(typeof entry.event.type).toBe("string");
      }),
      { numRuns: 20_000, seed: 7 },
    );
  });
});
