import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./context";
import { nameInAccount } from "./naming";

/**
 * A log group of this stack, whose entries expire.
 *
 * @param folder what the service's groups begin with: `/aws/lambda/`.
 * @param former the parent that it had in earlier versions of this program, if another one.
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
    // A group that an earlier version named by a prefix keeps its name, and its entries.
    { parent, aliases: [{ name, parent: former }], ignoreChanges: ["namePrefix"] },
  );
}
