import * as pulumi from "@pulumi/pulumi";
import type { InForce } from "../config/change-over";

/**
 * Reads from the stack's own outputs what its last update that ran to its end has left in force; undefined where nothing is deployed.
 * Outputs stay as they are while an update is under way, and when it fails.
 * Source: SameStep and the snapshot manager (for Pulumi Cloud, its journal) of github.com/pulumi/pulumi at pkg/v3.250.0, and tried with
 * that CLI, 2026-11.
 */
export async function readInForce(): Promise<InForce | undefined> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const own = new pulumi.StackReference("in-force", { name });
  const [strategy, standbyStrategy] = await Promise.all(
    ["strategy", "standbyStrategy"].map((output) => own.getOutputValue(output)),
  );
  if (typeof strategy !== "string") return undefined;
  return { strategy, standbyStrategy: typeof standbyStrategy === "string" ? standbyStrategy : undefined };
}
