import { TextDecoder, TextEncoder } from "node:util";

import { TestEnvironment } from "jest-environment-jsdom";

/** What every browser has and jsdom lacks; the encoder answers with Node's own Uint8Array, so that one must be the page's too. */
const browser = { ArrayBuffer, TextDecoder, TextEncoder, Uint8Array, structuredClone };

/** jsdom for the `react` project. */
export default class Browser extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.assign(this.global, browser);
    // Read by React: state changed outside act() is then reported.
    this.global.IS_REACT_ACT_ENVIRONMENT = true;
  }

  /** rxjs names its ES modules `.js` in a CommonJS package: only the `node` build can be loaded here. */
  exportConditions() {
    return ["node", "node-addons"];
  }
}
