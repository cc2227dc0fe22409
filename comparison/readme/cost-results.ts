import { compareCosts } from "../cost/comparison";
import { formatRequests, formatRounded } from "../cost/estimate";
import { withDefaults } from "../cost/inputs";
import { formatNumber } from "../cost/money";
import { priceLists } from "../cost/prices";
import type { PricedStrategy } from "../cost/variants";
import { tableOf } from "./results";

const USERS = [10_000, 50_000, 100_000, 1_000_000];
/** The age of the prices is no part of the table. */
export const ANY_DAY = "2026-11-20";

/** What only one strategy pays in a month at the defaults, and the break-even with its range, for some numbers of users. */
export function renderCostResults(strategies: readonly PricedStrategy[]): string {
  const all = USERS.map((users) => compareCosts({ list: priceLists.current, strategies }, withDefaults({ users }), ANY_DAY));
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
    "What only one strategy pays in a month, in USD, at the defaults; then the requests of each user a month from which on it breaks",
    "even, in brackets from the best to the worst if every assumed input is half or double:",
    "",
    tableOf(head, rows),
  ].join("\n");
}
