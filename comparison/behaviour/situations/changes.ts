import type { Route } from "../../../config/access-rules";
import { keys } from "../../../config/setting-keys";
import { type Contract, documented, pages, reported } from "../../../strategies/contract";
import type { TestUser } from "../../target/test-users";
import { type IssuedTokens, type Lab, requireTokens } from "../lab";
import type { Decides, Finding } from "../report";
import { createTopic, type Expectation, type Facts, type Row, type Situation, type Times } from "../situation";
import type { Conditions } from "../target";

/** The latest time at which a token can reliably be used, even on a slow machine. */
const LAST_USE_SECONDS = 30;
/** Resolution and duration of the search for the end of access. */
const STEP_SECONDS = 60;
const FURTHER_SECONDS = 120;

const lastLook = ({ tokenValiditySeconds, cacheTtlSeconds }: Times) => tokenValiditySeconds + cacheTtlSeconds + FURTHER_SECONDS;

/**
 * First uses a token shortly before it expires, the worst case for a cache, then every minute until it is refused. The cell is the first
 * answer, with the time from sign-in to the first refusal.
 */
async function useUntilRefused(lab: Lab, route: Route, tokens: IssuedTokens): Promise<Finding> {
  const { tokenValiditySeconds } = lab;
  await lab.waitUntil(tokens, tokenValiditySeconds - LAST_USE_SECONDS);
  const first = await lab.ask(route, tokens.sent);
  for (let after = tokenValiditySeconds; after < lastLook(lab); after += STEP_SECONDS) {
    // A second later: in the very millisecond that a token expires, one verifier takes it and another does not.
    await lab.waitUntil(tokens, after + 1);
    const { isPassed } = await lab.ask(route, tokens.sent);
    if (!isPassed) return { ...first, effectiveAfterSeconds: after };
  }
  return first;
}

/** Whatever happens to its user, an issued token keeps its access until it expires, or longer with cached decisions. */
function lasting({ permitted, outstanding, cache }: Contract, { tokenValiditySeconds, cacheTtlSeconds }: Facts): Expectation {
  const keptSeconds = cache === undefined ? 0 : cacheTtlSeconds;
  const source = keptSeconds > 0 && cache !== undefined ? cache.outlivesToken : outstanding;
  return { ...permitted, source, effectiveAfterSeconds: tokenValiditySeconds + keptSeconds };
}

interface Change {
  readonly id: string;
  readonly event: Extract<Decides, { question: "lasting access" }>["event"];
  /** What happens, as a main clause without its end. */
  readonly what: string;
  readonly conditions?: Conditions;
  readonly make: (lab: Lab, user: TestUser, tokens: IssuedTokens) => Promise<void>;
  /** What a refresh afterwards comes to. */
  readonly expectRefresh?: (contract: Contract) => Expectation;
}

const revoked = {
  status: 400,
  message: "Refresh Token has been revoked",
  decidedBy: "Cognito",
  source: reported("github.com/aws/aws-sdk-net/issues/1936, read 2026-11"),
} as const;

/** Changes of a user or session while its token is valid. */
export function createChangeSituations(route: Route): readonly Situation[] {
  const group = route.permission;
  const changes: readonly Change[] = [
    ...[0, 300, 3600].map((cacheTtlSeconds) => ({
      id: `group-removed-ttl-${cacheTtlSeconds}`,
      event: "group removed" as const,
      what: `The user is taken out of the group, with authorizerCacheTtlSeconds ${cacheTtlSeconds}`,
      conditions: { cacheTtlSeconds },
      make: (lab: Lab, user: TestUser) => lab.removeFromGroup(user, group),
    })),
    {
      id: "user-disabled",
      event: "user disabled",
      what: "The user is disabled",
      make: (lab, user) => lab.disable(user),
      expectRefresh: () => revoked,
    },
    {
      id: "signed-out",
      event: "signed out",
      what: "The user is signed out everywhere",
      make: (lab, user) => lab.signOutEverywhere(user),
      expectRefresh: () => ({ ...revoked, source: documented(pages.globalSignOut) }),
    },
    {
      id: "refresh-token-revoked",
      event: "refresh token revoked",
      what: "The refresh token is revoked",
      make: (lab, _user, tokens) => lab.revoke(tokens),
      expectRefresh: () => revoked,
    },
  ];
  const prepare = async (lab: Lab, groups: readonly string[] = [group]) => {
    const user = await lab.createUser(groups);
    return { user, tokens: requireTokens(await lab.signIn(user)) };
  };
  return createTopic("Changes while a token lives", [
    ...changes.flatMap(({ id, event, what, make, expectRefresh, conditions = {} }): Row[] => {
      const cacheTtlSeconds = conditions.cacheTtlSeconds ?? keys.authorizerCacheTtlSeconds.default;
      const held: Row = {
        id,
        sentence: `${what}; the token that is out goes on until`,
        conditions,
        decides: { question: "lasting access", event, cacheTtlSeconds },
        needsSeconds: lastLook,
        run: async (lab) => {
          const { user, tokens } = await prepare(lab);
          await make(lab, user, tokens);
          return useUntilRefused(lab, route, tokens);
        },
        expect: lasting,
      };
      if (expectRefresh === undefined) return [held];
      const refreshed: Row = {
        id: `${id}-refresh`,
        sentence: `${what}; the token is refreshed`,
        conditions,
        run: async (lab) => {
          const { user, tokens } = await prepare(lab);
          await make(lab, user, tokens);
          return (await lab.refresh(tokens)).finding;
        },
        expect: expectRefresh,
      };
      return [held, refreshed];
    }),
    {
      id: "user-disabled-sign-in",
      sentence: "The user is disabled; the user signs in",
      run: async (lab) => {
        const { user } = await prepare(lab);
        await lab.disable(user);
        return (await lab.signIn(user)).finding;
      },
      expect: () => ({
        status: 400,
        message: "User is disabled.",
        decidedBy: "Cognito",
        source: reported("github.com/ministackorg/ministack, «measured», read 2026-11"),
      }),
    },
    {
      id: "group-removed-refresh",
      sentence: "The user is taken out of the group; the refreshed token asks",
      run: async (lab) => {
        const { user, tokens } = await prepare(lab);
        await lab.removeFromGroup(user, group);
        return lab.ask(route, requireTokens(await lab.refresh(tokens)).sent);
      },
      expect: ({ notPermitted }) => notPermitted,
    },
    {
      id: "group-added",
      sentence: "The user is put into the group; the token that is out asks",
      run: async (lab) => {
        const { user, tokens } = await prepare(lab, []);
        await lab.addToGroup(user, group);
        return lab.ask(route, tokens.sent);
      },
      expect: ({ notPermitted, outstanding }) => ({ ...notPermitted, source: outstanding }),
    },
    {
      id: "group-added-refresh",
      sentence: "The user is put into the group; the refreshed token asks",
      run: async (lab) => {
        const { user, tokens } = await prepare(lab, []);
        await lab.addToGroup(user, group);
        return lab.ask(route, requireTokens(await lab.refresh(tokens)).sent);
      },
      expect: ({ permitted }) => ({ ...permitted, source: documented(pages.triggers) }),
    },
  ]);
}
