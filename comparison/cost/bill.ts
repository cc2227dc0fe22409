import type { CostInputs } from "./inputs";
import { chargeUsd } from "./price";
import type { PriceList, VariantPrices } from "./price-list";

/** One line of a bill, not rounded. */
export interface BillItem {
  readonly name: string;
  readonly usd: number;
}

export interface VariantBill {
  readonly strategy: VariantPrices["strategy"];
  readonly variant: string;
  readonly description: string;
  /** What only this variant pays: for its user pool, and for its trigger or authorizer. */
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

/** The month's bill under every variant of the list, not rounded. */
export function computeBill(list: PriceList, inputs: CostInputs): Bill {
  const requests = inputs.users * inputs.requestsPerUser;
  const pets = useFunction(requests, inputs.petsMs, list, inputs);
  const writes = requests * inputs.writeShare;
  // A request reads or writes one item of up to 4 KB or 1 KB: one request unit.
  const shared = [
    { name: "REST requests", usd: chargeUsd(list.restRequests, inputs, requests) },
    ...chargeFunction("Pets function", pets, NO_USAGE, list, inputs),
    { name: "Table reads", usd: chargeUsd(list.tableReads, inputs, requests - writes) },
    { name: "Table writes", usd: chargeUsd(list.tableWrites, inputs, writes) },
    { name: "Table storage", usd: chargeUsd(list.tableStorage, inputs, (inputs.users * inputs.tableKbPerUser) / 1e6) },
  ];
  const variants = list.variants.map((prices): VariantBill => {
    const { strategy, variant, description } = prices;
    return { strategy, variant, description, pool: chargePool(prices, inputs), guard: chargeGuard(strategy, pets, list, inputs) };
  });
  return { shared, variants };
}

export const itemsOf = ({ pool, guard }: Pick<VariantBill, "pool" | "guard">): readonly BillItem[] => [...pool, ...guard];

export const sumUsd = (items: readonly BillItem[]): number => items.reduce((sum, { usd }) => sum + usd, 0);

function chargePool({ users, advancedSecurity }: VariantPrices, inputs: CostInputs): readonly BillItem[] {
  return [
    { name: "Cognito users", usd: chargeUsd(users, inputs, inputs.users) },
    {
      name: "Cognito advanced security",
      usd: advancedSecurity === undefined ? 0 : chargeUsd(advancedSecurity, inputs, inputs.users),
    },
  ];
}

/** Scopes: the trigger at each sign-in and each refresh. The authorizer: one call for each request that its cache does not answer. */
function chargeGuard(strategy: VariantPrices["strategy"], pets: FunctionUsage, list: PriceList, inputs: CostInputs) {
  const { users, signInsPerUser, refreshesPerUser, requestsPerUser, cacheHitRate, triggerMs, authorizerMs } = inputs;
  if (strategy === "access-token-scopes") {
    const trigger = useFunction(users * (signInsPerUser + refreshesPerUser), triggerMs, list, inputs);
    return chargeFunction("Trigger", trigger, pets, list, inputs);
  }
  const authorizer = useFunction(users * requestsPerUser * (1 - cacheHitRate), authorizerMs, list, inputs);
  return chargeFunction("Authorizer", authorizer, pets, list, inputs);
}

function useFunction(invocations: number, warmMs: number, list: PriceList, inputs: CostInputs): FunctionUsage {
  const billedMs = warmMs + (list.isInitBilled ? inputs.coldShare * inputs.initMs : 0);
  return {
    invocations,
    gbSeconds: ((invocations * billedMs) / 1000) * (inputs.functionMemoryMb / 1024),
    logGb: (invocations * inputs.logBytesPerInvocation) / 1e9,
  };
}

/** The pets function comes first into the free tiers and the dearer steps, so that it costs the same under every strategy. */
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
