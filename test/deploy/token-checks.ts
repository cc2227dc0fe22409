import { strToU8, zipSync } from "fflate";
import { decodeJwt } from "jose";
import type { Clients } from "../../comparison/deployed/clients";
import { replaceCode } from "../../comparison/deployed/function-updates";
import { expectTokens, type TargetStack } from "../../comparison/target/target-stack";
import type { NamedUser } from "../../comparison/target/test-users";
import type { TokenUse } from "../../comparison/target/tokens";
import { addSettingsClaims, claimTypes } from "../../config/claim-rules";
import { bundleEntry } from "../../infrastructure/bundle";
import type { Contract } from "../../strategies/contract";
import type { Checks } from "../emulator/checks";
import { findUser } from "../emulator/users";
import { exampleClaims } from "../support/example-claims";

type Claims = Readonly<Record<string, unknown>>;

const claims = addSettingsClaims(exampleClaims, { userDirectory: "table", userPoolPlan: "essentials" });
const kinds = ["access", "id"] as const;

/** Of a token, what is declared: claims to set, and those to leave out. */
function pickDeclared(token: string): Claims {
  const payload: Claims = decodeJwt(token);
  return Object.fromEntries(
    [...Object.keys(claims.set), ...Object.keys(claims.suppress)].sort().flatMap((name) => {
      return Object.hasOwn(payload, name) ? [[name, payload[name]]] : [];
    }),
  );
}

const constants = { pets: ["keeper"], isTrial: false };
const ofAdmin = { company_id: "c-1", country_id: "GB", roles: { company: "c-1", ...constants }, tenant_id: "acme" };
const ofRival = { roles: constants, tenant_id: "umbrella" };
const expected: Readonly<Record<string, Readonly<Record<TokenUse, Claims>>>> = {
  admin: { access: { ...ofAdmin, compliance_level: 3 }, id: { ...ofAdmin, external_partner_id: "p-1" } },
  rival: { access: { ...ofRival, compliance_level: 3 }, id: ofRival },
};

/** The declared claims in decoded tokens of both kinds, of a sign-in and of a refresh. */
export async function checkClaims(checks: Checks, target: TargetStack, people: readonly NamedUser[]): Promise<void> {
  for (const [name, ofKind] of Object.entries(expected)) {
    const signedIn = expectTokens(await target.signIn(findUser(people, name)));
    const refreshed = expectTokens(await target.refresh(signedIn.refresh));
    for (const kind of kinds) {
      const say = (what: string) => `${target.strategy}: the ${kind} token of ${name}'s ${what} has the declared claims`;
      checks.equal(say("sign-in"), pickDeclared(signedIn[kind]), ofKind[kind]);
      checks.equal(say("refresh"), pickDeclared(refreshed[kind]), ofKind[kind]);
    }
  }
}

/** Groups of the directory's record replace Cognito's. */
export async function checkRecordedGroups(checks: Checks, target: TargetStack, guest: NamedUser): Promise<void> {
  const { strategy, tokenUse } = target;
  const tokens = expectTokens(await target.signIn(guest));
  for (const kind of kinds) {
    checks.equal(
      `${strategy}: the ${kind} token has the groups of the user's record`,
      decodeJwt(tokens[kind])["cognito:groups"],
      ["ReadPetsAccess"],
    );
  }
  const { status } = await target.ask("/pets", { headers: { Authorization: `Bearer ${tokens[tokenUse]}` } });
  checks.equal(`${strategy}: groups of the user's record grant what the map gives them`, status, 200);
}

interface Omitted {
  readonly target: TargetStack;
  readonly contract: Contract;
  readonly user: NamedUser;
  /** `a user who is not in the directory` */
  readonly who: string;
}

/** Tokens without anything of the directory, and without any group and scope. */
export async function checkOmission(checks: Checks, { target, contract, user, who }: Omitted): Promise<void> {
  const { strategy, tokenUse } = target;
  const tokens = expectTokens(await target.signIn(user));
  const { admin } = expected;
  for (const kind of kinds) {
    const { tenant_id: _ofDirectory, ...others } = admin?.[kind] ?? {};
    checks.equal(`${strategy}: the ${kind} token of ${who} has no tenant`, pickDeclared(tokens[kind]), others);
    const groups = decodeJwt(tokens[kind])["cognito:groups"] ?? [];
    checks.equal(`${strategy}: the ${kind} token of ${who} has no groups`, groups, []);
  }
  const { scope } = decodeJwt(tokens.access);
  checks.equal(`${strategy}: the access token of ${who} has no scope of the table`, scope, "aws.cognito.signin.user.admin");
  const { status } = await target.ask("/pets", { headers: { Authorization: `Bearer ${tokens[tokenUse]}` } });
  checks.equal(`${strategy}: ${who} may do nothing`, status, contract.notPermitted.status);
}

interface Deployed {
  readonly clients: Clients;
  readonly target: TargetStack;
  readonly people: readonly NamedUser[];
  /** The function behind the routes. */
  readonly functionName: string;
}

/** Puts a function behind the routes that answers with the claims as the pets function reads them. */
export async function checkClaimsInFunctions(checks: Checks, { clients, target, people, functionName }: Deployed): Promise<void> {
  const text = [
    'import { readClaims } from "./handlers/lib/caller";',
    `const types = ${JSON.stringify(claimTypes(claims))};`,
    "export const handler = async ({ requestContext: { authorizer } }) =>",
    "  ({ statusCode: 200, body: JSON.stringify(readClaims(authorizer, types)) });",
  ].join("\n");
  const code = await bundleEntry({ name: "claims", text });
  await replaceCode(clients.lambda, functionName, zipSync({ "index.js": strToU8(code) }));
  for (const [name, ofKind] of Object.entries(expected)) {
    const tokens = expectTokens(await target.signIn(findUser(people, name)));
    const { text: body } = await target.ask("/pets", { headers: { Authorization: `Bearer ${tokens[target.tokenUse]}` } });
    checks.equal(
      `${target.strategy}: functions read ${name}'s claims with their types`,
      JSON.parse(body),
      ofKind[target.tokenUse],
    );
  }
}
