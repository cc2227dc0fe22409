import { z } from "zod";

const identitySource = z.string().regex(/^method\.request\.header\.[\w-]+$/, "expected one header of the request");
const common = { restApi: z.string(), name: z.string().optional(), identitySource };

const expression = z.string().transform((text, context) => {
  try {
    return new RegExp(`^(?:${text})$`);
  } catch {
    context.addIssue({ code: "custom", message: "expected a regular expression" });
    return z.NEVER;
  }
});

/** Any other kind of authorizer, and any other property of these two, is rejected at startup. */
export const authorizerSchema = z.discriminatedUnion("type", [
  z.strictObject({ ...common, type: z.literal("COGNITO_USER_POOLS"), providerArns: z.array(z.string()).min(1) }),
  z.strictObject({
    ...common,
    type: z.literal("TOKEN"),
    identityValidationExpression: expression.optional(),
    authorizerUri: z.string(),
    // 300 where it is not said. Source: docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html, read 2026-09.
    authorizerResultTtlInSeconds: z.number().int().min(0).max(3600).default(300),
  }),
]);

export type AuthorizerModel = z.infer<typeof authorizerSchema> & { readonly id: string; readonly name: string };
export type CognitoAuthorizerModel = Extract<AuthorizerModel, { type: "COGNITO_USER_POOLS" }>;
export type TokenAuthorizerModel = Extract<AuthorizerModel, { type: "TOKEN" }>;
