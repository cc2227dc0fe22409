import { APIS, createAnswer } from "./answer";
import { Clock } from "./clock";
import { createCognito } from "./cognito/cognito";
import { openDataFolder } from "./data-folder";
import { createDynamoDb } from "./dynamodb/dynamodb";
import { createGateway, MAX_BODY_BYTES } from "./gateway/gateway";
import type { HttpAnswer } from "./gateway/http";
import { createHttpServer, jsonAnswer, type ServedRequest } from "./http-server";
import type { JsonService } from "./json-service";
import { createLambda } from "./lambda/lambda";
import { close, listen } from "./listen";
import type { LogLine } from "./log";
import { loadPageAssets } from "./page/assets";
import type { MailedCode, SeededUser } from "./page/contract";
import { createPageApi } from "./page-api";
import type { Served } from "./program";
import { recordProgram } from "./record";
import { createSeeds, seedItems, seedUsers } from "./seed";
import { createSsm } from "./ssm/ssm";
import { readStack, type Stack } from "./stack";
import { Traces } from "./traces";

export interface EngineOptions extends Served {
  /** 0 for a free one. */
  readonly port?: number;
  /** Strategies to serve; all of them by default. */
  readonly strategies?: readonly string[];
  /** Settings of the program by key, for every strategy. */
  readonly config?: Readonly<Record<string, string>>;
  /** A folder in which users, tables and changed parameters are kept across restarts. */
  readonly dataFolder?: string;
  /**
   * Changes what the program recorded before it is served: a function that fails, a second client. Whoever does so serves something
   * other than what would be deployed, and has to say it.
   */
  readonly alter?: (stack: Stack) => Stack;
  readonly log?: (line: LogLine) => void;
}

export interface Engine {
  /** `http://localhost:{port}`: the page, Cognito's endpoint, and the APIs below it. */
  readonly url: string;
  readonly stacks: readonly Stack[];
  readonly users: readonly SeededUser[];
  readonly clock: Clock;
  /** Gives every pool new signing keys, and publishes no others from then on. */
  rotateKeys(): Promise<void>;
  /** Ends the functions' processes and everything that listens. */
  stop(): Promise<void>;
}

/** As many as the page can show; the oldest goes first. */
const MAX_CODES = 100;
const starting = jsonAnswer(503, { message: "The engine is starting, try again in a second" }, [["Retry-After", "1"]]);

/**
 * Runs the program once for each strategy and serves what it recorded.
 *
 * @throws NotImitatedError where the program asks for what the engine does not imitate; what the program itself throws; and
 * EADDRINUSE where the port is taken. Nothing is left running then.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  let answer: (request: ServedRequest) => Promise<HttpAnswer> = async () => starting;
  const server = createHttpServer((request) => answer(request), MAX_BODY_BYTES);
  const port = await listen(server, options.port ?? 0);
  const ends: (() => Promise<void> | void)[] = [() => close(server)];
  const stop = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const started = await startServices(options, `http://localhost:${port}`, ends);
    answer = started.answer;
    return { ...started.engine, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startServices(
  {
    program,
    people,
    strategies = program.strategyNames,
    config = {},
    dataFolder,
    alter = (stack) => stack,
    log = () => undefined,
  }: EngineOptions,
  url: string,
  ends: (() => Promise<void> | void)[],
) {
  const clock = new Clock();
  const stacks: Stack[] = [];
  for (const strategy of strategies) {
    const local = { strategy, cognitoEndpoint: url, apiEndpoint: `${url}${APIS}{apiId}`, allowPasswordAuth: "true" };
    const recording = await recordProgram(program, { stack: strategy, config: { ...config, ...local } });
    stacks.push(alter(await readStack(recording)));
  }
  const functions = stacks.flatMap((stack) => stack.functions);
  const pools = stacks.map(({ pool }) => pool);
  const folder = dataFolder === undefined ? undefined : await openDataFolder(dataFolder);
  if (folder !== undefined) ends.push(folder.close);
  const warn = (message: string) => log({ kind: "warning", message });
  if (folder?.warning !== undefined) warn(folder.warning);

  const tables = stacks.flatMap((stack) => stack.tables);
  const dynamoDb = createDynamoDb({
    tables,
    functions,
    onFault: warn,
    ...(folder === undefined ? {} : { openKeeper: folder.openTable }),
  });
  ends.push(dynamoDb.close);
  const ssm = createSsm({
    parameters: stacks.flatMap((stack) => stack.parameters),
    functions,
    clock,
    onFault: warn,
    ...(folder === undefined ? {} : { openKeeper: folder.openParameters }),
  });
  ends.push(ssm.close);
  const addressOf = ({ secretPath }: JsonService) => `http://127.0.0.1:${new URL(url).port}${secretPath}`;
  const endpoints = { AWS_ENDPOINT_URL_DYNAMODB: addressOf(dynamoDb), AWS_ENDPOINT_URL_SSM: addressOf(ssm) };
  const lambda = createLambda({
    functions,
    clock,
    endpoints,
    readDocument: async (address) => (address.startsWith(`${url}/`) ? cognito.document(new URL(address).pathname) : undefined),
    onLog: (fn, record) => log({ kind: "function", name: fn.name, record }),
  });
  ends.push(lambda.stop);

  const codes: MailedCode[] = [];
  const sendCode = (mail: MailedCode) => {
    codes.push(mail);
    if (codes.length > MAX_CODES) codes.shift();
    log({ kind: "code", ...mail });
  };
  const cognito = await createCognito({
    pools,
    clock,
    invoke: lambda.invoke,
    endpoint: url,
    sendCode,
    ...(folder === undefined ? {} : { load: folder.load, save: folder.save }),
  });
  const users = createSeeds(people, pools);
  const seeded = await Promise.all(
    stacks.map(async (stack) => seedItems(dynamoDb, stack.tables, people, await seedUsers(cognito, stack.pool, users))),
  );

  const findPool = async (issuer: string) => {
    const keys = await cognito.verificationKeys(issuer);
    const arn = pools.find((pool) => pool.issuer === issuer)?.arn;
    return keys === undefined || arn === undefined ? undefined : { keys, arn };
  };
  const gateways = new Map(
    stacks.map((stack) => [
      stack.api.id,
      { stack, gateway: createGateway({ api: stack.api, invoke: lambda.invoke, clock, findPool }) },
    ]),
  );
  const traces = new Traces();
  const askPageApi = createPageApi({ stacks, users, codes, clock, traces, readParameter: ssm.read, seededItems: seeded.flat() });
  let assets: ReturnType<typeof loadPageAssets> | undefined;
  const loadAssets = () => {
    assets ??= loadPageAssets();
    return assets;
  };

  const answer = createAnswer({ gateways, cognito, services: { dynamodb: dynamoDb, ssm }, askPageApi, loadAssets, traces, log });
  return { engine: { url, stacks, users, clock, rotateKeys: cognito.rotateKeys }, answer };
}
