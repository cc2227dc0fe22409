/**
 * What API Gateway does where AWS does not document it: each with its confidence, its source, and a test that has its name.
 * «reported» was seen on AWS by somebody who wrote it down, «assumed» by nobody that we know of.
 */

/**
 * Reported: the text of a 403 after an explicit deny, which grew its last four words in 2026.
 * Source: two independent notes of 2026-08, and github.com/ministackorg/ministack, read 2026-11.
 */
export const EXPLICIT_DENY_MESSAGE =
  "User is not authorized to access this resource with an explicit deny in an identity-based policy";

/** Reported: the text of a 403 when a policy allows nothing that matches. Source: github.com/KensioSoftware/yulin, read 2026-08. */
export const IMPLICIT_DENY_MESSAGE = "User is not authorized to access this resource";

/**
 * Reported: an authorizer function that throws anything but `Unauthorized` gives a 500 whose message is null.
 * Source: github.com/auth0-samples/jwt-rsa-aws-custom-authorizer/pull/8, github.com/aws/chalice/issues/670, read 2026-08.
 */
export const AUTHORIZER_FAILURE_MESSAGE = null;

/**
 * Reported, with a counter-claim: an authorizer's answer without principalId is a 500.
 * Source: github.com/serverless/examples/issues/305, read 2026-08; github.com/ministackorg/ministack says the policy is evaluated.
 */
export const IS_PRINCIPAL_ID_REQUIRED = true;

/**
 * Reported, with a counter-claim: a slash at the end does not change which resource a path names; the method ARN keeps it.
 * Source: github.com/aws-powertools/powertools-lambda-python/issues/1552, github.com/aws/chalice/issues/65,
 * github.com/aws/aws-sam-cli/pull/1495, and of the ARN github.com/localstack/localstack/issues/6533, read 2026-11;
 * piotrnowicki.com/aws/2019/01/01/aws-rest-trailing-slash, read 2026-11, says that such a path names nothing. The authorizer's policy
 * opens the right routes either way.
 */
export const IGNORES_TRAILING_SLASH = true;

/**
 * Assumed: a Cognito authorizer takes the scheme before a token in any case, with one space behind it. AWS documents the header and
 * names no scheme. RFC 9110, section 11.1 has schemes in any case, and so has the emulator github.com/ministackorg/ministack;
 * another service of AWS, Bedrock, is reported not to: github.com/anthropics/anthropic-sdk-csharp/issues/151, all read 2026-11.
 */
export const TAKES_SCHEME_IN_ANY_CASE = true;

/**
 * Assumed: a Cognito authorizer does not look at the bits that the last letter of a signature has left over, so that a signature has
 * several spellings. RFC 4648, section 3.5 leaves that open; java.util.Base64 and AWS's own aws-jwt-verify do not look. Read 2026-11.
 */
export const TAKES_UNUSED_SIGNATURE_BITS = true;

/**
 * Assumed: members of a header with which a Cognito authorizer takes no token, as RFC 7515, section 4.1.11 (crit), RFC 7797 (b64) and
 * RFC 7519, section 5.2 (cty) ask of whoever does not know what they mean. No pool signs such a token, so nobody can have seen it.
 */
export const REFUSED_HEADER_MEMBERS = ["crit", "b64", "cty"];

/**
 * Assumed, with a counter-claim: two slashes have an empty segment between them, which no resource has. Of two right behind the stage
 * github.com/localstack/localstack/issues/11253, read 2026-11, says that AWS takes them for one. The authorizer's policy denies every
 * path with two, so that it opens nothing more if they are one, whatever the method ARN has then.
 */
export const MERGES_SLASHES = false;

/**
 * Assumed: a literal segment is compared with the path as it was sent, and an encoded slash parts no segments; only a parameter's
 * value is decoded. So `GET /pets/s%65arch` is never `GET /pets/search`, but a value of `GET /pets/{petId}`. No page or report was
 * found; that a function gets the path as it was sent is reported: github.com/middleapi/standard-server/pull/93, read 2026-11.
 *
 * A policy is held against the path as it was sent too, and cannot deny every spelling. If API Gateway decoded before it routes, who
 * may call a route with a parameter could call whatever else of that method lies beside or below it: `GET /pets/1%2Fvisits`. Under
 * access-token-scopes nobody could, for scopes are asked for by the method that was found.
 */
export const DECODES_BEFORE_ROUTING = false;

/**
 * Assumed: `.` and `..` are segments like others, so that `GET /pets/..` asks for the pet `..`. No page or report was found, and most
 * clients resolve them before they send. If API Gateway did so before it routes, and not in the method ARN, who may call a route
 * with a parameter could call every other route of that method by `GET /pets/../owners`; see the one before.
 */
export const RESOLVES_DOT_SEGMENTS = false;

/** Reported: the text of an expired token's 401, on which clients match. Source: github.com/aws-amplify issues, read 2026-08. */
export const EXPIRED_TOKEN_MESSAGE = "The incoming token has expired";

/** Assumed: the text of a 413, from memory of AWS's answers. The limit itself is documented. */
export const TOO_LARGE_MESSAGE = "HTTP content length exceeded 10485760 bytes.";

/**
 * Assumed: a body that API Gateway takes and Lambda does not is a 413 like one that API Gateway does not take. The limit itself is
 * documented. Source: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, «Invocation payload», read 2026-11.
 */
export const MAX_FUNCTION_BODY_BYTES = 6 * 1024 * 1024;

/**
 * Reported, with a counter-claim: a null in the context of an authorizer's answer reaches the function as null.
 * Source: github.com/DefinitelyTyped/DefinitelyTyped/pull/69823, measured in 2024; github.com/dherault/serverless-offline/pull/1376 has a
 * 500 for whatever is no text, number or boolean. Read 2026-11.
 */
export const TAKES_NULL_IN_CONTEXT = true;

/**
 * Assumed: what the 400 says that a request gets whose query has a pipe or a curly brace. The status is reported:
 * github.com/nestjsx/crud/issues/255 and github.com/yezyilomo/django-restql/issues/279, read 2026-11.
 */
export const BAD_QUERY_MESSAGE = "Bad Request";
