import type { CostInputs } from "./inputs";

/** The model's assumptions with their confidence. Defaults of inputs state their own basis. */
export const assumptions: readonly string[] = [
  "The account has no other use: all free tiers and steps are this API's. The pets function uses them first, then the strategy.",
  "One user pool, direct or social sign-in; users of SAML or OIDC cost 0.015 USD each above 50 in every plan.",
  "Every request is authorized and billed. AWS reportedly does not charge REST requests that an authorizer refuses (recalled, not verified).",
  "A request reads or writes one item of one request unit; a list of more than 4 KB reads more.",
  "Stored logs are as large as ingested ones, a GB has 10^9 bytes, and a month has 30 days.",
];

export const leftOut: readonly string[] = [
  "support plans, taxes, credits, savings plans and negotiated prices",
  "offers of the first 12 months, and any always-free storage of DynamoDB",
  "data transfer, WAF, X-Ray, KMS, custom domains, alarms",
  "API Gateway's own logs and cache, point-in-time recovery and backups of the table",
  "mails, SMS, machine-to-machine tokens, and paid increases of Cognito quotas",
  "legacy pools on lite that keep the V2_0 trigger of advanced security",
  "calls that are refused or repeated, and the page or app in front of the API",
  "the work of writing, running and monitoring either",
];

/** Implausible combinations of valid inputs. */
export function findDoubts({
  requestsPerUser,
  cacheHitRate,
  signInsPerUser,
  refreshesPerUser,
  users,
}: CostInputs): readonly string[] {
  const missesPerUser = requestsPerUser * (1 - cacheHitRate);
  const tokensPerUser = signInsPerUser + refreshesPerUser;
  // A token's first request always misses.
  if (users === 0 || requestsPerUser === 0 || missesPerUser > tokensPerUser - 1e-6) return [];
  return [
    `each user gets ${tokensPerUser} tokens and misses the authorizer's cache ${Number(missesPerUser.toFixed(2))} times, but a token's ` +
      "first request always misses: the hit rate is too high, unless tokens are left unused",
  ];
}
