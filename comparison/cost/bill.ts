import type { FunctionCosts } from "../../strategies/costs";
import type { CostInputs } from "./inputs";
import { chargeUsd, type PriceList } from "./price";
import { type CostModel, findVariants, type Variant } from "./variants";

/** One unrounded line of a bill. */
export interface BillItem {
  readonly name: string;
  readonly usd: number;
}

export interface VariantBill extends Pick<Variant, "description" | "strategy" | "variant"> {
  /** What only this variant pays: for its user pool, and for the strategy's own functions. */
  readonly pool: readonly BillItem[];
  readonly guard: readonly BillItem[];
}

export interface Bill {
  /** What is paid under every strategy. */
  readonly shared: readonly BillItem[];
  readonly variants: readonly VariantBill[];
}

interface FunctionUsage {
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly logGb: number;
}

const NO_USAGE: FunctionUsage = { invocations: 0, gbSeconds: 0, logGb: 0 };
const DAYS_A_MONTH = 30;

/** The unrounded monthly bill under every variant. */
export function computeBill(model: CostModel, inputs: CostInputs): Bill {
  const { list } = model;
  const requests = inputs.users * inputs.requestsPerUser;
  const writes = requests * inputs.writeShare;
  // A request reads or writes one item of up to 4 KB or 1 KB: one request unit. So does a consistent read of a user's record.
  const shared = [
    { name: "REST requests", usd: chargeUsd(list.restRequests, inputs, requests) },
    ...chargeFunction("Pets function", usePets(list, inputs), NO_USAGE, list, inputs),
    { name: "Table reads", usd: chargeUsd(list.tableReads, inputs, requests - writes) },
    { name: "Table writes", usd: chargeUsd(list.tableWrites, inputs, writes) },
    { name: "Table storage", usd: chargeUsd(list.tableStorage, inputs, (inputs.users * inputs.tableKbPerUser) / 1e6) },
    ...(inputs.userDirectory === "on"
      ? [{ name: "Directory reads", usd: chargeUsd(list.tableReads, inputs, countCalls("token", inputs), requests - writes) }]
      : []),
    // Free, as the assumptions say: neither the parameter nor its reads are charged.
    ...(inputs.permissionMap === "parameter" ? [{ name: "Permission map reads", usd: 0 }] : []),
  ];
  return { shared, variants: findVariants(model, inputs).map((variant) => chargeVariant(variant, list, inputs)) };
}

/** What only this variant pays, unrounded. */
export function chargeVariant(
  { strategy, variant, description, users, advancedSecurity, functions }: Variant,
  list: PriceList,
  inputs: CostInputs,
): VariantBill {
  const pool = [
    { name: "Cognito users", usd: chargeUsd(users, inputs, inputs.users) },
    {
      name: "Cognito advanced security",
      usd: advancedSecurity === undefined ? 0 : chargeUsd(advancedSecurity, inputs, inputs.users),
    },
  ];
  return { strategy, variant, description, pool, guard: chargeGuard(functions, list, inputs) };
}

export const itemsOf = ({ pool, guard }: Pick<VariantBill, "pool" | "guard">): readonly BillItem[] => [...pool, ...guard];

export const sumUsd = (items: readonly BillItem[]): number => items.reduce((sum, { usd }) => sum + usd, 0);

function chargeGuard(functions: readonly FunctionCosts[], list: PriceList, inputs: CostInputs): readonly BillItem[] {
  let before = usePets(list, inputs);
  return functions.flatMap(({ billName, calledFor, durationInput }) => {
    const usage = useFunction(countCalls(calledFor, inputs), inputs[durationInput], list, inputs);
    const items = chargeFunction(billName, usage, before, list, inputs);
    before = addUsage(before, usage);
    return items;
  });
}

function countCalls(calledFor: FunctionCosts["calledFor"], inputs: CostInputs): number {
  const { users, signInsPerUser, refreshesPerUser, requestsPerUser, cacheHitRate } = inputs;
  switch (calledFor) {
    case "token":
      return users * (signInsPerUser + refreshesPerUser);
    case "request":
      return users * requestsPerUser;
    case "uncached request":
      return users * requestsPerUser * (1 - cacheHitRate);
  }
}

const usePets = (list: PriceList, inputs: CostInputs) => useFunction(countCalls("request", inputs), inputs.petsMs, list, inputs);

const addUsage = (a: FunctionUsage, b: FunctionUsage): FunctionUsage => ({
  invocations: a.invocations + b.invocations,
  gbSeconds: a.gbSeconds + b.gbSeconds,
  logGb: a.logGb + b.logGb,
});

function useFunction(invocations: number, warmMs: number, list: PriceList, inputs: CostInputs): FunctionUsage {
  const billedMs = warmMs + (list.isInitBilled ? inputs.coldShare * inputs.initMs : 0);
  return {
    invocations,
    gbSeconds: ((invocations * billedMs) / 1000) * (inputs.functionMemoryMb / 1024),
    logGb: (invocations * inputs.logBytesPerInvocation) / 1e9,
  };
}

/** The pets function uses free tiers and expensive tiers first, so that it costs the same under every strategy. */
function chargeFunction(
  name: string,
  usage: FunctionUsage,
  before: FunctionUsage,
  list: PriceList,
  inputs: CostInputs,
): readonly BillItem[] {
  const compute = list.lambdaCompute[inputs.functionArchitecture];
  const monthsStored = inputs.logRetentionDays / DAYS_A_MONTH;
  const ingestionUsd = chargeUsd(list.logIngestion, inputs, usage.logGb, before.logGb);
  const storageUsd = chargeUsd(list.logStorage, inputs, usage.logGb * monthsStored, before.logGb * monthsStored);
  return [
    { name: `${name} invocations`, usd: chargeUsd(list.lambdaRequests, inputs, usage.invocations, before.invocations) },
    { name: `${name} compute`, usd: chargeUsd(compute, inputs, usage.gbSeconds, before.gbSeconds) },
    { name: `${name} logs`, usd: ingestionUsd + storageUsd },
  ];
}
