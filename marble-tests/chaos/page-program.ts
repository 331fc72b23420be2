import { fleet } from "./fleet.ts";

// Runs in a browser, whose conductor calls these.
Object.assign(globalThis, { fleet: fleet() });
