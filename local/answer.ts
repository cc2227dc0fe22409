import { randomUUID } from "node:crypto";
import type { Cognito } from "./cognito/cognito";
import type { Gateway } from "./gateway/gateway";
import { type HttpAnswer, headerOf } from "./gateway/http";
import { jsonAnswer, type ServedRequest } from "./http-server";
import { isSigned, type JsonService } from "./json-service";
import { describeRequest, type LogLine } from "./log";
import type { PageAsset } from "./page/assets";
import type { Stack } from "./stack";
import { Trace } from "./trace";
import type { Traces } from "./traces";

/** Where the APIs are: `/apis/{apiId}/{stage}`. */
export const APIS = "/apis/";

interface Services {
  /** By the API's id. */
  readonly gateways: ReadonlyMap<string, { readonly stack: Stack; readonly gateway: Gateway }>;
  readonly cognito: Cognito;
  /** Those that functions use, by name. */
  readonly services: Readonly<Record<"dynamodb" | "ssm", JsonService>>;
  readonly askPageApi: (request: ServedRequest) => HttpAnswer | undefined;
  /** Of the page, by path. */
  readonly loadAssets: () => Promise<ReadonlyMap<string, PageAsset>>;
  readonly traces: Traces;
  readonly log: (line: LogLine) => void;
}

/** Makes the function that gives each request to the service that it is for, and keeps what happened to it. */
export function createAnswer({ gateways, cognito, services, askPageApi, loadAssets, traces, log }: Services) {
  return async (request: ServedRequest): Promise<HttpAnswer> => {
    // Neither traced nor logged: their paths are secrets.
    for (const service of Object.values(services)) {
      const ofFunction = service.answer(request);
      if (ofFunction !== undefined) return ofFunction;
    }
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
    // What answers GET answers HEAD, and Node leaves the body away. Source: RFC 9110, section 9.3.2.
    const asked = request.method === "HEAD" ? { ...request, method: "GET" } : request;
    if (asked.path === "/" && asked.method !== "GET") {
      for (const [name, service] of Object.entries(services)) {
        const administered = asked.method === "POST" ? service.administer(asked, trace) : undefined;
        if (administered !== undefined) return finish(name, administered);
      }
      return finish("cognito", await answerCognito(cognito, asked, trace));
    }
    return (await answerDocument(cognito, asked)) ?? askPageApi(asked) ?? (await answerPage(loadAssets, asked));
  };
}

/** `/apis/{apiId}/{stage}` and the path below it; what is none of the stages is forbidden, as on AWS. */
async function answerApi(gateways: Services["gateways"], request: ServedRequest, trace: Trace) {
  const [, , apiId = "", stageName = "", ...rest] = request.path.split("/");
  const found = gateways.get(apiId);
  if (found === undefined || found.stack.api.stageName !== stageName) {
    trace.add({ kind: "gateway", outcome: "refused", reason: { code: "no such API" } });
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
  const { status, headers, body } = await cognito.handle(
    { target: headerOf(request, "x-amz-target"), isSigned: isSigned(request), body: request.body.toString("utf8") },
    trace,
  );
  return { status, headers: [...Object.entries(headers), ...COGNITO_CORS], body };
}

/** Key sets and OpenID configurations, below the pool's id as in the issuer. */
async function answerDocument(cognito: Cognito, request: ServedRequest): Promise<HttpAnswer | undefined> {
  const document = request.method === "GET" ? await cognito.document(request.path) : undefined;
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

async function answerPage(loadAssets: Services["loadAssets"], request: ServedRequest): Promise<HttpAnswer> {
  const asset = request.method === "GET" ? (await loadAssets()).get(request.path) : undefined;
  if (asset === undefined) return jsonAnswer(404, { message: "Not Found" });
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
