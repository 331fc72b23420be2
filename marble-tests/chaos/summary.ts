import type { ClientReport } from "./chaos-client.ts";
import type { Injected } from "./lane-faults.ts";
import type { HeartbeatClose } from "./server-program.ts";

/** ms before the end of a line in which something silent may have been the reason */
const BLAMED = 20_000;
const HEARTBEAT = 4_000;

/** How often each thing occurs, the most frequent first. */
export function tally(things: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.length === 0 ? "none" : sorted.map(([thing, count]) => `${thing} ${count}`).join(", ");
}

function percentile(sorted: readonly number[], share: number): number {
  return Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
}

/** Lines that were cut for silence, where nothing was injected that explains it. */
export function falseAlarms(
  reports: readonly ClientReport[],
  ofServer: readonly HeartbeatClose[],
  injected: readonly Injected[],
): readonly string[] {
  const ofClients = reports.flatMap(({ name, closes }) =>
    closes.filter(({ code }) => code === HEARTBEAT).map(({ at }) => ({ client: name, at, by: "client" })),
  );
  const all = [...ofClients, ...ofServer.map((close) => ({ ...close, by: "server" }))];
  const begin = Math.min(...injected.map(({ from }) => from));
  const second = (at: number): string => `${Math.round((at - begin) / 1_000)} s`;
  return all.flatMap(({ client, at, by }) => {
    const before = injected.filter((fault) => (fault.at === client || fault.at === "server") && fault.from <= at);
    if (before.some(({ silent, until }) => silent && at <= until + BLAMED)) return [];
    const faults = before.slice(-3).map(({ kind, from, until }) => `${kind} ${second(from)} to ${second(until)}`);
    return [`${client} by the ${by} at ${second(at)}, after ${faults.join(", ")}`];
  });
}

/** Lines for a person: what went wrong on purpose, and how it was borne. */
export function summary(reports: readonly ClientReport[], injected: readonly Injected[]): readonly string[] {
  const all = reports.flatMap(({ asked }) => asked);
  const recoveries = reports.flatMap((report) => report.recoveries).sort((a, b) => a - b);
  const unfold = (counts: Readonly<Record<string, number>>): readonly string[] =>
    Object.entries(counts).flatMap(([thing, count]) => Array.from({ length: count }, () => thing));
  return [
    `injected: ${tally(injected.map(({ kind }) => kind))}`,
    `asked: ${tally(all.map(({ kind }) => kind))}`,
    `outcomes: ${tally(all.map(({ outcome }) => outcome))}`,
    `lines lost: ${tally(reports.flatMap(({ closes }) => closes.map(({ code }) => `${code}:`)))}`,
    `recovered: ${tally(reports.flatMap(({ recovered }) => unfold(recovered)))}`,
    `errors: ${tally(reports.flatMap(({ errors }) => unfold(errors)))}`,
    `offline until live: ${recoveries.length} times, p50 ${percentile(recoveries, 0.5)} ms, p99 ${percentile(recoveries, 0.99)} ms`,
  ];
}
