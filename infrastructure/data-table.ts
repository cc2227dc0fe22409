import * as dynamodb from "@pulumi/aws/dynamodb";
import type { StackContext } from "./context";
import { nameInAccount } from "./naming";

interface Keys {
  readonly hashKey: string;
  readonly rangeKey?: string;
}

/** A table of data that cannot be created again: on demand, encrypted, with point-in-time recovery. Its keys are texts. */
export function createDataTable(tableName: string, keys: Keys, { settings, tags }: StackContext): dynamodb.Table {
  const { name, aliases } = nameInAccount(tableName);
  return new dynamodb.Table(
    name,
    {
      attributes: Object.values(keys).map((key: string) => ({ name: key, type: "S" })),
      ...keys,
      billingMode: "PAY_PER_REQUEST",
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: settings.protect,
      tags,
    },
    { protect: settings.protect, aliases },
  );
}
