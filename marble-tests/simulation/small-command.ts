import { explore } from "./explore.ts";
import { FAULTS, SmallModel, smallWrites } from "./small-model.ts";

const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : (process.argv[at + 1] ?? otherwise);
};

const writes = smallWrites(Number(option("writes", "2")));
const most = Number(option("states", "Infinity"));
const options = { exact: process.argv.includes("--exact"), full: process.argv.includes("--full") };
let [states, violations] = [0, 0];
for (const fault of FAULTS) {
  if (option("fault", fault) !== fault) continue;
  const began = process.hrtime.bigint();
  const found = explore(() => new SmallModel(writes, fault, options), { most });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  states += found.states;
  if (found.failure !== undefined) {
    violations += 1;
    const { error, path } = found.failure;
    console.log(`invariant: ${error.message.split(" ")[0] ?? ""}`);
    console.log(`${error.message}\n  after ${path.join(", ")}`);
  }
  const all = found.complete ? `${found.orders} orders, all there are` : "not all there are";
  console.log(`${fault}: ${found.states} states, ${found.steps} steps, ${found.ends} ends, ${all}`);
  console.error(`${seconds.toFixed(1)} s`);
  if (violations > 0) break;
}
console.log(`states: ${states}, violations: ${violations}`);
process.exitCode = violations > 0 ? 1 : 0;
