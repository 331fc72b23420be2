import { appendFileSync } from "node:fs";

/**
 * Prints `tests: N passed, N failed` as the last line of a run, alone. A file that could not be loaded counts as one failure,
 * since none of its tests ran. With `TEST_COUNTS=<file>` the two numbers are also appended there, for `.ci/run` to add up.
 */
export default class Count {
  onRunComplete(_contexts, results) {
    const passed = results.numPassedTests;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const file = process.env.TEST_COUNTS;
    if (file) appendFileSync(file, `${passed} ${failed}\n`);
    // Jest adds its own summary after every reporter; only the end of the process comes later.
    process.once("exit", () => process.stdout.write(`\ntests: ${passed} passed, ${failed} failed\n`));
  }
}
