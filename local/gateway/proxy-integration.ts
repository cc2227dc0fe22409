import { randomBytes } from "node:crypto";
import type { Invocation, Invoke } from "../lambda/invocation";
import { toFunction } from "./header-table";
import { type HttpRequest, headerOf } from "./http";
import { parseQuery } from "./query";
import type { ApiModel } from "./resources";
import type { Match } from "./router";

/** Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html, read 2026-09. */
export const INTEGRATION_TIMEOUT_MS = 29_000;

export const TRACE_HEADER = "X-Amzn-Trace-Id";

export interface Call {
  readonly api: ApiModel;
  readonly match: Match;
  readonly request: HttpRequest;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly traceId: string;
  readonly nowMs: number;
  readonly authorizer: Readonly<Record<string, unknown>>;
}

type Lists = Record<string, string[]>;

function listsOf(pairs: Iterable<readonly [string, string]>): Lists {
  const lists: Lists = Object.create(null);
  for (const [name, value] of pairs) {
    const list = lists[name];
    if (list === undefined) lists[name] = [value];
    else list.push(value);
  }
  return lists;
}

const lastOf = (lists: Lists) => Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.at(-1) ?? ""]));

/** Empty maps are null in API Gateway's events. */
const orNull = <T extends object>(values: T) => (Object.keys(values).length === 0 ? null : values);

/** `20/Nov/2026:07:43:52 +0000` */
function logTime(nowMs: number): string {
  const [, day, month, year, time] = new Date(nowMs).toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}

/**
 * The X-Ray tracing header: the client's own if present (assumed), else a new one.
 * Source: docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html, "Tracing header", read 2026-11.
 */
export function readTraceId(request: HttpRequest, nowMs: number): string {
  const sent = headerOf(request, TRACE_HEADER);
  if (sent !== undefined && /\bRoot=1-[0-9a-f]{8}-[0-9a-f]{24}\b/i.test(sent)) return sent;
  return `Root=1-${Math.floor(nowMs / 1000)
    .toString(16)
    .padStart(8, "0")}-${randomBytes(12).toString("hex")}`;
}

/**
 * The client's headers and those that API Gateway adds. That the address is appended to the client's X-Forwarded-For is assumed for a
 * regional API; protocol and port are this engine's.
 */
function headersOf({ request, traceId }: Call): Lists {
  const { headers, sourceIp } = request;
  const forwarded = headers.filter(([name]) => name.toLowerCase() === "x-forwarded-for").map(([, value]) => value);
  const own = [
    [TRACE_HEADER, traceId],
    ["X-Forwarded-For", [...forwarded, sourceIp].join(", ")],
    ["X-Forwarded-Port", /:(\d+)$/.exec(headerOf(request, "host") ?? "")?.[1] ?? "80"],
    ["X-Forwarded-Proto", "http"],
  ] as const;
  const isOwn = (name: string) => own.some(([other]) => other.toLowerCase() === name.toLowerCase());
  return listsOf([...toFunction(headers).filter(([name]) => !isOwn(name)), ...own]);
}

/** Identity of callers that sign requests, which nobody does here. */
const NO_IDENTITY = {
  accessKey: null,
  accountId: null,
  caller: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

/**
 * The event of a Lambda proxy integration.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html, read 2026-09, and an event of
 * 2024: github.com/localstack/localstack, test_apigateway_lambda.snapshot.json, read 2026-11.
 */
function createProxyEvent(call: Call): Record<string, unknown> {
  const { api, match, request, requestId, extendedRequestId, nowMs, authorizer } = call;
  const { method, pathParameters } = match;
  const headers = headersOf(call);
  const query = listsOf(parseQuery(request.query));
  const host = headerOf(request, "host") ?? "";
  const accountId = api.executionArn.split(":")[4];
  return {
    resource: method.path,
    path: request.path,
    httpMethod: request.method,
    headers: lastOf(headers),
    multiValueHeaders: headers,
    queryStringParameters: orNull(lastOf(query)),
    multiValueQueryStringParameters: orNull(query),
    pathParameters: pathParameters ?? null,
    stageVariables: null,
    requestContext: {
      resourceId: method.resourceId,
      resourcePath: method.path,
      httpMethod: request.method,
      extendedRequestId,
      requestTime: logTime(nowMs),
      requestTimeEpoch: nowMs,
      // What the client sees, as on AWS: there the stage is in front, or the base path of a domain.
      path: `${request.basePath}${request.path}`,
      accountId,
      protocol: "HTTP/1.1",
      stage: api.stageName,
      domainName: host,
      domainPrefix: host.split(".")[0],
      requestId,
      identity: { ...NO_IDENTITY, sourceIp: request.sourceIp, userAgent: headerOf(request, "user-agent") ?? null },
      deploymentId: api.deploymentId,
      apiId: api.id,
      authorizer,
    },
    body: request.body.length === 0 ? null : request.body.toString("utf8"),
    isBase64Encoded: false,
  };
}

export function callFunction(functionArn: string, call: Call, invoke: Invoke): Promise<Invocation> {
  const { method } = call.match;
  // Assumed: a parameter stands as a star in the ARN that a permission is held against.
  const sourceArn = `${call.api.executionArn}/${call.api.stageName}/${method.httpMethod}${method.path.replace(/\{\w+\}/g, "*")}`;
  return invoke({
    functionArn,
    principal: "apigateway.amazonaws.com",
    sourceArn,
    event: createProxyEvent(call),
    waitMs: INTEGRATION_TIMEOUT_MS,
  });
}
