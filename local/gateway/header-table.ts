/**
 * How API Gateway handles headers on their way to a Lambda function and back.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html, "for REST APIs", the table of
 * dropped and remapped headers, Lambda columns; read 2026-11 in an emulator's copy.
 */

/** Never in an event; for Content-Length this is reported: github.com/localstack/localstack, aws.py, read 2026-11. */
const DROPPED_FROM_REQUESTS = new Set([
  ...["connection", "content-length", "content-md5", "expect", "max-forwards", "proxy-authenticate", "server", "te", "trailer"],
  ...["upgrade", "www-authenticate"],
]);

const DROPPED_FROM_ANSWERS = new Set([
  ...["expect", "host", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade", "via"],
  // Assumed: not in the table, and the connection's business. The last is API Gateway's own.
  ...["keep-alive", "x-amz-apigw-id"],
]);

/**
 * Headers renamed for the client. The table lets Content-Length pass, which can only occur once: that a function's own is remapped is
 * reported by several public captures of 2021 to 2026. For X-Amzn-RequestId it is reported for other integrations and assumed here.
 */
const REMAPPED_IN_ANSWERS = new Set([
  ...["authorization", "connection", "content-length", "content-md5", "date", "max-forwards", "server", "user-agent"],
  ...["www-authenticate", "x-amzn-requestid"],
]);

type Headers = readonly (readonly [name: string, value: string])[];

export const toFunction = (headers: Headers): Headers =>
  headers.filter(([name]) => !DROPPED_FROM_REQUESTS.has(name.toLowerCase()));

/** Keeps the function's capitalization of the name. */
export const fromFunction = (headers: Headers): Headers =>
  headers
    .filter(([name]) => !DROPPED_FROM_ANSWERS.has(name.toLowerCase()))
    .map(([name, value]) => [REMAPPED_IN_ANSWERS.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value]);
