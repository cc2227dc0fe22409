import type { BehaviourReport } from "../behaviour/report";
import { type CodeReport, type CodeTotals, codeMeasures } from "../code/report";
import type { CostComparison } from "../cost/comparison";
import type { CostModel } from "../cost/variants";
import type { Difference, LatencyReport, ScenarioReport } from "../latency/report";
import { judgeAdmissions, judgeFailures, judgeLastingAccess, judgeRefusals } from "./behaviour-criteria";
import { judgeCost } from "./cost-criterion";
import type { CodeSize, Decision, Latency } from "./decision";

interface Results {
  /** The target's first. */
  readonly behaviour: readonly BehaviourReport[];
  /** Where it was measured. */
  readonly latency?: Pick<LatencyReport, "isTrustworthy" | "reasons" | "scenarios" | "timingSource"> | undefined;
  readonly cost: CostComparison;
  /** By which the costs were computed. */
  readonly model: CostModel;
  readonly code: CodeReport;
}

/** Decision criteria from one run's results. */
export function decide({ behaviour, latency, cost, model, code }: Results): Decision {
  return {
    criteria: [
      judgeCost(cost, model),
      ...judgeLastingAccess(behaviour),
      ...judgeAdmissions(behaviour),
      ...judgeRefusals(behaviour),
      ...judgeFailures(behaviour),
      ...(latency?.isTrustworthy ? latency.scenarios.flatMap((scenario) => judgeLatency(scenario, latency.timingSource)) : []),
      judgeCode(code),
    ],
    leftOut: latency?.isTrustworthy ? [] : [leaveOut(latency)],
  };
}

const leaveOut = (latency: Results["latency"]): Decision["leftOut"][number] =>
  latency === undefined
    ? { kind: "latency", why: "not measured" }
    : { kind: "latency", why: "not trustworthy", reasons: latency.reasons, timingSource: latency.timingSource };

/** Latency of a typical request, if a difference is claimed. */
function judgeLatency({ id, when, series, differences }: ScenarioReport, timingSource: string): readonly Latency[] {
  const p = Math.min(...differences.map((difference) => difference.p));
  const claimed = differences.filter((difference) => difference.p === p && difference.hasDifference);
  if (claimed.length === 0) return [];
  const isSlower = (strategy: string) => claimed.some((difference) => slowerOf(difference) === strategy);
  const isFaster = (strategy: string) => claimed.some((difference) => fasterOf(difference) === strategy);
  const strategies = [...new Set(series.map(({ strategy }) => strategy))];
  const facts = strategies.flatMap((strategy): Latency["facts"] => {
    const value = series.find(({ name }) => name === strategy)?.percentiles.find((one) => one.p === p)?.valueMs;
    if (value === undefined) return [];
    return [{ strategy, valueMs: value, stance: isSlower(strategy) ? "price" : isFaster(strategy) ? "reason" : "neither" }];
  });
  return [
    {
      kind: "latency",
      scenario: id,
      when,
      timingSource,
      p,
      isDifferent: true,
      evidence: [{ kind: "latency", scenario: id }],
      facts,
    },
  ];
}

/** A difference is how much longer the second takes than the first. */
const slowerOf = ({ a, b, valueMs }: Difference) => (valueMs > 0 ? b : a);
const fasterOf = ({ a, b, valueMs }: Difference) => (valueMs > 0 ? a : b);

/** Less of any measure is a reason. */
function judgeCode({ strategies }: CodeReport): CodeSize {
  const differing = codeMeasures.filter((measure) => new Set(strategies.map(({ totals }) => totals[measure])).size > 1);
  const leastOf = (totals: CodeTotals) =>
    differing.filter((measure) => strategies.every((other) => totals[measure] <= other.totals[measure]));
  return {
    kind: "code",
    evidence: [{ kind: "code" }],
    isDifferent: differing.length > 0,
    facts: strategies.map(({ strategy, totals }) => ({
      strategy,
      stance: differing.length === 0 ? "neither" : leastOf(totals).length > 0 ? "reason" : "price",
      ...totals,
      leastOf: leastOf(totals),
    })),
  };
}
