/**
 * API Gateway behaviour that AWS does not document, each with its confidence, its source, and a test of the same name.
 * "Reported": somebody saw it on AWS and wrote it down. "Assumed": nobody that we know of has.
 */

/**
 * Reported: the message of a 403 after an explicit deny; its last four words were added in 2026.
 * Source: two independent notes of 2026-08, and github.com/ministackorg/ministack, read 2026-11.
 */
export const EXPLICIT_DENY_MESSAGE =
  "User is not authorized to access this resource with an explicit deny in an identity-based policy";

/** Reported: the message of a 403 if no statement of the policy allows the request. Source: github.com/KensioSoftware/yulin, read 2026-08. */
export const IMPLICIT_DENY_MESSAGE = "User is not authorized to access this resource";

/**
 * Reported: an authorizer function that throws anything except `Unauthorized` causes a 500 with a null message.
 * Source: github.com/auth0-samples/jwt-rsa-aws-custom-authorizer/pull/8, github.com/aws/chalice/issues/670, read 2026-08.
 */
export const AUTHORIZER_FAILURE_MESSAGE = null;

/**
 * Reported, but disputed: an authorizer response without principalId is a 500.
 * Source: github.com/serverless/examples/issues/305, read 2026-08; github.com/ministackorg/ministack says the policy is evaluated.
 */
export const IS_PRINCIPAL_ID_REQUIRED = true;

/**
 * Reported, but disputed: a trailing slash does not change which resource a path names; the method ARN keeps it.
 * Source: github.com/aws-powertools/powertools-lambda-python/issues/1552, github.com/aws/chalice/issues/65,
 * github.com/aws/aws-sam-cli/pull/1495, and of the ARN github.com/localstack/localstack/issues/6533, read 2026-11;
 * piotrnowicki.com/aws/2019/01/01/aws-rest-trailing-slash, read 2026-11, says that such a path matches nothing. The authorizer's policy
 * opens the right routes either way.
 */
export const IGNORES_TRAILING_SLASH = true;

/**
 * Assumed: a Cognito authorizer accepts the scheme in any case, followed by one space. AWS documents the header without a scheme.
 * Schemes are case-insensitive in RFC 9110, section 11.1 and in the emulator github.com/ministackorg/ministack; another AWS service,
 * Bedrock, is reported to differ: github.com/anthropics/anthropic-sdk-csharp/issues/151, all read 2026-11.
 */
export const TAKES_SCHEME_IN_ANY_CASE = true;

/**
 * Assumed: a Cognito authorizer ignores the unused bits of a signature's last character, so that a signature has several spellings.
 * RFC 4648, section 3.5 leaves that open; java.util.Base64 and AWS's own aws-jwt-verify ignore them. Read 2026-11.
 */
export const TAKES_UNUSED_SIGNATURE_BITS = true;

/**
 * Assumed: header parameters that make a Cognito authorizer refuse a token, as RFC 7515, section 4.1.11 (crit), RFC 7797 (b64) and
 * RFC 7519, section 5.2 (cty) require of implementations that do not support them. No pool signs such tokens.
 */
export const REFUSED_HEADER_MEMBERS = ["crit", "b64", "cty"];

/**
 * Assumed, but disputed: a double slash is an empty segment, which no resource has. According to
 * github.com/localstack/localstack/issues/11253, read 2026-11, AWS collapses one right after the stage. The authorizer's policy denies
 * every path with a double slash, so collapsing would open nothing.
 */
export const MERGES_SLASHES = false;

/**
 * Assumed: literal segments are compared with the path as sent, and an encoded slash separates nothing; only parameter values are
 * decoded. So `GET /pets/s%65arch` is a value of `GET /pets/{petId}`, never `GET /pets/search`. No page or report was found; that a
 * function gets the path as sent is reported: github.com/middleapi/standard-server/pull/93, read 2026-11.
 *
 * Policies are evaluated against the path as sent, too, and cannot deny every spelling. If API Gateway decoded paths before routing, a
 * caller of a parameter route could reach other routes of that method beside or below it: `GET /pets/1%2Fvisits`. Scopes would not be
 * affected, because they belong to the method that was found.
 */
export const DECODES_BEFORE_ROUTING = false;

/**
 * Assumed: `.` and `..` are ordinary segments: `GET /pets/..` asks for the pet `..`. No page or report was found, and most clients
 * resolve them before sending. If API Gateway resolved them for routing but not in the method ARN, a caller of a parameter route could
 * reach every other route of that method: `GET /pets/../owners`.
 */
export const RESOLVES_DOT_SEGMENTS = false;

/** Reported: the message of a 401 for an expired token; clients match on it. Source: github.com/aws-amplify issues, read 2026-08. */
export const EXPIRED_TOKEN_MESSAGE = "The incoming token has expired";

/** Assumed: the message of a 413, recalled. The limit itself is documented. */
export const TOO_LARGE_MESSAGE = "HTTP content length exceeded 10485760 bytes.";

/**
 * Assumed: a body that exceeds only Lambda's limit is a 413, like one that exceeds API Gateway's. The limit itself is documented. Source: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, "Invocation payload", read 2026-11.
 */
export const MAX_FUNCTION_BODY_BYTES = 6 * 1024 * 1024;

/**
 * Reported, but disputed: a null in an authorizer's context reaches the function as null.
 * Source: github.com/DefinitelyTyped/DefinitelyTyped/pull/69823, measured in 2024; github.com/dherault/serverless-offline/pull/1376 has a
 * 500 for anything but strings, numbers and booleans. Read 2026-11.
 */
export const TAKES_NULL_IN_CONTEXT = true;

/**
 * Assumed: the message of the 400 for a query with a pipe or curly brace. The status is reported:
 * github.com/nestjsx/crud/issues/255 and github.com/yezyilomo/django-restql/issues/279, read 2026-11.
 */
export const BAD_QUERY_MESSAGE = "Bad Request";
