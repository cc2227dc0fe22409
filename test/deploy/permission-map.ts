import { setTimeout as sleep } from "node:timers/promises";
import { GetParameterCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { PET, type Subject, takeClient } from "./subject";

/** The shortest that the program takes. */
export const TTL_SECONDS = 5;
/** Until every function reads the map again. */
const MAP_CHANGE_MS = (TTL_SECONDS + 1) * 1000;

/** Admins may no longer write. */
export const REDUCED_MAP = JSON.stringify({ PetsAdmins: ["ReadPetsAccess"], ReadPetsAccess: ["ReadPetsAccess"] });
/** Would let admins write again, if a part of it were taken. */
const BAD_MAP = JSON.stringify({ PetsAdmins: ["ReadPetsAccess", "WritePetsAccess"], ReadPetsAccess: ["FlyPetsAccess"] });

export const readMap = async ({ clients, parameterName: Name }: Subject) =>
  (await clients.parameters.send(new GetParameterCommand({ Name }))).Parameter?.Value;

export async function changeMap(subject: Subject, map: string): Promise<void> {
  await putMap(subject, map);
  await sleep(MAP_CHANGE_MS);
}

const putMap = ({ clients, parameterName: Name }: Subject, Value: string) =>
  clients.parameters.send(new PutParameterCommand({ Name, Value, Overwrite: true }));

/** The map is changed where it is, and then for the worse; ends with the reduced one. */
export async function checkMap(subject: Subject): Promise<void> {
  const { checks, strategy } = subject;
  const expected = [200, strategy.contract.notPermitted.status];
  const find = async () => {
    const admin = await takeClient(subject, "admin");
    return [(await admin("/pets")).status, (await admin("/pets", "POST", PET)).status];
  };
  await changeMap(subject, REDUCED_MAP);
  checks.equal(`${strategy.name}: a changed map takes effect without a deployment`, await find(), expected);
  await changeMap(subject, BAD_MAP);
  checks.equal(`${strategy.name}: an invalid map changes nothing`, await find(), expected);
  await putMap(subject, REDUCED_MAP);
}
