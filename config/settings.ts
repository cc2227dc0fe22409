import {
  type AdvancedSecurity,
  advancedSecurityModes,
  DEFAULT_STRATEGY,
  type Key,
  type KeyWithDefault,
  keys,
  NO_STRATEGY,
  quoted,
  settingKeys,
  type UserPoolPlan,
  userPoolPlans,
} from "./setting-keys";

export type Settings<StrategyName extends string = string> = {
  readonly [K in keyof typeof keys]: (typeof keys)[K] extends Key<infer T> ? T : never;
} & {
  readonly strategy: StrategyName;
  /** Served by the user pool's tokens as well, for a change-over. */
  readonly standbyStrategy: StrategyName | undefined;
};

/** What a strategy asks of the user pool, by which unset settings are filled in and impossible pairs refused. */
export interface UserPoolNeeds {
  /** Plans on which the strategy can work at all. */
  readonly plans: readonly UserPoolPlan[];
  readonly defaultPlan: UserPoolPlan;
  readonly defaultAdvancedSecurity: AdvancedSecurity;
}

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
    const message = `config key "${namespace}:${key}" is "${given}"; expected ${expected}. ${fix}`;
    faults.push({ key, given, message });
  };
  const readOr = <T>(name: keyof typeof keys, key: Key<T>, fallback: T): T => {
    const text = config[`${namespace}:${name}`];
    if (text === undefined || (text === "auto" && !("default" in key))) return fallback;
    const value = key.parse(text);
    if (value === undefined) {
      const isLong = Array.isArray(fallback) && fallback.length > 1;
      const set = `Set it with: pulumi config set ${Array.isArray(fallback) ? `--path '${name}[0]'` : name} ${fallback}`;
      refuse(name, text, key.expected, isLong ? `Go back to the default with: pulumi config rm ${name}` : set);
    }
    return value ?? fallback;
  };
  const read = <T>(name: keyof typeof keys, key: KeyWithDefault<T>): T => readOr(name, key, key.default);

  const names = Object.keys(strategies).filter((name): name is StrategyName => Object.hasOwn(strategies, name));
  const given = config[`${namespace}:strategy`] ?? DEFAULT_STRATEGY;
  const strategy = names.find((name) => name === given);
  if (strategy === undefined) refuse("strategy", given, quoted(names), `Set it with: pulumi config set strategy ${names[0]}`);
  const others = names.filter((name) => name !== strategy);
  const givenStandby = config[`${namespace}:standbyStrategy`] ?? NO_STRATEGY;
  const standbyStrategy = others.find((name) => name === givenStandby);
  if (standbyStrategy === undefined && givenStandby !== NO_STRATEGY) {
    refuse(
      "standbyStrategy",
      givenStandby,
      quoted([NO_STRATEGY, ...others]),
      `Set it with: pulumi config set standbyStrategy ${NO_STRATEGY}`,
    );
  }
  const served = [strategy, standbyStrategy].filter((name) => name !== undefined);
  const needs = mergeNeeds(served.map((name) => strategies[name].userPool));

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
    corsAllowHeaders: read("corsAllowHeaders", keys.corsAllowHeaders),
    throttleRatePerSecond: read("throttleRatePerSecond", keys.throttleRatePerSecond),
    throttleBurst: read("throttleBurst", keys.throttleBurst),
    apiLogging: read("apiLogging", keys.apiLogging),
    logRetentionDays: read("logRetentionDays", keys.logRetentionDays),
    xray: read("xray", keys.xray),
    functionMemoryMb: read("functionMemoryMb", keys.functionMemoryMb),
    functionArchitecture: read("functionArchitecture", keys.functionArchitecture),
    protect: read("protect", keys.protect),
  };
  if (needs !== undefined) faults.push(...findImpossiblePairs(served, needs, values));
  if (strategy === undefined || faults.length > 0) throw new SettingsError(faults);
  return { strategy, standbyStrategy, ...values };
}

/** What all of them need: the plans that each works on, and the highest of their defaults. */
function mergeNeeds([first, ...others]: readonly UserPoolNeeds[]): UserPoolNeeds | undefined {
  if (first === undefined) return undefined;
  const highest = <T>(values: readonly T[], a: T, b: T) => (values.indexOf(a) < values.indexOf(b) ? b : a);
  return others.reduce(
    (a, b) => ({
      plans: a.plans.filter((plan) => b.plans.includes(plan)),
      defaultPlan: highest(userPoolPlans, a.defaultPlan, b.defaultPlan),
      defaultAdvancedSecurity: highest(advancedSecurityModes, a.defaultAdvancedSecurity, b.defaultAdvancedSecurity),
    }),
    first,
  );
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
function findImpossiblePairs(
  served: readonly string[],
  needs: UserPoolNeeds,
  values: Omit<Settings, "standbyStrategy" | "strategy">,
): SettingsFault[] {
  const { userPoolPlan, advancedSecurity, accessTokenValidityMinutes, idTokenValidityMinutes } = values;
  const faults: SettingsFault[] = [];
  if (!needs.plans.includes(userPoolPlan)) {
    const message =
      `the strategy ${served.map((name) => `"${name}"`).join(" with ")} does not work on the user pool plan "${userPoolPlan}"; ` +
      `expected ${quoted(needs.plans)}. ` +
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
