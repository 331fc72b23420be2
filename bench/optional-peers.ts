/** Makes the difference of two states; what it returns is turned to JSON to count its bytes. */
export type Differ = (before: unknown, after: unknown) => unknown;

interface JsonPatchDiffer {
  diff(path: string, before: unknown, after: unknown): unknown;
}
interface JsonJoy {
  JsonPatchDiff: new () => JsonPatchDiffer;
}
interface JsonDiffPatch {
  create(options: { objectHash: (row: { id?: string; key?: string }, index?: number) => string }): {
    diff(before: unknown, after: unknown): unknown;
  };
}

/** Peers too large to be dependencies of this repository: measured where somebody has installed them (`npm i --no-save`). */
export async function optionalDiffers(): Promise<ReadonlyMap<string, Differ>> {
  const differs = new Map<string, Differ>();
  const joy = await load<JsonJoy>("json-joy/lib/json-patch-diff/JsonPatchDiff.js");
  if (joy !== undefined) {
    differs.set("json-joy", (before, after) => new joy.JsonPatchDiff().diff("", before, after));
  }
  const jdp = await load<JsonDiffPatch>("jsondiffpatch");
  if (jdp !== undefined) {
    const differ = jdp.create({ objectHash: (row, index) => row.id ?? row.key ?? String(index) });
    differs.set("jsondiffpatch", (before, after) => differ.diff(before, after));
  }
  return differs;
}

async function load<Module>(name: string): Promise<Module | undefined> {
  try {
    return (await import(name)) as Module;
  } catch {
    return undefined;
  }
}
