import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "@pulumi/pulumi/automation";
import { expectTokens, type TargetStack } from "../../comparison/target/target-stack";
import type { NamedUser, TestUser } from "../../comparison/target/test-users";
import { otherUse, type Tokens, type TokenUse } from "../../comparison/target/tokens";
import type { StrategyDescription } from "../../strategies/description";
import type { Checks } from "../emulator/checks";
import { findUser } from "../emulator/users";

/** Between two rounds of requests. A change-over takes half a minute. */
const PAUSE_MS = 100;

interface ChangeOver {
  readonly stack: Stack;
  /** The target as it was before. */
  readonly target: TargetStack;
  readonly users: readonly NamedUser[];
  readonly to: Pick<StrategyDescription, "name" | "tokenUse">;
}

/**
 * Changes a live stack over to another strategy in the three steps that its outputs name, while users sign in, refresh and send requests
 * with the tokens that they have. A user with the permission has a working token at every moment, and nobody without it ever has one.
 */
export async function changeOver(checks: Checks, { stack, target, users, to: { name: to, tokenUse: coming } }: ChangeOver) {
  const { strategy: from, tokenUse } = target;
  const steps: readonly { what: string; strategy: string; standbyStrategy: string; worked: readonly TokenUse[] }[] = [
    { what: "it is on standby", strategy: from, standbyStrategy: to, worked: [tokenUse] },
    { what: "the API moves", strategy: to, standbyStrategy: from, worked: [...new Set([tokenUse, coming])] },
    { what: "what only the old strategy needed is removed", strategy: to, standbyStrategy: "none", worked: [coming] },
  ];

  await stack.setConfig("strategy", { value: to });
  const refused = await stack.preview().then(
    () => "previewed",
    (error: unknown) => String(error),
  );
  checks.equal(`${from} to ${to}: one step alone is refused`, /in one step, which can lock users out/.test(refused), true);

  for (const { what, strategy, standbyStrategy, worked } of steps) {
    await stack.setAllConfig({ strategy: { value: strategy }, standbyStrategy: { value: standbyStrategy } });
    // Anything older has expired, as the outputs of the previous step say.
    const watch = await Watch.begin(target, findUser(users, "reader"), findUser(users, "nobody"));
    const { outputs, summary } = await watch.during(() => stack.up());

    checks.equal(`${from} to ${to}, ${what}: pulumi up`, summary.result, "succeeded");
    checks.equal(`${from} to ${to}, ${what}: nobody was locked out and nobody got in`, watch.faults.slice(0, 3), []);
    checks.equal(`${from} to ${to}, ${what}: the kinds of token that worked, in turn`, [...watch.worked], worked);
    checks.equal(
      `${from} to ${to}, ${what}: the outputs say what comes next`,
      typeof outputs.changeOver?.value?.next,
      standbyStrategy === "none" ? "undefined" : "string",
    );
  }
}

/** A user who sends requests repeatedly, with the tokens from before. */
interface Watched {
  readonly user: TestUser;
  readonly mayRead: boolean;
  readonly before: Tokens;
}

/** What users experience, probed repeatedly while something is going on. */
class Watch {
  readonly faults: string[] = [];
  readonly worked = new Set<TokenUse>();
  readonly #startedAt = Date.now();

  private constructor(
    private readonly target: TargetStack,
    private readonly watched: readonly Watched[],
  ) {}

  static async begin(target: TargetStack, reader: TestUser, nobody: TestUser): Promise<Watch> {
    const signIn = async (user: TestUser, mayRead: boolean) => ({
      user,
      mayRead,
      before: expectTokens(await target.signIn(user)),
    });
    return new Watch(target, [await signIn(reader, true), await signIn(nobody, false)]);
  }

  /** Probes once before it starts and once after its end, too. */
  async during<T>(act: () => Promise<T>): Promise<T> {
    await this.#round();
    const end = new AbortController();
    const acting = act().finally(() => end.abort());
    acting.catch(() => undefined);
    while (!end.signal.aborted) {
      await this.#round();
      await sleep(PAUSE_MS);
    }
    await this.#round();
    return acting;
  }

  async #round(): Promise<void> {
    const { signIn, refresh } = this.target;
    for (const { user, mayRead, before } of this.watched) {
      const say = (fault: string) =>
        this.faults.push(`after ${((Date.now() - this.#startedAt) / 1000).toFixed(1)} s, ${user.username}: ${fault}`);
      try {
        const held = {
          "tokens from before": before,
          "tokens of a new sign-in": expectTokens(await signIn(user)),
          "refreshed tokens": expectTokens(await refresh(before.refresh)),
        };
        for (const [whose, tokens] of Object.entries(held)) {
          const { worked, seen } = await ask(this.target, tokens, mayRead);
          if (!mayRead && worked !== undefined) say(`${whose} get 2xx without the permission`);
          if (mayRead && worked === undefined) say(`none of the ${whose} works: ${seen.join(", ")}`);
          if (mayRead && worked !== undefined) this.worked.add(worked);
        }
      } catch (error) {
        say(String(error));
      }
    }
  }
}

/** A client tries one kind of token, then the other; the API may have changed in between, so an allowed user gets a second try. */
async function ask(target: TargetStack, tokens: Tokens, mayRead: boolean) {
  const kinds = [target.tokenUse, otherUse(target.tokenUse)];
  const seen: number[] = [];
  for (const kind of mayRead ? [...kinds, ...kinds] : kinds) {
    const { status } = await target.ask("/pets", { headers: { Authorization: `Bearer ${tokens[kind]}` } });
    seen.push(status);
    if (status >= 200 && status < 300) return { worked: kind, seen };
  }
  return { worked: undefined, seen };
}
