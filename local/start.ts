import program from "../index";
import { deploy } from "./deploy";

/** Shows, from the program itself, what each strategy puts in front of each route. Serves and deploys nothing. */
async function main(): Promise<void> {
  for (const strategy of program.strategyNames) {
    const { resources, outputs } = await deploy(() => program(), { config: { strategy } });
    console.log(`\n${strategy}: ${resources.length} resources; clients send the ${outputs.tokenUse} token`);
    const methods = resources.filter(
      ({ type, inputs }) => type === "aws:apigateway/method:Method" && inputs.httpMethod !== "OPTIONS",
    );
    console.table(
      Object.fromEntries(
        methods.map(({ name, inputs: { authorization, authorizationScopes } }) => [
          name,
          { authorization, scopes: Array.isArray(authorizationScopes) ? authorizationScopes.join(" ") : "(the policy decides)" },
        ]),
      ),
    );
  }
  console.log("\nThis shows what would be deployed. A local run that serves both strategies over HTTP is not built yet.");
}

void main();
