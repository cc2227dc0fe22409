import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Engine, startEngine } from "../../local/engine";
import type { LogLine } from "../../local/log";
import type { Stack } from "../../local/stack";
import { signAnew } from "../target/forged-tokens";
import { addressOf } from "../target/stack-address";
import { createStackData } from "../target/stack-data";
import { createCognitoClient, createTargetStack } from "../target/target-stack";
import { UNTHROTTLED } from "../target/unthrottled";
import type { Compared } from "../work";
import { type DirectoryProxy, startDirectoryProxy } from "./directory-proxy";
import {
  breakFunctions,
  extendPool,
  readSigningKeys,
  replaceKeys,
  signMachineToken,
  withEcho,
  withoutTrigger,
} from "./engine-alterations";
import { createEngineWitness } from "./engine-witness";
import { createLabs, type Subject } from "./lab";
import { situationClaims } from "./situations/claims";
import { type BehaviourTarget, type Conditions, signInEveryGroup } from "./target";

/** Times are by the engine's simulated clock, or by this machine. */
const SIMULATED = "simulated on this machine";

/** The local engine with every strategy, restarted per row's conditions, with the same users and a continuous clock. */
export async function createEngineBehaviourTarget({ program, people }: Compared): Promise<BehaviourTarget> {
  const withClaims = { ...program, run: () => program.run(undefined, situationClaims) };
  const dataFolder = await mkdtemp(join(tmpdir(), "pets-behaviour-"));
  const proxy = await startDirectoryProxy();
  let aheadMs = 0;
  let engine: Engine | undefined;
  const logged: LogLine[] = [];

  const end = async () => {
    aheadMs = engine?.clock.aheadMs ?? aheadMs;
    await engine?.stop();
    engine = undefined;
  };
  const start = async (conditions: Conditions, alter = (stack: Stack) => stack) => {
    await end();
    const { failure, hasClaims, userDirectory } = conditions;
    const started = await startEngine({
      program: hasClaims ? withClaims : program,
      people,
      dataFolder,
      config: { ...UNTHROTTLED, ...settingsOf(conditions) },
      log: (line) => logged.push(line),
      alter(recorded) {
        const extended = alter(extendPool(recorded));
        const stack = userDirectory === undefined ? extended : proxy.lead(extended);
        if (hasClaims) return withEcho(stack);
        return failure === undefined ? stack : breakFunctions(stack, failure);
      },
    });
    started.clock.advance(aheadMs);
    engine = started;
    return started.stacks.map((stack) => createSubject(started, { dataFolder, proxy, stack, logged }));
  };

  const stop = async () => {
    await end()
      .finally(proxy.stop)
      .finally(() => rm(dataFolder, { recursive: true, force: true }));
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

/** The plan has access tokens that a trigger may change, whichever the strategy's own is. */
const CHANGEABLE = { userPoolPlan: "essentials", advancedSecurity: "off" } as const;

const settingsOf = ({ cacheTtlSeconds, hasClaims, userDirectory }: Conditions): Readonly<Record<string, string>> => ({
  ...(cacheTtlSeconds === undefined ? {} : { authorizerCacheTtlSeconds: `${cacheTtlSeconds}` }),
  ...(hasClaims ? CHANGEABLE : {}),
  ...(userDirectory === undefined
    ? {}
    : {
        ...CHANGEABLE,
        userDirectory: "table",
        onUnknownUser: userDirectory,
        onDirectoryFailure: userDirectory,
        permissionMap: "parameter",
      }),
});

interface SubjectOptions {
  readonly dataFolder: string;
  readonly proxy: DirectoryProxy;
  readonly stack: Stack;
  readonly logged: LogLine[];
}

function createSubject(engine: Engine, { dataFolder, proxy, stack, logged }: SubjectOptions): Subject {
  const { url, clock } = engine;
  const { strategy, tokenUse, pool } = stack;
  const [web, another] = pool.clients;
  if (web === undefined || another === undefined) throw new Error(`the pool of ${strategy} lacks an app client`);
  const address = addressOf(url, stack);
  const cognito = createCognitoClient(address);
  const tableName = stack.tables.find(({ name }) => name === "directory")?.tableName;
  return {
    ...createStackData({ ...address, endpoint: url, tableName, parameterName: stack.parameters[0]?.parameterName }, cognito),
    setDirectory: proxy.set,
    stack: createTargetStack(address, cognito),
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
