import type { PriceListId, UserPriceName } from "../../strategies/costs";
import type { Confidence, Price, PriceList, Tier } from "./price";

const region = "us-east-1";
/** The bound of the last tier. */
const NO_BOUND = Number.POSITIVE_INFINITY;

/** Tiers as `[bound, USD]`, or `[bound, USD, confidence]` if it differs from the first one's. */
function tiers(confidence: Confidence, ...steps: readonly (readonly [number, number, Confidence?])[]): readonly Tier[] {
  return steps.map(([upToUnits, usd, own]) => ({ upToUnits, usd, confidence: own ?? confidence }));
}

const cognitoPage = {
  region,
  unit: "monthly active users",
  perUnits: 1,
  // Read through a dated transcription: api-evangelist/amazon-cognito, plans/amazon-cognito-plans-pricing.yml.
  source: "https://aws.amazon.com/cognito/pricing/",
  readOn: "2026-09-20",
} as const;

/** Read 2022-04-30; valid until plans were introduced on 2024-11-22. */
const cognitoBefore = {
  region,
  unit: "monthly active users",
  perUnits: 1,
  source: "https://github.com/nishinoshake/aws-rough/issues/39",
  readOn: "2022-04-30",
} as const;

const lambda = { region, source: "https://wring.co/blog/aws-lambda-pricing-guide", readOn: "2026-03-08" } as const;

/** Tier bounds and discounts: https://aws.amazon.com/blogs/compute/introducing-tiered-pricing-for-aws-lambda/ */
const compute = {
  ...lambda,
  unit: "GB-seconds",
  perUnits: 1,
  freeTier: { units: 400_000, confidence: "documented" },
} as const;

const logs = {
  region,
  perUnits: 1,
  source: "https://c3x.dev/blog/cloudwatch-logs-cost-optimization",
  // The page says «us-east-1, June 2026».
  readOn: "2026-06-01",
} as const;

const table = {
  region,
  source: "https://airbyte.com/data-engineering-resources/dynamodb-pricing",
  readOn: "2025-07-21",
} as const;

const current = {
  id: "current",
  description: "what AWS asks now",
  isHistorical: false,
  isInitBilled: true,
  users: {
    plus: {
      ...cognitoPage,
      name: "Cognito users, plan plus",
      tiers: tiers("documented", [NO_BOUND, 0.02]),
      note: "has advanced security in it, and no free tier",
    },
    essentials: {
      ...cognitoPage,
      name: "Cognito users, plan essentials",
      tiers: tiers("documented", [NO_BOUND, 0.015]),
      freeTier: { units: 10_000, confidence: "documented" },
    },
    lite: {
      ...cognitoPage,
      name: "Cognito users, plan lite",
      tiers: tiers(
        "documented",
        [100_000, 0.0055],
        [1_000_000, 0.0046],
        [10_000_000, 0.00325, "reported"],
        [NO_BOUND, 0.0025, "reported"],
      ),
      freeTier: { units: 10_000, confidence: "documented" },
      olderAccounts: {
        units: 50_000,
        createdBefore: "2024-11-22",
        confidence: "reported",
        source: "a third party's reading of the pricing page; the exact wording of who is eligible was not read again",
      },
      note: "the steps above 1,000,000 users are those of the price list before",
    },
  },
  restRequests: {
    name: "API Gateway REST requests",
    region,
    unit: "requests",
    perUnits: 1_000_000,
    tiers: tiers(
      "documented",
      [333_000_000, 3.5],
      [1_000_000_000, 2.8, "reported"],
      [20_000_000_000, 2.38, "reported"],
      [NO_BOUND, 1.51, "reported"],
    ),
    source: "https://aws.amazon.com/api-gateway/pricing/",
    readOn: "2026-09-20",
    note: "the first 12 months' offer of 1,000,000 requests is left out",
  },
  lambdaRequests: {
    ...lambda,
    name: "Lambda requests",
    unit: "requests",
    perUnits: 1_000_000,
    tiers: tiers("reported", [NO_BOUND, 0.2]),
    // https://aws.amazon.com/lambda/pricing/, read 2026-09-20 in a dated transcription: every month, without an end.
    freeTier: { units: 1_000_000, confidence: "documented" },
  },
  lambdaCompute: {
    arm64: {
      ...compute,
      name: "Lambda compute, arm64",
      tiers: tiers("reported", [7_500_000_000, 0.0000133334], [18_750_000_000, 0.0000120001], [NO_BOUND, 0.0000106667]),
    },
    x86_64: {
      ...compute,
      name: "Lambda compute, x86_64",
      tiers: tiers("reported", [6_000_000_000, 0.0000166667], [15_000_000_000, 0.000015], [NO_BOUND, 0.0000133334]),
    },
  },
  logIngestion: {
    ...logs,
    name: "CloudWatch Logs, ingestion of Lambda logs",
    unit: "GB",
    // The steps came with 2025-05. As they are recalled they give the 12,500 USD that duckbillgroup.com/?p=9080 reports for 60 TB.
    tiers: tiers("reported", [10_000, 0.5], [30_000, 0.25, "recalled"], [50_000, 0.1, "recalled"], [NO_BOUND, 0.05, "recalled"]),
    freeTier: { units: 5, confidence: "reported" },
  },
  logStorage: {
    ...logs,
    name: "CloudWatch Logs, storage",
    unit: "GB-months",
    tiers: tiers("reported", [NO_BOUND, 0.03]),
    // The reports of the 5 GB name ingestion; that they hold for storage as well is recalled from the page's own list of free tiers.
    freeTier: { units: 5, confidence: "recalled" },
  },
  tableReads: {
    ...table,
    name: "DynamoDB on-demand reads",
    unit: "read request units",
    perUnits: 1_000_000,
    tiers: tiers("reported", [NO_BOUND, 0.125]),
  },
  tableWrites: {
    ...table,
    name: "DynamoDB on-demand writes",
    perUnits: 1_000_000,
    unit: "write request units",
    tiers: tiers("reported", [NO_BOUND, 0.625]),
  },
  tableStorage: {
    ...table,
    name: "DynamoDB storage",
    unit: "GB-months",
    perUnits: 1,
    tiers: tiers("reported", [NO_BOUND, 0.25]),
  },
} as const satisfies PriceList;

/** Before plans. Anything not named here cost the same as now. */
const before = {
  ...current,
  id: "before-2024-11",
  description: "what AWS asked until November 2024",
  isHistorical: true,
  isInitBilled: false,
  users: {
    base: {
      ...cognitoBefore,
      name: "Cognito users, before the plans",
      tiers: tiers("reported", [100_000, 0.0055], [1_000_000, 0.0046], [10_000_000, 0.00325], [NO_BOUND, 0.0025]),
      freeTier: { units: 50_000, confidence: "reported" },
    },
  },
  advancedSecurity: {
    ...cognitoBefore,
    name: "Cognito advanced security, before the plans",
    tiers: tiers("reported", [50_000, 0.05], [100_000, 0.035], [1_000_000, 0.02], [10_000_000, 0.015], [NO_BOUND, 0.01]),
    note: "on top of the users, and without a free tier",
  },
  logIngestion: { ...current.logIngestion, tiers: tiers("reported", [NO_BOUND, 0.5]) },
  // Halved on 2024-11-01; the same source names both prices.
  tableReads: { ...current.tableReads, tiers: tiers("reported", [NO_BOUND, 0.25]) },
  tableWrites: { ...current.tableWrites, tiers: tiers("reported", [NO_BOUND, 1.25]) },
} as const satisfies PriceList;

/** Each has all user prices that variants refer to. */
type PriceLists = {
  readonly [Id in PriceListId]: PriceList & { readonly id: Id; readonly users: Record<UserPriceName<Id>, Price> };
};

/** Price lists by id. */
export const priceLists = { current, "before-2024-11": before } as const satisfies PriceLists;
