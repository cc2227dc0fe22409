import { formatNumber } from "./money";
import type { BillingTerms } from "./price";

/** One number that the bill depends on. */
interface NumericInput {
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
  readonly default: number;
  readonly description: string;
  /** Where the default comes from. None of them was measured here. */
  readonly basis: string;
  /** Whether the default is an estimate; a choice of the program is none. */
  readonly isAssumed: boolean;
}

const whole = { isWhole: true } as const;
const real = { isWhole: false } as const;
const assumed = { isAssumed: true, basis: "assumed, not measured here" } as const;
const chosen = { isAssumed: false, basis: "the program's default" } as const;
const share = { ...real, ...assumed, unit: "share", min: 0, max: 1 } as const;
const duration = { ...real, ...assumed, unit: "ms", min: 0 } as const;

/**
 * Everything the monthly bill depends on. The bill never falls as an input grows, except for the hit rate, with which it never rises.
 * Cache hits of the authorizer are a share of the requests, because that can be measured; a token with n requests within the TTL, the
 * first of which misses, has the hit rate 1 - 1/n.
 */
export const numericInputs = {
  users: { ...whole, ...assumed, unit: "users", min: 0, max: 1e9, default: 50_000, description: "monthly active users" },
  requestsPerUser: {
    ...real,
    ...assumed,
    unit: "requests",
    min: 0,
    max: 1e6,
    default: 300,
    description: "requests of each user, all of them authorized",
  },
  signInsPerUser: { ...real, ...assumed, unit: "sign-ins", min: 0, max: 1e5, default: 4, description: "sign-ins of each user" },
  refreshesPerUser: {
    ...real,
    ...assumed,
    unit: "refreshes",
    min: 0,
    max: 1e5,
    default: 16,
    description: "token refreshes of each user; each calls the trigger too",
  },
  cacheHitRate: {
    ...share,
    default: 0.9,
    description: "share of requests that the authorizer's cache answers: 1 - 1/n for n requests of a token within the TTL",
  },
  functionMemoryMb: {
    ...whole,
    ...chosen,
    unit: "MB",
    min: 128,
    max: 10_240,
    default: 256,
    description: "memory of each function",
  },
  authorizerMs: { ...duration, max: 5_000, default: 20, description: "time of a warm authorizer call" },
  triggerMs: { ...duration, max: 5_000, default: 10, description: "time of a warm trigger call" },
  petsMs: { ...duration, max: 29_000, default: 30, description: "time of a warm call of the pets function" },
  coldShare: {
    ...share,
    default: 0.01,
    description: "share of calls that start a new function instance",
    basis:
      "not measured here; AWS: typically under 1% (aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase)",
  },
  initMs: {
    ...duration,
    max: 10_000,
    default: 255,
    description: "time of a cold start's INIT phase",
    basis: "not measured here; Node 20, 128 KB, 256 MB, November 2023 (gist adriantanasa/06a9cbc36744ef0bf946255e9e75efbe)",
  },
  logBytesPerInvocation: {
    ...real,
    ...assumed,
    unit: "bytes",
    min: 0,
    max: 1e6,
    default: 200,
    description: "log of each function call",
    basis: "assumed, not measured here: one line of JSON; system logs below WARN are off",
  },
  logRetentionDays: { ...whole, ...chosen, unit: "days", min: 1, max: 3_653, default: 14, description: "how long logs are kept" },
  writeShare: { ...share, default: 0.1, description: "share of requests that write to the table" },
  tableKbPerUser: {
    ...real,
    ...assumed,
    unit: "KB",
    min: 0,
    max: 1e6,
    default: 4,
    description: "data in the table for each user",
  },
} as const satisfies Record<string, NumericInput>;

export type NumericInputName = keyof typeof numericInputs;

interface ChoiceInput {
  readonly values: readonly string[];
  readonly default: string;
  readonly description: string;
}

/** Non-numeric inputs, with the program's defaults. */
export const choiceInputs = {
  functionArchitecture: { values: ["arm64", "x86_64"], default: "arm64", description: "processor of each function" },
  claims: {
    values: ["off", "id", "access"],
    default: "off",
    description: "claims of config/token-claims.ts: none, in ID tokens only, or in access tokens as well, which lite cannot have",
  },
  userDirectory: {
    values: ["off", "on"],
    default: "off",
    description: "a user directory, which is read for each sign-in and each refresh",
  },
  permissionMap: {
    values: ["bundled", "parameter"],
    default: "bundled",
    description: "where the map from groups to permissions is",
  },
} as const satisfies Record<string, ChoiceInput>;

type ChoiceInputName = keyof typeof choiceInputs;
const isChoiceName = (name: string): name is ChoiceInputName => Object.hasOwn(choiceInputs, name);
export const choiceInputNames: readonly ChoiceInputName[] = Object.keys(choiceInputs).filter(isChoiceName);

type ChoiceInputs = { readonly [Name in ChoiceInputName]: (typeof choiceInputs)[Name]["values"][number] };

/** What tokens say besides what strategies need, which takes a trigger. */
export type TokenFeatures = Pick<ChoiceInputs, "claims" | "userDirectory">;

/** The first day on which new accounts no longer get 50,000 free users on the lite plan. */
export const DEFAULT_ACCOUNT_CREATED_ON = "2024-11-22";

export interface CostInputs extends Readonly<Record<NumericInputName, number>>, BillingTerms, ChoiceInputs {}

const isInputName = (name: string): name is NumericInputName => Object.hasOwn(numericInputs, name);

export const numericInputNames: readonly NumericInputName[] = Object.keys(numericInputs).filter(isInputName);

const defaults: CostInputs = {
  users: numericInputs.users.default,
  requestsPerUser: numericInputs.requestsPerUser.default,
  signInsPerUser: numericInputs.signInsPerUser.default,
  refreshesPerUser: numericInputs.refreshesPerUser.default,
  cacheHitRate: numericInputs.cacheHitRate.default,
  functionMemoryMb: numericInputs.functionMemoryMb.default,
  authorizerMs: numericInputs.authorizerMs.default,
  triggerMs: numericInputs.triggerMs.default,
  petsMs: numericInputs.petsMs.default,
  coldShare: numericInputs.coldShare.default,
  initMs: numericInputs.initMs.default,
  logBytesPerInvocation: numericInputs.logBytesPerInvocation.default,
  logRetentionDays: numericInputs.logRetentionDays.default,
  writeShare: numericInputs.writeShare.default,
  tableKbPerUser: numericInputs.tableKbPerUser.default,
  functionArchitecture: choiceInputs.functionArchitecture.default,
  hasFreeTiers: true,
  accountCreatedOn: DEFAULT_ACCOUNT_CREATED_ON,
  claims: choiceInputs.claims.default,
  userDirectory: choiceInputs.userDirectory.default,
  permissionMap: choiceInputs.permissionMap.default,
};

/** Inputs that define the question: figures are for these users and requests, not for a range of them. */
const askedInputs: readonly NumericInputName[] = ["users", "requestsPerUser"];

/** Durations that `npm run compare` measures. */
export const measurableInputs: readonly NumericInputName[] = ["authorizerMs", "triggerMs", "petsMs"];

/** Inputs that are assumptions, given those set explicitly. */
export const findAssumed = (given: Partial<CostInputs>): readonly NumericInputName[] =>
  numericInputNames.filter((name) => numericInputs[name].isAssumed && given[name] === undefined && !askedInputs.includes(name));

/** The given inputs, with defaults for the others. */
export const withDefaults = (given: Partial<CostInputs> = {}): CostInputs => ({ ...defaults, ...given });

/** `50.000` is ambiguous: fifty thousand or fifty. Shares and durations have such fractions. */
const GROUPED = /^[1-9]\d{0,2}(\.\d{3})+$/;

/** Parses an input in plain digits within its bounds, or returns undefined. */
export function readNumber(name: NumericInputName, text: string): number | undefined {
  const { min, max, isWhole, unit } = numericInputs[name];
  const isPlain = (isWhole ? /^\d+$/ : /^\d+(\.\d+)?$/).test(text);
  if (!isPlain || (unit !== "share" && unit !== "ms" && GROUPED.test(text))) return undefined;
  const value = Number(text);
  return value >= min && value <= max ? value : undefined;
}

export function describeExpectedNumber(name: NumericInputName): string {
  const { min, max, isWhole, unit } = numericInputs[name];
  const of = unit === "share" ? "" : ` of ${unit}`;
  return `a ${isWhole ? "whole " : ""}number${of} from ${formatNumber(min)} to ${formatNumber(max)}, without separators`;
}
