import type { AccessControl } from "../../config/access-rules";
import program from "../../index";
import { type Deployment, type DeployOptions, deploy } from "../../local/deploy";

export const { strategyNames } = program;

/** The recorded stack of a strategy; made once for the same question, since no test changes it. */
const deployments = new Map<string, Promise<Deployment>>();
let last: Promise<unknown> = Promise.resolve();

export function deployStrategy(
  strategy: string,
  { config = {}, ...options }: DeployOptions = {},
  table?: AccessControl,
): Promise<Deployment> {
  const run = () => deploy(() => program(table), { ...options, config: { strategy, ...config } });
  const key = JSON.stringify([strategy, config, options, table]);
  const known = deployments.get(key);
  if (known !== undefined) return known;
  const deployment = last.then(run);
  // Runs of the SDK must not overlap.
  last = deployment.catch(() => undefined);
  deployments.set(key, deployment);
  return deployment;
}

type Values = Readonly<Record<string, unknown>>;
const isValues = (value: unknown): value is Values => typeof value === "object" && value !== null;

/** A nested input: `inputOf(pool.inputs, "lambdaConfig", "preTokenGenerationConfig")`. */
export const inputOf = (inputs: Values, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (isValues(value) ? value[key] : undefined), inputs);

export const textOf = (value: unknown): string => {
  if (typeof value !== "string") throw new Error(`expected a text, found ${JSON.stringify(value)}`);
  return value;
};
