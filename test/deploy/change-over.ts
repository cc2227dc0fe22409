import { setTimeout as sleep } from "node:timers/promises";
import type { Stack } from "@pulumi/pulumi/automation";
import type { Checks } from "./checks";
import type { Emulator, Session } from "./emulator";
import type { Target } from "./stack";

/** Between two rounds of requests. A change-over takes half a minute. */
const PAUSE_MS = 100;

const READER = "reader@example.com";
const NOBODY = "nobody@example.com";

type Asked = Readonly<Record<string, Session>>;

/** What went wrong in the rounds of one step; `rounds` says that there were any. */
interface Watch {
  readonly rounds: number;
  readonly faults: readonly string[];
}

/**
 * Changes a live stack over to another strategy in the three steps that its outputs name, while people sign in, refresh and ask with
 * the tokens that they have. Somebody with the permission has a token that works at every moment, and nobody without it has one.
 */
export async function changeOver(checks: Checks, emulator: Emulator, stack: Stack, target: Target, to: string): Promise<void> {
  const from = target.strategy;
  const steps = [
    { what: "it stands by", strategy: from, standbyStrategy: to },
    { what: "the API changes", strategy: to, standbyStrategy: from },
    { what: "what only the strategy before needed goes", strategy: to, standbyStrategy: "none" },
  ];

  await stack.setConfig("strategy", { value: to });
  const refused = await stack.preview().then(
    () => "previewed",
    (error: unknown) => String(error),
  );
  checks.equal(`${from} to ${to}: one step alone is refused`, /in one step, which locks people out/.test(refused), true);

  for (const { what, strategy, standbyStrategy } of steps) {
    // What is older has expired, as the outputs of the step before say.
    const before = await signInBoth(emulator, target);
    await stack.setAllConfig({ strategy: { value: strategy }, standbyStrategy: { value: standbyStrategy } });
    const update = new AbortController();
    const watching = watch(emulator, target, before, update.signal);
    const { outputs, summary } = await stack.up().finally(() => update.abort());
    const { rounds, faults } = await watching;

    checks.equal(`${from} to ${to}, ${what}: pulumi up`, summary.result, "succeeded");
    checks.equal(`${from} to ${to}, ${what}: people were watched meanwhile`, rounds > 10, true);
    checks.equal(`${from} to ${to}, ${what}: nobody was locked out and nobody got in`, faults.slice(0, 3), []);
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

async function watch(emulator: Emulator, target: Target, before: Asked, stop: AbortSignal): Promise<Watch> {
  const faults: string[] = [];
  const startedAt = Date.now();
  let rounds = 0;
  for (; !stop.aborted; rounds++) {
    for (const [email, session] of Object.entries(before)) {
      const at = `after ${((Date.now() - startedAt) / 1000).toFixed(1)} s, ${email}`;
      try {
        const held = {
          "tokens from before": session,
          "tokens of a new sign-in": await emulator.signIn(target.clientId, email),
          "refreshed tokens": await emulator.refresh(target.clientId, session),
        };
        for (const [whose, tokens] of Object.entries(held)) {
          const fault = await findFault(target, tokens, email === READER);
          if (fault !== undefined) faults.push(`${at}, ${whose}: ${fault}`);
        }
      } catch (error) {
        faults.push(`${at}: ${String(error)}`);
      }
    }
    await sleep(PAUSE_MS);
  }
  return { rounds, faults };
}

/** A client tries one kind, then the other; the API may have changed between the two, so whoever may gets a second round. */
async function findFault({ apiUrl }: Target, { access, id }: Session, mayRead: boolean): Promise<string | undefined> {
  const seen: number[] = [];
  for (const token of mayRead ? [access, id, access, id] : [access, id]) {
    const response = await fetch(`${apiUrl}/pets`, { headers: { Authorization: `Bearer ${token}` } });
    await response.arrayBuffer();
    seen.push(response.status);
    if (response.ok) return mayRead ? undefined : "gets 2xx without the permission";
  }
  return mayRead ? `has no token that works: ${seen.join(", ")}` : undefined;
}
