import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./context";
import { nameInAccount, partOf } from "./naming";

/** A log group of this stack, whose entries expire. `folder` is what the service's groups begin with: `/aws/lambda/`. */
export function createLogGroup(
  name: string,
  folder: string,
  { settings, tags }: StackContext,
  parent: pulumi.Resource,
): cloudwatch.LogGroup {
  const inAccount = nameInAccount(name, folder);
  return new cloudwatch.LogGroup(
    inAccount.name,
    { retentionInDays: settings.logRetentionDays, tags },
    // A group that an earlier version of this program named by a prefix keeps its name, and its entries.
    { ...partOf(parent), aliases: inAccount.aliases, ignoreChanges: ["namePrefix"] },
  );
}
