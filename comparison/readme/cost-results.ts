import { compareCosts } from "../cost/comparison";
import { formatRequests, formatRounded } from "../cost/estimate";
import { withDefaults } from "../cost/inputs";
import { formatNumber } from "../cost/money";
import { priceLists } from "../cost/prices";
import type { PricedStrategy } from "../cost/variants";
import { tableOf } from "./results";

const USERS = [10_000, 50_000, 100_000, 1_000_000];
/** Not part of the table. */
export const ANY_DAY = "2026-11-20";

/** Monthly cost of each strategy alone at the defaults, and the break-even with its range, by number of users. */
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
    "Monthly cost in USD of each strategy beyond what all pay, at the defaults; then the monthly requests per user at which it breaks",
    "even, in parentheses from best to worst case if every assumed input is halved or doubled:",
    "",
    tableOf(head, rows),
  ].join("\n");
}
