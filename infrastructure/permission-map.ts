import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import type { AccessControl } from "../config/access-rules";
import { renderPermissionMap } from "../config/permission-map";
import type { PolicyStatement } from "./policy-statement";

/** What a function needs that reads the permission map. */
export interface PermissionMapParameter {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly statement: PolicyStatement;
}

/**
 * The parameter with the permission map, as the table has it at first; whatever it is changed to afterwards stays. Its name is fixed,
 * for those who change it. Any update by the provider would write the value that the state has, even one that is about something else:
 * so nothing of it is ever updated, it has no tag that changes, and AWS would refuse to overwrite it.
 * Source: internal/service/ssm/parameter.go of github.com/hashicorp/terraform-provider-aws, read 2026-11, and tried with 5.100.
 */
export function createPermissionMapParameter(table: AccessControl, ttlSeconds: number): PermissionMapParameter {
  const name = `/${pulumi.getProject()}/${pulumi.getStack()}/permission-map`;
  const parameter = new ssm.Parameter(
    "permission-map",
    {
      name,
      type: ssm.ParameterType.String,
      value: renderPermissionMap(table),
      description: "Which group has which permissions; functions read a change within their time to live",
      overwrite: false,
      tags: { project: pulumi.getProject(), stack: pulumi.getStack() },
    },
    { ignoreChanges: ["value", "description", "tags"] },
  );
  return {
    name,
    environment: { PERMISSION_MAP_PARAMETER: name, PERMISSION_MAP_TTL_SECONDS: String(ttlSeconds) },
    statement: { Effect: "Allow", Action: ["ssm:GetParameter"], Resource: [parameter.arn] },
  };
}
