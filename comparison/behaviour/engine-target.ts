import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Engine, startEngine } from "../../local/engine";
import type { LogLine } from "../../local/log";
import type { Served } from "../../local/program";
import type { Stack } from "../../local/stack";
import { breakFunctions, extendPool, replaceKeys, withoutTrigger } from "./engine-alterations";
import { EngineClient } from "./engine-client";
import { createEngineLab } from "./engine-lab";
import { type Surroundings, signInEveryGroup, type Target, type Tokens } from "./target";

/** What stands wherever times are shown: they are the engine's clock's, which waits for nobody, or this machine's. */
const SIMULATED = "simulated on this machine";

/** So little throttled that no situation runs into it. */
const CONFIG = { throttleRatePerSecond: "10000", throttleBurst: "5000" };

/** The local engine with every strategy, started anew for each surroundings, always with the same users and with a clock that goes on. */
export async function createEngineTarget(served: Served): Promise<Target> {
  const dataFolder = await mkdtemp(join(tmpdir(), "pets-behaviour-"));
  let people = 0;
  const createUsername = () => `person-${++people}@example.org`;
  let aheadMs = 0;
  let engine: Engine | undefined;
  const logged: LogLine[] = [];

  const end = async () => {
    aheadMs = engine?.clock.aheadMs ?? aheadMs;
    await engine?.stop();
    engine = undefined;
  };
  const start = async ({ cacheTtlSeconds, fault }: Surroundings, alter = (stack: Stack) => stack): Promise<Engine> => {
    await end();
    const ttl = cacheTtlSeconds === undefined ? {} : { authorizerCacheTtlSeconds: `${cacheTtlSeconds}` };
    const started = await startEngine({
      ...served,
      dataFolder,
      config: { ...CONFIG, ...ttl },
      log: (line) => logged.push(line),
      alter: (recorded) => {
        const stack = alter(extendPool(recorded));
        return fault === undefined ? stack : breakFunctions(stack, fault);
      },
    });
    started.clock.advance(aheadMs);
    engine = started;
    return started;
  };
  const createLabs = (running: Engine, surroundings: Surroundings, before: ReadonlyMap<string, Tokens>) =>
    running.stacks.map((stack) =>
      createEngineLab({
        client: new EngineClient(running, logged),
        engine: running,
        dataFolder,
        stack,
        surroundings,
        before,
        createUsername,
      }),
    );

  const stop = async () => {
    await end().finally(() => rm(dataFolder, { recursive: true, force: true }));
  };
  try {
    const { stacks } = await start({});
    const strategies = stacks.map(({ strategy }) => strategy);
    const tokenValiditySeconds = Math.max(
      ...stacks.flatMap(({ pool }) => pool.clients.map((client) => client.idTokenValiditySeconds)),
    );
    return {
      name: "engine",
      times: SIMULATED,
      strategies,
      tokenValiditySeconds,
      hasPoolKeys: true,
      maxWaitSeconds: Number.POSITIVE_INFINITY,
      findObstacle: () => undefined,
      complete: async (findings) => findings,
      async enter(surroundings) {
        const { changedOver, fault, hasNewKeys } = surroundings;
        const isChange = fault !== undefined || hasNewKeys === true || changedOver !== undefined;
        const alter = changedOver === "unprepared" ? withoutTrigger : undefined;
        const before = isChange
          ? await signInEveryGroup(createLabs(await start({}, alter), {}, new Map()))
          : new Map<string, Tokens>();
        if (hasNewKeys === true) {
          const pools = engine?.stacks.map(({ pool }) => pool) ?? [];
          await end();
          for (const pool of pools) await replaceKeys(dataFolder, pool);
        }
        return createLabs(await start(surroundings), surroundings, before);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
