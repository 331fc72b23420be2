import * as rfc6902 from "rfc6902";
import { peer } from "./peer.ts";

/** Makes the difference of two states; what it returns is turned to JSON to count its bytes. */
export type Differ = (before: unknown, after: unknown) => unknown;

interface JsonJoy {
  readonly JsonPatchDiff: new () => { diff(path: string, before: unknown, after: unknown): unknown };
}
interface JsonDiffPatch {
  create(options: { objectHash: (row: { id?: string; key?: string }, index?: number) => string }): {
    diff(before: unknown, after: unknown): unknown;
  };
}

/** The peers that may not come back from a large state, by name: beyond small ones they are run by `limited` only. */
export async function slowDiffers(): Promise<ReadonlyMap<string, Differ>> {
  const differs = new Map<string, Differ>([["rfc6902", (before, after) => rfc6902.createPatch(before, after)]]);
  const joy = await peer<JsonJoy>("json-joy/lib/json-patch-diff/JsonPatchDiff.js");
  if (joy !== undefined) {
    differs.set("json-joy", (before, after) => new joy.JsonPatchDiff().diff("", before, after));
  }
  const jdp = await peer<JsonDiffPatch>("jsondiffpatch");
  if (jdp !== undefined) {
    const differ = jdp.create({ objectHash: (row, index) => row.id ?? row.key ?? String(index) });
    differs.set("jsondiffpatch", (before, after) => differ.diff(before, after));
  }
  return differs;
}
