import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Engine, startEngine } from "../../local/engine";
import type { LogLine } from "../../local/log";
import type { Served } from "../../local/program";
import type { Stack } from "../../local/stack";
import { signAnew } from "../target/forged-tokens";
import { addressOf } from "../target/stack-address";
import { createCognitoClient, createTargetStack } from "../target/target-stack";
import { UNTHROTTLED } from "../target/unthrottled";
import { breakFunctions, extendPool, readSigningKeys, replaceKeys, signMachineToken, withoutTrigger } from "./engine-alterations";
import { createEngineWitness } from "./engine-witness";
import { createLabs, type Subject } from "./lab";
import { type BehaviourTarget, type Conditions, signInEveryGroup } from "./target";

/** Times are by the engine's simulated clock, or by this machine. */
const SIMULATED = "simulated on this machine";

/** The local engine with every strategy, restarted per row's conditions, with the same users and a continuous clock. */
export async function createEngineBehaviourTarget(served: Served): Promise<BehaviourTarget> {
  const dataFolder = await mkdtemp(join(tmpdir(), "pets-behaviour-"));
  let aheadMs = 0;
  let engine: Engine | undefined;
  const logged: LogLine[] = [];

  const end = async () => {
    aheadMs = engine?.clock.aheadMs ?? aheadMs;
    await engine?.stop();
    engine = undefined;
  };
  const start = async ({ cacheTtlSeconds, failure }: Conditions, alter = (stack: Stack) => stack) => {
    await end();
    const ttl = cacheTtlSeconds === undefined ? {} : { authorizerCacheTtlSeconds: `${cacheTtlSeconds}` };
    const started = await startEngine({
      ...served,
      dataFolder,
      config: { ...UNTHROTTLED, ...ttl },
      log: (line) => logged.push(line),
      alter: (recorded) => {
        const stack = alter(extendPool(recorded));
        return failure === undefined ? stack : breakFunctions(stack, failure);
      },
    });
    started.clock.advance(aheadMs);
    engine = started;
    return started.stacks.map((stack) => createSubject(started, dataFolder, stack, logged));
  };

  const stop = async () => {
    await end().finally(() => rm(dataFolder, { recursive: true, force: true }));
  };
  try {
    const subjects = await start({});
    return {
      name: "engine",
      timingSource: SIMULATED,
      strategies: subjects.map(({ stack }) => stack.strategy),
      tokenValiditySeconds: Math.max(...subjects.map((subject) => subject.tokenValiditySeconds)),
      hasPoolKeys: true,
      maxWaitSeconds: Number.POSITIVE_INFINITY,
      findObstacle: () => undefined,
      complete: async (findings) => findings,
      async enter(conditions) {
        const { changedOver, failure, hasNewKeys, cacheTtlSeconds } = conditions;
        const isChange = failure !== undefined || hasNewKeys === true || changedOver !== undefined;
        const alter = changedOver === "unprepared" ? withoutTrigger : undefined;
        const before = isChange ? await signInEveryGroup(createLabs(await start({}, alter))) : undefined;
        if (hasNewKeys === true) {
          const pools = engine?.stacks.map(({ pool }) => pool) ?? [];
          await end();
          for (const pool of pools) await replaceKeys(dataFolder, pool);
        }
        return createLabs(await start(conditions), { cacheTtlSeconds, before });
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function createSubject(engine: Engine, dataFolder: string, stack: Stack, logged: LogLine[]): Subject {
  const { url, clock } = engine;
  const { strategy, tokenUse, pool } = stack;
  const [web, another] = pool.clients;
  if (web === undefined || another === undefined) throw new Error(`the pool of ${strategy} lacks an app client`);
  const address = addressOf(url, stack);
  return {
    stack: createTargetStack(address, createCognitoClient(address)),
    anotherClientId: another.id,
    tokenValiditySeconds: tokenUse === "access" ? web.accessTokenValiditySeconds : web.idTokenValiditySeconds,
    witness: createEngineWitness(url, logged),
    clock: {
      now: () => clock.now(),
      waitUntil: async (ms) => clock.advance(Math.max(0, ms - clock.now())),
    },
    requestMachineToken: (scope) => signMachineToken(dataFolder, pool, { client: another, scope, nowMs: clock.now() }),
    rotateKeys: () => engine.rotateKeys(),
    signAnew: async (token, members) => signAnew(token, members, (await readSigningKeys(dataFolder, pool))[tokenUse].privateKey),
  };
}
