import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../clock";
import { type Invoke, timesOf } from "../lambda/invocation";
import type { Trace } from "../trace";
import { BAD_QUERY_MESSAGE, MAX_FUNCTION_BODY_BYTES, TOO_LARGE_MESSAGE } from "./assumptions";
import { createBodyValidator, type ValidateBody } from "./body-validation";
import { decideByClaims, type FindPool } from "./cognito-authorizer";
import { type Decision, unauthorized } from "./decision";
import { answerFault, byGateway, type GatewayFault } from "./gateway-responses";
import { type HttpAnswer, type HttpRequest, headerOf } from "./http";
import { createLambdaAuthorizers } from "./lambda-authorizer";
import { answerMock } from "./mock-integration";
import { readProxyAnswer } from "./proxy-answer";
import { type Call, callFunction, readTraceId, TRACE_HEADER } from "./proxy-integration";
import { hasUnsupportedCharacter, parseQuery } from "./query";
import type { ApiModel, MethodModel } from "./resources";
import { createRouter, type Match } from "./router";
import { createThrottle } from "./throttle";

/** Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html, read 2026-09. */
export const MAX_BODY_BYTES = 10_485_760;
const MAX_METHOD_ARN_BYTES = 1600;

export interface GatewayOptions {
  readonly api: ApiModel;
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly findPool: FindPool;
}

/** Handles a request to a stage, and records in the trace who decided and why. */
export type Gateway = (request: HttpRequest, trace: Trace) => Promise<HttpAnswer>;

/** A stage of the recorded REST API: routing, throttling, authorization, validation, integration, in this order. */
export function createGateway(options: GatewayOptions): Gateway {
  const { api, invoke, clock } = options;
  const findMethod = createRouter(api.methods.map((method) => serveMethod(method, options)));
  const authorize = createAuthorize(options);

  const handle = async (
    request: HttpRequest,
    ids: Pick<Call, "extendedRequestId">,
    trace: Trace,
  ): Promise<HttpAnswer | GatewayFault> => {
    const match = findMethod(request.method, request.path);
    if (match === undefined) return noSuchMethod(request);
    const { method } = match;
    trace.add({ kind: "route", outcome: "ok", method: method.httpMethod, path: method.path });
    if (request.body.length > MAX_BODY_BYTES) {
      return tooLarge(MAX_BODY_BYTES, "API Gateway");
    }
    // Assumed: before authorization, so that a flood of refused requests is throttled like any other.
    if (!method.takeToken()) return { type: "THROTTLED", message: "Too Many Requests", cause: byGateway({ code: "throttled" }) };

    const methodArn = `${api.executionArn}/${api.stageName}/${request.method}${request.path}`;
    if (Buffer.byteLength(methodArn) > MAX_METHOD_ARN_BYTES) {
      return {
        type: "BAD_REQUEST_PARAMETERS",
        status: 414,
        message: "Request-URI Too Long",
        cause: byGateway({ code: "method ARN too long", maxBytes: MAX_METHOD_ARN_BYTES }),
      };
    }
    const startedAt = trace.elapsedMs;
    const decision = await authorize(method, request, methodArn, trace);
    // What its function took has a step of its own.
    const functionMs = trace.steps.find((step) => step.kind === "function")?.durationMs ?? 0;
    const durationMs = trace.elapsedMs - startedAt - functionMs;
    if (!decision.isAllowed) return { ...decision.fault, cause: { kind: "authorizer", reason: decision.reason, durationMs } };
    if (decision.reason !== undefined) trace.add({ kind: "authorizer", outcome: "ok", reason: decision.reason, durationMs });

    const fault = validate(match, request);
    if (fault !== undefined) return fault;
    const traceId = readTraceId(request, clock.now());
    const answer = await integrate(match, request, { ...ids, traceId }, decision.authorizer, trace);
    return "type" in answer ? answer : { ...answer, headers: [...answer.headers, [TRACE_HEADER, traceId]] };
  };

  const integrate = async (
    match: Match,
    request: HttpRequest,
    ids: Pick<Call, "extendedRequestId" | "traceId">,
    authorizer: Readonly<Record<string, unknown>>,
    trace: Trace,
  ): Promise<HttpAnswer | GatewayFault> => {
    const { integration } = match.method;
    if (integration.type === "MOCK") {
      trace.add({ kind: "integration", outcome: "ok", type: "mock" });
      return answerMock(integration, request);
    }
    if (request.body.length > MAX_FUNCTION_BODY_BYTES) return tooLarge(MAX_FUNCTION_BODY_BYTES, "Lambda");
    const call = { ...ids, api, match, request, requestId: trace.requestId, nowMs: clock.now(), authorizer };
    const invocation = await callFunction(integration.functionArn, call, invoke);
    const answer = readProxyAnswer(invocation);
    if ("type" in answer) return answer;
    const functionName = integration.functionArn.split(":").at(-1)?.replace(/-\w+$/, "") ?? "";
    const { status } = answer;
    trace.add({ kind: "integration", outcome: "ok", type: "function", functionName, status, ...timesOf(invocation) });
    return answer;
  };

  const answer = async (request: HttpRequest, ids: Pick<Call, "extendedRequestId">, trace: Trace): Promise<HttpAnswer> => {
    if (hasUnsupportedCharacter(request.query)) {
      trace.add({ kind: "gateway", outcome: "refused", reason: { code: "unencoded query" } });
      return BAD_QUERY;
    }
    const answered = await handle(request, ids, trace);
    if (!("type" in answered)) return answered;
    const faultAnswer = answerFault(answered, api.responses, trace.requestId);
    trace.add({ ...answered.cause, outcome: faultAnswer.status < 500 ? "refused" : "failed" });
    return faultAnswer;
  };

  return async (request, trace) => {
    // Of the form of those that are reported, such as `LiaEkHIfoAMFnMQ=`; AWS documents that there is one.
    const extendedRequestId = randomBytes(11).toString("base64");
    const answered = await answer(request, { extendedRequestId }, trace);
    return { ...answered, headers: [...answered.headers, ["x-amz-apigw-id", extendedRequestId]] };
  };
}

/** A method with its state between requests. */
interface ServedMethod extends MethodModel {
  readonly takeToken: () => boolean;
  /** By content type. */
  readonly validators: ReadonlyMap<string, ValidateBody>;
}

const serveMethod = (method: MethodModel, { api, clock }: GatewayOptions): ServedMethod => ({
  ...method,
  takeToken: createThrottle(api.throttle, clock),
  validators: new Map(Array.from(method.bodySchemas, ([contentType, schema]) => [contentType, createBodyValidator(schema)])),
});

/** Not one of the API's gateway responses: its logs do not contain such requests. Source: github.com/outmoded/lout/pull/179, read 2026-11. */
const BAD_QUERY: HttpAnswer = {
  status: 400,
  headers: [["Content-Type", "application/json"]],
  body: JSON.stringify({ message: BAD_QUERY_MESSAGE }),
};

const tooLarge = (maxBytes: number, limitOf: "API Gateway" | "Lambda"): GatewayFault => ({
  type: "REQUEST_TOO_LARGE",
  message: TOO_LARGE_MESSAGE,
  cause: byGateway({ code: "body too large", maxBytes, limitOf }),
});

/** It carries no credentials. */
const PREFLIGHT: Decision = { isAllowed: true, authorizer: {} };

function createAuthorize({ api, invoke, clock, findPool }: GatewayOptions) {
  const askFunction = createLambdaAuthorizers({ invoke, clock, executionArn: api.executionArn });
  return async (method: MethodModel, request: HttpRequest, methodArn: string, trace: Trace): Promise<Decision> => {
    const { authorizer, scopes } = method;
    if (authorizer === undefined) return PREFLIGHT;
    const header = authorizer.identitySource.replace("method.request.header.", "");
    const identity = headerOf(request, header);
    if (!identity) return unauthorized({ code: "no header", header });
    if (authorizer.type === "COGNITO_USER_POOLS") return decideByClaims(authorizer, scopes, identity, { clock, findPool });
    return askFunction(authorizer, identity, methodArn, trace);
  };
}

/**
 * A body whose content type has no model passes, as on AWS; without a content type it counts as JSON.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html, read 2026-11.
 */
function validate({ method, pathParameters }: Match<ServedMethod>, request: HttpRequest): GatewayFault | undefined {
  const query = parseQuery(request.query);
  const missing = method.requiredParameters.filter((parameter) => {
    const [, , place, name = ""] = parameter.split(".");
    if (place === "path") return !pathParameters?.[name];
    return place === "header" ? headerOf(request, name) === undefined : !query.has(name);
  });
  if (missing.length > 0) {
    const names = missing.map((parameter) => parameter.split(".").at(-1) ?? parameter);
    const message = `Missing required request parameters: [${names.join(", ")}]`;
    return { type: "BAD_REQUEST_PARAMETERS", message, cause: byGateway({ code: "missing parameters", names }) };
  }
  const contentType = (headerOf(request, "content-type") ?? "application/json").split(";")[0]?.trim().toLowerCase() ?? "";
  const validationError = method.validators.get(contentType)?.(request.body.toString("utf8"));
  if (validationError === undefined) return undefined;
  return {
    type: "BAD_REQUEST_BODY",
    message: "Invalid request body",
    validationError,
    // Not what is wrong with it, which quotes the body.
    cause: byGateway({ code: "body does not match model" }),
  };
}

/**
 * For an unknown path, API Gateway expects an AWS signature and tries to parse one.
 * Source: reported, several consistent captures of 2019 to 2024, such as github.com/nordcloud/cognitocurl/issues/15, read 2026-08.
 */
function noSuchMethod(request: HttpRequest): GatewayFault {
  const cause = byGateway({ code: "no such method", method: request.method });
  const authorization = headerOf(request, "authorization");
  if (!authorization) return { type: "MISSING_AUTHENTICATION_TOKEN", message: "Missing Authentication Token", cause };
  const hash = createHash("sha256").update(authorization).digest("base64");
  const hashed = "(hashed with SHA-256 and encoded with Base64)";
  const message = authorization.includes(" ")
    ? `Invalid key=value pair (missing equal-sign) in Authorization header ${hashed}: '${hash}'.`
    : "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
      "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' " +
      `or a 'Date' header. ${hashed} Authorization=${hash}`;
  return { type: "INVALID_SIGNATURE", message, cause };
}
