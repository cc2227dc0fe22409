import { computeBill, itemsOf, sumUsd } from "../../cost/bill";
import { findBreakEven } from "../../cost/break-even";
import type { CostComparison } from "../../cost/comparison";
import { pairVariants } from "../../cost/difference";
import { formatRequests } from "../../cost/estimate";
import { formatNumber, formatUsd } from "../../cost/money";
import { type CostModel, nameVariant } from "../../cost/variants";
import type { Chart } from "./chart";
import { indexVariants } from "./page-data";

/** Both curves reach from a hundred users to a hundred million, or to as many as are asked for. */
const LEAST_USERS = 100;
const MOST_USERS = 1e8;
/** For each power of ten. */
const STEPS = 16;
/** Below a cent there is nothing to pay, and a logarithmic axis has no zero. */
const LEAST_USD = 0.01;
const LEAST_REQUESTS = 0.01;

function sampleUsers(asked: number): readonly number[] {
  const [from, to] = [Math.min(LEAST_USERS, Math.max(1, asked)), Math.max(MOST_USERS, asked)];
  const count = Math.ceil(Math.log10(to / from) * STEPS);
  return Array.from({ length: count + 1 }, (_, i) => Math.round(from * (to / from) ** (i / count)));
}

/** What each variant pays, shared items once and in one colour. */
export function chartItems({ shared, variants }: CostComparison, strategyOrder: readonly string[]): Chart {
  const indexed = indexVariants(variants, strategyOrder);
  const parts = indexed.flatMap(({ name: bar, seriesIndex, items }) => [
    { bar, name: "paid under every strategy", index: 0, seriesIndex: undefined, usd: shared.usdPerMonth },
    ...items
      .filter(({ usdPerMonth }) => usdPerMonth > 0)
      .map(({ name, usdPerMonth: usd }, index) => ({ bar, name, index, seriesIndex, usd })),
  ]);
  const totals = indexed.map(({ name, totalUsdPerMonth }) => ({ bar: name, usd: totalUsdPerMonth }));
  const figures = indexed.map(
    ({ name, usdPerMonth, totalUsdPerMonth }) =>
      `${name} ${formatUsd(totalUsdPerMonth)} USD, of which ${formatUsd(usdPerMonth)} are its own`,
  );
  return { kind: "bars", id: "cost-items", label: `A month's bill: ${figures.join("; ")}.`, parts, totals };
}

/** What only the variant pays, over the users. */
export function chartUsers(model: CostModel, { inputs, variants }: CostComparison, strategyOrder: readonly string[]): Chart {
  const users = sampleUsers(inputs.users);
  const bills = users.map((count) => computeBill(model, { ...inputs, users: count }));
  const indexed = indexVariants(variants, strategyOrder);
  const lines = indexed.map(({ variant, strategy, seriesIndex, mark }) => ({
    name: `${variant} (${strategy})`,
    seriesIndex,
    mark,
    points: bills.flatMap((bill, i) => {
      const found = bill.variants.find((one) => one.strategy === strategy && one.variant === variant);
      const usd = found === undefined ? 0 : sumUsd(itemsOf(found));
      return usd < LEAST_USD ? [] : [[users[i] ?? 0, usd] as const];
    }),
  }));
  const figures = indexed.map(({ name, usdPerMonth }) => `${name} ${formatUsd(usdPerMonth)}`).join(", ");
  return {
    kind: "lines",
    id: "cost-users",
    label: `What one variant pays and the others do not, over the users; at ${formatNumber(inputs.users)} users, in USD a month: ${figures}.`,
    xAxis: "users a month",
    yAxis: "USD a month, without what is shared",
    lines,
    mark: { x: inputs.users, y: undefined, name: "as asked" },
  };
}

/** From how many requests of a user on a variant costs no more, over the users. */
export function chartBreakEven(
  model: CostModel,
  { inputs, comparisons, variants }: CostComparison,
  strategyOrder: readonly string[],
): Chart {
  const indexed = indexVariants(variants, strategyOrder);
  const users = sampleUsers(inputs.users);
  const lines = pairVariants(model, inputs).map((pair) => {
    const name = nameVariant(variants, pair.variant);
    const { seriesIndex = 0, mark = 0 } = indexed.find((one) => one.name === name) ?? {};
    return {
      name: `${name} against ${nameVariant(variants, pair.baseline)}`,
      seriesIndex,
      mark,
      points: users.flatMap((count) => {
        const requests = findBreakEven(pair, { ...inputs, users: count });
        return requests === null || requests < LEAST_REQUESTS ? [] : [[count, requests] as const];
      }),
    };
  });
  const figures = comparisons.map(({ variant, against, breakEvenRequestsPerUser: requests, breakEvenRange }) => {
    const at =
      requests === null ? "at no number of requests" : `from ${formatRequests(requests, breakEvenRange)} requests of a user on`;
    return `${variant} costs no more than ${against} ${at}`;
  });
  return {
    kind: "lines",
    id: "break-even",
    label: `Break-even over the users; at ${formatNumber(inputs.users)} users ${figures.join(", and ")}. Asked is ${formatNumber(inputs.requestsPerUser, 2)}.`,
    xAxis: "users a month",
    yAxis: "requests of each user a month",
    lines,
    mark: { x: inputs.users, y: inputs.requestsPerUser, name: "as asked" },
  };
}
