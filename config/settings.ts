import {
  type AdvancedSecurity,
  AUTO,
  advancedSecurityModes,
  type Key,
  type KeyWithDefault,
  keys,
  NO_STRATEGY,
  quoted,
  settingKeys,
  type UserPoolPlan,
  userPoolPlans,
} from "./setting-keys";
import { describeFault, pulumiCommand, type SettingsFault, type SettingValue } from "./settings-fault";

export type Settings<StrategyName extends string = string> = {
  readonly [K in keyof typeof keys]: (typeof keys)[K] extends Key<infer T> ? T : never;
} & {
  readonly strategy: StrategyName;
  /** Also served by the user pool's tokens, during a change-over. */
  readonly standbyStrategy: StrategyName | undefined;
};

/** What a strategy requires of the user pool. Fills in unset settings and rules out impossible combinations. */
export interface UserPoolNeeds {
  /** Plans that support the strategy, cheapest first. */
  readonly plans: readonly UserPoolPlan[];
  readonly defaultPlan: UserPoolPlan;
  readonly defaultAdvancedSecurity: AdvancedSecurity;
}

/** All faults of a stack's configuration, found before anything is created. */
export class SettingsError extends Error {
  readonly code = "SETTINGS_INVALID";
  constructor(readonly faults: readonly SettingsFault[]) {
    const lines = faults.map((fault) => `  - ${describeFault(fault, pulumiCommand)}`);
    super(`the stack's configuration has ${faults.length} fault(s):\n${lines.join("\n")}`);
    this.name = "SettingsError";
  }
}

/**
 * Parses a stack's configuration: strings by full key, such as `pets:strategy`. A missing key takes its default, and `auto` the
 * strategy's. Keys of other namespaces are ignored.
 *
 * @throws SettingsError with all faults: unknown keys, invalid values, impossible combinations.
 */
export function parseSettings<StrategyName extends string>(
  config: Readonly<Record<string, string>>,
  strategies: Readonly<Record<StrategyName, { readonly userPool: UserPoolNeeds }>>,
  namespace = "pets",
): Settings<StrategyName> {
  const faults: SettingsFault[] = findUnknownKeys(config, namespace);
  const refuse = (key: string, given: string, expected: string, ...fixes: SettingsFault["fixes"]) => {
    faults.push({ key, given, problem: `config key "${namespace}:${key}" is "${given}"; expected ${expected}`, fixes });
  };
  const textOf = (name: string) => config[`${namespace}:${name}`];
  const read = <T>(name: keyof typeof keys, key: KeyWithDefault<T>): T => {
    const text = textOf(name);
    const value = text === undefined ? key.default : key.parse(text);
    if (value === undefined) {
      const isLong = Array.isArray(key.default) && key.default.length > 1;
      const to: SettingValue = Array.isArray(key.default) ? key.default.map(String) : String(key.default);
      refuse(name, text ?? "", key.expected, [isLong ? { unset: name } : { set: name, to }]);
    }
    return value ?? key.default;
  };
  /** Undefined if left to the strategy. */
  const readOrAuto = <T>(name: keyof typeof keys, key: Key<T>, fixes: SettingsFault["fixes"]): T | undefined => {
    const text = textOf(name) ?? AUTO;
    const value = text === AUTO ? undefined : key.parse(text);
    if (value === undefined && text !== AUTO) refuse(name, text, key.expected, ...fixes);
    return value;
  };

  const names = Object.keys(strategies).filter((name): name is StrategyName => Object.hasOwn(strategies, name));
  const [defaultStrategy = ""] = names;
  const given = textOf("strategy") ?? defaultStrategy;
  const strategy = names.find((name) => name === given);
  if (strategy === undefined) refuse("strategy", given, quoted(names), [{ set: "strategy", to: defaultStrategy }]);
  const others = names.filter((name) => name !== strategy);
  const givenStandby = textOf("standbyStrategy") ?? NO_STRATEGY;
  const standbyStrategy = others.find((name) => name === givenStandby);
  if (standbyStrategy === undefined && givenStandby !== NO_STRATEGY) {
    const fix = { set: "standbyStrategy", to: NO_STRATEGY };
    refuse("standbyStrategy", givenStandby, quoted([NO_STRATEGY, ...others]), [fix]);
  }
  const served = [strategy, standbyStrategy].filter((name) => name !== undefined);
  const needs = mergeNeeds(served.map((name) => strategies[name].userPool));

  const plan = readOrAuto("userPoolPlan", keys.userPoolPlan, fixesOfPlan(textOf("advancedSecurity"), needs));
  const advancedSecurity = readOrAuto("advancedSecurity", keys.advancedSecurity, fixesOfAdvancedSecurity(plan, needs));
  // A value already refused is replaced by one that causes no further faults.
  const decided = (key: string) => (faults.some((fault) => fault.key === key) ? undefined : needs);
  const values = {
    userPoolPlan: plan ?? decided("userPoolPlan")?.defaultPlan ?? "plus",
    advancedSecurity: advancedSecurity ?? decided("advancedSecurity")?.defaultAdvancedSecurity ?? "off",
    accessTokenValidityMinutes: read("accessTokenValidityMinutes", keys.accessTokenValidityMinutes),
    idTokenValidityMinutes: read("idTokenValidityMinutes", keys.idTokenValidityMinutes),
    refreshTokenValidityDays: read("refreshTokenValidityDays", keys.refreshTokenValidityDays),
    allowPasswordAuth: read("allowPasswordAuth", keys.allowPasswordAuth),
    userDirectory: read("userDirectory", keys.userDirectory),
    onDirectoryFailure: read("onDirectoryFailure", keys.onDirectoryFailure),
    onUnknownUser: read("onUnknownUser", keys.onUnknownUser),
    permissionMap: read("permissionMap", keys.permissionMap),
    permissionMapTtlSeconds: read("permissionMapTtlSeconds", keys.permissionMapTtlSeconds),
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
  faults.push(...findUselessKeys(namespace, textOf, values));
  if (strategy === undefined || faults.length > 0) throw new SettingsError(faults);
  return { strategy, standbyStrategy, ...values };
}

/** Combined needs: the plans that all support, and the highest of their defaults. */
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

/** Replacements for an invalid plan, cheapest first. */
function fixesOfPlan(advancedSecurity: string | undefined, needs: UserPoolNeeds | undefined): SettingsFault["fixes"] {
  const auto = [{ set: "userPoolPlan", to: AUTO }];
  const cheapest = needs?.plans[0];
  if (cheapest === undefined) return [auto];
  const set = { set: "userPoolPlan", to: cheapest };
  if (advancedSecurity === "off") return [[set]];
  const isAuto = advancedSecurity === undefined || advancedSecurity === AUTO;
  if (!isAuto) return [[{ set: "userPoolPlan", to: "plus" }]];
  return needs?.defaultAdvancedSecurity === "off" ? [auto] : [[set, { set: "advancedSecurity", to: "off" }], auto];
}

/** Replacements for an invalid mode that keep the plan. */
function fixesOfAdvancedSecurity(plan: UserPoolPlan | undefined, needs: UserPoolNeeds | undefined): SettingsFault["fixes"] {
  const isAutoPossible = plan === undefined || plan === "plus" || needs?.defaultAdvancedSecurity === "off";
  return [[{ set: "advancedSecurity", to: isAutoPossible ? AUTO : "off" }]];
}

function findUnknownKeys(config: Readonly<Record<string, string>>, namespace: string): SettingsFault[] {
  const known = settingKeys.map(({ name }) => name);
  return Object.entries(config)
    .filter(([key]) => key.startsWith(`${namespace}:`) && !known.includes(key.slice(namespace.length + 1)))
    .map(([key, given]) => {
      const name = key.slice(namespace.length + 1);
      const problem = `config key "${key}" is unknown; expected one of ${known.join(", ")}`;
      return { key: name, given, problem, fixes: [[{ unset: name }]] };
    });
}

/** Keys that say how something works which is off. */
function findUselessKeys(
  namespace: string,
  textOf: (name: string) => string | undefined,
  { userDirectory, permissionMap }: Pick<Settings, "permissionMap" | "userDirectory">,
): SettingsFault[] {
  const useless = [
    ...(userDirectory === "off"
      ? (["onDirectoryFailure", "onUnknownUser"] as const).map((key) => ({ key, needs: { set: "userDirectory", to: "table" } }))
      : []),
    ...(permissionMap === "bundled"
      ? [{ key: "permissionMapTtlSeconds", needs: { set: "permissionMap", to: "parameter" } } as const]
      : []),
  ];
  return useless.flatMap(({ key, needs }) => {
    const given = textOf(key);
    // The CLI fills in the defaults of Pulumi.yaml.
    if (given === undefined || given === String(keys[key].default)) return [];
    const problem = `config key "${namespace}:${key}" is "${given}", but has no effect unless ${needs.set} is "${needs.to}"`;
    return [{ key, given, problem, fixes: [[{ unset: key }], [needs]] }];
  });
}

/**
 * Combinations of plan and feature that AWS refuses (FeatureUnavailableInTierException).
 * Source: Amazon Cognito developer guide, "User pool feature plans", read 2026-09.
 */
function findImpossiblePairs(
  served: readonly string[],
  needs: UserPoolNeeds,
  values: Omit<Settings, "standbyStrategy" | "strategy">,
): SettingsFault[] {
  const { userPoolPlan, advancedSecurity, accessTokenValidityMinutes, idTokenValidityMinutes } = values;
  const faults: SettingsFault[] = [];
  if (!needs.plans.includes(userPoolPlan)) {
    const names = served.map((name) => `"${name}"`).join(" with ");
    const problem = `the strategy ${names} does not support the user pool plan "${userPoolPlan}"; expected ${quoted([AUTO, ...needs.plans])}`;
    const fixes = needs.plans.slice(0, 1).map((to) => [{ set: "userPoolPlan", to }]);
    faults.push({ key: "userPoolPlan", given: userPoolPlan, problem, fixes });
  }
  if (advancedSecurity !== "off" && userPoolPlan !== "plus") {
    const problem = `advanced security "${advancedSecurity}" needs the user pool plan "plus", but the plan is "${userPoolPlan}"`;
    const fixes = [[{ set: "advancedSecurity", to: "off" }], [{ set: "userPoolPlan", to: "plus" }]];
    faults.push({ key: "advancedSecurity", given: advancedSecurity, problem, fixes });
  }
  const { refreshTokenValidityDays } = values;
  const longestMinutes = Math.max(accessTokenValidityMinutes, idTokenValidityMinutes);
  if (longestMinutes >= refreshTokenValidityDays * 24 * 60) {
    const problem =
      `refresh tokens are valid for ${refreshTokenValidityDays} day(s), but access or ID tokens for ${longestMinutes} minutes; refresh ` +
      "tokens must outlive both";
    const fixes = [[{ set: "refreshTokenValidityDays", to: "7" }]];
    faults.push({ key: "refreshTokenValidityDays", given: String(refreshTokenValidityDays), problem, fixes });
  }
  return faults;
}
