import type { Source } from "./report";

export const documented = (text: string): Source => ({ confidence: "documented", text });
export const reported = (text: string): Source => ({ confidence: "reported", text });
export const assumed = (text: string): Source => ({ confidence: "assumed", text });

const GATEWAY = "docs.aws.amazon.com/apigateway/latest/developerguide";
const COGNITO = "docs.aws.amazon.com/cognito/latest/developerguide";

/** Pages that expectations name. */
export const pages = {
  cognitoAuthorizer: `${GATEWAY}/apigateway-enable-cognito-user-pool.html, read 2026-09`,
  lambdaAuthorizer: `${GATEWAY}/apigateway-use-lambda-authorizer.html, read 2026-09`,
  authorizerCache: `${GATEWAY}/configure-api-gateway-lambda-authorization-with-console.html, read 2026-09`,
  createAuthorizer: "docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html, read 2026-09",
  unauthorized: "repost.aws/knowledge-center/api-gateway-cognito-401-unauthorized, read 2026-11",
  triggers: `${COGNITO}/cognito-user-identity-pools-working-with-aws-lambda-triggers.html, read 2026-09`,
  tokenCustomization: `${COGNITO}/user-pool-lambda-pre-token-generation.html, read 2026-09`,
  revocation: `${COGNITO}/token-revocation.html, read 2026-09`,
  globalSignOut: "docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html, read 2026-11",
  verification: `${COGNITO}/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html, read 2026-11`,
  groups: `${COGNITO}/cognito-user-pools-user-groups.html, read 2026-09`,
  machines: `${COGNITO}/cognito-user-pools-define-resource-servers.html, read 2026-11`,
  jwtVerify: "github.com/awslabs/aws-jwt-verify, README of 5.2.1, read 2026-11",
} as const;
