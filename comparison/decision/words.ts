import { asSentence, joinWords } from "../../local/words";
import { describeReasons } from "../latency/trust";
import { formatSeconds } from "../words";
import { describeCode, describeCost, describeDoubts, describeRefusals, tellFacts, type Words } from "./criterion-words";
import type { Admission, Criterion, Decision, Evidence, Failure, LastingAccess, Latency } from "./decision";

export interface Line {
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

/** The lines for one strategy. */
export interface Choice {
  readonly strategy: string;
  /** Each completes «choose it when …». */
  readonly when: readonly Line[];
  /** Each completes «then accept that …». */
  readonly accept: readonly Line[];
}

interface ToldDecision {
  readonly choices: readonly Choice[];
  /** In what the strategies do not differ. */
  readonly alike: readonly Line[];
  readonly leftOut: readonly string[];
}

/** The decision in words. @param target of the report; results from elsewhere are marked. */
export function tellDecision({ criteria, leftOut }: Decision, strategies: readonly string[], target: string): ToldDecision {
  const linesOf = (strategy: string, stance: "price" | "reason") =>
    criteria.flatMap((criterion): readonly Line[] => {
      if (criterion.facts.find((fact) => fact.strategy === strategy)?.stance !== stance) return [];
      const text = describe(criterion)[stance](strategy);
      return [
        {
          text: `${text}${describePlace(criterion, target)}${describeDoubts(criterion, strategy)}`,
          evidence: criterion.evidence,
        },
      ];
    });
  return {
    choices: strategies.map((strategy) => ({
      strategy,
      when: linesOf(strategy, "reason"),
      accept: linesOf(strategy, "price"),
    })),
    alike: criteria
      .filter(({ isDifferent }) => !isDifferent)
      .map((criterion) => ({
        text: `${describe(criterion).alike()}${describePlace(criterion, target)}${describeDoubts(criterion)}`,
        evidence: criterion.evidence,
      })),
    leftOut: leftOut.map((one) =>
      one.why === "not measured"
        ? `${one.kind}, which was not measured`
        : `${one.kind}, which is not to be trusted: ${describeReasons(one).join("; ")}`,
    ),
  };
}

const describePlace = (criterion: Criterion, target: string) =>
  "target" in criterion && criterion.target !== target ? ` (asked on the target ${criterion.target} only)` : "";

function describe(criterion: Criterion): Words {
  switch (criterion.kind) {
    case "cost":
      return describeCost(criterion);
    case "lasting access":
      return describeLastingAccess(criterion);
    case "admission":
      return describeAdmission(criterion);
    case "refusal":
      return describeRefusals(criterion);
    case "failure":
      return describeFailure(criterion);
    case "latency":
      return describeLatency(criterion);
    case "code":
      return describeCode(criterion);
  }
}

const events: Readonly<Record<LastingAccess["events"][number], string>> = {
  "group removed": "taken out of the group",
  "refresh token revoked": "deprived of the refresh token (revoked)",
  "signed out": "signed out everywhere",
  "user disabled": "disabled",
};

function describeLastingAccess({ events: happened, cacheTtlSeconds, timingSource, facts }: LastingAccess): Words {
  const once = `once its user is ${joinWords(
    happened.map((event) => events[event]),
    "or",
  )}, with authorizerCacheTtlSeconds ${cacheTtlSeconds}`;
  const endOf = ({ seconds }: LastingAccess["facts"][number]) => {
    if (seconds === null) return "longer than was looked for";
    return seconds === 0 ? "not until its next use" : `until ${formatSeconds(seconds)} after the sign-in`;
  };
  const { own, others, any } = tellFacts(facts, endOf);
  return {
    reason: (strategy) => `a token may go on ${own(strategy)} and no longer ${once} (${others(strategy)}; ${timingSource})`,
    price: (strategy) => `a token goes on ${own(strategy)} ${once} (${others(strategy)}; ${timingSource})`,
    alike: () => `A token goes on ${any} ${once}; ${timingSource}`,
  };
}

const owners: Readonly<Record<Admission["whose"][number], string>> = {
  "another app client": "users with a token of another app client of the pool",
  "another kind of token": "users with the other kind of token (ID for access, access for ID)",
  "another pool": "users of another pool",
  machine: "machines with the scope of the route (client credentials)",
};

function describeAdmission({ whose, facts }: Admission): Words {
  const who = joinWords(whose.map((owner) => owners[owner]));
  const outcomeOf = ({ isPassed, status }: Admission["facts"][number]) => (isPassed ? "let in" : `refused with ${status}`);
  const { others, any } = tellFacts(facts, outcomeOf);
  const told = (strategy: string) => {
    const fact = facts.find((one) => one.strategy === strategy);
    const wish = fact?.isPassed ? "should get in" : `should be kept out (${fact?.status})`;
    return `${who} ${wish} (${others(strategy)})`;
  };
  return {
    reason: told,
    price: told,
    alike: () => `${asSentence(who).slice(0, -1)} are ${any}`,
  };
}

const actors: Readonly<Record<"request" | "sign-in", string>> = {
  request: "requests of users who are signed in",
  "sign-in": "sign-ins",
};

function describeFailure({ faults, facts }: Failure): Words {
  const cause = `the function that decides ${joinWords(faults, "or")}`;
  const stateOf = ({ works, fails }: Failure["facts"][number]) => {
    const parts = [
      ...(works.length === 0 ? [] : [`${joinWords(works.map((act) => actors[act]))} go on`]),
      ...(fails.length === 0 ? [] : [`${joinWords(fails.map(({ act, status }) => `${actors[act]} fail (${status})`))}`]),
    ];
    return joinWords(parts);
  };
  const { own, others, any } = tellFacts(facts, stateOf);
  const told = (strategy: string) => `${own(strategy)} while ${cause} (${others(strategy)})`;
  return {
    reason: (strategy) => `it is right that ${told(strategy)}`,
    price: told,
    alike: () => `While ${cause}, ${any}`,
  };
}

function describeLatency({ when, timingSource, p, facts }: Latency): Words {
  const msOf = ({ valueMs }: Latency["facts"][number]) => `${valueMs.toFixed(2)} ms`;
  const { own, others } = tellFacts(facts, msOf);
  const told = (strategy: string) => `${own(strategy)} at p${p} ${when} (${others(strategy)}; ${timingSource})`;
  return {
    reason: (strategy) => `it has to be fast: ${told(strategy)}`,
    price: (strategy) => `it takes ${told(strategy)}`,
    alike: () => `No difference of latency is claimed ${when}; ${timingSource}`,
  };
}
