import { z } from "zod";
import { evaluateStatements } from "../iam-evaluation";
import { IS_PRINCIPAL_ID_REQUIRED, TAKES_NULL_IN_CONTEXT } from "./assumptions";

/** Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html, read 2026-09. */
const MAX_RESOURCE_LENGTH = 512;

const listOf = (text: z.ZodString) => z.union([text, z.array(text)]).transform((value) => [value].flat());

/** Statements with anything else (Condition, NotAction, NotResource) are rejected rather than misread. */
const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: listOf(z.string()),
  Resource: listOf(z.string().max(MAX_RESOURCE_LENGTH)),
});

const policySchema = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).optional(),
  Id: z.string().optional(),
  Statement: z.union([statementSchema, z.array(statementSchema)]).transform((value) => [value].flat()),
});
export type Policy = z.infer<typeof policySchema>;

/**
 * A Lambda authorizer's response. Objects and lists in the context are refused: "you can't set a JSON object or array as a valid value
 * of any key" (docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html), with a 500
 * (github.com/dherault/serverless-offline/issues/533); read 2026-11.
 */
const contextValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const authorizerAnswerSchema = z.object({
  principalId: IS_PRINCIPAL_ID_REQUIRED ? z.string().min(1) : z.string().optional(),
  policyDocument: policySchema,
  context: z.record(z.string(), TAKES_NULL_IN_CONTEXT ? contextValue.nullable() : contextValue).optional(),
});

/** Evaluates the policy for a method ARN. */
export const evaluatePolicy = ({ Statement }: Policy, methodArn: string) =>
  evaluateStatements(Statement, "execute-api:Invoke", methodArn);
