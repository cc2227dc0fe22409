import type { Route } from "../../../config/access-rules";
import type { ClaimValue, TokenClaims } from "../../../config/claim-rules";
import type { Contract } from "../../../strategies/contract";
import { claimsOf } from "../../target/forged-tokens";
import { type Lab, requireTokens, signInNewUser } from "../lab";
import type { Finding } from "../report";
import { createTopic, type Expectation, type Row, type Situation } from "../situation";

const LEVEL = 3;
const PARTNER = "p-1";
const ROLES = { pets: ["keeper"] };

/** What the rows' tokens say besides what Cognito writes: the program itself declares nothing. */
export const situationClaims: TokenClaims = {
  customAttributes: {},
  set: {
    compliance_level: { tokens: "access", from: { constant: LEVEL } },
    external_partner_id: { tokens: "id", from: { constant: PARTNER } },
    roles: { tokens: "both", from: { constant: ROLES } },
  },
  suppress: { email: "id" },
};

/** As JSON: a value, or the text that stands for it. */
const received = ({ claims }: Contract, value: ClaimValue) =>
  JSON.stringify(claims.as === "JSON" || typeof value === "string" ? value : JSON.stringify(value));

/** Whether the token of a sign-in has the claim; its value is another one for each user. */
async function lookIntoToken(lab: Lab, name: string): Promise<Finding> {
  const { finding, ...attempt } = await lab.signIn(await lab.createUser([]));
  const hasClaim = Object.hasOwn(claimsOf(requireTokens({ finding, ...attempt }).sent), name);
  return { ...finding, claim: hasClaim ? JSON.stringify("there") : null };
}

/** Claims in each kind of token, under strategies whose clients send the one or the other. */
export function createClaimSituations(route: Route, everyGroup: readonly string[]): readonly Situation[] {
  const reaching = (id: string, what: string, name: string, expected: Record<"access" | "id", ClaimValue | undefined>): Row => ({
    id,
    sentence: `${what}; the function behind the route looks for it`,
    run: async (lab) => lab.askForClaim(route, (await signInNewUser(lab, everyGroup)).sent, name),
    expect: (contract, { tokenUse }) => {
      const value = expected[tokenUse];
      return {
        ...contract.permitted,
        source: contract.claims.source,
        claim: value === undefined ? null : received(contract, value),
      };
    },
  });
  const email = "email";
  return [
    ...createTopic("Claims in the token that is sent", [
      {
        id: "claim-by-cognito",
        sentence: "The email that Cognito puts into ID tokens is looked for",
        run: (lab) => lookIntoToken(lab, email),
        expect: ({ signIn }, { tokenUse }): Expectation => ({
          ...signIn,
          claim: tokenUse === "id" ? JSON.stringify("there") : null,
        }),
      },
    ]),
    ...createTopic(
      "Claims in the token that is sent",
      [
        {
          id: "claim-suppressed",
          sentence: "It is left out of the ID token, and looked for",
          run: (lab) => lookIntoToken(lab, email),
          expect: ({ signIn }) => ({ ...signIn, decidedBy: "trigger function", claim: null }),
        },
        reaching("claim-access", "The number 3 is set in the access token", "compliance_level", { access: LEVEL, id: undefined }),
        reaching("claim-id", "A text is set in the ID token", "external_partner_id", { access: undefined, id: PARTNER }),
        reaching("claim-both", "An object is set in both tokens", "roles", { access: ROLES, id: ROLES }),
      ],
      { hasClaims: true },
    ),
  ];
}
