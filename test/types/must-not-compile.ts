/** Mistakes that the compiler must reject; `npm run check` fails if one of them compiles. Nothing here ever runs. */

import type { PetsRouteKey } from "../../config/access-control";
import { defineAccessControl } from "../../config/access-rules";
import type { ClaimSource, TokenClaims } from "../../config/claim-rules";
import type { Settings } from "../../config/settings";
import type { PolicyStatement } from "../../infrastructure/policy-statement";
import type { Guard } from "../../infrastructure/rest-api";
import type { TokenTrigger } from "../../infrastructure/token-trigger";
import type { Program } from "../../local/program";
import type { Step } from "../../local/step";
import type { Contract } from "../../strategies/contract";
import type { StrategyCosts } from "../../strategies/costs";
import type { Strategy } from "../../strategies/strategy";

const permissions = { Read: { scope: "read", description: "Read" } };

export const routeWithoutPermission = defineAccessControl({
  resourceServer: "petsapi",
  permissions,
  groups: {},
  // @ts-expect-error a route must name a permission
  routes: [{ method: "GET", path: "/pets" }],
});

export const routeWithUnknownPermission = defineAccessControl({
  resourceServer: "petsapi",
  permissions,
  groups: {},
  // @ts-expect-error the table has no such permission
  routes: [{ method: "GET", path: "/pets", permission: "Write" }],
});

export const groupWithUnknownPermission = defineAccessControl({
  resourceServer: "petsapi",
  permissions,
  // @ts-expect-error the table has no such permission
  groups: { Admins: ["Write"] },
  routes: [],
});

// @ts-expect-error a public route cannot be expressed
export const openRoute: ReturnType<Guard["authorize"]> = { authorization: "NONE" };

// @ts-expect-error a Cognito authorizer without scopes would accept ID tokens
export const withoutScopes: ReturnType<Guard["authorize"]> = { authorization: "COGNITO_USER_POOLS", authorizerId: "a" };

export const emptyScopes: ReturnType<Guard["authorize"]> = {
  authorization: "COGNITO_USER_POOLS",
  authorizerId: "a",
  // @ts-expect-error an empty list of scopes would accept ID tokens
  authorizationScopes: [],
};

// @ts-expect-error changes of a guard without deployment triggers would not reach the stage
export const withoutTriggers: Guard = { authorize: () => ({ authorization: "CUSTOM", authorizerId: "a" }) };

// @ts-expect-error a statement must name its resources
export const wideStatement: PolicyStatement = { Effect: "Allow", Action: ["dynamodb:Scan"] };

// @ts-expect-error a directory record has no such member
export const unknownMember: ClaimSource = { directory: "password" };

// @ts-expect-error a claim must say which tokens it is for
export const claimOfNoToken: TokenClaims["set"] = { company_id: { from: { constant: "acme" } } };

// @ts-expect-error the event version must be explicit
export const unversionedTrigger: TokenTrigger = { config: { lambdaArn: "arn" }, dependsOn: [] };

// @ts-expect-error a route of the table without its function
export const unservedRoute: Record<PetsRouteKey, true> = { "GET /pets": true, "POST /pets": true, "DELETE /pets/{petId}": true };

export const changeSettings = (settings: Settings) => {
  // @ts-expect-error settings have been validated, so nothing may change them
  settings.protect = false;
};

// @ts-expect-error an unknown step of a trace
export const unknownStep: Step = { kind: "firewall", outcome: "ok" };

// @ts-expect-error an invoked function has a name
export const namelessCall: Step = { kind: "function", outcome: "ok", durationMs: 3 };

// @ts-expect-error a cached result has a TTL
export const endlessHit: Step = { kind: "cache", outcome: "ok", state: "hit" };

// @ts-expect-error a reason must have a wording
export const unknownReason: Step = { kind: "authorizer", outcome: "refused", reason: { code: "a bad day" }, durationMs: 1 };

declare const withoutContract: Omit<Strategy, "contract">;
declare const withoutCosts: Omit<Strategy, "costs">;
declare const withoutGuard: Omit<Strategy, "createGuard">;

// @ts-expect-error a strategy without a contract cannot be checked
export const strategyWithoutContract: Strategy = withoutContract;

// @ts-expect-error a strategy without costs would be missing from every bill
export const strategyWithoutCosts: Strategy = withoutCosts;

// @ts-expect-error a strategy without a guard protects nothing
export const strategyWithoutGuard: Strategy = withoutGuard;

declare const withoutNoToken: Omit<Contract, "noToken">;
// @ts-expect-error every situation needs an expectation
export const incompleteContract: Contract = withoutNoToken;

declare const withoutList: Omit<StrategyCosts["variants"], "current">;
// @ts-expect-error a price list without a variant of a strategy would omit it from its bills
export const variantsWithoutList: StrategyCosts["variants"] = withoutList;

// @ts-expect-error so would a price list without any
export const noVariants: StrategyCosts["variants"]["current"] = [];

export const unpricedVariant: StrategyCosts["variants"]["current"] = [
  // @ts-expect-error no price list has a price for such users
  { name: "free", description: "no plan", users: "free", hasAdvancedSecurityCharge: false },
];

// @ts-expect-error a program must name its strategies
export const programWithoutStrategies: Program = { project: "pets", run: async () => ({}), findFaults: () => [] };
