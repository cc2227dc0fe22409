import { join } from "node:path";
import { paginateListGroups } from "@aws-sdk/client-cognito-identity-provider";
import { createClients } from "../../comparison/deployed/clients";
import { collect } from "../../comparison/deployed/requests";
import type { Checks } from "../emulator/checks";
import { listNames } from "../emulator/inventory";
import { connect, REGION, withStack } from "../emulator/stack";

/** A protected stack accepts every change of its table, keeps what cannot be recreated, and can be destroyed as documented. */
export async function checkProtection(checks: Checks, endpoint: string): Promise<void> {
  const clients = createClients(REGION, endpoint);
  const stackName = await withStack(
    endpoint,
    async (stack) => {
      await stack.setConfig("protect", { value: "true" });
      checks.equal("protected: pulumi up", (await stack.up()).summary.result, "succeeded");
      const { userPoolId, clientId, apiUrl } = await connect(stack, clients, endpoint);

      await stack.setConfig("changes:table", { value: "true" });
      await stack.preview();
      checks.equal("protected: a permission is renamed and a route removed", (await stack.up()).summary.result, "succeeded");
      const groups = await collect(
        paginateListGroups({ client: clients.cognito }, { UserPoolId: userPoolId }),
        ({ Groups }) => Groups,
      );
      checks.equal("protected: the pool has the groups of the table", groups.map(({ GroupName }) => GroupName).sort(), [
        "LookAtPets",
        "PetsAdmins",
        "WritePetsAccess",
      ]);

      // The Automation API skips the preview, which would refuse it as well.
      const refused = await stack.destroy().then(
        () => "destroyed",
        (error: unknown) => String(error),
      );
      checks.equal("protected: destroy is refused", /protected/.test(refused), true);
      checks.equal(
        "protected: pulumi up restores what a refused destroy removed",
        (await stack.up()).summary.result,
        "succeeded",
      );
      const { userPoolId: pool, clientId: client, apiUrl: url } = await connect(stack, clients, endpoint);
      checks.equal("protected: pool, client and address are the same", [pool, client, url], [userPoolId, clientId, apiUrl]);

      await stack.setConfig("protect", { value: "false" });
      checks.equal("protected: protection is switched off", (await stack.up()).summary.result, "succeeded");
    },
    join(__dirname, "changed-program"),
  );
  checks.equal("protected: destroy then leaves nothing", await listNames(clients, stackName), []);
}
