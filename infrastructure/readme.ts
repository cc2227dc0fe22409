import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "./context";

/**
 * The stack's README with its outputs in the place of `${outputs.name}`, so that its lines are ready to run wherever it is read:
 * the Pulumi console would fill them in itself, `pulumi stack output readme` does not.
 */
export function renderReadme(
  { settings }: StackContext,
  outputs: Readonly<Record<string, pulumi.Input<string>>> & { readonly region: pulumi.Input<string> },
): pulumi.Output<string> {
  const template = readFileSync(join(__dirname, "..", "Pulumi.README.md"), "utf8");
  // The AWS CLI would ask AWS itself for what is in an emulator.
  const endpoint = settings.cognitoEndpoint === "aws" ? "" : ` --endpoint-url ${settings.cognitoEndpoint}`;
  const awsOptions = pulumi.interpolate`--region ${outputs.region}${endpoint}`;
  const texts: Readonly<Record<string, pulumi.Input<string>>> = { ...outputs, awsOptions };
  return pulumi.output(texts).apply((values) =>
    template.replace(/\$\{outputs\.(\w+)\}/g, (_placeholder, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) throw new Error(`Pulumi.README.md asks for the output "${name}", which the stack does not have`);
      return value;
    }),
  );
}
