/** A strategy's behaviour contract: what a client sees in each situation, who decides, and the source for it. Pure. */

/** Who allowed or refused a request. */
export type Decider = "API Gateway" | "authorizer function" | "cached policy" | "Cognito" | "trigger function";

/** Source of an expectation and its confidence: documented by AWS, seen there by somebody, or assumed. */
export interface Source {
  readonly confidence: "documented" | "reported" | "assumed";
  readonly text: string;
}

/** How a deciding function fails when its code is replaced; the functions behind the routes never are. */
export type FunctionFailure = "throws" | "hangs" | "answers nonsense" | "crashes";

/** The expected outcome of one situation, with its source. */
export interface Clause {
  /** `passed`: any answer of the function behind the route. */
  readonly status: number | "passed";
  /** `*` matches anything; if omitted, any message matches. */
  readonly message?: string | null;
  readonly decidedBy: Decider;
  readonly source: Source;
}

/** The access-control table says who has a permission; the contract says what a caller with or without it sees. */
export interface Contract {
  readonly signIn: Clause;
  /** A valid token whose groups have the route's permission; or do not. */
  readonly permitted: Clause;
  readonly notPermitted: Clause;
  readonly noToken: Clause;
  /** A text that does not look like a JWT; and one that does, but is not. */
  readonly notAToken: Clause;
  readonly shapedLikeAToken: Clause;
  /** Modified after signing, or unsigned. */
  readonly forged: Clause;
  /** A validly signed token whose `crit` header names an unknown extension. */
  readonly unknownExtension: Clause;
  readonly expired: Clause;
  readonly otherPool: Clause;
  readonly otherClient: Clause;
  readonly otherKind: Clause;
  /** An app client with client credentials and the route's scope; or another scope. */
  readonly machine: Clause;
  readonly machineNotPermitted: Clause;
  /** Valid tokens in unusual spellings: an upper-case scheme; a signature with non-canonical base64url. */
  readonly schemeInCapitals: Clause;
  readonly respelledSignature: Clause;
  /** Right groups, but issued by a pool that is not set up for this strategy. */
  readonly unprepared: Clause;
  /** Signed with a key that the pool no longer publishes. */
  readonly withdrawnKey: Clause;
  /** The same, but the key was in use until just now and no token with another key has arrived yet. */
  readonly withdrawnKeyInUse: Clause;
  /** Why an issued token keeps working after its user changes. */
  readonly outstanding: Source;
  /** Why decisions are cached for the configured time, even beyond the token's expiry; undefined if nothing is cached. */
  readonly cache: { readonly isKept: Source; readonly outlivesToken: Source } | undefined;
  /** In what form the functions behind the routes get the claims of the token that is sent. */
  readonly claims: { readonly as: "JSON" | "texts"; readonly source: Source };
  /** Who reads a permission map outside of the bundles: a change is in new tokens, or in new decisions. */
  readonly permissionMap: { readonly readBy: "authorizer function" | "trigger function"; readonly source: Source };
  /** When the deciding function is called, and what its failures lead to. */
  readonly failure: { readonly at: "request" | "sign-in" } & Readonly<Record<FunctionFailure, Clause>>;
}

export const documented = (text: string): Source => ({ confidence: "documented", text });
export const reported = (text: string): Source => ({ confidence: "reported", text });
export const assumed = (text: string): Source => ({ confidence: "assumed", text });

const GATEWAY = "docs.aws.amazon.com/apigateway/latest/developerguide";
const COGNITO = "docs.aws.amazon.com/cognito/latest/developerguide";

/** Pages cited by expectations. */
export const pages = {
  cognitoAuthorizer: `${GATEWAY}/apigateway-enable-cognito-user-pool.html, read 2026-09`,
  lambdaAuthorizer: `${GATEWAY}/apigateway-use-lambda-authorizer.html, read 2026-09`,
  authorizerCache: `${GATEWAY}/configure-api-gateway-lambda-authorization-with-console.html, read 2026-09`,
  authorizerOutput: `${GATEWAY}/api-gateway-lambda-authorizer-output.html, read 2026-09`,
  createAuthorizer: "docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html, read 2026-09",
  unauthorized: "repost.aws/knowledge-center/api-gateway-cognito-401-unauthorized, read 2026-11",
  triggers: `${COGNITO}/cognito-user-identity-pools-working-with-aws-lambda-triggers.html, read 2026-09`,
  tokenCustomization: `${COGNITO}/user-pool-lambda-pre-token-generation.html, read 2026-09`,
  revocation: `${COGNITO}/token-revocation.html, read 2026-09`,
  globalSignOut: "docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html, read 2026-11",
  verification: `${COGNITO}/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html, read 2026-11`,
  groups: `${COGNITO}/cognito-user-pools-user-groups.html, read 2026-09`,
  machines: `${COGNITO}/cognito-user-pools-define-resource-servers.html, read 2026-11`,
  jwtVerify: "github.com/awslabs/aws-jwt-verify, README of 5.2.1, read 2026-11",
} as const;
