import type { Step } from "../step";
import type { StackState } from "./contract";
import type { Deviation } from "./state";
import { type Claims, scopesOf } from "./tokens";

/** Facts about a response. */
export interface Outcome {
  readonly status: number;
  /** Those that the route asks for. */
  readonly scopes: readonly string[];
  readonly tokenUse: StackState["tokenUse"];
  readonly deviation: Deviation;
  /** Undefined where no token was sent. */
  readonly claims: Claims | undefined;
  readonly steps: readonly Step[];
}

/** Short explanations of surprising responses; they add no facts to the response and its steps. */
export function readingAids(outcome: Outcome): readonly string[] {
  return aids.flatMap(([applies, text]) => (applies(outcome) ? text : []));
}

const isExpected = ({ deviation }: Outcome) => deviation === "proper" || deviation === "groupRemoved";
const hasNoScope = ({ claims, scopes }: Outcome) =>
  claims !== undefined && scopes.length > 0 && !scopesOf(claims).some((scope) => scopes.includes(scope));
const isPast = (kind: Step["kind"], { steps }: Outcome) => steps.some((step) => step.kind === kind && step.outcome === "ok");
const isOtherKind = ({ claims, tokenUse }: Outcome) => claims !== undefined && claims.token_use !== tokenUse;

const aids: readonly (readonly [(outcome: Outcome) => boolean, string])[] = [
  [
    (outcome) => outcome.status === 401 && isExpected(outcome) && hasNoScope(outcome) && !isOtherKind(outcome),
    "REST APIs answer 401 when a scope is missing, not the 403 that one would expect.",
  ],
  [
    (outcome) => outcome.status === 401 && isOtherKind(outcome) && hasNoScope(outcome),
    "An ID token carries no scopes, so a method that requires one never accepts it.",
  ],
  [
    ({ status, claims }) => status === 401 && claims === undefined,
    "Without the header, no signature, scope or policy is checked.",
  ],
  [
    ({ status, deviation, steps }) =>
      status === 401 &&
      deviation === "expired" &&
      steps.some((step) => step.kind === "authorizer" && step.reason.code === "expired"),
    "The message tells a client that a fresh token would help.",
  ],
  [
    ({ status, deviation }) => status === 401 && deviation === "tampered",
    "Anyone can read and rewrite claims. The signature no longer matches, so the claims are never considered.",
  ],
  [
    ({ status, steps }) => status === 401 && steps.some(({ kind, outcome }) => kind === "function" && outcome === "refused"),
    "The client does not learn the reason: a Lambda authorizer can only say Unauthorized.",
  ],
  [
    ({ status, claims, scopes }) => status === 403 && claims !== undefined && scopes.length === 0,
    "403, not 401: the token is valid, and the policy made from its groups does not allow this route.",
  ],
  [
    ({ status, deviation }) => status < 400 && deviation === "groupRemoved",
    "The token still says what was true when it was issued, and nobody checks with Cognito before it expires.",
  ],
  [
    (outcome) => outcome.status === 400 && isPast("authorizer", outcome) && !isPast("integration", outcome),
    "API Gateway checks the body after it has let the caller in, and before the function runs.",
  ],
  [
    ({ steps }) => steps.some((step) => step.kind === "cache" && step.state === "hit"),
    "The authorizer's earlier answer for this token was reused: its function did not run.",
  ],
];
