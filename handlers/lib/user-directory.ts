import { ConditionalCheckFailedException, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { readUserRecord, type UserRecord } from "../../config/user-record";
import { tryTwice } from "./attempts";
import { type Environment, requireVariable } from "./environment";

/** The user's record, by `sub`; undefined if it is to be left out. Rejects with a sentence for the user if there is to be no token. */
export type FindRecord = (userId: string) => Promise<UserRecord | undefined>;

/** The directory's table. */
export interface Directory {
  get(userId: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Does nothing if the user has a record. */
  add(record: UserRecord): Promise<void>;
}

/** Two of them stay well below the 5 seconds that Cognito waits for a trigger. */
const ATTEMPT_TIMEOUT_MS = 1000;

const FAILED = "Your account cannot be looked up right now, try again in a minute";
const UNKNOWN = "Your account has not been set up yet, ask an administrator";

export function createDirectory(environment: Environment, client = new DynamoDBClient({ maxAttempts: 1 })): Directory {
  const TableName = requireVariable(environment, "USER_DIRECTORY_TABLE");
  return {
    async get(userId) {
      const command = new GetItemCommand({ TableName, Key: marshall({ userId }), ConsistentRead: true });
      const { Item } = await tryTwice(ATTEMPT_TIMEOUT_MS, (abortSignal) => client.send(command, { abortSignal }));
      return Item === undefined ? undefined : unmarshall(Item);
    },
    async add(record) {
      const command = new PutItemCommand({
        TableName,
        Item: marshall(record),
        ConditionExpression: "attribute_not_exists(userId)",
      });
      try {
        await tryTwice(ATTEMPT_TIMEOUT_MS, (abortSignal) => client.send(command, { abortSignal }), isTaken);
      } catch (error) {
        if (!isTaken(error)) throw error;
      }
    },
  };
}

const isTaken = (error: unknown) => error instanceof ConditionalCheckFailedException;

/**
 * Looks users up at sign-in and at refresh. `ON_DIRECTORY_FAILURE` and `ON_UNKNOWN_USER` say whether a user whose record could not be
 * read, or who has none, is refused or gets tokens without what would have come from it. An error's message is shown to the user by Cognito, which ends it with
 * a period.
 */
export function createRecordFinder(environment: Environment, directory: Directory = createDirectory(environment)): FindRecord {
  const isOmittedOn = (name: string) => requireVariable(environment, name) === "omit";
  const onFailure = isOmittedOn("ON_DIRECTORY_FAILURE");
  const onUnknown = isOmittedOn("ON_UNKNOWN_USER");
  const leaveOut = (isOmitted: boolean, sentence: string): undefined => {
    if (!isOmitted) throw new Error(sentence);
    return undefined;
  };
  return async (userId) => {
    let item: Awaited<ReturnType<Directory["get"]>>;
    let record: UserRecord | undefined;
    try {
      item = await directory.get(userId);
      record = item === undefined ? undefined : readUserRecord(item);
    } catch (error) {
      console.error({ message: "user directory failed", userId, error });
      return leaveOut(onFailure, FAILED);
    }
    if (record?.userId === userId) return record;
    console.info({ message: "user without a record", userId });
    return leaveOut(onUnknown, UNKNOWN);
  };
}
