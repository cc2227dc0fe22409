import { assumed, type Contract, documented, pages, reported } from "../contract";

const unauthorized = { status: 401, message: "Unauthorized" } as const;
const refused = { ...unauthorized, decidedBy: "authorizer function", source: documented(pages.lambdaAuthorizer) } as const;
/** Regardless of its scope. */
const machine = {
  ...refused,
  source: documented(`there is no ID token for a machine, and the function takes no other: ${pages.machines}`),
} as const;
const failed = { status: 500, message: null, decidedBy: "authorizer function" } as const;

/** Our function decides, and API Gateway caches its policy per token. */
export const contract: Contract = {
  signIn: { status: "passed", decidedBy: "Cognito", source: documented(pages.verification) },
  permitted: { status: "passed", decidedBy: "authorizer function", source: documented(pages.lambdaAuthorizer) },
  notPermitted: {
    status: 403,
    message: "User is not authorized to access this resource*",
    decidedBy: "authorizer function",
    source: documented(`the status: ${pages.lambdaAuthorizer}; the text is reported`),
  },
  noToken: { ...unauthorized, decidedBy: "API Gateway", source: documented(pages.lambdaAuthorizer) },
  notAToken: { ...unauthorized, decidedBy: "API Gateway", source: documented(pages.createAuthorizer) },
  shapedLikeAToken: refused,
  forged: refused,
  unknownExtension: {
    ...refused,
    source: documented("the function understands no extension: RFC 7515, section 4.1.11, read 2026-11"),
  },
  expired: refused,
  otherPool: refused,
  otherClient: { ...refused, source: documented(`the function compares aud: ${pages.jwtVerify}`) },
  otherKind: {
    ...refused,
    source: documented(`the function compares aud, which access tokens lack, and token_use: ${pages.jwtVerify}`),
  },
  machine,
  machineNotPermitted: machine,
  schemeInCapitals: {
    status: "passed",
    decidedBy: "authorizer function",
    source: documented(`expression and function take any case: ${pages.createAuthorizer}`),
  },
  respelledSignature: {
    ...unauthorized,
    decidedBy: "API Gateway",
    source: documented(`the expression has one spelling, for each is another key of the cache: ${pages.createAuthorizer}`),
  },
  unprepared: {
    status: "passed",
    decidedBy: "authorizer function",
    source: documented(`every ID token has the groups: ${pages.groups}`),
  },
  withdrawnKey: { ...refused, source: documented(`the function knows no key but the published ones: ${pages.verification}`) },
  withdrawnKeyInUse: {
    status: "passed",
    decidedBy: "authorizer function",
    source: documented(`the function keeps the key set until a token names a key that it lacks: ${pages.jwtVerify}`),
  },
  outstanding: documented(`the function verifies signature and expiry only: ${pages.revocation}`),
  cache: {
    isKept: documented(pages.authorizerCache),
    outlivesToken: assumed(`the header's value is the key, and nothing is said of what is in it: ${pages.authorizerCache}`),
  },
  claims: { as: "JSON", source: documented(`a context takes texts: ${pages.authorizerOutput}`) },
  permissionMap: { readBy: "authorizer function", source: documented(pages.authorizerCache) },
  failure: {
    at: "request",
    throws: {
      ...failed,
      source: reported(
        "github.com/auth0-samples/jwt-rsa-aws-custom-authorizer/pull/8, github.com/aws/chalice/issues/670, read 2026-08",
      ),
    },
    hangs: { ...failed, source: assumed("as a function that throws") },
    "answers nonsense": {
      ...failed,
      message: "Internal server error",
      source: reported("github.com/serverless/examples/issues/305, read 2026-08"),
    },
    crashes: { ...failed, source: assumed("as a function that throws") },
  },
};
