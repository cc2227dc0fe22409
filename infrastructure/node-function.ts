import * as iam from "@pulumi/aws/iam";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { bundleEntry } from "./bundle";
import type { StackContext } from "./context";
import { byPermissionMap, createEntry, type Expression } from "./entry";
import { createLogGroup } from "./log-group";
import { aliasesOf, describeStack, nameInAccount } from "./naming";
import type { PermissionMapParameter } from "./permission-map";
import type { PolicyStatement } from "./policy-statement";

export interface NodeFunctionArgs {
  /** What makes its handler; a function of the access-control table's code for one that decides by the table. */
  readonly code: Expression | ((table: string) => Expression);
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Permissions besides writing logs. */
  readonly statements?: readonly PolicyStatement[];
  /** Its names in earlier versions of this program. */
  readonly formerNames?: readonly string[];
}

/** The newest Node LTS of Lambda. Source: docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html, read 2026-11. */
const RUNTIME = "nodejs24.x";

/** X-Ray has no resource-level permissions. Source: Service Authorization Reference, "Actions for AWS X-Ray", read 2026-11. */
const TRACING: PolicyStatement = {
  Effect: "Allow",
  Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  Resource: ["*"],
};

/** A Lambda function with its code, log group and role. */
export class NodeFunction extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
  /** URI for an API Gateway integration or authorizer. */
  readonly invokeArn: pulumi.Output<string>;
  readonly #name: string;
  readonly #aliases: pulumi.Alias[];

  constructor(name: string, args: NodeFunctionArgs, context: StackContext) {
    const { formerNames = [] } = args;
    const aliases = aliasesOf(formerNames);
    super("pets:infrastructure:NodeFunction", name, {}, { aliases });
    const { settings, tags } = context;
    const { expression, permissionMap } = readCode(args.code, context);
    const environment = { ...args.environment, ...permissionMap?.environment };
    const statements = [...(args.statements ?? []), ...(permissionMap === undefined ? [] : [permissionMap.statement])];
    const parent = { parent: this };
    const inAccount = nameInAccount(name, "", formerNames);
    const ofAccount = { ...parent, aliases: inAccount.aliases };

    const logGroup = createLogGroup(name, "/aws/lambda/", context, this, this, formerNames);
    const role = new iam.Role(
      inAccount.name,
      {
        description: `Role of the function ${name} of ${describeStack()}`,
        assumeRolePolicy: JSON.stringify(iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" })),
        // A policy attached by somebody else would block deleting the role.
        forceDetachPolicies: true,
        tags,
      },
      ofAccount,
    );
    const logging: PolicyStatement = {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [pulumi.interpolate`${logGroup.arn}:*`],
    };
    const policy = new iam.RolePolicy(
      name,
      {
        role: role.name,
        // A fixed name, so that a repeated create overwrites the first one.
        name: "permissions",
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [logging, ...(settings.xray ? [TRACING] : []), ...statements],
        }),
      },
      { ...parent, aliases },
    );
    const fn = new lambda.Function(
      inAccount.name,
      {
        description: `${args.description} (${describeStack()})`,
        runtime: RUNTIME,
        architectures: [settings.functionArchitecture],
        handler: "index.handler",
        code: bundleEntry(createEntry(name, expression)).then(
          (text) => new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(text) }),
        ),
        role: role.arn,
        memorySize: settings.functionMemoryMb,
        timeout: args.timeoutSeconds,
        ...(Object.keys(environment).length === 0 ? {} : { environment: { variables: environment } }),
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name, applicationLogLevel: "INFO", systemLogLevel: "WARN" },
        tracingConfig: { mode: settings.xray ? "Active" : "PassThrough" },
        tags,
      },
      { ...ofAccount, dependsOn: [policy] },
    );
    this.#name = name;
    this.#aliases = aliases;
    this.arn = fn.arn;
    this.name = fn.name;
    this.invokeArn = fn.invokeArn;
    this.registerOutputs({ arn: this.arn });
  }

  /**
   * Allows a service to invoke the function on behalf of `sourceArn` only. Whatever triggers the invocations must depend on the
   * returned permission.
   */
  permit(name: string, principal: string, sourceArn: pulumi.Input<string>): lambda.Permission {
    return new lambda.Permission(
      name,
      { action: "lambda:InvokeFunction", function: this.name, principal, sourceArn },
      { parent: this, aliases: this.#aliases },
    );
  }

  /**
   * Allows every user pool of the account to invoke the function. Not only the stack's own: the permission must exist before a pool in
   * use starts calling the function.
   */
  permitUserPools(): lambda.Permission {
    const pools = this.arn.apply((arn) => {
      const [, partition, , region, account] = arn.split(":");
      return `arn:${partition}:cognito-idp:${region}:${account}:userpool/*`;
    });
    return this.permit(this.#name, "cognito-idp.amazonaws.com", pools);
  }
}

/** The code of a function, with the parameter that it reads if it decides by a permission map that is kept there. */
function readCode(
  code: NodeFunctionArgs["code"],
  { accessControl, permissionMap }: StackContext,
): { readonly expression: Expression; readonly permissionMap?: PermissionMapParameter } {
  if (typeof code !== "function") return { expression: code };
  if (permissionMap === undefined) return { expression: code(JSON.stringify(accessControl)) };
  return { expression: byPermissionMap(accessControl, code), permissionMap };
}
