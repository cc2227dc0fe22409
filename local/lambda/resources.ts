import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { jsonText } from "../json-text";
import type { Recording } from "../record";
import { ignored, type KnownResource, NotImitatedError, readResource, readResources, stateText } from "../recorded-inputs";

/** A recorded function. */
export interface FunctionModel {
  /** The name in the program: `pets`. */
  readonly name: string;
  readonly arn: string;
  /** The name in AWS, with its suffix. */
  readonly functionName: string;
  readonly code: string;
  /** What the bundle exports as its handler. */
  readonly handlerName: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Statements of its role. */
  readonly statements: readonly Statement[];
  /** Who may call it. */
  readonly permissions: readonly { readonly principal: string; readonly sourceArn: string }[];
}

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const functionSchema = z.strictObject({
  runtime: z.string().regex(/^nodejs\d+\.x$/, "expected a Node.js runtime"),
  handler: z.string().regex(/^index\.\w+$/, "expected an export of index"),
  code: z.custom<pulumi.asset.AssetArchive>(
    (value) => value instanceof pulumi.asset.AssetArchive,
    "expected an archive that holds index.js",
  ),
  role: z.string(),
  memorySize: z.number(),
  timeout: z.number(),
  environment: z.strictObject({ variables: z.record(z.string(), z.string()) }).optional(),
  description: ignored,
  architectures: ignored,
  loggingConfig: ignored,
  tracingConfig: ignored,
  tags: ignored,
});

const permissionSchema = z.strictObject({
  action: z.literal("lambda:InvokeFunction"),
  function: z.string(),
  principal: z.string(),
  sourceArn: z.string(),
});

/** Condition, NotAction, NotResource and others are rejected: each changes a statement's meaning. */
const statementSchema = z.strictObject({ Effect: z.enum(["Allow", "Deny"]), Action: texts, Resource: texts });
type Statement = z.infer<typeof statementSchema>;

const rolePolicySchema = z.strictObject({
  role: z.string(),
  name: ignored,
  policy: jsonText.pipe(z.strictObject({ Version: z.literal("2012-10-17"), Statement: z.array(statementSchema) })),
});

const roleSchema = z.strictObject({
  assumeRolePolicy: jsonText.pipe(
    z.strictObject({
      Version: z.literal("2012-10-17"),
      Statement: z.tuple([
        z.strictObject({
          Effect: z.literal("Allow"),
          Principal: z.strictObject({ Service: z.string() }),
          Action: z.literal("sts:AssumeRole"),
          Sid: z.string().optional(),
        }),
      ]),
    }),
  ),
  description: ignored,
  forceDetachPolicies: ignored,
  tags: ignored,
});

/** Resource types handled here. */
export const lambdaTypes = [
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:lambda/function:Function",
  "aws:lambda/permission:Permission",
] as const;
const [ROLE, ROLE_POLICY, FUNCTION, PERMISSION] = lambdaTypes;

const codeOf = async ({ name, inputs }: KnownResource<z.infer<typeof functionSchema>>): Promise<string> => {
  const file = Object.entries(await inputs.code.assets).find(([path]) => path === "index.js")?.[1];
  if (!(file instanceof pulumi.asset.StringAsset))
    throw new NotImitatedError({ type: FUNCTION, name }, ["code: index.js is not text"]);
  return file.text;
};

/** @throws NotImitatedError for unsupported features of functions, roles or permissions. */
export async function readFunctions(recording: Recording): Promise<readonly FunctionModel[]> {
  const permissions = readResources(recording, PERMISSION, permissionSchema);
  const roles = readResources(recording, ROLE, roleSchema);
  const rolePolicies = readResources(recording, ROLE_POLICY, rolePolicySchema);
  return Promise.all(
    recording.ofType(FUNCTION).map(async (resource) => {
      const fn = readResource(resource, functionSchema);
      const { inputs } = fn;
      const functionName = stateText(fn, "name");
      const role = roles.find((candidate) => stateText(candidate, "arn") === inputs.role);
      const service = role?.inputs.assumeRolePolicy.Statement[0].Principal.Service;
      if (service !== "lambda.amazonaws.com") throw new NotImitatedError(resource, ["role: Lambda cannot assume it"]);
      return {
        name: fn.name,
        arn: stateText(fn, "arn"),
        functionName,
        code: await codeOf(fn),
        handlerName: inputs.handler.slice("index.".length),
        environment: inputs.environment?.variables ?? {},
        timeoutSeconds: inputs.timeout,
        memoryMb: inputs.memorySize,
        statements: rolePolicies
          .filter((policy) => role !== undefined && policy.inputs.role === stateText(role, "name"))
          .flatMap((policy) => policy.inputs.policy.Statement),
        permissions: permissions
          .filter((permission) => permission.inputs.function === functionName)
          .map(({ inputs: { principal, sourceArn } }) => ({ principal, sourceArn })),
      };
    }),
  );
}
