import { GetRoleCommand } from "@aws-sdk/client-iam";
import { z } from "zod";
import { type Clients, createClients } from "../comparison/deployed/clients";
import { unlessGone } from "../comparison/deployed/requests";
import { RecoveryError } from "./errors";
import type { StackState } from "./state";

/** Where a stack is deployed. */
export interface StackLocation {
  readonly region: string;
  /** An emulator's address. */
  readonly endpoint?: string;
  /** An emulator's dummy credentials, which may select the account. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

type Texts = Readonly<Record<string, string | undefined>>;

/** The services a stack uses, as the provider's configuration names them. */
const SERVICES = ["apigateway", "cloudwatchlogs", "cognitoidp", "dynamodb", "iam", "lambda", "ssm"] as const;

const endpoints = z.array(z.record(z.string(), z.string()));

/** @throws RecoveryError without a region, or with more than one endpoint */
export function readLocation(configuration: Texts, environment: Texts = process.env): StackLocation {
  const region = configuration["aws:region"] || environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  if (region === undefined || region === "") {
    throw new RecoveryError("LOCATION_UNUSABLE", "no region; set the config key aws:region, or AWS_REGION");
  }
  const addresses = endpoints.parse(JSON.parse(configuration["aws:endpoints"] || "[]"));
  const named = new Set(SERVICES.map((service) => addresses.map((of) => of[service]).find((address) => address !== undefined)));
  const [endpoint, ...others] = named;
  if (others.length > 0) {
    throw new RecoveryError(
      "LOCATION_UNUSABLE",
      `aws:endpoints has several addresses; expected the same one for ${SERVICES.join(", ")}`,
    );
  }
  if (endpoint === undefined) return { region };
  const { "aws:accessKey": accessKeyId, "aws:secretKey": secretAccessKey } = configuration;
  return { region, endpoint, ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}) };
}

export const connect = ({ region, endpoint, credentials }: StackLocation): Clients =>
  createClients(region, endpoint, credentials);

const ROLE = "aws:iam/role:Role";
const withArn = z.object({ arn: z.string() });

/**
 * Asserts that the stack is here: in another region or account everything would look deleted.
 *
 * @throws RecoveryError
 */
export async function assertLocation({ iam }: Clients, { region }: StackLocation, state: StackState): Promise<void> {
  for (const { outputs } of state.resources) {
    // arn:aws:{service}:{region}:{account}:…
    const [, , , itsRegion = ""] = withArn.safeParse(outputs).data?.arn.split(":") ?? [];
    if (itsRegion !== "" && itsRegion !== region) {
      throw new RecoveryError(
        "LOCATION_UNUSABLE",
        `the region is "${region}", but the stack is in "${itsRegion}"; set aws:region accordingly`,
      );
    }
  }
  const deleting = state.pendingDeletes.map(({ id }) => id);
  const roles = state.resources.filter(({ type, id }) => type === ROLE && id !== "" && !deleting.includes(id));
  for (const { id, outputs } of roles) {
    const arn = (await unlessGone(iam.send(new GetRoleCommand({ RoleName: id }))))?.Role?.Arn;
    if (arn !== undefined && arn === outputs.arn) return;
  }
  if (roles.length > 0) {
    throw new RecoveryError(
      "LOCATION_UNUSABLE",
      `the stack's role ${roles[0]?.id} does not exist in the account of your credentials; use those that deploy the stack`,
    );
  }
}
