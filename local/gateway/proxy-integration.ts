import { z } from "zod";
import type { Invocation, Invoke } from "../lambda/invocation";
import type { GatewayFault } from "./gateway-responses";
import { type HttpAnswer, type HttpRequest, headerOf } from "./http";
import type { ApiModel } from "./resources";
import type { Match } from "./router";

/** Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html, read 2026-09. */
const INTEGRATION_TIMEOUT_MS = 29_000;

export interface Call {
  readonly api: ApiModel;
  readonly match: Match;
  readonly request: HttpRequest;
  readonly requestId: string;
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

/** API Gateway's events have null where there is nothing. */
const orNull = <T extends object>(values: T) => (Object.keys(values).length === 0 ? null : values);

/** `20/Nov/2026:07:43:52 +0000` */
function logTime(nowMs: number): string {
  const [, day, month, year, time] = new Date(nowMs).toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}

/**
 * The event of a Lambda proxy integration.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html, read 2026-09.
 */
function createProxyEvent({ api, match, request, requestId, nowMs, authorizer }: Call): Record<string, unknown> {
  const { method, pathParameters } = match;
  const headers = listsOf([...request.headers, ["X-Forwarded-For", request.sourceIp], ["X-Forwarded-Proto", "http"]]);
  const query = listsOf(new URLSearchParams(request.query));
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
      identity: { sourceIp: request.sourceIp, userAgent: headerOf(request, "user-agent") ?? null },
      apiId: api.id,
      authorizer,
    },
    body: request.body.length === 0 ? null : request.body.toString("utf8"),
    isBase64Encoded: false,
  };
}

const headerValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const answerSchema = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), headerValue).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(headerValue)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** Headers that are the connection's business and never a function's. */
const CONNECTION_HEADERS = new Set(["connection", "content-length", "keep-alive", "transfer-encoding", "upgrade"]);
const isSendable = (name: string, value: string) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && !/[^\t\x20-\x7e\x80-\xff]/.test(value);

const badGateway = (reason: string): GatewayFault => ({
  type: "INTEGRATION_FAILURE",
  status: 502,
  message: "Internal server error",
  reason,
});

/**
 * Reads what the function answered. An answer of another form, a function that failed and one that ended are a 502 each.
 * A missing permission is a 500 (reported; source: sal-blog.com/iam-api-gateway-500error, read 2026-11).
 */
export function readProxyAnswer(invocation: Invocation): HttpAnswer | GatewayFault {
  if (invocation.outcome === "access denied") {
    return {
      type: "API_CONFIGURATION_ERROR",
      message: "Internal server error",
      reason: "no permission lets the API call the function",
    };
  }
  if (invocation.outcome === "caller timeout") {
    return { type: "INTEGRATION_TIMEOUT", message: "Endpoint request timed out", reason: "the function took longer than 29 s" };
  }
  if (invocation.outcome === "function error") return badGateway(`the function failed: ${invocation.errorType}`);
  const { success, data } = answerSchema.safeParse(invocation.payload);
  if (!success) return badGateway("the function's answer is no proxy response");

  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = data;
  // A name in both maps counts as several values; the function's own content type comes before the default.
  const multi = Object.entries(multiValueHeaders ?? {}).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  const single = Object.entries(headers ?? {}).filter(
    ([name]) => !multi.some(([other]) => other.toLowerCase() === name.toLowerCase()),
  );
  const all = [...single, ...multi].filter(([name]) => !CONNECTION_HEADERS.has(name.toLowerCase()));
  if (!all.every(([name, value]) => isSendable(name, value)))
    return badGateway("the function's answer has a header that HTTP cannot carry");
  const hasType = all.some(([name]) => name.toLowerCase() === "content-type");
  return {
    status: statusCode,
    headers: hasType ? all : [["Content-Type", "application/json"], ...all],
    body: isBase64Encoded ? Buffer.from(body ?? "", "base64") : (body ?? ""),
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
