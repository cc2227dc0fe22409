import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./context";

/**
 * The stack's README with `${outputs.name}` replaced, so that its commands are ready to run: the Pulumi console substitutes outputs
 * itself, `pulumi stack output readme` does not.
 */
export function renderReadme(
  { settings }: StackContext,
  outputs: Readonly<Record<string, pulumi.Input<string>>> & { readonly region: pulumi.Input<string> },
): pulumi.Output<string> {
  const template = readFileSync(join(__dirname, "..", "Pulumi.README.md"), "utf8");
  // Without it, the AWS CLI would ask AWS itself.
  const endpoint = settings.cognitoEndpoint === "aws" ? "" : ` --endpoint-url ${settings.cognitoEndpoint}`;
  const awsOptions = pulumi.interpolate`--region ${outputs.region}${endpoint}`;
  const texts: Readonly<Record<string, pulumi.Input<string>>> = { ...outputs, awsOptions };
  return pulumi.output(texts).apply((values) =>
    template.replace(/\$\{outputs\.(\w+)\}/g, (_placeholder, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) throw new Error(`Pulumi.README.md refers to the unknown output "${name}"`);
      return value;
    }),
  );
}
