/** What a strategy is held to: what a client sees in each situation, who decides it, and where we have that from. Pure. */

/** Who said yes or no to a request. */
export type Decider = "API Gateway" | "authorizer function" | "cached policy" | "Cognito" | "trigger function";

/** Where an expectation comes from, and how sure it is: AWS says so, somebody saw it there, or nobody that we know of did. */
export interface Source {
  readonly confidence: "documented" | "reported" | "assumed";
  readonly text: string;
}

/** How a function fails whose code is replaced: the functions that decide, never those behind the routes. */
export type FunctionFailure = "throws" | "hangs" | "answers nonsense" | "crashes";

/** What is seen where one thing holds, and why we think so. */
export interface Clause {
  /** `passed`: whatever the function behind the route answers. */
  readonly status: number | "passed";
  /** A `*` stands for anything; left out, any message will do. */
  readonly message?: string | null;
  readonly decidedBy: Decider;
  readonly source: Source;
}

/** What a strategy is held to. The access-control table says who has a permission; this says what having it, or not, looks like. */
export interface Contract {
  readonly signIn: Clause;
  /** The token is good, and its groups have the route's permission; or they have not. */
  readonly permitted: Clause;
  readonly notPermitted: Clause;
  readonly noToken: Clause;
  /** A text that is not even shaped like a token, and three parts that are none. */
  readonly notAToken: Clause;
  readonly shapedLikeAToken: Clause;
  /** Changed after it was signed, or not signed at all. */
  readonly forged: Clause;
  /** The header has crit, with an extension that nobody knows, and the signature is good. */
  readonly unknownExtension: Clause;
  readonly expired: Clause;
  readonly otherPool: Clause;
  readonly otherClient: Clause;
  readonly otherKind: Clause;
  /** An app client asks for itself, with an access token that carries the scope of the route; or another scope. */
  readonly machine: Clause;
  readonly machineNotPermitted: Clause;
  /** Good tokens in forms that not everybody takes: the scheme in capitals, the signature with another last letter. */
  readonly schemeInCapitals: Clause;
  readonly respelledSignature: Clause;
  /** Made with the right groups by a pool that did nothing for this strategy. */
  readonly unprepared: Clause;
  /** Signed with a key that the pool no longer publishes. */
  readonly withdrawnKey: Clause;
  /** The same where the key was in use until just now, and no token of another key has come yet. */
  readonly withdrawnKeyInUse: Clause;
  /** Why a token that is out goes on as it was, whatever happens to its user. */
  readonly outstanding: Source;
  /** Why decisions are kept for the configured time, and also when the token runs out meanwhile; undefined where none is kept. */
  readonly cache: { readonly isKept: Source; readonly outlivesToken: Source } | undefined;
  /** Where the functions that decide are called, and what comes of it when they fail. */
  readonly failure: { readonly at: "request" | "sign-in" } & Readonly<Record<FunctionFailure, Clause>>;
}

export const documented = (text: string): Source => ({ confidence: "documented", text });
export const reported = (text: string): Source => ({ confidence: "reported", text });
export const assumed = (text: string): Source => ({ confidence: "assumed", text });

const GATEWAY = "docs.aws.amazon.com/apigateway/latest/developerguide";
const COGNITO = "docs.aws.amazon.com/cognito/latest/developerguide";

/** Pages that expectations name. */
export const pages = {
  cognitoAuthorizer: `${GATEWAY}/apigateway-enable-cognito-user-pool.html, read 2026-09`,
  lambdaAuthorizer: `${GATEWAY}/apigateway-use-lambda-authorizer.html, read 2026-09`,
  authorizerCache: `${GATEWAY}/configure-api-gateway-lambda-authorization-with-console.html, read 2026-09`,
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
