import type { Mismatch } from "../../comparison/behaviour/report";

/**
 * Where MiniStack 1.5.33, with MINISTACK_COGNITO_PRETOKEN_STRICT=1, differs from the engine or from AWS, for all suites that meet it.
 * A difference that is not listed here fails its suite, and so does a listed one that no longer occurs.
 */
export type KnownDifference = AnswerDifference | CellDifference | CheckDifference;

/** Met by `npm run test:differential`: the engine and the emulator respond to the same request differently. */
export interface AnswerDifference {
  readonly suite: "test:differential";
  /** Requests in which it may occur, by the sentence that the run prints. */
  readonly request: RegExp;
  /** `answer` (status, and name and message of a refusal), `headers.vary`, `body.pets` */
  readonly path: string | RegExp;
  /** The value on each side; `absent` if missing. */
  readonly engine: string | RegExp;
  readonly emulator: string | RegExp;
  readonly reason: string;
  /** Who behaves like AWS. */
  readonly right: "engine" | "emulator" | "neither" | "unknown";
  /** Who says so: "documented" by AWS, "reported" by somebody who saw it on AWS, or "assumed" without evidence. */
  readonly source: string;
}

/** Met by `npm run test:compare`: cells of the behaviour table that differ from the strategy's contract, which follows AWS. */
interface CellDifference {
  readonly suite: "test:compare";
  readonly situations: readonly string[];
  /** Every strategy by default. */
  readonly strategies?: readonly string[];
  /** Whether the cell's mismatches are the known ones. */
  readonly isIn: (mismatches: readonly Mismatch[]) => boolean;
  readonly reason: string;
}

/** Met by the checks of deployed stacks, whose expectations are AWS's: what is found instead. */
interface CheckDifference {
  readonly suite: "test:deploy";
  /** The checks' sentences. In each of them it must occur. */
  readonly checks: RegExp;
  readonly found: unknown;
  readonly reason: string;
  /** Who says what AWS does. */
  readonly source: string;
}

/** A pattern is for a text that varies. */
interface KnownMismatch extends Pick<Mismatch, "what"> {
  readonly seen: Mismatch["seen"] | RegExp;
  readonly expected?: Mismatch["expected"];
}

/** Starts with these mismatches, in this order. */
const begin =
  (...known: readonly KnownMismatch[]) =>
  (found: readonly Mismatch[]): boolean =>
    known.every(({ what, seen, expected }, i) => {
      const mismatch = found[i];
      return (
        mismatch?.what === what &&
        (seen instanceof RegExp ? seen.test(String(mismatch.seen)) : seen === mismatch.seen) &&
        (expected === undefined || expected === mismatch.expected)
      );
    });

/** Exactly these mismatches. */
const are =
  (...known: readonly KnownMismatch[]) =>
  (found: readonly Mismatch[]): boolean =>
    found.length === known.length && begin(...known)(found);

const inAnswers = (difference: Omit<AnswerDifference, "suite">): KnownDifference => ({
  suite: "test:differential",
  ...difference,
});
const inCells = (difference: Omit<CellDifference, "suite">): KnownDifference => ({ suite: "test:compare", ...difference });

const inChecks = (difference: Omit<CheckDifference, "suite">): KnownDifference => ({ suite: "test:deploy", ...difference });

const triggerFails = (situation: string, text: string) =>
  inCells({
    situations: [situation],
    strategies: ["access-token-scopes"],
    isIn: begin(
      { what: "status", seen: 500, expected: 400 },
      { what: "message", seen: new RegExp(`^PreTokenGeneration error: .*${text}`) },
    ),
    reason: "the emulator answers 500 with a text of its own if a trigger fails",
  });

const ANYTHING = /^/;
const REFUSED = /^400 /;
const GUIDE = "docs.aws.amazon.com/apigateway/latest/developerguide/";
const POOLS_GUIDE = "docs.aws.amazon.com/cognito/latest/developerguide/";
/** The SDK's types repeat these texts, where they were read. */
const apiReference = (name: string) =>
  `documented: docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_${name}.html, read 2026-11`;

const OVERRIDE_IGNORED =
  "the emulator looks for a V2_0 trigger's groups beside the claims of one token, and ignores them beside both";
const OVERRIDE_DOCUMENTED = `documented: ${POOLS_GUIDE}user-pool-lambda-pre-token-generation.html, read 2026-09`;

/** More than 200 lines, since it is one list that shows every known difference in one place. */
export const knownDifferences: readonly KnownDifference[] = [
  // API Gateway: routing
  inAnswers({
    request: /: .+, (?:Authorization: .+|a valid token)$/,
    path: "answer",
    engine: /^403 IncompleteSignatureException/,
    emulator: /^403 MissingAuthenticationTokenException/,
    reason: "at a path that it does not know, API Gateway tries to read the Authorization header as an AWS signature",
    right: "engine",
    source: "reported: github.com/nordcloud/cognitocurl/issues/15 and other captures, read 2026-08",
  }),
  inAnswers({
    request: /: two slashes /,
    path: "answer",
    engine: /^403 (?:MissingAuthenticationToken|IncompleteSignature)Exception /,
    emulator: /^(?:200$|401 |403 AccessDeniedException |404 )/,
    reason: "the emulator drops empty segments of a path, and keeps them in the method ARN; to the engine they are segments",
    right: "unknown",
    source:
      "assumed; github.com/localstack/localstack/issues/11253, read 2026-11, reports that two behind the stage count as one",
  }),
  inAnswers({
    request: /: an encoded slash /,
    path: "answer",
    engine: /^40[134] /,
    emulator: /^(?:200|40[134] )/,
    reason: "the emulator decodes a path before it splits it, the engine afterwards",
    right: "unknown",
    source: "assumed; github.com/ustayready/fireprox/issues/44 reports decoding, but of a greedy parameter, read 2026-11",
  }),
  inAnswers({
    request: /: an encoded letter, /,
    path: "answer",
    engine: /^403 (?:MissingAuthenticationToken|IncompleteSignature)Exception /,
    emulator: /^(?:200$|401 UnauthorizedException )/,
    reason: "the engine compares a resource's literal segments with the path as it was sent, the emulator with the decoded one",
    right: "unknown",
    source: "assumed: neither a page nor a report was found, read 2026-11",
  }),
  inAnswers({
    request: /\{petId\}, an id with a broken escape$/,
    path: "answer",
    engine: /^403 /,
    emulator: "404 there is no pet %",
    reason: "the engine has no path with a broken escape; the emulator takes it literally",
    right: "unknown",
    source: "assumed: neither a page nor a report was found, read 2026-11",
  }),
  inAnswers({
    request: /, an expired token$/,
    path: "answer",
    engine: "401 UnauthorizedException The incoming token has expired",
    emulator: "401 UnauthorizedException Unauthorized",
    reason: "a Cognito authorizer tells an expired token from others; clients match on the text",
    right: "engine",
    source: "reported: client code that matches on the text, such as github.com/aws-amplify issues, read 2026-08",
  }),

  // API Gateway: preflights, bodies, queries
  inAnswers({
    request: /: (?:a preflight of |OPTIONS that is not a preflight)/,
    path: "headers.content-type",
    engine: "absent",
    emulator: '"application/json"',
    reason: "the emulator gives a 204 of a MOCK integration a content type",
    right: "unknown",
    source: "assumed: no capture of a 204 was found, read 2026-11",
  }),
  inAnswers({
    request: /: a preflight of \w+ from the second origin$/,
    path: "headers.access-control-allow-origin",
    engine: '"https://pets.example"',
    emulator: '"http://localhost:3000"',
    reason: "the emulator does not evaluate an integration response's template, which picks the origin that asked",
    right: "engine",
    source: `documented: ${GUIDE}apigateway-override-request-response-parameters.html, read 2026-11`,
  }),
  inAnswers({
    request: /: POST \/pets, /,
    path: "answer",
    engine: /^400 BadRequestException Invalid request body: (?:\[.+\])?$/,
    emulator: "400 BadRequestException Invalid request body: $context.error.validationErrorString",
    reason: "the emulator does not know this variable of a gateway response",
    right: "engine",
    source: "reported: templates that use it, such as github.com/aws/aws-pdk, read 2026-11",
  }),
  inAnswers({
    request: /: POST \/pets, a date with a line feed at its end$/,
    path: "answer",
    engine: /^400 BadRequestException Invalid request body: \[ECMA 262 regex /,
    emulator: /^400 the body is not a NewPet\. /,
    reason:
      "the emulator's patterns are Python's, whose $ also matches before a final line feed; those of a JSON schema are ECMA 262",
    right: "engine",
    source: "documented: JSON Schema Validation draft 4, 5.2.3; AWS's validator says ECMA 262 in its messages",
  }),
  inAnswers({
    request: /: POST \/pets, (?:invalid|not JSON|empty), as text\/plain$/,
    path: "answer",
    engine: /^400 the body is not /,
    emulator: "400 BadRequestException Invalid request body: $context.error.validationErrorString",
    reason: "the emulator applies the model of application/json to every content type; AWS validates only types that have one",
    right: "engine",
    source: `documented: ${GUIDE}api-gateway-method-request-validation.html, read 2026-11`,
  }),
  inAnswers({
    request:
      /: POST \/pets, (?:a date (?:that does not exist|with a line feed at its end)|(?:invalid|not JSON|empty), as text\/plain)$/,
    path: /^headers\.(?:access-control-allow-origin|access-control-expose-headers|vary)$/,
    engine: ANYTHING,
    emulator: ANYTHING,
    reason: "follows from the three before: the function and the gateway responses have different CORS headers",
    right: "neither",
    source: "the program: handlers/pets.ts and infrastructure/cors.ts",
  }),
  inAnswers({
    request: /: GET \/pets, two limits, /,
    path: "answer",
    engine: /^(?:200|400 limit is "0")/,
    emulator: /^(?:200|400 limit is "0")/,
    reason: "of a repeated parameter, the emulator's queryStringParameters has the first value, AWS's the last",
    right: "engine",
    source: `documented: ${GUIDE}set-up-lambda-proxy-integrations.html, read 2026-09`,
  }),

  // Cognito: request validation
  inAnswers({
    request: /: (?:SignUp|ConfirmSignUp|InitiateAuth|GetUser|RevokeToken|Admin\w+), /,
    path: "answer",
    engine: /^400 InvalidParameterException \d validation errors? detected: /,
    emulator: /^(?:200$|400 )/,
    reason: "the emulator does not check a request against the API's constraints",
    right: "engine",
    source: `${apiReference("RevokeToken")}, which like every page has its constraints; the form of the text: github.com/aws-amplify/amplify-js/issues/2416`,
  }),
  inAnswers({
    request: /: (?:InitiateAuth|RespondToAuthChallenge|refresh), /,
    path: "answer",
    engine: /^400 InvalidParameterException Missing required parameter /,
    emulator: /^(?:200$|400 NotAuthorizedException )/,
    reason: "the emulator treats a missing parameter as a wrong one",
    right: "engine",
    source: "reported: github.com/aws/aws-sdk-php/issues/1057 and github.com/aws/aws-sdk-cpp/issues/452, read 2026-11",
  }),
  inAnswers({
    request: /: (?:SignUp|InitiateAuth|DescribeUserPoolClient), an unknown client$/,
    path: "answer",
    engine: "400 ResourceNotFoundException User pool client unknownclient does not exist.",
    emulator: "400 ResourceNotFoundException Client unknownclient not found.",
    reason: "the emulator words it differently",
    right: "engine",
    source: "reported: github.com/aws/aws-sdk-php/issues/2183, read 2026-11",
  }),
  inAnswers({
    request: /: ListUsers, unsigned$/,
    path: "answer",
    engine: "400 MissingAuthenticationTokenException Missing Authentication Token",
    emulator: "200",
    reason: "the emulator asks for no credentials, AWS for those of IAM",
    right: "engine",
    source: `${apiReference("ListUsers")}; the text is assumed`,
  }),
  inAnswers({
    request: /: an unknown operation$/,
    path: "answer",
    engine: /^400 UnknownOperationException The local engine does not imitate/,
    emulator: ANYTHING,
    reason: "the engine says which operations it has",
    right: "neither",
    source: "assumed: each words it differently",
  }),
  inAnswers({
    request: /: InitiateAuth, (?:not JSON|a list for a text)$/,
    path: "answer",
    engine: /^400 SerializationException /,
    emulator: /^(?:400 SerializationException|500 InternalError) /,
    reason: "each words it differently; the emulator fails where the type is wrong",
    right: "engine",
    source: "reported: messages of AWS's JSON services, read 2026-10; the text for what is not JSON is assumed",
  }),

  // Cognito: sign-up
  inAnswers({
    request: /: (?:SignUp|AdminCreateUser|AdminSetUserPassword), /,
    path: "answer",
    engine: "400 InvalidPasswordException Password did not conform with policy: Password not long enough",
    emulator:
      /^400 InvalidPasswordException Password did not conform with policy: Password must have length greater than or equal to 12/,
    reason: "the emulator words the refusal of a short password differently, and names every rule that it breaks",
    right: "engine",
    source: "reported: github.com/aws-amplify/amplify-js/issues/2416, read 2026-11",
  }),
  inAnswers({
    request: /: SignUp, /,
    path: "body.CodeDeliveryDetails.Destination",
    engine: '"n***@e***"',
    emulator: '"newcomer-{uuid}@example.org"',
    reason: "the emulator does not mask where a code went",
    right: "engine",
    source: "reported: an AWS trace of 2026-09-11 in a public runbook, read 2026-10",
  }),
  inAnswers({
    request: /: SignUp, (?:a required attribute |no attributes$)/,
    path: "answer",
    engine: /^400 InvalidParameterException Attributes did not conform to the schema: /,
    emulator: "200",
    reason: "the emulator does not check attributes against the pool's schema",
    right: "engine",
    source: `documented: ${POOLS_GUIDE}user-pool-settings-attributes.html, read 2026-11; the text for too short a value is assumed`,
  }),
  inAnswers({
    request: /: SignUp, (?:an unknown attribute|an attribute that the client may not write)$/,
    path: "answer",
    engine: "400 NotAuthorizedException A client attempted to write unauthorized attribute",
    emulator: "200",
    reason: "the emulator ignores a client's WriteAttributes",
    right: "engine",
    source: `${apiReference("CreateUserPoolClient")}; the text is reported by public client code`,
  }),
  inAnswers({
    request: /: SignUp, a sub of its own choice$/,
    path: "answer",
    engine: "400 NotAuthorizedException A client attempted to write unauthorized attribute",
    emulator: "400 InvalidParameterException Cannot modify the non-mutable attribute sub",
    reason: "both rules are broken, and which one AWS reports first is not known",
    right: "unknown",
    source: "assumed: neither a page nor a report was found",
  }),
  inAnswers({
    request: /: SignUp, a name that is taken$/,
    path: "answer",
    engine: "400 UsernameExistsException An account with the given email already exists.",
    emulator: "400 UsernameExistsException User already exists.",
    reason: "the emulator has the text of pools whose usernames are not email addresses",
    right: "engine",
    source: "reported: github.com/jonsaw/amazon-cognito-identity-dart/issues/73, read 2026-11",
  }),
  inAnswers({
    request: /: AdminCreateUser, a name that is taken$/,
    path: "answer",
    engine: "400 UsernameExistsException An account with the given email already exists.",
    emulator: "400 UsernameExistsException User account already exists.",
    reason:
      "the emulator's text is reported for pools whose usernames are not email addresses; no report was found for pools like this one",
    right: "unknown",
    source: "github.com/localstack/localstack/issues/4465 for other pools; assumed for this one, read 2026-11",
  }),
  inAnswers({
    request: /: SignUp, a name that is taken and a weak password$/,
    path: "answer",
    engine: /^400 InvalidPasswordException /,
    emulator: /^400 UsernameExistsException /,
    reason: "both rules are broken, and which one AWS reports first is not known",
    right: "unknown",
    source: "assumed: neither a page nor a report was found, read 2026-11",
  }),
  inAnswers({
    request: /: (?:SignUp, a name that is taken, in capitals|InitiateAuth, a name in capitals)$/,
    path: "answer",
    engine: /^(?:200|400 UsernameExistsException An account with the given email already exists\.)$/,
    emulator: /^(?:200|400 NotAuthorizedException Incorrect username or password\.)$/,
    reason: "the emulator ignores the pool's CaseSensitive, which is false",
    right: "engine",
    source: apiReference("UsernameConfigurationType"),
  }),
  inAnswers({
    request: /: ConfirmSignUp, a wrong code$/,
    path: "answer",
    engine: "400 CodeMismatchException Invalid verification code provided, please try again.",
    emulator: "200",
    reason: "the emulator takes any code, unless it is started with AUTH",
    right: "engine",
    source: `${apiReference("ConfirmSignUp")}; the text is reported by public client code`,
  }),
  inAnswers({
    request: /: (?:ConfirmSignUp, (?:of a confirmed user|a wrong code after .+)|AdminConfirmSignUp, of a confirmed user)$/,
    path: "answer",
    engine: "400 NotAuthorizedException User cannot be confirmed. Current status is CONFIRMED",
    emulator: "200",
    reason: "the emulator confirms a confirmed user again, unless it is started with AUTH",
    right: "engine",
    source: "reported: public client code, read 2026-10; the same text is in the source of MiniStack 1.5.33",
  }),

  // Cognito: sign-in
  inAnswers({
    request: /: (?:InitiateAuth|RespondToAuthChallenge|refresh), /,
    path: "body.ChallengeParameters",
    engine: "{}",
    emulator: "absent",
    reason: "the emulator leaves the empty parameters out",
    right: "engine",
    source: "documented: the AWS CLI's example of respond-to-auth-challenge, read 2026-11",
  }),
  inAnswers({
    request: /: (?:InitiateAuth|RespondToAuthChallenge|refresh), /,
    path: /^body\.AuthenticationResult\.(?:AccessToken|IdToken)\.claims\.event_id$/,
    engine: '"{uuid}"',
    emulator: "absent",
    reason: "the emulator's tokens lack this claim",
    right: "engine",
    source: "reported: decoded tokens, among them a REST API's event of 2023, read 2026-09",
  }),
  inAnswers({
    request: /: InitiateAuth, the flow ADMIN_\w+$/,
    path: "answer",
    engine: "400 InvalidParameterException Initiate Auth method not supported.",
    emulator: /^400 InvalidParameterException Unsupported AuthFlow: /,
    reason: "the emulator words it differently",
    right: "engine",
    source: "reported: github.com/getmoto/moto/pull/4836, read 2026-11",
  }),
  inAnswers({
    request: /: InitiateAuth, the flow USER_AUTH$/,
    path: "answer",
    engine: "400 InvalidParameterException USER_AUTH is not enabled for the client.",
    emulator: "400 InvalidParameterException Unsupported AuthFlow: USER_AUTH",
    reason: "the emulator words it differently; the engine's text is modelled on that of CUSTOM_AUTH",
    right: "unknown",
    source: "assumed: neither a page nor a report was found",
  }),
  inAnswers({
    request: /: InitiateAuth, a temporary password/,
    path: "body.ChallengeParameters.USER_ID_FOR_SRP",
    engine: '"{uuid}"',
    emulator: '"guest-{uuid}@example.org"',
    reason: "a pool whose users sign in by email names them by a UUID, which the emulator does elsewhere",
    right: "engine",
    source: "reported: github.com/KensioSoftware/yulin/pull/643 and github.com/floci-io/floci/pull/1849, read 2026-11",
  }),
  inAnswers({
    request: /: InitiateAuth, a temporary password/,
    path: "body.ChallengeParameters.userAttributes.sub",
    engine: "absent",
    emulator: '"{uuid}"',
    reason: "clients send these attributes back, except for email_verified, and sub cannot be written",
    right: "engine",
    source: "documented: the README of amazon-cognito-identity-js, use case 23, read 2026-11; that sub is not there follows",
  }),
  inAnswers({
    request: /: InitiateAuth, a temporary password of a user without a name$/,
    path: /^body\.ChallengeParameters\.(?:requiredAttributes|userAttributes\.(?:name|locale))$/,
    engine: ANYTHING,
    emulator: /^(?:\[\]|absent)$/,
    reason: "the emulator does not ask for required attributes that are missing",
    right: "engine",
    source: `${apiReference("RespondToAuthChallenge")}; that userAttributes names them empty is assumed`,
  }),
  inAnswers({
    request: /: RespondToAuthChallenge, required attributes missing$/,
    path: "answer",
    engine: "400 InvalidParameterException Invalid attributes given, name is missing",
    emulator: "200",
    reason: "the emulator does not ask for required attributes that are missing",
    right: "engine",
    source: "reported: github.com/kdgregory/example-cognito-java/issues/1, read 2026-11",
  }),
  inAnswers({
    request: /: RespondToAuthChallenge, required attributes given$/,
    path: /^body\.AuthenticationResult\.IdToken\.claims\.(?:name|locale)$/,
    engine: ANYTHING,
    emulator: "absent",
    reason: "the emulator does not keep attributes that come with a new password",
    right: "engine",
    source: apiReference("RespondToAuthChallenge"),
  }),
  inAnswers({
    request: /: RespondToAuthChallenge, (?:a weak new password|an invalid session|somebody else's name|another email)$/,
    path: "answer",
    engine: REFUSED,
    emulator: "200",
    reason: "the emulator checks neither the session of the challenge nor the new password nor the attributes",
    right: "engine",
    source: `${apiReference("RespondToAuthChallenge")}; the texts are reported by public client code`,
  }),
  inAnswers({
    request: /: RespondToAuthChallenge, the same session again$/,
    path: "answer",
    engine: "400 NotAuthorizedException Invalid session for the user, session can only be used once.",
    emulator: "200",
    reason: "the emulator does not check the session of the challenge",
    right: "engine",
    source: "reported: public client code, read 2026-10",
  }),
  inAnswers({
    request: /: RespondToAuthChallenge, another challenge$/,
    path: "answer",
    engine: /^400 InvalidParameterException The local engine imitates /,
    emulator: "400 InvalidParameterException Unsupported challenge: SMS_MFA",
    reason: "the engine says which challenges it has",
    right: "neither",
    source: "assumed: each words it differently",
  }),

  // Cognito: sessions
  inAnswers({
    request: /: GetUser, an access token$/,
    path: /^body\.(?:UserCreateDate|UserLastModifiedDate|Enabled|UserStatus)$/,
    engine: "absent",
    emulator: ANYTHING,
    reason: "the emulator answers as AdminGetUser does",
    right: "engine",
    source: apiReference("GetUser"),
  }),
  inAnswers({
    request: /: GetUser, an access token$/,
    path: /^body\.(?:MFAOptions|UserMFASettingList|PreferredMfaSetting)$/,
    engine: "absent",
    emulator: /^(?:\[\]|"")$/,
    reason: "the engine leaves out what a user without MFA does not have",
    right: "unknown",
    source: "assumed: the API reference does not say whether they are empty or left out, read 2026-11",
  }),
  inAnswers({
    request: /: GetUser, (?:an ID token|a refresh token|a tampered token|a foreign key )/,
    path: "answer",
    engine: /^400 NotAuthorizedException (?:Invalid Access Token|Could not verify signature for Access Token)$/,
    emulator: "200",
    reason: "the emulator verifies an access token only if it is started with AUTH",
    right: "engine",
    source: `${apiReference("GetUser")}; the texts are reported, also by the source of MiniStack 1.5.33`,
  }),
  inAnswers({
    request: /: GetUser, (?:garbage|three letters between dots)$/,
    path: "answer",
    engine: "400 NotAuthorizedException Invalid Access Token",
    emulator: "400 NotAuthorizedException Invalid access token.",
    reason: "the emulator has AWS's text only if it is started with AUTH",
    right: "engine",
    source: "reported: public Cognito emulators, also the source of MiniStack 1.5.33, read 2026-11",
  }),
  inAnswers({
    request:
      /: (?:GetUser, a token (?:whose refresh token was revoked|after GlobalSignOut|of a disabled user)|GlobalSignOut, once more)$/,
    path: "answer",
    engine: "400 NotAuthorizedException Access Token has been revoked",
    emulator: "200",
    reason: "the emulator checks whether a token was revoked only if it is started with AUTH",
    right: "engine",
    source: `${apiReference("RevokeToken")}, and ${POOLS_GUIDE}token-revocation.html, read 2026-09; the text is reported`,
  }),
  inAnswers({
    request: /: GetUser, a token of a deleted user$/,
    path: "answer",
    engine: "400 UserNotFoundException User does not exist.",
    emulator: "400 NotAuthorizedException Invalid access token.",
    reason: "the emulator recognizes a deleted user only if it is started with AUTH",
    right: "engine",
    source: `${apiReference("GetUser")}, which lists the error; the text is reported`,
  }),
  inAnswers({
    request: /: GlobalSignOut, garbage$/,
    path: "answer",
    engine: "400 NotAuthorizedException Invalid Access Token",
    emulator: "200",
    reason: "the emulator verifies an access token only if it is started with AUTH",
    right: "engine",
    source: `${apiReference("GlobalSignOut")}, which lists the error`,
  }),
  inAnswers({
    request: /: RevokeToken, an access token$/,
    path: "answer",
    engine: "400 UnsupportedTokenTypeException Only refresh tokens can be revoked",
    emulator: "200",
    reason: "the emulator accepts any text as a refresh token",
    right: "engine",
    source: `${apiReference("RevokeToken")}, which lists the error; the text is assumed`,
  }),
  inAnswers({
    request: /: refresh, a token of a disabled user$/,
    path: "answer",
    engine: "400 NotAuthorizedException Refresh Token has been revoked",
    emulator: "200",
    reason: "disabling a user ends the sessions, which the emulator does only if it is started with AUTH",
    right: "engine",
    source: `${apiReference("AdminDisableUser")}; the text is reported: github.com/aws/aws-sdk-net/issues/1936`,
  }),
  inAnswers({
    request: /: refresh, (?:garbage|an access token)$/,
    path: "answer",
    engine: "400 NotAuthorizedException Invalid Refresh Token.",
    emulator: "400 NotAuthorizedException Invalid Refresh Token",
    reason: "AWS ends the sentence with a full stop",
    right: "engine",
    source: "reported: a captured answer in github.com/aws/aws-sdk-cpp/issues/1789, read 2026-11",
  }),
  inAnswers({
    request: /: the document openid-configuration$/,
    path: /^body\./,
    engine: "absent",
    emulator: ANYTHING,
    reason: "the engine has no OAuth endpoints and names none",
    right: "unknown",
    source: "assumed: what AWS names for a pool without a domain, which this program's is, is not known",
  }),

  // Cognito: administration
  inAnswers({
    request: /: AdminAddUserToGroup, an unknown group$/,
    path: "answer",
    engine: "400 ResourceNotFoundException Group not found.",
    emulator: "400 ResourceNotFoundException Group Strangers not found.",
    reason: "each words it differently",
    right: "engine",
    source: "reported: public client code, read 2026-10",
  }),
  inAnswers({
    request: /: AdminRemoveUserFromGroup, an unknown group$/,
    path: "answer",
    engine: "400 ResourceNotFoundException Group not found.",
    emulator: "200",
    reason: "the emulator does not check whether the group exists",
    right: "engine",
    source: `${apiReference("AdminRemoveUserFromGroup")}, which lists the error`,
  }),
  inAnswers({
    request: /: (?:AdminCreateUser, valid|ListUsers, the new user by email)$/,
    path: /^body\.(?:User|Users\.0)\.MFAOptions$/,
    engine: "absent",
    emulator: "[]",
    reason: "the engine leaves out what a user without MFA does not have",
    right: "unknown",
    source: "assumed: the API reference does not say whether they are empty or left out",
  }),
  inAnswers({
    request: /: ListUsers, an invalid filter$/,
    path: "answer",
    engine: /^400 InvalidParameterException The local engine imitates filters of the form /,
    emulator: "200",
    reason: "the engine says which filters it has; the emulator ignores an invalid one",
    right: "neither",
    source: `${apiReference("ListUsers")}, which lists the error; the text is the engine's own`,
  }),
  inAnswers({
    request: /: ListGroups, the program's groups$/,
    path: /^body\.Groups\.\d\.(?:RoleArn|Precedence)$/,
    engine: "absent",
    emulator: /^(?:""|0)$/,
    reason: "the emulator makes up values that the program does not set",
    right: "engine",
    source: `${apiReference("GroupType")}: Precedence is null by default`,
  }),
  inAnswers({
    request: /: DescribeUserPool, the program's pool$/,
    path: "body.Policies.PasswordPolicy.PasswordHistorySize",
    engine: "absent",
    emulator: "0",
    reason: "the provider sends 0 for what the program does not set, and the emulator returns it",
    right: "unknown",
    source: "assumed: neither a page nor a report was found",
  }),

  // What tokens carry
  inAnswers({
    request: /: InitiateAuth, guest with groups of the record$/,
    path: /\.claims\.cognito:groups$/,
    engine: '["ReadPetsAccess"]',
    emulator: "absent",
    reason: OVERRIDE_IGNORED,
    right: "engine",
    source: OVERRIDE_DOCUMENTED,
  }),
  inAnswers({
    request: /: InitiateAuth, stranger without a record$/,
    path: /\.claims\.cognito:groups$/,
    engine: "absent",
    emulator: '["PetsAdmins"]',
    reason: OVERRIDE_IGNORED,
    right: "engine",
    source: OVERRIDE_DOCUMENTED,
  }),
  inAnswers({
    request: /: GetParameter, another parameter$/,
    path: "answer",
    engine: "400 ParameterNotFound",
    emulator: "400 ParameterNotFound Parameter /pets/none not found",
    reason: "the emulator says which parameter it did not find",
    right: "engine",
    source: 'reported: clients that show "ParameterNotFound: UnknownError", in public issue threads, read 2026-11',
  }),
  inAnswers({
    request: /: PutParameter, too long$/,
    path: "answer",
    engine: /^400 ValidationException Standard tier parameters support /,
    emulator: "200",
    reason: "the emulator takes values of any length",
    right: "engine",
    source: "reported: the refusal of a longer value, in many public issue threads, read 2026-11",
  }),

  // The behaviour table
  inCells({
    situations: ["user-disabled-refresh", "signed-out-refresh"],
    isIn: begin(
      { what: "status", seen: 200, expected: 400 },
      { what: "message", seen: null, expected: "Refresh Token has been revoked" },
    ),
    reason: "the emulator refreshes tokens of a user who was disabled or signed out everywhere after the sign-in",
  }),
  inCells({
    situations: ["doubled-slash", "encoded-letter"],
    isIn: are(
      { what: "status", seen: 401, expected: 403 },
      { what: "message", seen: "Unauthorized", expected: "Missing Authentication Token" },
    ),
    reason: "the emulator drops a path's empty segments and decodes it before it routes, so that it asks for a token there",
  }),
  triggerFails("throws-sign-in", "broken on purpose"),
  triggerFails("hangs-sign-in", "Task timed out after 1.00 seconds"),
  triggerFails("crashes-sign-in", "Worker process died"),
  inCells({
    situations: ["answers-nonsense-sign-in"],
    strategies: ["access-token-scopes"],
    isIn: are(
      { what: "status", seen: 200, expected: 400 },
      { what: "message", seen: null, expected: "Unrecognizable lambda output" },
    ),
    reason: "the emulator accepts whatever a trigger answers, and issues tokens without scopes",
  }),

  // Deployed stacks
  inChecks({
    checks: /: a user who has signed up has a record /,
    found: undefined,
    reason: "the emulator never calls a post-confirmation trigger",
    source: `documented: ${POOLS_GUIDE}user-pool-lambda-post-confirmation.html, read 2026-11`,
  }),
  inChecks({
    checks: /: the (?:access|id) token has the groups of the user's record$/,
    found: undefined,
    reason: OVERRIDE_IGNORED,
    source: OVERRIDE_DOCUMENTED,
  }),
  inChecks({
    checks: /: the (?:access|id) token of a user who(?:se)? .* has no groups$/,
    found: ["PetsAdmins"],
    reason: OVERRIDE_IGNORED,
    source: OVERRIDE_DOCUMENTED,
  }),
  inChecks({
    checks: /^id-token-lambda-authorizer: groups of the user's record grant what the map gives them$/,
    found: 403,
    reason: OVERRIDE_IGNORED,
    source: OVERRIDE_DOCUMENTED,
  }),
];
