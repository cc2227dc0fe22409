import { type AccessControl, type Route, scopeOf } from "../../../config/access-rules";
import { respell, tamper, unsign } from "../../target/forged-tokens";
import { type Lab, requireTokens, signInNewUser } from "../lab";
import { createTopic, type Row, type Situation } from "../situation";

/** Authorization headers of users with all permissions. */
export function createTokenSituations(table: AccessControl, route: Route, everyGroup: readonly string[]): readonly Situation[] {
  const signIn = (lab: Lab) => signInNewUser(lab, everyGroup);
  return createTopic("The token", [
    {
      id: "no-token",
      sentence: "No token is sent",
      decides: { question: "refusal", cause: "no token" },
      run: (lab) => lab.ask(route, undefined),
      expect: ({ noToken }) => noToken,
    },
    {
      id: "no-token-shape",
      sentence: "The header holds something that is not shaped like a token",
      run: (lab) => lab.ask(route, "garbage"),
      expect: ({ notAToken }) => notAToken,
    },
    {
      id: "token-shape-only",
      sentence: "The header holds three parts with dots between, and no token",
      run: (lab) => lab.ask(route, "aaaa.bbbb.cccc"),
      expect: ({ shapedLikeAToken }) => shapedLikeAToken,
    },
    {
      id: "tampered-token",
      sentence: "Every permission was written into the token after it was signed",
      decides: { question: "refusal", cause: "forged token" },
      run: async (lab) => lab.ask(route, tamper((await signInNewUser(lab, [])).sent, table)),
      expect: ({ forged }) => forged,
    },
    {
      id: "unsigned-token",
      sentence: "The token says of itself that it needs no signature",
      run: async (lab) => lab.ask(route, unsign((await signIn(lab)).sent)),
      expect: ({ forged }) => forged,
    },
    {
      id: "unknown-extension",
      sentence: "The pool's own key signed the token, and its header names a critical extension (crit) that nobody knows",
      needsPoolKey: true,
      run: async (lab) => lab.ask(route, await lab.signAnew((await signIn(lab)).sent, { crit: ["unknown"], unknown: true })),
      expect: ({ unknownExtension }) => unknownExtension,
    },
    {
      id: "expired-token",
      sentence: "The token has expired, and was never used before",
      decides: { question: "refusal", cause: "expired token" },
      run: async (lab) => {
        const tokens = await signIn(lab);
        await lab.waitUntil(tokens, lab.tokenValiditySeconds + 1);
        return lab.ask(route, tokens.sent);
      },
      needsSeconds: ({ tokenValiditySeconds }) => tokenValiditySeconds + 1,
      expect: ({ expired }) => expired,
    },
    {
      id: "other-pool",
      sentence: "The token comes from another user pool",
      decides: { question: "admission", whose: "another pool" },
      needsAnotherPool: true,
      run: async (lab) => lab.ask(route, (await lab.signInElsewhere(everyGroup)).sent),
      expect: ({ otherPool }) => otherPool,
    },
    {
      id: "other-client",
      sentence: "The token comes from another app client of the same pool",
      decides: { question: "admission", whose: "another app client" },
      run: async (lab) => {
        const person = await lab.createUser(everyGroup);
        return lab.ask(route, requireTokens(await lab.signIn(person, "another")).sent);
      },
      expect: ({ otherClient }) => otherClient,
    },
    {
      id: "other-kind",
      sentence: "The other kind of token of the same sign-in is sent (ID for access, access for ID)",
      decides: { question: "admission", whose: "another kind of token" },
      run: async (lab) => lab.ask(route, (await signIn(lab)).other),
      expect: ({ otherKind }) => otherKind,
    },
    {
      id: "good-token",
      sentence: "The token is good",
      run: async (lab) => lab.ask(route, (await signIn(lab)).sent),
      expect: ({ permitted }) => permitted,
    },
    {
      id: "bearer-scheme",
      sentence: "The token is good, and the scheme Bearer stands before it",
      run: async (lab) => lab.ask(route, `Bearer ${(await signIn(lab)).sent}`),
      expect: ({ permitted }) => permitted,
    },
    {
      id: "scheme-in-capitals",
      sentence: "The token is good, and the scheme stands before it in capitals",
      run: async (lab) => lab.ask(route, `BEARER ${(await signIn(lab)).sent}`),
      expect: ({ schemeInCapitals }) => schemeInCapitals,
    },
    {
      id: "respelled-signature",
      sentence: "The token is good, and its signature is the same bytes in another spelling",
      run: async (lab) => lab.ask(route, respell((await signIn(lab)).sent)),
      expect: ({ respelledSignature }) => respelledSignature,
    },
  ]);
}

/** App clients with client credentials. A table with a single scope has no other one to try. */
export function createMachineSituations(table: AccessControl, route: Route): readonly Situation[] {
  const scope = scopeOf(table, route.permission);
  const others = Object.keys(table.permissions)
    .map((name) => scopeOf(table, name))
    .filter((other) => other !== scope);
  const machine = "A machine of the pool (another app client, client credentials)";
  const rows: readonly Row[] = [
    {
      id: "machine",
      sentence: `${machine} with the scope of the route asks`,
      decides: { question: "admission", whose: "machine" },
      run: async (lab) => lab.ask(route, await lab.requestMachineToken(scope)),
      expect: (contract) => contract.machine,
    },
    ...others.slice(0, 1).map(
      (other): Row => ({
        id: "machine-other-scope",
        sentence: `${machine} with another scope asks`,
        run: async (lab) => lab.ask(route, await lab.requestMachineToken(other)),
        expect: (contract) => contract.machineNotPermitted,
      }),
    ),
  ];
  return createTopic("Machines", rows, { hasMachines: true });
}
