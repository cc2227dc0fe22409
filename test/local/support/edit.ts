import { Deployment } from "../../../local/deploy";

type Values = Readonly<Record<string, unknown>>;

/** The recorded stack with one resource's inputs changed, as if the program had asked for that. */
export function edited(
  deployment: Deployment,
  type: string,
  name: string | undefined,
  change: (inputs: Values) => Values,
): Deployment {
  const target = deployment.one(type, name);
  const resources = deployment.resources.map((resource) =>
    resource === target ? { ...resource, inputs: change(resource.inputs) } : resource,
  );
  return new Deployment(resources, deployment.outputs);
}

/** The recorded stack without a resource. */
export function without(deployment: Deployment, type: string, name?: string): Deployment {
  const target = deployment.one(type, name);
  return new Deployment(
    deployment.resources.filter((resource) => resource !== target),
    deployment.outputs,
  );
}
