import { withDefaults } from "../../../comparison/cost/inputs";
import { functionsOf } from "../../../comparison/cost/variants";
import type { Deployment } from "../../../comparison/deployed/deployment";
import { createDeployedLatencyTarget } from "../../../comparison/latency/deployed-target";
import { createNameFunction } from "../../../comparison/latency/function-times";
import { measureLatency } from "../../../comparison/latency/measure";
import type { LatencyReport } from "../../../comparison/latency/report";
import { SMALL_SCALE } from "../../../comparison/latency/scale";
import { scenarios } from "../../../comparison/latency/scenarios";
import { estimateSpending, formatSpending } from "../../../comparison/latency/spending";
import { formatLatency } from "../../../comparison/latency/terminal";
import type { Checks } from "../../emulator/checks";
import { pets } from "../../support/pets";

/** On an emulator, the only check of latencies is that everything was measured; the durations are the emulator's. */

/** An emulator in one Python process on two shared cores. */
const SCALE = { ...SMALL_SCALE, maxRatePerSecond: 8 };

function checkReport(checks: Checks, report: LatencyReport): void {
  checks.equal("the times say that they are simulated", report.timingSource, "on an emulator, simulated on this machine");
  checks.equal(
    "every scenario was measured",
    report.scenarios.map(({ id }) => id),
    scenarios.map(({ id }) => id),
  );
  for (const { id, series } of report.scenarios) {
    for (const { name, n, errors, wrong, dropped, complaints } of series) {
      checks.equal(
        `${id}, ${name}: right answers only`,
        { n, errors, wrong, dropped, complaints },
        { n: SCALE.rounds * SCALE.minBlockRequests, errors: 0, wrong: 0, dropped: 0, complaints: [] },
      );
    }
  }
  const nameFunction = createNameFunction(pets.descriptions);
  const expected = pets.descriptions
    .flatMap((priced) =>
      [nameFunction(priced.name, "pets"), ...functionsOf(priced, withDefaults()).map((fn) => fn.name)].map(
        (fn) => `${priced.name}: ${fn}`,
      ),
    )
    .sort();
  const namesOf = (all: readonly { readonly strategy: string; readonly what: string }[]) =>
    all.map(({ strategy, what }) => `${strategy}: ${what}`).sort();
  checks.equal("there are times of every function", namesOf(report.functionTimes), expected);
  checks.equal(
    "every function was called more than once",
    report.functionTimes.filter(({ n }) => n < 2),
    [],
  );
  checks.equal(
    "there are cold starts of every function, which the emulator's log does not tell apart from the call",
    namesOf(report.coldStarts),
    expected.map((name) => `${name}, whole first call`),
  );
  checks.equal(
    "no cold start took no time",
    report.coldStarts.filter(({ minMs }) => minMs <= 0),
    [],
  );
  checks.equal("there are no access logs, and it says so", report.gatewayTimes.note?.startsWith("no access logs here"), true);
}

/** Measures on deployed stacks, and changes them. */
export async function checkLatency(checks: Checks, deployment: Deployment, signal: AbortSignal): Promise<void> {
  const spending = estimateSpending({ strategies: pets.descriptions, scale: SCALE });
  console.log(`  on AWS these measurements would cost at most ${formatSpending(spending)} USD`);
  let last = "";
  const onProgress = (what: string) => {
    if (what !== last) console.log(`        ${what}`);
    last = what;
  };
  const target = await createDeployedLatencyTarget(deployment, pets, signal);
  const report = await measureLatency({ target, scale: SCALE, signal, onProgress });
  console.log(formatLatency(report));
  checkReport(checks, report);
}
