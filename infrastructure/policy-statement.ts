import type * as pulumi from "@pulumi/pulumi";

/** One statement of a role's policy, with explicit actions and resources. */
export interface PolicyStatement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly pulumi.Input<string>[];
}
