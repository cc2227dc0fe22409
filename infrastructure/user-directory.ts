import type * as pulumi from "@pulumi/pulumi";
import { TRIGGER_TIMEOUT_SECONDS } from "../config/token-generation";
import type { StackContext } from "./context";
import { createDataTable } from "./data-table";
import { callHandler } from "./entry";
import { NodeFunction } from "./node-function";
import type { PolicyStatement } from "./policy-statement";

/** The application's own table of users. */
export interface UserDirectory {
  readonly tableName: pulumi.Output<string>;
  /** For a function that looks users up. */
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  readonly reading: PolicyStatement;
  /** The trigger that gives new users a record. */
  readonly postConfirmation: { readonly lambdaArn: pulumi.Output<string>; readonly dependsOn: readonly pulumi.Resource[] };
}

/** The directory's table and the trigger that writes new users into it. */
export function createUserDirectory(context: StackContext): UserDirectory | undefined {
  const { settings } = context;
  if (settings.userDirectory === "off") return undefined;
  const table = createDataTable("directory", { hashKey: "userId" }, context);
  const mayUse = (action: string): PolicyStatement => ({ Effect: "Allow", Action: [action], Resource: [table.arn] });
  const fn = new NodeFunction(
    "post-confirmation",
    {
      code: callHandler("handlers/post-confirmation"),
      description: "Gives users who have signed up a record in the directory",
      timeoutSeconds: TRIGGER_TIMEOUT_SECONDS,
      environment: { USER_DIRECTORY_TABLE: table.name },
      statements: [mayUse("dynamodb:PutItem")],
    },
    context,
  );
  return {
    tableName: table.name,
    environment: {
      USER_DIRECTORY_TABLE: table.name,
      ON_DIRECTORY_FAILURE: settings.onDirectoryFailure,
      ON_UNKNOWN_USER: settings.onUnknownUser,
    },
    reading: mayUse("dynamodb:GetItem"),
    postConfirmation: { lambdaArn: fn.arn, dependsOn: [fn.permitUserPools()] },
  };
}
