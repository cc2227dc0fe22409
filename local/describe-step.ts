import type { Approval, AuthorizerRefusal, FunctionStep, GatewayRefusal, Step } from "./step";

/** A step in words, for the log line, the page and the behaviour table. Nothing reads them back. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case "route":
      return `${step.method} ${step.path}`;
    case "gateway":
      return describeGatewayRefusal(step.reason);
    case "cache":
      return step.state === "hit" ? `hit: the result is cached for another ${step.secondsLeft} s` : CACHE_MISSES[step.state];
    case "function":
      return `${step.functionName} ${describeAuthorizerFunction(step)}${describeColdStart(step)}`;
    case "authorizer":
      return step.outcome === "ok" ? describeApproval(step.reason) : describeAuthorizerRefusal(step.reason);
    case "integration":
      if (step.type === "mock") return "a fixed answer";
      return `the function ${step.functionName} answered ${step.status}${describeColdStart(step)}`;
    case "password":
      return PASSWORD_EVENTS[step.event];
    case "challenge":
      return describeChallenge(step);
    case "trigger":
      return `${step.functionName} ${describeTrigger(step)}${describeColdStart(step)}`;
    case "tokens": {
      const [idMinutes, accessMinutes] = [step.idTokenValiditySeconds / 60, step.accessTokenValiditySeconds / 60];
      return `issued an ID token, valid ${idMinutes} min, and an access token, valid ${accessMinutes} min, with scopes ${step.scopes.join(" ")}`;
    }
    case "refresh":
      return step.event === "accepted"
        ? "the refresh token is valid"
        : "the refresh token and the access tokens issued with it are revoked";
    case "user":
      return USER_EVENTS[step.event];
    case "mail":
      return step.outcome === "ok"
        ? `sent a ${step.content} to the user's email`
        : "nobody of this name waits for a code; answered as if one was sent";
    case "refusal":
      return step.message === undefined ? step.errorType : `${step.errorType}: ${step.message}`;
    case "internal error":
      return step.error;
  }
}

/** Empty where no new process had to start. */
const describeColdStart = ({ coldStartMs }: FunctionStep) =>
  coldStartMs === undefined ? "" : `, after a cold start of ${Math.round(coldStartMs)} ms`;

const CACHE_MISSES = { miss: "miss: the function is called", off: "off: the function is called for every request" } as const;

const PASSWORD_EVENTS = {
  accepted: "the password is right",
  replaced: "the temporary password was replaced",
  wrong: "the password is wrong",
  "unknown user": "there is no user of this name; answered as a wrong password",
} as const;

const USER_EVENTS = {
  "signed up": "signed up, to be confirmed",
  confirmed: "confirmed with the mailed code",
  created: "created with a temporary password",
  "signed out everywhere": "signed out everywhere",
} as const;

function describeChallenge(step: Extract<Step, { kind: "challenge" }>): string {
  if (step.outcome === "refused") return "the challenge does not exist, has expired or was answered before";
  if (step.name === "NEW_PASSWORD_REQUIRED") return `${step.name}: the password is a temporary one`;
  return step.isUserKnown ? step.name : `${step.name}: there is no user of this name; simulated`;
}

function describeAuthorizerFunction(step: Extract<Step, { kind: "function" }>): string {
  if (step.outcome === "ok") return "answered";
  return step.outcome === "refused" ? "threw Unauthorized" : `failed: ${step.failure}`;
}

function describeTrigger(step: Extract<Step, { kind: "trigger" }>): string {
  if (step.outcome === "failed")
    return step.failure === "unrecognizable answer" ? "answered with something other than its event" : `failed: ${step.failure}`;
  if (step.trigger === "post-confirmation") return "was told of the confirmed user";
  const { addedScopes, suppressedScopes = [], idToken, accessToken, groups } = step;
  const changes = [
    addedScopes.length > 0 ? `added ${addedScopes.join(" ")}` : "added no scope",
    ...(suppressedScopes.length > 0 ? [`took ${suppressedScopes.join(" ")} out`] : []),
    ...describeClaims("the ID token", idToken),
    ...describeClaims("the access token", accessToken),
    ...(groups === undefined ? [] : [groups.length > 0 ? `made the groups ${groups.join(" ")}` : "removed the groups"]),
  ];
  return changes.join(", ");
}

const describeClaims = (
  token: string,
  { set, suppressed }: { readonly set: readonly string[]; readonly suppressed: readonly string[] },
) => [
  ...(set.length > 0 ? [`set ${set.join(" ")} in ${token}`] : []),
  ...(suppressed.length > 0 ? [`took ${suppressed.join(" ")} out of ${token}`] : []),
];

function describeApproval(reason: Approval): string {
  switch (reason.code) {
    case "valid ID token":
      return "a valid ID token of the pool";
    case "scope granted":
      return `the access token carries ${reason.scope}`;
    case "policy allows":
      return "the policy allows this method ARN";
  }
}

function describeAuthorizerRefusal(reason: AuthorizerRefusal): string {
  switch (reason.code) {
    case "no header":
      return `there is no ${reason.header} header; no authorizer was called`;
    case "header not shaped like a token":
      return "the header is not shaped like a token; no function was called";
    case "not a JWT":
      return "the token is not a JWT";
    case "malformed":
      return "the token is malformed";
    case "expired":
      return "the token has expired";
    case "time out of range":
      return "the token's exp, iat or nbf is out of range";
    case "foreign issuer":
      return "the token's issuer is not the authorizer's user pool";
    case "unknown key":
      return "the token's key is not one of the pool's";
    case "wrong algorithm":
      return "the token's algorithm is not RS256";
    case "wrong signature":
      return "the token's signature is not the pool's";
    case "stray signature bits":
      return "the token's signature has stray bits";
    case "unsupported header member":
      return `the token's header has ${reason.member}`;
    case "not an ID token":
      return "a method without scopes needs an ID token, and this is another kind of token";
    case "not an access token":
      return `the method asks for ${reason.neededScopes.join(" or ")}, and only an access token carries scopes`;
    case "missing scope":
      return `the access token does not carry ${reason.neededScopes.join(" or ")}`;
    case "refused by function":
      return "the authorizer function refused the token";
    case "explicitly denied":
      return "the policy denies this method ARN explicitly";
    case "not allowed":
      return "nothing in the policy allows this method ARN";
    case "function not callable":
      return "no permission lets API Gateway call the authorizer function";
    case "function timed out":
      return "the authorizer function took too long";
    case "function failed":
      return "the authorizer function failed";
    case "answer is not a policy":
      return `the authorizer function's answer is not a policy: ${describeProblem(reason)}`;
  }
}

function describeGatewayRefusal(reason: GatewayRefusal): string {
  switch (reason.code) {
    case "no such API":
      return "there is no such API or stage";
    case "unencoded query":
      return "the query has a pipe or a curly brace that is not encoded";
    case "no such method":
      return `there is no method ${reason.method} at this path`;
    case "throttled":
      return "the method's throttle lets no further request through";
    case "body too large":
      return `the body is larger than the ${reason.maxBytes / 1024 ** 2} MB that ${reason.limitOf} takes`;
    case "method ARN too long":
      return `the method ARN is longer than ${reason.maxBytes} bytes`;
    case "missing parameters":
      return `missing required request parameters: ${reason.names.join(", ")}`;
    case "body does not match model":
      return "the body does not match the model";
    case "function not callable":
      return "no permission lets the API call the function";
    case "function timed out":
      return `the function took longer than ${reason.waitMs / 1000} s`;
    case "function failed":
      return `the function failed: ${reason.errorType}`;
    case "answer is not a proxy response":
      return `the function's answer is not a proxy response: ${describeProblem(reason)}`;
    case "unsendable header":
      return "the function's answer has a header that HTTP cannot carry";
  }
}

const describeProblem = ({ path, problem }: { readonly path: string; readonly problem: string }) =>
  path === "" ? problem : `${path}: ${problem}`;

/** The checks that the authorizer function names in its log when it refuses a token. */
const LOGGED_REASONS: ReadonlyMap<string, string> = new Map([
  ["algorithm", "its algorithm is not RS256"],
  ["client", "its audience is not this app client"],
  ["expired", "it has expired"],
  ["issuer", "its issuer is not the user pool"],
  ["malformed", "it is malformed"],
  ["not a JWT", "it is not a JWT"],
  ["signature", "its signature is not the pool's"],
  ["time out of range", "its exp, iat or nbf is out of range"],
  ["token_use", "it is not an ID token"],
  ["unknown key", "its key is not one of the pool's"],
]);

/** What was wrong with a token; a check that is not known here stays as the function names it. The page runs this in a browser. */
export const describeLoggedReason = (reason: string): string => LOGGED_REASONS.get(reason) ?? reason;
