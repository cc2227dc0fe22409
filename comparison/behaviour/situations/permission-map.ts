import type { Route } from "../../../config/access-rules";
import { keys } from "../../../config/setting-keys";
import type { Contract } from "../../../strategies/contract";
import { type IssuedTokens, type Lab, requireTokens } from "../lab";
import type { Finding } from "../report";
import { createTopic, type Expectation, type Facts, type Row, type Situation, type Times } from "../situation";

/** For rows that differ with `omit`, too, so that both kinds need one set of stacks. */
export const UNCACHED = { userDirectory: "omit", cacheTtlSeconds: 0 } as const;

const STEP_SECONDS = 60;
/** By then the functions have read a change of the map. */
const READ_SECONDS = keys.permissionMapTtlSeconds.default + 1;

const lastLook = ({ tokenValiditySeconds, cacheTtlSeconds }: Times) => tokenValiditySeconds + cacheTtlSeconds + 2 * STEP_SECONDS;

/** Uses a token at once, then changes the map, and goes on every minute until the token is refused. */
async function useAcrossChange(lab: Lab, route: Route, tokens: IssuedTokens, change: () => Promise<void>): Promise<Finding> {
  const first = await lab.ask(route, tokens.sent);
  await change();
  for (let after = STEP_SECONDS; after < lastLook(lab); after += STEP_SECONDS) {
    // A second later: whatever ends at this very second has ended.
    await lab.waitUntil(tokens, after + 1);
    if (!(await lab.ask(route, tokens.sent)).isPassed) return { ...first, effectiveAfterSeconds: after };
  }
  return first;
}

/** A trigger's decision lasts as long as the token; an authorizer's as long as its map and its policy are kept. */
function lasting(
  { permitted, permissionMap, outstanding }: Contract,
  { tokenValiditySeconds, cacheTtlSeconds }: Facts,
): Expectation {
  if (permissionMap.readBy === "trigger function")
    return { ...permitted, source: outstanding, effectiveAfterSeconds: tokenValiditySeconds };
  const keptSeconds = Math.max(cacheTtlSeconds, keys.permissionMapTtlSeconds.default);
  return { ...permitted, source: permissionMap.source, effectiveAfterSeconds: keptSeconds };
}

/** A change of the map from groups to permissions, of which the functions that decide read it anew after its time to live. */
export function createPermissionMapSituations(route: Route): readonly Situation[] {
  const { permission } = route;
  /** A user of a group that only the directory and the map know; each row has its own, since they share the map. */
  const prepare = async (lab: Lab, group: string, hasPermission: boolean) => {
    await lab.grant(group, hasPermission ? [permission] : []);
    const user = await lab.createUser([]);
    await lab.setRecord(user, { tenantId: "acme", entitlements: [], groups: [group] });
    await lab.waitUntil(requireTokens(await lab.signIn(user)), READ_SECONDS);
    return requireTokens(await lab.signIn(user));
  };
  const lost = (id: string, settings: string, conditions: Row["conditions"]): Row => ({
    id,
    sentence: `A group loses the permission${settings}; the token that is out, used every minute, goes on until`,
    ...(conditions === undefined ? {} : { conditions }),
    needsSeconds: (facts) => READ_SECONDS + lastLook(facts),
    async run(lab) {
      const tokens = await prepare(lab, id, true);
      return useAcrossChange(lab, route, tokens, () => lab.grant(id, []));
    },
    expect: lasting,
  });
  return createTopic(
    "The permission map is changed in its parameter",
    [
      lost("map-lost", "", undefined),
      {
        id: "map-lost-refresh",
        sentence: "A group loses the permission; after the map's time to live a refreshed token asks",
        needsSeconds: () => 2 * READ_SECONDS,
        async run(lab) {
          const tokens = await prepare(lab, "map-lost-refresh", true);
          await lab.grant("map-lost-refresh", []);
          await lab.waitUntil(tokens, READ_SECONDS);
          return lab.ask(route, requireTokens(await lab.refresh(tokens)).sent);
        },
        expect: ({ notPermitted, permissionMap }) => ({ ...notPermitted, source: permissionMap.source }),
      },
      lost("map-lost-uncached", ", with authorizerCacheTtlSeconds 0", UNCACHED),
      {
        id: "map-gained-uncached",
        sentence:
          "A group gains the permission, with authorizerCacheTtlSeconds 0; after the map's time to live the token that is out asks",
        conditions: UNCACHED,
        needsSeconds: () => 2 * READ_SECONDS,
        async run(lab) {
          const tokens = await prepare(lab, "map-gained-uncached", false);
          await lab.grant("map-gained-uncached", [permission]);
          await lab.waitUntil(tokens, READ_SECONDS);
          return lab.ask(route, tokens.sent);
        },
        expect: ({ permitted, notPermitted, permissionMap, outstanding }) =>
          permissionMap.readBy === "trigger function"
            ? { ...notPermitted, source: outstanding }
            : { ...permitted, source: permissionMap.source },
      },
    ],
    { userDirectory: "refuse" },
  );
}
