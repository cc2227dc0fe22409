import { z } from "zod";
import type { Invocation } from "../lambda/invocation";
import type { GatewayRefusal } from "../step";
import { byGateway, type GatewayFault } from "./gateway-responses";
import { fromFunction } from "./header-table";
import type { HttpAnswer } from "./http";
import { INTEGRATION_TIMEOUT_MS } from "./proxy-integration";

/** That booleans are accepted as strings is reported, for numbers it is assumed. */
const headerValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/**
 * A function's response: all members are optional, and no others are allowed.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html, read 2026-09. Reported: a missing
 * status is a 200, a status may be a string, headers may be null, an unknown member is a 502
 * (github.com/localstack/localstack, test_aws_proxy_response_payload_format_validation, which was run on AWS; of `cookies`
 * github.com/rails-lambda/lamby/issues/78 and github.com/fujiwara/ridge/issues/25, read 2026-11). Assumed: null is accepted
 * for everything except the status.
 */
const answerSchema = z.strictObject({
  statusCode: z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{3}$/)
        .transform(Number),
    ])
    .pipe(z.number().int().min(100).max(599))
    .default(200),
  headers: z.record(z.string(), headerValue).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(headerValue)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

const isSendable = (name: string, value: string) => /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && !/[^\t\x20-\x7e\x80-\xff]/.test(value);

const badGateway = (reason: GatewayRefusal): GatewayFault => ({
  type: "INTEGRATION_FAILURE",
  status: 502,
  message: "Internal server error",
  cause: byGateway(reason),
});

/**
 * Parses a function's response. A malformed response and a failed or crashed function are a 502.
 * A missing permission is a 500 (reported; source: sal-blog.com/iam-api-gateway-500error, read 2026-11).
 */
export function readProxyAnswer(invocation: Invocation): HttpAnswer | GatewayFault {
  if (invocation.outcome === "access denied") {
    return {
      type: "API_CONFIGURATION_ERROR",
      message: "Internal server error",
      cause: byGateway({ code: "function not callable" }),
    };
  }
  if (invocation.outcome === "caller timeout") {
    return {
      type: "INTEGRATION_TIMEOUT",
      message: "Endpoint request timed out",
      cause: byGateway({ code: "function timed out", waitMs: INTEGRATION_TIMEOUT_MS }),
    };
  }
  if (invocation.outcome === "function error") return badGateway({ code: "function failed", errorType: invocation.errorType });
  const { success, data, error } = answerSchema.safeParse(invocation.payload);
  if (!success) {
    const [issue] = error.issues;
    return badGateway({
      code: "answer is not a proxy response",
      path: issue?.path.join(".") ?? "",
      problem: issue?.message ?? "",
    });
  }

  const { statusCode, headers, multiValueHeaders, body } = data;
  // A name in both maps counts as several values; the function's own content type comes before the default.
  const multi = Object.entries(multiValueHeaders ?? {}).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  const single = Object.entries(headers ?? {}).filter(
    ([name]) => !multi.some(([other]) => other.toLowerCase() === name.toLowerCase()),
  );
  const all = [...single, ...multi];
  if (!all.every(([name, value]) => isSendable(name, value))) return badGateway({ code: "unsendable header" });
  const hasType = all.some(([name]) => name.toLowerCase() === "content-type");
  return {
    status: statusCode,
    headers: fromFunction(hasType ? all : [["Content-Type", "application/json"], ...all]),
    // The API has no binary media types, so that a body in Base64 stays as it is, whatever isBase64Encoded says. Source:
    // docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html, read 2026-11.
    body: body ?? "",
  };
}
