/**
 * Every configuration key with its bounds and default. Pulumi.yaml declares the same keys for the CLI; a test keeps the two in step.
 */

/** In ascending order of features; so are the modes below. */
export const userPoolPlans = ["lite", "essentials", "plus"] as const;
export type UserPoolPlan = (typeof userPoolPlans)[number];
export const advancedSecurityModes = ["off", "audit", "enforced"] as const;
export type AdvancedSecurity = (typeof advancedSecurityModes)[number];
/** Leaves a plan or mode to the strategy. */
export const AUTO = "auto";

/** The only retention periods that CloudWatch Logs accepts. Source: API reference of PutRetentionPolicy, read 2026-11. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

export interface Key<T> {
  /** As declared in Pulumi.yaml, for the CLI's own check. */
  readonly type: "array" | "boolean" | "integer" | "string";
  readonly expected: string;
  /** The parsed value, or undefined if the text is invalid. */
  readonly parse: (text: string) => T | undefined;
}
/** A key whose default is the same under every strategy; in Pulumi.yaml the others default to `auto`. */
export interface KeyWithDefault<T> extends Key<T> {
  readonly default: T;
}

/** `"a", "b" or "c"`, for messages. */
export const quoted = (values: readonly (number | string)[]) => {
  const texts = values.map((value) => (typeof value === "string" ? `"${value}"` : `${value}`));
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}`;
};

const choice = <const T extends string>(values: readonly T[]): Key<T> => ({
  type: "string",
  expected: quoted(values),
  parse: (text) => values.find((value) => value === text),
});

/** A choice that falls back to the strategy's own. */
const choiceOrAuto = <const T extends string>(values: readonly T[]): Key<T> => ({
  ...choice(values),
  expected: quoted([AUTO, ...values]),
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

/** A non-empty list of strings. */
function parseTexts(text: string): readonly string[] | undefined {
  try {
    const values: unknown = JSON.parse(text);
    const isList = Array.isArray(values) && values.length > 0;
    return isList && values.every((value): value is string => typeof value === "string") ? values : undefined;
  } catch {
    return undefined;
  }
}

function parseOrigins(text: string): readonly string[] | undefined {
  const origins = parseTexts(text);
  const isAny = origins?.length === 1 && origins[0] === "*";
  return isAny || origins?.every((origin) => parseUrl(origin)?.origin === origin) ? origins : undefined;
}

/** Every client of the API sends these; a `*` would not cover Authorization. Source: fetch.spec.whatwg.org, read 2026-11. */
const NEEDED_HEADERS = ["Authorization", "Content-Type"] as const;

function parseHeaders(text: string): readonly string[] | undefined {
  const headers = parseTexts(text);
  const names = new Set(headers?.map((header) => header.toLowerCase()));
  const hasNeeded = NEEDED_HEADERS.every((header) => names.has(header.toLowerCase()));
  return hasNeeded && names.size === headers?.length && headers.every((header) => /^[\w-]+$/.test(header)) ? headers : undefined;
}

/**
 * Headers that tracing libraries add; a browser blocks the whole request if the preflight does not allow one. W3C Trace
 * Context and Baggage (OpenTelemetry, Elastic), Sentry, AWS X-Ray and CloudWatch RUM, Datadog, New Relic, Application Insights.
 * Sources: w3.org/TR/trace-context, docs.sentry.io/platforms/javascript/tracing, docs.aws.amazon.com/xray/latest/devguide,
 * docs.datadoghq.com/real_user_monitoring, docs.newrelic.com/docs/browser, read 2026-11.
 */
const TRACING_HEADERS = [
  "traceparent",
  "tracestate",
  "baggage",
  "sentry-trace",
  "X-Amzn-Trace-Id",
  "x-datadog-trace-id",
  "x-datadog-parent-id",
  "x-datadog-origin",
  "x-datadog-sampling-priority",
  "newrelic",
  "Request-Id",
  "Request-Context",
] as const;

/** Every key except `strategy` and `standbyStrategy`, whose values come from the strategy registry. */
export const keys = {
  userPoolPlan: choiceOrAuto(userPoolPlans),
  advancedSecurity: choiceOrAuto(advancedSecurityModes),
  accessTokenValidityMinutes: withDefault(60, range(5, 1440, "minutes")),
  idTokenValidityMinutes: withDefault(60, range(5, 1440, "minutes")),
  refreshTokenValidityDays: withDefault(7, range(1, 3650, "days")),
  allowPasswordAuth: withDefault(false, flag),
  userDirectory: withDefault("off", choice(["off", "table"])),
  onDirectoryFailure: withDefault("refuse", choice(["refuse", "omit"])),
  onUnknownUser: withDefault("refuse", choice(["refuse", "omit"])),
  permissionMap: withDefault("bundled", choice(["bundled", "parameter"])),
  permissionMapTtlSeconds: withDefault(60, range(5, 3600, "seconds")),
  authorizerCacheTtlSeconds: withDefault(300, range(0, 3600, "seconds")),
  cognitoEndpoint: withDefault(
    "aws",
    address("the http(s) address of an emulator that serves {userPoolId}/.well-known/jwks.json", (text) =>
      Boolean(parseUrl(text)),
    ),
  ),
  apiEndpoint: withDefault(
    "aws",
    address("the http(s) address of an emulator's APIs, with {apiId} as a placeholder for the API's id", (text) =>
      Boolean(text.includes("{apiId}") && parseUrl(text.replace("{apiId}", "x"))),
    ),
  ),
  corsOrigins: withDefault<readonly string[]>(["http://localhost:3000"], {
    type: "array",
    expected: 'a list of origins such as ["https://app.example.com"], or ["*"]',
    parse: parseOrigins,
  }),
  corsAllowHeaders: withDefault<readonly string[]>([...NEEDED_HEADERS, ...TRACING_HEADERS], {
    type: "array",
    expected: `a list of distinct header names that includes ${quoted(NEEDED_HEADERS).replace(" or ", " and ")}`,
    parse: parseHeaders,
  }),
  throttleRatePerSecond: withDefault(50, range(1, 10_000, "requests a second")),
  throttleBurst: withDefault(100, range(1, 5_000, "requests")),
  apiLogging: withDefault("off", {
    ...choice(["off", "on"]),
    expected: '"off", or "on" if the account has a role for API Gateway logs (infrastructure/account/ creates one)',
  }),
  logRetentionDays: withDefault(
    14,
    integer(`a number of days that CloudWatch Logs accepts: ${quoted(RETENTION_DAYS)}`, (value) =>
      RETENTION_DAYS.some((days) => days === value),
    ),
  ),
  xray: withDefault(false, flag),
  functionMemoryMb: withDefault(256, range(128, 10_240, "MB")),
  functionArchitecture: withDefault("arm64", choice(["arm64", "x86_64"])),
  protect: withDefault(true, flag),
} as const;

/** No strategy on standby. */
export const NO_STRATEGY = "none";

/** Every key with the type and default that Pulumi.yaml declares; the default strategy is the registry's first. */
export const settingKeys: readonly { readonly name: string; readonly type: string; readonly default?: unknown }[] = [
  { name: "strategy", type: "string" },
  { name: "standbyStrategy", type: "string", default: NO_STRATEGY },
  ...Object.entries(keys).map(([name, key]) => ({ name, type: key.type, default: "default" in key ? key.default : AUTO })),
];
