import { z } from "zod";
import type { Recording } from "../record";
import { ignored, readResources, stateText } from "../recorded-inputs";

export const TABLE = "aws:dynamodb/table:Table";

/**
 * A string key, or two of them. No index, stream or time to live: functions would rely on something that is not imitated.
 */
const tableSchema = z
  .strictObject({
    attributes: z.array(z.strictObject({ name: z.string(), type: z.literal("S") })),
    hashKey: z.string(),
    rangeKey: z.string().optional(),
    billingMode: z.literal("PAY_PER_REQUEST"),
    pointInTimeRecovery: ignored,
    serverSideEncryption: ignored,
    deletionProtectionEnabled: ignored,
    tags: ignored,
  })
  .refine(
    ({ attributes, hashKey, rangeKey }) => {
      const keys = rangeKey === undefined ? [hashKey] : [hashKey, rangeKey];
      const names = attributes.map(({ name }) => name);
      return hashKey !== rangeKey && names.length === keys.length && keys.every((key) => names.includes(key));
    },
    { path: ["attributes"], message: "expected the attributes of hashKey and rangeKey and no other" },
  );

/** The attributes that tell a table's items apart. */
export interface KeyNames {
  readonly hashKey: string;
  readonly rangeKey: string | undefined;
}

export interface TableModel extends KeyNames {
  /** The name in the program: `pets`. */
  readonly name: string;
  readonly arn: string;
  /** The name in AWS, with its suffix. */
  readonly tableName: string;
}

/** @throws NotImitatedError for tables with unsupported features. */
export const readTables = (recording: Recording): readonly TableModel[] =>
  readResources(recording, TABLE, tableSchema).map((table) => ({
    name: table.name,
    arn: stateText(table, "arn"),
    tableName: stateText(table, "name"),
    hashKey: table.inputs.hashKey,
    rangeKey: table.inputs.rangeKey,
  }));
