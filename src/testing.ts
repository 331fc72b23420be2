/**
 * For your own tests: virtual time, sessions written in marbles, and the contract that every transport has to keep.
 *
 * @module
 */
export { connectionContract, type ContractCase, type ContractEnds } from "./testing/connection-contract.ts";
export { type MarbleHelpers, marbles } from "./testing/marbles.ts";
export { TestConnection } from "./testing/test-connection.ts";
export { testEnv } from "./testing/test-env.ts";
export { testSession } from "./testing/test-session.ts";
