import { assumed, type Contract, documented, pages, reported } from "../contract";

const unauthorized = { status: 401, message: "Unauthorized", decidedBy: "API Gateway" } as const;
const noSignIn = { status: 400, decidedBy: "trigger function" } as const;

/** API Gateway decides on its own; our only function runs at sign-in. */
export const contract: Contract = {
  signIn: { status: "passed", decidedBy: "trigger function", source: documented(pages.tokenCustomization) },
  permitted: { status: "passed", decidedBy: "API Gateway", source: documented(pages.cognitoAuthorizer) },
  // Not the 403 of RFC 6750.
  notPermitted: { ...unauthorized, source: documented(pages.cognitoAuthorizer) },
  noToken: { ...unauthorized, source: reported("an answer captured on AWS on 2021-12-16, read 2026-08") },
  notAToken: { ...unauthorized, source: reported("github.com/KensioSoftware/yulin, read 2026-08") },
  shapedLikeAToken: { ...unauthorized, source: reported("github.com/KensioSoftware/yulin, read 2026-08") },
  forged: { ...unauthorized, source: reported("github.com/KensioSoftware/yulin, read 2026-08") },
  unknownExtension: {
    ...unauthorized,
    source: assumed("as RFC 7515, section 4.1.11 asks; no pool signs such a token, so nobody can have seen it"),
  },
  expired: {
    ...unauthorized,
    message: "The incoming token has expired",
    source: reported("github.com/aws-amplify issues, whose clients match this text, read 2026-08"),
  },
  otherPool: { ...unauthorized, source: documented(pages.unauthorized) },
  otherClient: {
    status: "passed",
    decidedBy: "API Gateway",
    source: assumed(
      `only an identityValidationExpression would compare aud, which access tokens lack: ${pages.cognitoAuthorizer}`,
    ),
  },
  otherKind: { ...unauthorized, source: documented(pages.unauthorized) },
  machine: {
    status: "passed",
    decidedBy: "API Gateway",
    source: documented(`it asks for the scope and no user: ${pages.machines}`),
  },
  machineNotPermitted: { ...unauthorized, source: documented(pages.cognitoAuthorizer) },
  schemeInCapitals: {
    status: "passed",
    decidedBy: "API Gateway",
    source: assumed("RFC 9110, section 11.1 has schemes in any case; AWS documents the header and names no scheme"),
  },
  respelledSignature: {
    status: "passed",
    decidedBy: "API Gateway",
    source: assumed("RFC 4648, section 3.5 leaves it open, and java.util.Base64 takes any spelling"),
  },
  unprepared: { ...unauthorized, source: documented(`without a trigger there are no scopes: ${pages.tokenCustomization}`) },
  withdrawnKey: {
    ...unauthorized,
    source: assumed("as a signature of an unknown key; AWS says no more than that keys may change"),
  },
  withdrawnKeyInUse: {
    ...unauthorized,
    source: assumed("at once; AWS does not say how long API Gateway keeps a key set, so it may go on for a while"),
  },
  outstanding: reported("theburningmonk.com/2024/12/how-to-invalidate-cognito-issued-jwt-tokens, read 2026-11"),
  // That API Gateway caches no decision of its own is assumed as well.
  cache: undefined,
  claims: { as: "texts", source: reported("github.com/aws/serverless-java-container, its claims' class, read 2026-08") },
  permissionMap: { readBy: "trigger function", source: documented(pages.tokenCustomization) },
  failure: {
    at: "sign-in",
    throws: {
      ...noSignIn,
      message: "PreTokenGeneration failed with error broken on purpose.",
      source: reported("the text in five independent public threads, read 2026-09"),
    },
    hangs: {
      ...noSignIn,
      message: "PreTokenGeneration failed with error * Task timed out after *",
      source: assumed("as a crash: the function's own timeout ends before the 5 seconds that Cognito waits"),
    },
    "answers nonsense": {
      ...noSignIn,
      message: "Unrecognizable lambda output",
      source: reported("github.com/amazon-archives/amazon-cognito-identity-js/issues/167, read 2026-11"),
    },
    crashes: {
      ...noSignIn,
      message: "PreTokenGeneration failed with error * Runtime exited with error: exit status *",
      source: reported("of another trigger: github.com/anomalyco/sst/issues/1815, read 2026-09"),
    },
  },
};
