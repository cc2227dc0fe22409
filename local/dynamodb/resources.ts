import { z } from "zod";
import type { Recording } from "../record";
import { ignored, readResources, stateText } from "../recorded-inputs";

export const TABLE = "aws:dynamodb/table:Table";

/**
 * A single string key. No sort key, index, stream or time to live: functions would rely on something that is not imitated.
 */
const tableSchema = z
  .strictObject({
    attributes: z.array(z.strictObject({ name: z.string(), type: z.literal("S") })),
    hashKey: z.string(),
    billingMode: z.literal("PAY_PER_REQUEST"),
    pointInTimeRecovery: ignored,
    serverSideEncryption: ignored,
    deletionProtectionEnabled: ignored,
    tags: ignored,
  })
  .refine(({ attributes, hashKey }) => attributes.length === 1 && attributes[0]?.name === hashKey, {
    path: ["attributes"],
    message: "expected the attribute of hashKey and no other",
  });

export interface TableModel {
  readonly arn: string;
  readonly tableName: string;
  /** The attribute that tells the items apart. */
  readonly keyName: string;
}

/** @throws NotImitatedError for tables with unsupported features. */
export const readTables = (recording: Recording): readonly TableModel[] =>
  readResources(recording, TABLE, tableSchema).map((table) => ({
    arn: stateText(table, "arn"),
    tableName: stateText(table, "name"),
    keyName: table.inputs.hashKey,
  }));
