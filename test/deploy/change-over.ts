import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "@pulumi/pulumi/automation";
import { strategies } from "../../strategies";
import type { Checks } from "./checks";
import type { Emulator, Session } from "./emulator";
import type { Target } from "./stack";

/** Between two rounds of requests. A change-over takes half a minute. */
const PAUSE_MS = 100;

const READER = "reader@example.com";
const NOBODY = "nobody@example.com";

type Asked = Readonly<Record<string, Session>>;
type Kind = "access" | "id";

/**
 * Changes a live stack over to another strategy in the three steps that its outputs name, while people sign in, refresh and ask with
 * the tokens that they have. Somebody with the permission has a token that works at every moment, and nobody without it has one.
 */
export async function changeOver(checks: Checks, emulator: Emulator, stack: Stack, target: Target, to: string) {
  const { strategy: from, tokenUse } = target;
  const coming = Object.values(strategies).find(({ name }) => name === to)?.tokenUse ?? tokenUse;
  const steps: readonly { what: string; strategy: string; standbyStrategy: string; worked: readonly Kind[] }[] = [
    { what: "it stands by", strategy: from, standbyStrategy: to, worked: [tokenUse] },
    { what: "the API changes", strategy: to, standbyStrategy: from, worked: [...new Set([tokenUse, coming])] },
    { what: "what only the strategy before needed goes", strategy: to, standbyStrategy: "none", worked: [coming] },
  ];

  await stack.setConfig("strategy", { value: to });
  const refused = await stack.preview().then(
    () => "previewed",
    (error: unknown) => String(error),
  );
  checks.equal(`${from} to ${to}: one step alone is refused`, /in one step, which can lock users out/.test(refused), true);

  for (const { what, strategy, standbyStrategy, worked } of steps) {
    await stack.setAllConfig({ strategy: { value: strategy }, standbyStrategy: { value: standbyStrategy } });
    // What is older has expired, as the outputs of the step before say.
    const watch = new Watch(emulator, target, await signInBoth(emulator, target));
    const { outputs, summary } = await watch.during(() => stack.up());

    checks.equal(`${from} to ${to}, ${what}: pulumi up`, summary.result, "succeeded");
    checks.equal(`${from} to ${to}, ${what}: nobody was locked out and nobody got in`, watch.faults.slice(0, 3), []);
    checks.equal(`${from} to ${to}, ${what}: the kinds of token that worked, in turn`, [...watch.worked], worked);
    checks.equal(
      `${from} to ${to}, ${what}: the outputs say how it goes on`,
      typeof outputs.changeOver?.value?.next,
      standbyStrategy === "none" ? "undefined" : "string",
    );
  }
}

const signInBoth = async ({ signIn }: Emulator, { clientId }: Target): Promise<Asked> => ({
  [READER]: await signIn(clientId, READER),
  [NOBODY]: await signIn(clientId, NOBODY),
});

/** What people come to, asked over and over while something goes on. */
class Watch {
  readonly faults: string[] = [];
  readonly worked = new Set<Kind>();
  readonly #startedAt = Date.now();

  constructor(
    private readonly emulator: Emulator,
    private readonly target: Target,
    private readonly before: Asked,
  ) {}

  /** Also once before it begins, and once after its end. */
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
    const { clientId } = this.target;
    for (const [email, session] of Object.entries(this.before)) {
      const say = (fault: string) =>
        this.faults.push(`after ${((Date.now() - this.#startedAt) / 1000).toFixed(1)} s, ${email}: ${fault}`);
      try {
        const held = {
          "tokens from before": session,
          "tokens of a new sign-in": await this.emulator.signIn(clientId, email),
          "refreshed tokens": await this.emulator.refresh(clientId, session),
        };
        for (const [whose, tokens] of Object.entries(held)) {
          const { worked, seen } = await ask(this.target, tokens, email === READER);
          if (email !== READER && worked !== undefined) say(`${whose} get 2xx without the permission`);
          if (email === READER && worked === undefined) say(`none of the ${whose} works: ${seen.join(", ")}`);
          if (email === READER && worked !== undefined) this.worked.add(worked);
        }
      } catch (error) {
        say(String(error));
      }
    }
  }
}

/** A client tries one kind, then the other; the API may have changed between the two, so whoever may gets a second try. */
async function ask({ apiUrl, tokenUse }: Target, tokens: Session, mayRead: boolean) {
  const kinds: readonly Kind[] = tokenUse === "access" ? ["access", "id"] : ["id", "access"];
  const seen: number[] = [];
  for (const kind of mayRead ? [...kinds, ...kinds] : kinds) {
    const response = await fetch(`${apiUrl}/pets`, { headers: { Authorization: `Bearer ${tokens[kind]}` } });
    await response.arrayBuffer();
    seen.push(response.status);
    if (response.ok) return { worked: kind, seen };
  }
  return { worked: undefined, seen };
}
