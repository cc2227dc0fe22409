import { type AccessControl, grantsOf } from "../../config/access-rules";
import type { createPolicyBuilder, PolicyDocument } from "../../strategies/authorizer-policy/policy";

type BuildPolicy = ReturnType<typeof createPolicyBuilder>;

/** More sets of permissions than an API's users have, and little memory: a policy takes at most 8 KB. */
const MAX_POLICIES = 200;

/**
 * Caches the policies that `build` returns. The key is the permissions that the groups grant, so the groups' order, repeats and
 * groups unknown to the table make no difference. Evicts the oldest policy beyond `maxSize`.
 */
export function createPolicyCache(table: AccessControl, build: BuildPolicy, maxSize = MAX_POLICIES): BuildPolicy {
  const flags = new Map(Object.keys(table.permissions).map((name, i) => [name, 1n << BigInt(i)]));
  const grants = new Map(Array.from(grantsOf(table), ([group, names]) => [group, uniteFlags(names, flags)]));
  const policies = new Map<string, PolicyDocument>();

  return (groups, stageArn) => {
    const key = `${uniteFlags(groups, grants)} ${stageArn}`;
    let policy = policies.get(key);
    if (policy === undefined) {
      policy = build(groups, stageArn);
      const [oldest] = policies.keys();
      if (oldest !== undefined && policies.size >= maxSize) policies.delete(oldest);
      policies.set(key, policy);
    }
    // A copy, so that no caller can change another's policy. Freezing would slow JSON.stringify down by more than this takes.
    return {
      ...policy,
      Statement: policy.Statement.map((statement) => ({ ...statement, Resource: statement.Resource.slice() })),
    };
  };
}

function uniteFlags(names: readonly string[], flags: ReadonlyMap<string, bigint>): bigint {
  let united = 0n;
  for (const name of names) united |= flags.get(name) ?? 0n;
  return united;
}
