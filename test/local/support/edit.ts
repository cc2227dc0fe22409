import { Recording } from "../../../local/record";

type Values = Readonly<Record<string, unknown>>;

/** The recorded stack with one resource's inputs changed, as if by the program. */
export function edited(
  recording: Recording,
  type: string,
  name: string | undefined,
  change: (inputs: Values) => Values,
): Recording {
  const target = recording.one(type, name);
  const resources = recording.resources.map((resource) =>
    resource === target ? { ...resource, inputs: change(resource.inputs) } : resource,
  );
  return new Recording(resources, recording.outputs);
}

/** The recorded stack without a resource. */
export function without(recording: Recording, type: string, name?: string): Recording {
  const target = recording.one(type, name);
  return new Recording(
    recording.resources.filter((resource) => resource !== target),
    recording.outputs,
  );
}
