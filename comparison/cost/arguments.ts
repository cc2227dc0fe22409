import {
  type CostInputs,
  choiceInputNames,
  choiceInputs,
  DEFAULT_ACCOUNT_CREATED_ON,
  describeExpectedNumber,
  type NumericInputName,
  numericInputNames,
  numericInputs,
  readNumber,
  withDefaults,
} from "./inputs";
import { formatNumber } from "./money";
import type { PriceList } from "./price";
import { priceLists } from "./prices";

export type CostArguments = { readonly kind: "help" } | ({ readonly kind: "compare"; readonly isJson: boolean } & CostQuestion);

/** A question to the model. */
export interface CostQuestion {
  readonly inputs: CostInputs;
  /** Those of the inputs that the command line names. */
  readonly given: Partial<CostInputs>;
  readonly list: PriceList;
}

/** One fault of the command line. */
export interface ArgumentFault {
  readonly flag: string;
  /** Undefined where nothing was given. */
  readonly given: string | undefined;
  readonly message: string;
}

/** All faults of the command line, with what is accepted. */
export class CostArgumentError extends Error {
  readonly code = "ARGUMENT_INVALID";
  constructor(readonly faults: readonly ArgumentFault[]) {
    const lines = faults.map(({ message }) => `  - ${message}`);
    super(`the command line has ${faults.length} fault(s):\n${lines.join("\n")}\nAll flags: npm run cost -- --help`);
    this.name = "CostArgumentError";
  }
}

interface Flag {
  readonly value: string;
  readonly description: string;
  readonly expected: string;
  /** What the text says of the command, or undefined where it says nothing that is accepted. */
  readonly parse: (text: string) => Partial<CostInputs> | PriceList | undefined;
}

const quoted = (values: readonly string[]) => values.map((value) => `"${value}"`).join(" or ");
const flagOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function numericFlag(name: NumericInputName): readonly [string, Flag] {
  const { unit, default: fallback, description, basis } = numericInputs[name];
  const flag: Flag = {
    value: unit.toUpperCase(),
    description: `${description} (default ${formatNumber(fallback, 3)} ${unit}: ${basis})`,
    expected: describeExpectedNumber(name),
    parse: (text) => {
      const value = readNumber(name, text);
      return value === undefined ? undefined : { [name]: value };
    },
  };
  return [flagOf(name), flag];
}

const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

function choiceFlag(name: (typeof choiceInputNames)[number]): readonly [string, Flag] {
  const { values, default: fallback, description } = choiceInputs[name];
  const flag: Flag = {
    value: values.join("|"),
    description: `${description} (default ${fallback}: the program's default)`,
    expected: quoted(values),
    parse: (text) => {
      const value = values.find((known) => known === text);
      return value === undefined ? undefined : { [name]: value };
    },
  };
  return [flagOf(name), flag];
}

const flags: ReadonlyMap<string, Flag> = new Map<string, Flag>([
  ...numericInputNames.map(numericFlag),
  ...choiceInputNames.map(choiceFlag),
  [
    "--free-tiers",
    {
      value: "on|off",
      description: "include AWS's permanent monthly free tiers (default on)",
      expected: quoted(["on", "off"]),
      parse: (text) => (text === "on" || text === "off" ? { hasFreeTiers: text === "on" } : undefined),
    },
  ],
  [
    "--account-created-on",
    {
      value: "DAY",
      description: `an account from before 2024-11-22 has 50,000 free users on lite, any other 10,000 (default ${DEFAULT_ACCOUNT_CREATED_ON})`,
      expected: "a day such as 2023-05-31",
      parse: (text) => (isDay(text) ? { accountCreatedOn: text } : undefined),
    },
  ],
  [
    "--prices",
    {
      value: "LIST",
      description: `price list (default ${priceLists.current.id})`,
      expected: quoted(Object.keys(priceLists)),
      parse: (text) => Object.values(priceLists).find(({ id }) => id === text),
    },
  ],
]);

/** All flags with a value. */
export const costFlagNames: readonly string[] = [...flags.keys()].map((name) => name.slice(2));

export const USAGE = [
  "npm run cost -- [options]    monthly cost of each strategy, by users and requests",
  ...[...flags].map(([name, { value, description }]) => `  ${`${name} ${value}`.padEnd(38)}${description}`),
  `  ${"--json".padEnd(38)}print one JSON object; use npm run --silent cost -- --json, since npm otherwise adds lines`,
  `  ${"-h, --help".padEnd(38)}print this`,
].join("\n");

/** @throws CostArgumentError with all faults: unknown, duplicate or empty flags, values out of range. */
export function parseCostArguments(args: readonly string[]): CostArguments {
  if (args.includes("--help") || args.includes("-h")) return { kind: "help" };
  const { values, faults } = readFlags(args.filter((arg) => arg !== "--json"));
  return { kind: "compare", ...readCostQuestion(values, faults), isJson: args.includes("--json") };
}

/**
 * Parses the values of known flags, each given at most once.
 *
 * @throws CostArgumentError with all faults, after those already found.
 */
export function readCostQuestion(
  values: ReadonlyMap<string, readonly string[]>,
  faultsBefore: readonly ArgumentFault[] = [],
): CostQuestion {
  const faults = [...faultsBefore];
  let given: Partial<CostInputs> = {};
  let list: PriceList = priceLists.current;
  for (const [name, texts] of values) {
    const [text = "", another] = texts;
    const flag = flags.get(name);
    const parsed = flag?.parse(text);
    if (another !== undefined) {
      const message = `${name} was given twice, as "${text}" and "${another}"`;
      faults.push({ flag: name, given: another, message });
    } else if (parsed === undefined) {
      faults.push({ flag: name, given: text, message: `${name} is "${text}"; expected ${flag?.expected}` });
    } else if ("restRequests" in parsed) list = parsed;
    else given = { ...given, ...parsed };
  }
  if (faults.length > 0) throw new CostArgumentError(faults);
  return { inputs: withDefaults(given), given, list };
}

/** The values of known flags, written `--flag value` or `--flag=value`. */
function readFlags(args: readonly string[]): { values: Map<string, string[]>; faults: ArgumentFault[] } {
  const values = new Map<string, string[]>();
  const faults: ArgumentFault[] = [];
  for (let i = 0; i < args.length; i++) {
    const [arg = "", next] = args.slice(i, i + 2);
    const [, name = arg, joined] = /^(--[^=]*)=(.*)$/s.exec(arg) ?? [];
    const hasNext = joined === undefined && arg.startsWith("--") && next !== undefined && !next.startsWith("--");
    const given = joined ?? (hasNext ? next : undefined);
    if (hasNext) i++;
    const refuse = (message: string) => faults.push({ flag: name, given, message });
    if (!arg.startsWith("--")) refuse(`"${arg}" is not a flag; expected one such as --users 50000`);
    else if (!flags.has(name))
      refuse(`${name} is not a flag; expected one of ${[...flags.keys(), "--json", "--help"].join(", ")}`);
    else if (given === undefined) refuse(`${name} has no value; expected ${flags.get(name)?.expected}`);
    else values.set(name, [...(values.get(name) ?? []), given]);
  }
  return { values, faults };
}
