/**
 * The class flavour: decorate a class and never see a stream.
 *
 * @module
 */
export { expose } from "./decorators/expose.ts";
export { remoteAction, type Sync, syncAll } from "./decorators/markers.ts";
