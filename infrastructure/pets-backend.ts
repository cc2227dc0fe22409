import { claimTypes } from "../config/claim-rules";
import type { StackContext } from "./context";
import { createDataTable } from "./data-table";
import { callHandler } from "./entry";
import { NodeFunction } from "./node-function";

/** The backend of every route: a table, and the one function that may read and write it and do nothing else. */
export function createPetsBackend(context: StackContext): NodeFunction {
  const { settings, claims } = context;
  const types = claimTypes(claims);
  const table = createDataTable("pets", { hashKey: "tenantId", rangeKey: "id" }, context);
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
