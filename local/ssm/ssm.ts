import type { Clock } from "../clock";
import { createJsonService, type JsonService, type ServiceOptions } from "../json-service";
import { errors } from "./errors";
import { operations } from "./operations";
import { isKeptVersion, Parameter, type ParameterKeeper } from "./parameter";
import type { ParameterModel } from "./resources";

export interface SsmOptions extends ServiceOptions {
  readonly parameters: readonly ParameterModel[];
  readonly clock: Clock;
  /** Without it changed values are in memory only. */
  readonly openKeeper?: (isKept: typeof isKeptVersion) => ParameterKeeper;
}

export interface Ssm extends JsonService {
  /** A recorded parameter's current value. */
  read(parameterName: string): Parameter["current"] | undefined;
  close(): void;
}

/** A parameter's ARN has one slash before its name. Documented: Service Authorization Reference, Systems Manager, read 2026-11. */
const withoutSlash = (parameterName: string) => parameterName.replace(/^\//, "");

/** Parameter Store with the recorded parameters, of which the values can be changed. Others can neither be read nor created. */
export function createSsm({ parameters: models, clock, openKeeper, ...options }: SsmOptions): Ssm {
  const names = models.map(({ parameterName }) => parameterName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two parameters have the name ${twice}`);
  // Nobody needs the file of a program without parameters.
  const keeper = models.length === 0 ? undefined : openKeeper?.(isKeptVersion);
  const parameters = new Map(models.map((model) => [model.parameterName, new Parameter(model, clock, keeper)]));
  const prefix = models[0]?.arn.replace(/parameter\/.*$/s, "parameter/");
  const service = createJsonService(
    {
      targetPrefix: "AmazonSSM.",
      actionPrefix: "ssm",
      contentType: "application/x-amz-json-1.1",
      hasChecksum: false,
      operations,
      find({ Name }) {
        if (typeof Name !== "string") return { arn: undefined, resource: undefined };
        const resource = parameters.get(Name);
        // Who may read a name may also learn that nothing has it.
        const arn = prefix === undefined ? undefined : `${prefix}${withoutSlash(Name)}`;
        return { arn: resource?.model.arn ?? arn, resource };
      },
      errors,
    },
    options,
  );
  return { ...service, read: (name) => parameters.get(name)?.current, close: () => keeper?.close() };
}
