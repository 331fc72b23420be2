import { explore } from "./explore.ts";
import { SmallModel, SMALL_WRITES } from "./small-model.ts";

const at = process.argv.indexOf("--states");
const most = at === -1 ? Infinity : Number(process.argv[at + 1]);
let violations = 0;
for (const fault of ["cut", "restart", "takeover"] as const) {
  const { states, ends, complete, failure } = explore(() => new SmallModel(SMALL_WRITES, fault), most);
  if (failure !== undefined) {
    violations += 1;
    console.log(`${failure.error.message}\n  after ${failure.path.join(", ")}`);
  }
  console.log(`${fault}: ${states} states, ${ends} ends, ${complete ? "all there are" : "not all"}`);
}
console.log(`violations: ${violations}`);
process.exitCode = violations > 0 ? 1 : 0;
