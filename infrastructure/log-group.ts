import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./context";
import { nameInAccount } from "./naming";

/**
 * A log group with a retention period.
 *
 * @param folder prefix of the service's log groups: `/aws/lambda/`.
 * @param former its parent in earlier versions of this program, if different.
 */
export function createLogGroup(
  name: string,
  folder: string,
  { settings, tags }: StackContext,
  parent: pulumi.Resource,
  former = parent,
): cloudwatch.LogGroup {
  const inAccount = nameInAccount(name, folder);
  return new cloudwatch.LogGroup(
    inAccount.name,
    { retentionInDays: settings.logRetentionDays, tags },
    // A group that an earlier version named by prefix keeps its name and entries.
    { parent, aliases: [{ name, parent: former }], ignoreChanges: ["namePrefix"] },
  );
}
