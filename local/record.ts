import { setImmediate } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";

import debuggable = require("@pulumi/pulumi/runtime/debuggable");

import { simulateOutputs } from "./simulated-outputs";

/** A resource that the program created, with everything it asked for resolved. */
export interface RecordedResource {
  readonly type: string;
  /** Its name in the program, without the project and the stack that names in an account begin with. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly id: string;
  /** The inputs and what the provider would have added to them. */
  readonly state: Readonly<Record<string, unknown>>;
  readonly options: pulumi.ResourceOptions;
  /** By its own options, or by those of what it is a part of. */
  readonly isProtected: boolean;
  /** It groups resources and is nothing in AWS. */
  readonly isComponent: boolean;
}

/** A Pulumi program, run and recorded in this process. */
export interface RecordableProgram {
  /** Its configuration's keys belong to it: `pets:strategy`. */
  readonly project: string;
  /** Creates the resources, and returns the stack's outputs. */
  run(): Promise<Readonly<Record<string, unknown>>>;
}

export class Recording {
  constructor(
    readonly resources: readonly RecordedResource[],
    readonly outputs: Readonly<Record<string, unknown>>,
  ) {}

  ofType(type: string): readonly RecordedResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The one resource of a type, and of a name where there are several. */
  one(type: string, name?: string): RecordedResource {
    const found = this.ofType(type).filter((resource) => name === undefined || resource.name === name);
    const [resource] = found;
    if (resource === undefined || found.length > 1) {
      const names = this.ofType(type).map((other) => other.name);
      throw new Error(
        `expected one ${type}${name === undefined ? "" : ` "${name}"`}, found ${found.length}; there are: ${names.join(", ")}`,
      );
    }
    return resource;
  }
}

export interface RecordOptions {
  /** Texts by key without the project, as `pulumi config set` takes them. */
  readonly config?: Readonly<Record<string, string>>;
  readonly stack?: string;
  /** Run as `pulumi preview` does: ids and all that a provider adds are unknown. */
  readonly preview?: boolean;
  /** The stack's outputs as an update before has left them; by default nothing was deployed before. */
  readonly outputsBefore?: Readonly<Record<string, unknown>>;
}

/**
 * The SDK writes down a stack trace for each promise of each resource, to name those that nobody waited for when the process ends, and
 * one for each resource, for the CLI to show. That is more than half of a run's time; `recordProgram` waits for all of them, and shows none.
 */
Reflect.set(debuggable, "debuggablePromise", <T>(promise: Promise<T>) => promise);
Reflect.set(pulumi.Resource, "callsites", () => []);

const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/** Without what a name begins with that tells stacks apart in an account, whole or cut: `users` of `pets-dev-users`. */
function nameInStack(project: string, stack: string, name: string): string {
  const prefix = `${project}-${stack}`.replaceAll(".", "-");
  const start = /^(?:\/aws\/\w+\/)?/.exec(name)?.[0].length ?? 0;
  let end = start;
  while (end - start < prefix.length && name[end] === prefix[end - start]) end++;
  return end - start > project.length && name[end] === "-" ? name.slice(end + 1) : name;
}

/**
 * Runs a Pulumi program in this process, without a CLI and without a cloud, and records what it creates.
 *
 * Resolves once every resource is registered, also those that are only reached through an output. Runs must not overlap, for the
 * Pulumi SDK keeps the run it is in as state of the process.
 *
 * @throws what the program throws, or an AggregateError of what went wrong while its resources were recorded: a type that has no
 * simulated outputs, or two resources of one type with one name, which is more than Pulumi itself refuses (the same URN).
 */
export async function recordProgram(
  { project, run }: RecordableProgram,
  { config = {}, stack = "test", preview = false, outputsBefore = {} }: RecordOptions = {},
): Promise<Recording> {
  const resources = new Map<string, RecordedResource>();
  const declared = new Map<string, { readonly resource: object; readonly options: pulumi.ResourceOptions }>();
  const errors: unknown[] = [];
  let failure: { readonly error: unknown } | undefined;

  const record = ({ type, custom, ...args }: pulumi.runtime.MockResourceArgs): pulumi.runtime.MockResourceResult => {
    if (type === STACK_REFERENCE)
      return { id: args.id, state: { ...args.inputs, outputs: outputsBefore, secretOutputNames: [] } };
    const inputs = unwrapAll(args.inputs);
    const name = nameInStack(project, stack, args.name);
    const isComponent = custom === false;
    const simulated = isComponent ? { id: "", state: {} } : simulateOutputs(stack, type, { name, fullName: args.name }, inputs);
    const state = preview ? inputs : { ...inputs, ...simulated.state };
    const key = `${type}::${args.name}`;
    const { resource = {}, options = {} } = declared.get(key) ?? {};
    const isProtected = Reflect.get(resource, "__protect") === true;
    resources.set(key, { type, name, inputs, id: simulated.id, state, options, isProtected, isComponent });
    return { id: preview ? undefined : simulated.id, state };
  };

  pulumi.runtime.setAllConfig(Object.fromEntries(Object.entries(config).map(([key, text]) => [`${project}:${key}`, text])));
  await pulumi.runtime.setMocks(
    {
      newResource(args) {
        // The SDK loses what a mock throws, or waits for ever for the resource.
        try {
          return record(args);
        } catch (error) {
          errors.push(error);
          return { id: undefined, state: {} };
        }
      },
      call({ token }) {
        errors.push(new Error(`the program called ${token}, which has no simulated answer`));
        return {};
      },
    },
    project,
    stack,
    preview,
    "organization",
  );
  const running = pulumi.runtime.runInPulumiStack(() => {
    // Mocks are not told a resource's options; a transformation is.
    pulumi.runtime.registerStackTransformation(({ resource, type, name, opts }) => {
      const key = `${type}::${name}`;
      if (declared.has(key)) errors.push(new Error(`two resources of the type ${type} have the name "${name}"`));
      declared.set(key, { resource, options: opts });
      return undefined;
    });
    return run().catch((error: unknown) => {
      // The SDK would end the process before anybody could say what is wrong.
      failure = { error };
      return undefined;
    });
  });
  const outputs = await running.finally(() => settle(() => declared.size));
  if (failure !== undefined) throw failure.error;
  if (errors.length > 0) throw new AggregateError(errors, errors.map(String).join("\n"));
  // As the program declares them: what waits for another resource's id is registered later. The stack itself is not declared.
  const inOrder = [...new Set([...declared.keys(), ...resources.keys()])].flatMap((key) => resources.get(key) ?? []);
  return new Recording(inOrder, preview ? {} : await plainValuesOf(outputs));
}

/** Waits until no resource is under way, and none comes of an output that only those made known. */
async function settle(countResources: () => number): Promise<void> {
  let count: number;
  do {
    count = countResources();
    await pulumi.runtime.disconnect();
    await setImmediate();
  } while (countResources() !== count);
}

/** The stack's outputs as plain values. Never resolves in a preview, which does not know them. */
const plainValuesOf = (outputs: pulumi.Inputs | undefined) =>
  new Promise<Record<string, unknown>>((resolve) => pulumi.output(outputs ?? {}).apply(resolve));

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Secrets reach a mock in the wrapper of the wire protocol. */
function unwrapSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapSecrets);
  if (!isRecord(value)) return value;
  if (pulumi.runtime.isRpcSecret(value)) return unwrapSecrets(pulumi.runtime.unwrapRpcSecret(value));
  const isCode = pulumi.asset.Archive.isInstance(value) || pulumi.asset.Asset.isInstance(value);
  return isCode ? value : unwrapAll(value);
}

const unwrapAll = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, unwrapSecrets(value)]));
