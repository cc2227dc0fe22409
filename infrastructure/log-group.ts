import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./context";
import { nameInAccount } from "./naming";

/**
 * A log group with a retention period.
 *
 * @param folder prefix of the service's log groups: `/aws/lambda/`.
 * @param former its parent in earlier versions of this program, if different.
 * @param formerNames that earlier versions of this program used instead of `name`.
 */
export function createLogGroup(
  name: string,
  folder: string,
  { settings, tags }: StackContext,
  parent: pulumi.Resource,
  former = parent,
  formerNames: readonly string[] = [],
): cloudwatch.LogGroup {
  const inAccount = nameInAccount(name, folder, formerNames);
  return new cloudwatch.LogGroup(
    inAccount.name,
    { retentionInDays: settings.logRetentionDays, tags },
    // A group that an earlier version named by prefix keeps its name and entries.
    { parent, aliases: inAccount.aliases.map((alias) => ({ ...alias, parent: former })), ignoreChanges: ["namePrefix"] },
  );
}
