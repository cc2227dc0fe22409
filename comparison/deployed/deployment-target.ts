import { GetAccountCommand, type GetAccountCommandOutput } from "@aws-sdk/client-api-gateway";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import { UNTHROTTLED } from "../target/unthrottled";
import { type Clients, createClients } from "./clients";
import { COMPARED, type Configuration, EMULATOR, ROOT, readEmulatorConfiguration } from "./configuration";

export type DeploymentTargetName = "aws" | "emulator";

/** Where stacks are deployed to. */
export interface DeploymentTarget {
  readonly name: DeploymentTargetName;
  readonly region: string;
  /** An emulator's address, without a slash at the end. */
  readonly endpoint?: string;
  readonly clients: Clients;
  /** Of every stack there, but for its strategy. */
  readonly configuration: Configuration;
}

/** Why nothing can be deployed there, with a remedy. */
export class DeploymentTargetError extends Error {
  readonly code = "DEPLOYMENT_TARGET_UNUSABLE";
  constructor(target: DeploymentTargetName, fault: string) {
    super(`nothing can be deployed to ${target === "aws" ? "AWS" : "the emulator"}: ${fault}`);
    this.name = "DeploymentTargetError";
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The emulator's address, without a slash at the end. */
export const readEndpoint = ({ AWS_ENDPOINT_URL = "" }: Environment = process.env): string =>
  (AWS_ENDPOINT_URL === "" ? EMULATOR : AWS_ENDPOINT_URL).replace(/\/$/, "");

/** Checks that stacks can be deployed there, before anything is created. @throws DeploymentTargetError */
export const findDeploymentTarget = (
  name: DeploymentTargetName,
  endpoint?: string,
  environment: Environment = process.env,
): Promise<DeploymentTarget> =>
  name === "emulator" ? findEmulator(endpoint ?? readEndpoint(environment)) : findAws(environment);

const findCli = (name: DeploymentTargetName) =>
  PulumiCommand.get().catch((cause: unknown) => {
    throw new DeploymentTargetError(name, `no working pulumi on the PATH (${firstLine(cause)}); see pulumi.com/docs/install`);
  });

async function findEmulator(endpoint: string): Promise<DeploymentTarget> {
  await fetch(endpoint, { signal: AbortSignal.timeout(10_000) }).catch((cause: unknown) => {
    throw new DeploymentTargetError(
      "emulator",
      `nothing answers at ${endpoint} (${firstLine(cause)}); start an emulator such as MiniStack, or set AWS_ENDPOINT_URL to its address`,
    );
  });
  await findCli("emulator");
  const configuration: Configuration = { ...readEmulatorConfiguration(endpoint), ...COMPARED, ...UNTHROTTLED };
  const region = configuration["aws:region"] ?? "us-east-1";
  return { name: "emulator", region, endpoint, clients: createClients(region, endpoint), configuration };
}

/** Throttle per method: enough for a comparison, within the account's quota. */
const MOST_REQUESTS = { rate: 1000, burst: 500 };

async function findAws(environment: Environment): Promise<DeploymentTarget> {
  const redirected = Object.keys(environment).find((key) => /^AWS_ENDPOINT_URL/.test(key) && environment[key] !== "");
  if (redirected !== undefined) {
    throw new DeploymentTargetError("aws", `${redirected} redirects requests; unset it, or compare on the emulator`);
  }
  const region = environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  if (region === undefined || region === "") {
    throw new DeploymentTargetError("aws", "no region; set AWS_REGION, for example: export AWS_REGION=us-east-1");
  }
  await findCli("aws");
  await findBackend();
  const clients = createClients(region);
  const { cloudwatchRoleArn = "", throttleSettings } = await readAccount(clients, region);
  const configuration = {
    "aws:region": region,
    ...COMPARED,
    // The setting belongs to the whole account, so it is left as it is.
    apiLogging: cloudwatchRoleArn === "" ? "off" : "on",
    throttleRatePerSecond: `${Math.floor(Math.min(MOST_REQUESTS.rate, throttleSettings?.rateLimit ?? MOST_REQUESTS.rate))}`,
    throttleBurst: `${Math.min(MOST_REQUESTS.burst, throttleSettings?.burstLimit ?? MOST_REQUESTS.burst)}`,
  };
  return { name: "aws", region, clients, configuration };
}

/** The state stays in the CLI's backend, so that it outlives this machine. */
async function findBackend(): Promise<void> {
  const workspace = await LocalWorkspace.create({ workDir: ROOT });
  await workspace.whoAmI().catch((cause: unknown) => {
    throw new DeploymentTargetError(
      "aws",
      `pulumi is not logged in (${firstLine(cause)}); run pulumi login, or pulumi login --local to keep the state on this machine`,
    );
  });
}

const readAccount = ({ gateway }: Clients, region: string): Promise<GetAccountCommandOutput> =>
  gateway.send(new GetAccountCommand()).catch((cause: unknown) => {
    throw new DeploymentTargetError(
      "aws",
      `API Gateway in ${region} does not tell its account settings (${firstLine(cause)}); expected credentials that may call ` +
        "apigateway:GET and create the stack, for example by AWS_PROFILE or aws sso login",
    );
  });

/** An error in one line, including CLI errors and those that only wrap a cause. */
function firstLine(error: unknown): string {
  const text = String(error instanceof Error && error.cause instanceof Error ? error.cause : error);
  return /^error: .+/m.exec(text)?.[0] ?? /Command failed .+/.exec(text)?.[0] ?? text.split("\n", 1)[0] ?? "";
}
