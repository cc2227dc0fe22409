import * as dynamodb from "@pulumi/aws/dynamodb";
import { claimTypes } from "../config/claim-rules";
import type { StackContext } from "./context";
import { callHandler } from "./entry";
import { nameInAccount } from "./naming";
import { NodeFunction } from "./node-function";

/**
 * The backend of every route: a table (on demand, encrypted, point-in-time recovery) and the one function that may read and write it
 * and do nothing else.
 */
export function createPetsBackend(context: StackContext): NodeFunction {
  const { settings, claims, tags } = context;
  const types = claimTypes(claims);
  const { name, aliases } = nameInAccount("pets");
  const table = new dynamodb.Table(
    name,
    {
      attributes: [
        { name: "tenantId", type: "S" },
        { name: "id", type: "S" },
      ],
      hashKey: "tenantId",
      rangeKey: "id",
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
      code: callHandler("handlers/pets", ...(Object.keys(types).length === 0 ? [] : [JSON.stringify(types)])),
      description: "The pets API",
      timeoutSeconds: 10,
      environment: {
        TABLE_NAME: table.name,
        CORS_ORIGINS: settings.corsOrigins.join(" "),
        ...(settings.userDirectory === "off" ? {} : { TENANTS: "on" }),
      },
      statements: [
        {
          Effect: "Allow",
          Action: ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
          Resource: [table.arn],
        },
      ],
    },
    context,
  );
}
