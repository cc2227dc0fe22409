import * as dynamodb from "@pulumi/aws/dynamodb";
import type { StackContext } from "./context";
import { nameInAccount } from "./naming";
import { NodeFunction } from "./node-function";

/**
 * The backend of every route: a table (on demand, encrypted, point-in-time recovery) and the one function that may read and write it
 * and do nothing else.
 */
export function createPetsBackend(context: StackContext): NodeFunction {
  const { settings, tags } = context;
  const { name, aliases } = nameInAccount("pets");
  const table = new dynamodb.Table(
    name,
    {
      attributes: [{ name: "id", type: "S" }],
      hashKey: "id",
      billingMode: "PAY_PER_REQUEST",
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true },
      deletionProtectionEnabled: settings.protect,
      tags,
    },
    { protect: settings.protect, aliases },
  );
  return new NodeFunction(
    "pets",
    {
      handler: "handlers/pets",
      description: "The pets API",
      timeoutSeconds: 10,
      environment: { TABLE_NAME: table.name, CORS_ORIGINS: settings.corsOrigins.join(" ") },
      statements: [
        {
          Effect: "Allow",
          Action: ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan"],
          Resource: [table.arn],
        },
      ],
    },
    context,
  );
}
