import { UNSAFE_ORIGINAL_WRITES } from "ws-sync-rx";
import type { ObjectOptions } from "ws-sync-rx/decorators";

/**
 * What every object of this example is told, since it stands in for a server of the original library: differences always go as patches,
 * what a getter makes of a write goes with the next `sync()`, and clients may send every kind of patch. A server of your own leaves all
 * three out.
 */
export const AS_ORIGINAL: ObjectOptions = { alwaysDelta: true, derivedOnWrite: false, writes: UNSAFE_ORIGINAL_WRITES };
