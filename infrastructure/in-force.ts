import * as pulumi from "@pulumi/pulumi";
import type { InForce } from "../config/change-over";
import type { TokenClaims } from "../config/claim-rules";

/**
 * Reads from the stack's own outputs which strategies and custom attributes the last successful update left in force; undefined if
 * nothing is deployed.
 * Outputs do not change during an update or when it fails.
 * Source: SameStep and the snapshot manager (for Pulumi Cloud, its journal) of github.com/pulumi/pulumi at pkg/v3.250.0, and tried with
 * that CLI, 2026-11.
 */
export async function readInForce(): Promise<(InForce & Pick<TokenClaims, "customAttributes">) | undefined> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const own = new pulumi.StackReference("in-force", { name });
  const [strategy, standbyStrategy, customAttributes] = await Promise.all(
    ["strategy", "standbyStrategy", "customAttributes"].map((output) => own.getOutputValue(output)),
  );
  if (typeof strategy !== "string") return undefined;
  return {
    strategy,
    standbyStrategy: typeof standbyStrategy === "string" ? standbyStrategy : undefined,
    customAttributes: isAttributes(customAttributes) ? customAttributes : {},
  };
}

const isAttributes = (value: unknown): value is TokenClaims["customAttributes"] =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).every((attribute: unknown) => typeof Object(attribute).maxLength === "number");
