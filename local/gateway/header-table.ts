/**
 * What API Gateway does with headers on their way to a Lambda function and back.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html, «for REST APIs», the table of headers that
 * may be dropped or remapped, its columns of Lambda; read 2026-11 as an emulator has copied it.
 */

/** Never in an event. That Content-Length is not, either, is reported: github.com/localstack/localstack, aws.py, read 2026-11. */
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
 * What a client gets under another name. The table lets Content-Length pass, of which there can be one only: that a function's is
 * remapped is reported by several public captures of 2021 to 2026. Of X-Amzn-RequestId that is reported for other integrations, and
 * assumed for this one.
 */
const REMAPPED_IN_ANSWERS = new Set([
  ...["authorization", "connection", "content-length", "content-md5", "date", "max-forwards", "server", "user-agent"],
  ...["www-authenticate", "x-amzn-requestid"],
]);

type Headers = readonly (readonly [name: string, value: string])[];

export const toFunction = (headers: Headers): Headers =>
  headers.filter(([name]) => !DROPPED_FROM_REQUESTS.has(name.toLowerCase()));

/** The name keeps the case that the function gave it. */
export const fromFunction = (headers: Headers): Headers =>
  headers
    .filter(([name]) => !DROPPED_FROM_ANSWERS.has(name.toLowerCase()))
    .map(([name, value]) => [REMAPPED_IN_ANSWERS.has(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name, value]);
