import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const loader = (await import(pathToFileURL(resolve("bench/peers/load-peer.mjs")).href)) as {
  loadPeer(name: string): Promise<unknown>;
};

/**
 * A package of `bench/package.json`. Its shape is stated by the caller, so that types are checked without it being installed.
 *
 * @returns `undefined`, and says so, when it is not installed: the others are measured all the same
 */
export async function peer<Module>(name: string): Promise<Module | undefined> {
  try {
    return (await loader.loadPeer(name)) as Module;
  } catch (error) {
    console.error(`bench: ${name} is left out: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
