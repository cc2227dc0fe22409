import { GetAccountCommand, GetStageCommand } from "@aws-sdk/client-api-gateway";
import { GetAccountSettingsCommand } from "@aws-sdk/client-lambda";
import type { Clients } from "../deployed/clients";
import type { DeployedStack } from "../deployed/exported-state";
import type { Scenario, Usage } from "./scenarios";

/** A service's quota. */
export interface Quota {
  readonly name: string;
  /** How much of it one measured request takes. */
  readonly countOf: (usage: Usage) => number;
  readonly perSecond: number;
  readonly source: string;
  /** The day on which the source was read. */
  readonly readOn: string;
}

/** Sign-ins and refreshes both use InitiateAuth. */
const countSignIns = ({ signIns, refreshes }: Usage) => signIns + refreshes;

const COGNITO_PAGE = "docs.aws.amazon.com/cognito/latest/developerguide/quotas.html";

/** Defaults per account and region; raise them here if yours are higher. */
export const cognitoQuotas: readonly Quota[] = [
  {
    name: "Cognito's sign-ins and refreshes of an account (UserAuthentication)",
    countOf: countSignIns,
    perSecond: 120,
    source: COGNITO_PAGE,
    readOn: "2026-11-20",
  },
  {
    // «up to 10 read operations on each user every second, including signing in»; that a refresh counts as well is assumed.
    name: "Cognito's sign-ins and refreshes of one user",
    countOf: countSignIns,
    perSecond: 10,
    source: COGNITO_PAGE,
    readOn: "2026-11-20",
  },
];

/** Function calls: the trigger per sign-in and refresh, authorizer and pets function per request. */
const countCalls = ({ signIns, refreshes, requests }: Usage) => signIns + refreshes + 2 * requests;

/** Assumed duration of a cold call, which determines the concurrency at a given rate. */
const LONGEST_CALL_SECONDS = 1;

/** The account's concurrency according to Lambda: 1,000 by default, as low as 10 for some new accounts. */
export const concurrencyQuota = (concurrentExecutions: number, readOn: string): Quota => ({
  name: `Lambda's ${concurrentExecutions} calls at once, ${LONGEST_CALL_SECONDS} s each with a cold start`,
  countOf: countCalls,
  perSecond: concurrentExecutions / LONGEST_CALL_SECONDS,
  source: "Lambda's GetAccountSettings",
  readOn,
});

/** 10,000 a second by default for all APIs of an account and region, and this stage's throttle. */
export const throttleQuota = (name: string, perSecond: number, source: string, readOn: string): Quota => ({
  name,
  countOf: ({ requests }) => requests,
  perSecond,
  source,
  readOn,
});

/** Maximum share of a quota: others use the account as well, and requests beyond it fail instead of being measured. */
const MAX_SHARE = 0.5;
/** Below this rate, a block of a few requests takes minutes, and connections time out in between. */
const MIN_RATE_PER_SECOND = 0.5;

/** A quota is too low to measure anything. */
export class QuotaError extends Error {
  readonly code = "QUOTA_TOO_SMALL";
  constructor(quota: Quota, scenario: Scenario, ratePerSecond: number) {
    super(
      `${scenario.id} could be measured at ${formatRate(ratePerSecond)} requests a second only, for ${quota.name} are ` +
        `${formatRate(quota.perSecond)} a second (${quota.source}, read ${quota.readOn}) of which ${MAX_SHARE * 100} % are used; expected ` +
        `${MIN_RATE_PER_SECOND} or more. Ask AWS for a higher quota (Service Quotas), or take another account or region`,
    );
    this.name = "QuotaError";
  }
}

const formatRate = (perSecond: number) => String(Number(perSecond.toFixed(2)));

export interface FittedScenarios {
  readonly scenarios: readonly Scenario[];
  /** A sentence for each rate that was lowered. */
  readonly notes: readonly string[];
}

/** Lowers rates that would exceed the share of a quota. @throws QuotaError if too little remains */
export function fitToQuotas(
  scenarios: readonly Scenario[],
  quotas: readonly Quota[],
  maxRatePerSecond?: number,
): FittedScenarios {
  const notes: string[] = [];
  const fitted = scenarios.map((scenario) => {
    const asked = Math.min(scenario.ratePerSecond, maxRatePerSecond ?? Number.POSITIVE_INFINITY);
    const bounds = quotas.map((quota) => ({
      quota,
      ratePerSecond: (MAX_SHARE * quota.perSecond) / quota.countOf(scenario.usage),
    }));
    const tightest = bounds.toSorted((a, b) => a.ratePerSecond - b.ratePerSecond)[0];
    if (tightest === undefined || tightest.ratePerSecond >= asked) return { ...scenario, ratePerSecond: asked };
    const { quota, ratePerSecond } = tightest;
    if (ratePerSecond < MIN_RATE_PER_SECOND) throw new QuotaError(quota, scenario, ratePerSecond);
    notes.push(
      `${scenario.id}: ${formatRate(ratePerSecond)} requests a second in place of ${formatRate(asked)}, ${MAX_SHARE * 100} % of ` +
        `${quota.name}, ${formatRate(quota.perSecond)} a second (${quota.source}, read ${quota.readOn})`,
    );
    return { ...scenario, ratePerSecond };
  });
  return { scenarios: fitted, notes };
}

/** Rate of unmeasured refreshes during preparation; infinite without a quota. */
export const readPreparationRate = (quotas: readonly Quota[]): number =>
  Math.min(
    ...quotas.map(({ perSecond, countOf }) => (MAX_SHARE * perSecond) / countOf({ signIns: 0, refreshes: 1, requests: 0 })),
  );

/** Quotas of these stacks: Cognito's defaults, and the account's and stages' from Lambda and API Gateway. */
export async function readQuotas({ lambda, gateway }: Clients, stacks: readonly DeployedStack[]): Promise<readonly Quota[]> {
  const today = new Date().toISOString().slice(0, 10);
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand());
  if (AccountLimit?.ConcurrentExecutions === undefined)
    throw new Error("Lambda's GetAccountSettings returned no ConcurrentExecutions");
  const { throttleSettings } = await gateway.send(new GetAccountCommand());
  const ofAccount = throttleSettings?.rateLimit;
  const stages = await Promise.all(
    stacks.map(async ({ strategy, apiId, apiUrl }) => {
      const stageName = apiUrl.split("/").at(-1) ?? "";
      const { methodSettings } = await gateway.send(new GetStageCommand({ restApiId: apiId, stageName }));
      const perSecond = methodSettings?.["*/*"]?.throttlingRateLimit;
      const name = `requests that the stage of ${strategy} lets through`;
      return perSecond === undefined ? [] : [throttleQuota(name, perSecond, "API Gateway's GetStage", today)];
    }),
  );
  return [
    ...cognitoQuotas,
    concurrencyQuota(AccountLimit.ConcurrentExecutions, today),
    ...(ofAccount === undefined
      ? []
      : [throttleQuota("requests to all APIs of the account", ofAccount, "API Gateway's GetAccount", today)]),
    ...stages.flat(),
  ];
}
