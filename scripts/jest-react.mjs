import { afterEach, jest } from "@jest/globals";
import { cleanup } from "@testing-library/react";

// Testing Library looks for jest's globals, which are not injected: it would neither unmount nor see fake timers.
globalThis.jest = jest;
afterEach(cleanup);
