import { keys } from "../../config/setting-keys";
import type { BehaviourReport } from "../behaviour/report";
import { compareCosts } from "../cost/comparison";
import { formatRequests, formatRounded } from "../cost/estimate";
import { withDefaults } from "../cost/inputs";
import { formatNumber } from "../cost/money";
import { priceLists } from "../cost/prices";
import type { PricedStrategy } from "../cost/variants";
import { judgeAdmissions, judgeFailures, judgeLastingAccess, judgeRefusals } from "../decision/behaviour-criteria";
import { judgeCost } from "../decision/cost-criterion";
import type { Admission, Failure } from "../decision/decision";
import { tableOf } from "./results";

const COST_USERS = [10_000, 50_000, 100_000, 1_000_000];
/** Not part of the table. */
const ANY_DAY = "2026-11-20";

/** Monthly cost of each strategy alone at the defaults, and the break-even with its range, by number of users. */
export function renderCostResults(strategies: readonly PricedStrategy[]): string {
  const all = COST_USERS.map((users) => compareCosts({ list: priceLists.current, strategies }, withDefaults({ users }), ANY_DAY));
  const [{ variants, comparisons } = { variants: [], comparisons: [] }] = all;
  const head = [
    "users",
    ...variants.map(({ strategy, variant }) => `\`${strategy}\`, ${variant}`),
    ...comparisons.map(({ variant, against }) => `${variant} costs no more than ${against} from`),
  ];
  const rows = all.map(({ inputs, ...of }) => [
    formatNumber(inputs.users),
    ...of.variants.map(({ usdPerMonth }) => formatRounded(usdPerMonth)),
    ...of.comparisons.map((one) => formatRequests(one.breakEvenRequestsPerUser, one.breakEvenRange)),
  ]);
  return [
    "Monthly cost in USD of each strategy beyond what all pay, at the defaults; then the monthly requests per user at which it breaks",
    "even, in parentheses from best to worst case if every assumed input is halved or doubled:",
    "",
    tableOf(head, rows),
  ].join("\n");
}

const DECISION_USERS = [10_000, 100_000];

type Row = readonly [what: string, textOf: (strategy: string) => string];

/** The few deciding criteria on which the strategies differ. */
export function renderDecisionResults(report: BehaviourReport, priced: readonly PricedStrategy[]): string {
  const { strategies } = report;
  const rows = [
    ...costRows(priced),
    ...accessRows(report),
    ...refusalRows(report),
    ...admissionRows(report),
    ...failureRows(report),
  ];
  return tableOf(
    ["", ...strategies.map((strategy) => `\`${strategy}\``)],
    rows.map(([what, textOf]) => [what, ...strategies.map(textOf)]),
  );
}

/** A strategy's fact as text; a dash if there is none. */
const textBy =
  <T extends { readonly strategy: string }>(facts: readonly T[], textOf: (fact: T) => string) =>
  (strategy: string) =>
    facts.filter((fact) => fact.strategy === strategy).map(textOf)[0] ?? "–";

function costRows(strategies: readonly PricedStrategy[]): readonly Row[] {
  const model = { list: priceLists.current, strategies };
  return DECISION_USERS.map((users): Row => {
    const { facts } = judgeCost(compareCosts(model, withDefaults({ users }), ANY_DAY), model);
    const usdOf = ({ variants }: (typeof facts)[number]) =>
      variants.map(({ variant, usdPerMonth }) => `${formatRounded(usdPerMonth)} USD (${variant})`).join(" or ");
    return [`Monthly cost on top of what every strategy pays, ${formatNumber(users)} users`, textBy(facts, usdOf)];
  });
}

/** Only with the program's default cache TTL. */
function accessRows(report: BehaviourReport): readonly Row[] {
  const criterion = judgeLastingAccess([report]).find(
    ({ events, cacheTtlSeconds }) =>
      events.includes("group removed") && cacheTtlSeconds === keys.authorizerCacheTtlSeconds.default,
  );
  if (criterion === undefined) return [];
  const endOf = ({ seconds }: (typeof criterion.facts)[number]) =>
    seconds === null ? "longer than was looked for" : `${seconds / 60} min`;
  return [["A user loses a group: issued tokens keep working for up to", textBy(criterion.facts, endOf)]];
}

function refusalRows(report: BehaviourReport): readonly Row[] {
  return judgeRefusals([report]).flatMap(({ facts }): readonly Row[] => {
    const statusOf = ({ answers }: (typeof facts)[number]) =>
      answers.flatMap(({ cause, status }) => (cause === "missing permission" ? [`${status}`] : []))[0] ?? "–";
    return [["Valid token without the permission", textBy(facts, statusOf)]];
  });
}

const owners: Readonly<Record<Admission["whose"][number], string>> = {
  "another app client": "another app client of the pool",
  "another kind of token": "the other kind (ID for access, access for ID)",
  "another pool": "another user pool",
  machine: "a machine (client credentials)",
};

function admissionRows(report: BehaviourReport): readonly Row[] {
  return judgeAdmissions([report])
    .filter(({ isDifferent }) => isDifferent)
    .map(({ whose, facts }): Row => {
      const outcomeOf = ({ isPassed, status }: (typeof facts)[number]) => (isPassed ? "accepted" : `${status}`);
      return [`Token of ${whose.map((owner) => owners[owner]).join(", or of ")}`, textBy(facts, outcomeOf)];
    });
}

const actors: Readonly<Record<Failure["facts"][number]["works"][number], string>> = {
  request: "requests",
  "sign-in": "sign-ins",
};

function failureRows(report: BehaviourReport): readonly Row[] {
  return judgeFailures([report]).map(({ facts }): Row => {
    const stateOf = ({ works, fails }: (typeof facts)[number]) =>
      [
        ...fails.map(({ act, status }) => `${actors[act]} fail (${status})`),
        ...works.map((act) => `${actors[act]} keep working`),
      ].join(", ");
    return ["The strategy's Lambda function fails", textBy(facts, stateOf)];
  });
}
