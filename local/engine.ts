import { randomUUID } from "node:crypto";
import program from "../index";
import { Clock } from "./clock";
import { type Cognito, createCognito } from "./cognito/cognito";
import { openDataFolder } from "./data-folder";
import { deploy } from "./deploy";
import { startDynamoDb } from "./dynamodb";
import { createGateway, type Gateway, MAX_BODY_BYTES } from "./gateway/gateway";
import { type HttpAnswer, headerOf } from "./gateway/http";
import { createHttpServer, jsonAnswer, type ServedRequest } from "./http-server";
import { createLambda } from "./lambda/lambda";
import { close, listen } from "./listen";
import { describeRequest, type LogLine } from "./log";
import { loadPageAssets } from "./page/assets";
import type { MailedCode, SeededUser } from "./page/contract";
import { createPageApi } from "./page-api";
import { createSeeds, seedUsers } from "./seed";
import { readStack, type Stack } from "./stack";
import { Trace } from "./trace";
import { Traces } from "./traces";

export interface EngineOptions {
  /** 0 for a free one. */
  readonly port?: number;
  /** Strategies to serve; all of them by default. */
  readonly strategies?: readonly string[];
  /** Settings of the program by key, for every strategy. */
  readonly config?: Readonly<Record<string, string>>;
  /** A folder in which users and pets are kept over restarts. */
  readonly dataFolder?: string;
  readonly log?: (line: LogLine) => void;
}

export interface Engine {
  /** `http://localhost:{port}`: the page, Cognito's endpoint, and the APIs below it. */
  readonly url: string;
  readonly stacks: readonly Stack[];
  readonly users: readonly SeededUser[];
  readonly clock: Clock;
  /** Ends the functions' processes and everything that listens. */
  stop(): Promise<void>;
}

const APIS = "/apis/";
const notFound = jsonAnswer(404, { message: "Not Found" });
const starting = jsonAnswer(503, { message: "The engine is starting, try again in a second" }, [["Retry-After", "1"]]);

/**
 * Runs the program once for each strategy and serves what it recorded.
 *
 * @throws NotImitatedError where the program asks for what the engine does not imitate; what the program itself throws; and
 * EADDRINUSE where the port is taken. Nothing is left running then.
 */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
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
  { strategies = program.strategyNames, config = {}, dataFolder, log = () => undefined }: EngineOptions,
  url: string,
  ends: (() => Promise<void> | void)[],
) {
  const clock = new Clock();
  const stacks: Stack[] = [];
  for (const strategy of strategies) {
    const local = { strategy, cognitoEndpoint: url, apiEndpoint: `${url}${APIS}{apiId}`, allowPasswordAuth: "true" };
    stacks.push(await readStack(await deploy(() => program(), { stack: strategy, config: { ...config, ...local } })));
  }
  const functions = stacks.flatMap((stack) => stack.functions);
  const pools = stacks.map(({ pool }) => pool);
  const folder = dataFolder === undefined ? undefined : openDataFolder(dataFolder);
  if (folder !== undefined) ends.push(folder.close);

  const tables = stacks.flatMap((stack) => stack.tables);
  const dynamoDb = await startDynamoDb(tables, functions, folder?.tablesPath);
  ends.push(dynamoDb.stop);
  const endpoints = { AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.address };
  const lambda = createLambda({
    functions,
    clock,
    endpoints,
    onLog: (fn, record) => log({ kind: "function", name: fn.name, record }),
  });
  ends.push(lambda.stop);

  const codes: MailedCode[] = [];
  const sendCode = (mail: MailedCode) => {
    codes.push(mail);
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
  const users = createSeeds(pools);
  await Promise.all(pools.map((pool) => seedUsers(cognito, pool, users)));

  const findPool = (issuer: string) => {
    const keys = cognito.verificationKeys(issuer);
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
  const askPageApi = createPageApi({ stacks, users, codes, clock, traces });
  const assets = await loadPageAssets();

  const answer = async (request: ServedRequest): Promise<HttpAnswer> => {
    const trace = new Trace(randomUUID());
    const finish = (from: string, answered: HttpAnswer): HttpAnswer => {
      traces.add(trace, answered.status);
      log(describeRequest(from, request, answered.status, trace));
      return { ...answered, headers: [...answered.headers, ["x-amzn-RequestId", trace.requestId]] };
    };
    if (request.path.startsWith(APIS)) {
      const { strategy, answered } = await answerApi(gateways, request, trace);
      return finish(strategy, answered);
    }
    if (request.path === "/" && request.method !== "GET") return finish("cognito", await answerCognito(cognito, request, trace));
    return answerDocument(cognito, request) ?? askPageApi(request) ?? answerPage(assets, request);
  };
  return { engine: { url, stacks, users, clock }, answer };
}

/** `/apis/{apiId}/{stage}` and the path below it; what is none of the stages is forbidden, as on AWS. */
async function answerApi(
  gateways: ReadonlyMap<string, { readonly stack: Stack; readonly gateway: Gateway }>,
  request: ServedRequest,
  trace: Trace,
) {
  const [, , apiId = "", stageName = "", ...rest] = request.path.split("/");
  const found = gateways.get(apiId);
  if (found === undefined || found.stack.api.stageName !== stageName) {
    trace.add("gateway", "there is no such API and stage", "refused");
    return {
      strategy: "no API",
      answered: jsonAnswer(403, { message: "Forbidden" }, [["x-amzn-ErrorType", "ForbiddenException"]]),
    };
  }
  const { gateway, stack } = found;
  const answered = await gateway(
    { ...request, path: `/${rest.join("/")}`, basePath: `${APIS}${apiId}/${stageName}`, sourceIp: request.remoteAddress },
    trace,
  );
  return { strategy: stack.strategy, answered };
}

/** A front end calls Cognito from its own origin, and AWS lets any; without `Authorization`, which only its administrators send. */
const COGNITO_CORS: HttpAnswer["headers"] = [
  ["Access-Control-Allow-Origin", "*"],
  ["Access-Control-Expose-Headers", "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage"],
];
const COGNITO_PREFLIGHT: HttpAnswer = {
  status: 200,
  headers: [
    ...COGNITO_CORS,
    ["Access-Control-Allow-Methods", "POST"],
    [
      "Access-Control-Allow-Headers",
      "Content-Type,X-Amz-Target,X-Amz-User-Agent,Cache-Control,amz-sdk-invocation-id,amz-sdk-request",
    ],
    ["Access-Control-Max-Age", "600"],
  ],
  body: "",
};

async function answerCognito(cognito: Cognito, request: ServedRequest, trace: Trace): Promise<HttpAnswer> {
  if (request.method === "OPTIONS") return COGNITO_PREFLIGHT;
  if (request.method !== "POST") return jsonAnswer(405, { message: "Method Not Allowed" });
  const isSigned = headerOf(request, "authorization")?.startsWith("AWS4-HMAC-SHA256 ") ?? false;
  const { status, headers, body } = await cognito.handle(
    { target: headerOf(request, "x-amz-target"), isSigned, body: request.body.toString("utf8") },
    trace,
  );
  return { status, headers: [...Object.entries(headers), ...COGNITO_CORS], body };
}

/** Key sets and OpenID configurations, below the pool's id as in the issuer. */
function answerDocument(cognito: Cognito, request: ServedRequest): HttpAnswer | undefined {
  const document = request.method === "GET" ? cognito.document(request.path) : undefined;
  if (document === undefined) return undefined;
  return {
    status: 200,
    headers: [
      ["Content-Type", "application/json"],
      ["Access-Control-Allow-Origin", "*"],
    ],
    body: document,
  };
}

/** Nothing from elsewhere, no frame around it: the page shows tokens. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

function answerPage(assets: Awaited<ReturnType<typeof loadPageAssets>>, request: ServedRequest): HttpAnswer {
  const asset = request.method === "GET" ? assets.get(request.path) : undefined;
  if (asset === undefined) return notFound;
  return {
    status: 200,
    headers: [
      ["Content-Type", asset.contentType],
      ["Cache-Control", "no-store"],
      ["Content-Security-Policy", CONTENT_SECURITY_POLICY],
      ["X-Content-Type-Options", "nosniff"],
      ["Referrer-Policy", "no-referrer"],
    ],
    body: asset.body,
  };
}
