import * as dynamodb from "@pulumi/aws/dynamodb";
import { defineAccessControl } from "../../../../config/access-rules";
import { tokenClaims } from "../../../../config/token-claims";
import { createContext } from "../../../../infrastructure/context";
import { callHandler } from "../../../../infrastructure/entry";
import { NodeFunction } from "../../../../infrastructure/node-function";
import { createApiShell, publishApi } from "../../../../infrastructure/rest-api";
import { createUserPool } from "../../../../infrastructure/user-pool";
import type { Served } from "../../../../local/program";
import { strategies } from "../../../../strategies";
import type { Strategy } from "../../../../strategies/strategy";

export const table = defineAccessControl({
  resourceServer: "clinic",
  permissions: {
    ReadVisits: { scope: "see", description: "See visits" },
    BookVisits: { scope: "book", description: "Book visits" },
  },
  groups: { Receptionists: ["ReadVisits", "BookVisits"] },
  routes: [
    { method: "GET", path: "/visits", permission: "ReadVisits" },
    { method: "PUT", path: "/visits/{visitId}", permission: "BookVisits" },
  ],
});

async function createClinicStack() {
  const context = await createContext(table, tokenClaims, strategies);
  const strategy: Strategy = strategies[context.settings.strategy];
  const visits = new dynamodb.Table("visits", {
    attributes: [{ name: "visit", type: "S" }],
    hashKey: "visit",
    billingMode: "PAY_PER_REQUEST",
  });
  const fn = new NodeFunction(
    "visits",
    {
      code: callHandler("test/local/engine/clinic/handler"),
      description: "The clinic's visits",
      timeoutSeconds: 10,
      environment: { VISITS: visits.name },
      statements: [{ Effect: "Allow", Action: ["dynamodb:PutItem", "dynamodb:Scan"], Resource: [visits.arn] }],
    },
    context,
  );
  const userPool = createUserPool(context, [strategy]);
  const shell = createApiShell(context);
  const guard = strategy.createGuard(context, { userPool, shell });
  const { url: apiUrl } = publishApi(context, shell, guard, fn);
  return { apiUrl, strategy: strategy.name, tokenUse: strategy.tokenUse };
}

/** A second program, which shares only infrastructure and strategies with the first one. */
export const clinic: Served = {
  program: { project: "clinic", strategyNames: Object.keys(strategies), run: createClinicStack, findFaults: () => [] },
  people: [
    { name: "vet", groups: ["ReadVisits"] },
    { name: "passerby", groups: [] },
  ],
};
