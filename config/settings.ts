/**
 * The settings of a stack: every key with its bounds and its default, read from strings and checked all at once. Pulumi.yaml
 * declares the same keys for the CLI; a test holds the two against each other.
 */

const userPoolPlans = ["lite", "essentials", "plus"] as const;
type UserPoolPlan = (typeof userPoolPlans)[number];
const advancedSecurityModes = ["off", "audit", "enforced"] as const;
type AdvancedSecurity = (typeof advancedSecurityModes)[number];

/** What a strategy asks of the user pool, by which unset settings are filled in and impossible pairs refused. */
export interface UserPoolNeeds {
  /** Plans on which the strategy can work at all. */
  readonly plans: readonly UserPoolPlan[];
  readonly defaultPlan: UserPoolPlan;
  readonly defaultAdvancedSecurity: AdvancedSecurity;
}

/** CloudWatch Logs takes these numbers of days only. Source: API reference of PutRetentionPolicy, read 2026-11. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

interface Key<T> {
  /** The type that Pulumi.yaml declares, for the CLI's own check. */
  readonly type: "array" | "boolean" | "integer" | "string";
  readonly expected: string;
  /** The value, or undefined where the text is none. */
  readonly parse: (text: string) => T | undefined;
}
/** A key that means the same under every strategy when it is not set; Pulumi.yaml says `auto` for the others. */
interface KeyWithDefault<T> extends Key<T> {
  readonly default: T;
}

const quoted = (values: readonly (number | string)[]) => {
  const texts = values.map((value) => (typeof value === "string" ? `"${value}"` : `${value}`));
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}`;
};

const choice = <const T extends string>(values: readonly T[]): Key<T> => ({
  type: "string",
  expected: quoted(values),
  parse: (text) => values.find((value) => value === text),
});

const integer = (expected: string, accepts: (value: number) => boolean): Key<number> => ({
  type: "integer",
  expected,
  parse: (text) => (/^\d{1,9}$/.test(text) && accepts(Number(text)) ? Number(text) : undefined),
});

const range = (min: number, max: number, unit: string) =>
  integer(`a whole number of ${unit} from ${min} to ${max}`, (value) => value >= min && value <= max);

const flag: Key<boolean> = {
  type: "boolean",
  expected: "true or false",
  parse: (text) => (text === "true" ? true : text === "false" ? false : undefined),
};

const withDefault = <T>(fallback: NoInfer<T>, key: Key<T>): KeyWithDefault<T> => ({ ...key, default: fallback });

function parseUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url : undefined;
}

const address = (expected: string, accepts: (text: string) => boolean): Key<string> => ({
  type: "string",
  expected: `"aws" or ${expected}`,
  parse: (text) => (text === "aws" || (!text.endsWith("/") && accepts(text)) ? text : undefined),
});

function parseOrigins(text: string): readonly string[] | undefined {
  let origins: unknown;
  try {
    origins = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(origins) || origins.length === 0) return undefined;
  if (origins.length === 1 && origins[0] === "*") return ["*"];
  return origins.every((origin): origin is string => typeof origin === "string" && parseUrl(origin)?.origin === origin)
    ? origins
    : undefined;
}

/** Every key but `strategy`, whose values are the names in the registry of strategies. */
const keys = {
  userPoolPlan: choice(userPoolPlans),
  advancedSecurity: choice(advancedSecurityModes),
  accessTokenValidityMinutes: withDefault(60, range(5, 1440, "minutes")),
  idTokenValidityMinutes: withDefault(60, range(5, 1440, "minutes")),
  refreshTokenValidityDays: withDefault(7, range(1, 3650, "days")),
  allowPasswordAuth: withDefault(false, flag),
  authorizerCacheTtlSeconds: withDefault(300, range(0, 3600, "seconds")),
  cognitoEndpoint: withDefault(
    "aws",
    address("the http(s) address below which an emulator keeps {userPoolId}/.well-known/jwks.json", (text) =>
      Boolean(parseUrl(text)),
    ),
  ),
  apiEndpoint: withDefault(
    "aws",
    address("the http(s) address of an emulator's APIs, with {apiId} where the API's id goes", (text) =>
      Boolean(text.includes("{apiId}") && parseUrl(text.replace("{apiId}", "x"))),
    ),
  ),
  corsOrigins: withDefault<readonly string[]>(["http://localhost:3000"], {
    type: "array",
    expected: 'a list of origins such as ["https://app.example.com"], or ["*"]',
    parse: parseOrigins,
  }),
  throttleRatePerSecond: withDefault(50, range(1, 10_000, "requests a second")),
  throttleBurst: withDefault(100, range(1, 5_000, "requests")),
  apiLogging: withDefault("off", choice(["off", "on", "managed"])),
  logRetentionDays: withDefault(
    14,
    integer(`a number of days that CloudWatch Logs knows: ${quoted(RETENTION_DAYS)}`, (value) =>
      RETENTION_DAYS.some((days) => days === value),
    ),
  ),
  xray: withDefault(false, flag),
  functionMemoryMb: withDefault(256, range(128, 10_240, "MB")),
  functionArchitecture: withDefault("arm64", choice(["arm64", "x86_64"])),
  protect: withDefault(true, flag),
} as const;

export type Settings<StrategyName extends string = string> = {
  readonly [K in keyof typeof keys]: (typeof keys)[K] extends Key<infer T> ? T : never;
} & { readonly strategy: StrategyName };

const DEFAULT_STRATEGY = "access-token-scopes";

/** Every key with the type and the default that Pulumi.yaml declares for it. */
export const settingKeys: readonly { readonly name: string; readonly type: string; readonly default: unknown }[] = [
  { name: "strategy", type: "string", default: DEFAULT_STRATEGY },
  ...Object.entries(keys).map(([name, key]) => ({ name, type: key.type, default: "default" in key ? key.default : "auto" })),
];

/** One thing that is wrong with a stack's configuration. */
export interface SettingsFault {
  readonly key: string;
  readonly given: string;
  readonly message: string;
}

/** Everything that is wrong with a stack's configuration, found before anything is created. */
export class SettingsError extends Error {
  readonly code = "SETTINGS_INVALID";
  constructor(readonly faults: readonly SettingsFault[]) {
    super(
      `the stack's configuration has ${faults.length} fault(s):\n${faults.map(({ message }) => `  - ${message}`).join("\n")}`,
    );
    this.name = "SettingsError";
  }
}

/**
 * Reads a stack's configuration: texts by their full key, such as `pets:strategy`. A key that is not set, or is `auto` where the
 * strategy decides, takes its default. Keys of other namespaces are not looked at.
 *
 * @throws SettingsError with every fault at once: unknown keys, bad values, impossible combinations.
 */
export function parseSettings<StrategyName extends string>(
  config: Readonly<Record<string, string>>,
  strategies: Readonly<Record<StrategyName, { readonly userPool: UserPoolNeeds }>>,
  namespace = "pets",
): Settings<StrategyName> {
  const faults: SettingsFault[] = findUnknownKeys(config, namespace);
  const refuse = (key: string, given: string, expected: string, fix: string) => {
    const message = `config key "${namespace}:${key}" is "${given}"; expected ${expected}. Set it with: pulumi config set ${fix}`;
    faults.push({ key, given, message });
  };
  const readOr = <T>(name: keyof typeof keys, key: Key<T>, fallback: T): T => {
    const text = config[`${namespace}:${name}`];
    if (text === undefined || (text === "auto" && !("default" in key))) return fallback;
    const value = key.parse(text);
    if (value === undefined) {
      refuse(name, text, key.expected, key.type === "array" ? `--path '${name}[0]' ${fallback}` : `${name} ${fallback}`);
    }
    return value ?? fallback;
  };
  const read = <T>(name: keyof typeof keys, key: KeyWithDefault<T>): T => readOr(name, key, key.default);

  const names = Object.keys(strategies).filter((name): name is StrategyName => Object.hasOwn(strategies, name));
  const given = config[`${namespace}:strategy`] ?? DEFAULT_STRATEGY;
  const strategy = names.find((name) => name === given);
  if (strategy === undefined) refuse("strategy", given, quoted(names), `strategy ${names[0]}`);
  const needs = strategy === undefined ? undefined : strategies[strategy].userPool;

  const values = {
    userPoolPlan: readOr("userPoolPlan", keys.userPoolPlan, needs?.defaultPlan ?? "plus"),
    advancedSecurity: readOr("advancedSecurity", keys.advancedSecurity, needs?.defaultAdvancedSecurity ?? "off"),
    accessTokenValidityMinutes: read("accessTokenValidityMinutes", keys.accessTokenValidityMinutes),
    idTokenValidityMinutes: read("idTokenValidityMinutes", keys.idTokenValidityMinutes),
    refreshTokenValidityDays: read("refreshTokenValidityDays", keys.refreshTokenValidityDays),
    allowPasswordAuth: read("allowPasswordAuth", keys.allowPasswordAuth),
    authorizerCacheTtlSeconds: read("authorizerCacheTtlSeconds", keys.authorizerCacheTtlSeconds),
    cognitoEndpoint: read("cognitoEndpoint", keys.cognitoEndpoint),
    apiEndpoint: read("apiEndpoint", keys.apiEndpoint),
    corsOrigins: read("corsOrigins", keys.corsOrigins),
    throttleRatePerSecond: read("throttleRatePerSecond", keys.throttleRatePerSecond),
    throttleBurst: read("throttleBurst", keys.throttleBurst),
    apiLogging: read("apiLogging", keys.apiLogging),
    logRetentionDays: read("logRetentionDays", keys.logRetentionDays),
    xray: read("xray", keys.xray),
    functionMemoryMb: read("functionMemoryMb", keys.functionMemoryMb),
    functionArchitecture: read("functionArchitecture", keys.functionArchitecture),
    protect: read("protect", keys.protect),
  };
  if (strategy !== undefined && needs !== undefined) faults.push(...findImpossiblePairs(strategy, needs, values));
  if (strategy === undefined || faults.length > 0) throw new SettingsError(faults);
  return { strategy, ...values };
}

function findUnknownKeys(config: Readonly<Record<string, string>>, namespace: string): SettingsFault[] {
  const known = settingKeys.map(({ name }) => name);
  return Object.entries(config)
    .filter(([key]) => key.startsWith(`${namespace}:`) && !known.includes(key.slice(namespace.length + 1)))
    .map(([key, given]) => {
      const name = key.slice(namespace.length + 1);
      const message = `config key "${key}" is unknown; expected one of ${known.join(", ")}. Remove it with: pulumi config rm ${name}`;
      return { key: name, given, message };
    });
}

/**
 * Plans and features that AWS refuses together (FeatureUnavailableInTierException).
 * Source: Amazon Cognito developer guide, «User pool feature plans», read 2026-09.
 */
function findImpossiblePairs(strategy: string, needs: UserPoolNeeds, values: Omit<Settings, "strategy">): SettingsFault[] {
  const { userPoolPlan, advancedSecurity, accessTokenValidityMinutes, idTokenValidityMinutes } = values;
  const faults: SettingsFault[] = [];
  if (!needs.plans.includes(userPoolPlan)) {
    const message =
      `the strategy "${strategy}" does not work on the user pool plan "${userPoolPlan}"; expected ${quoted(needs.plans)}. ` +
      `Set it with: pulumi config set userPoolPlan ${needs.plans[0]}`;
    faults.push({ key: "userPoolPlan", given: userPoolPlan, message });
  }
  if (advancedSecurity !== "off" && userPoolPlan !== "plus") {
    const message =
      `advanced security "${advancedSecurity}" needs the user pool plan "plus", but the plan is "${userPoolPlan}". Either: ` +
      "pulumi config set userPoolPlan plus, or: pulumi config set advancedSecurity off";
    faults.push({ key: "advancedSecurity", given: advancedSecurity, message });
  }
  const longestMinutes = Math.max(accessTokenValidityMinutes, idTokenValidityMinutes);
  if (longestMinutes >= values.refreshTokenValidityDays * 24 * 60) {
    const message =
      `refresh tokens live ${values.refreshTokenValidityDays} day(s), but access or ID tokens live ${longestMinutes} minutes; a ` +
      `refresh token must live longer. Set it with: pulumi config set refreshTokenValidityDays 7`;
    faults.push({ key: "refreshTokenValidityDays", given: String(values.refreshTokenValidityDays), message });
  }
  return faults;
}
