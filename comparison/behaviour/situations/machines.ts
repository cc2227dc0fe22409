import { type AccessControl, type Route, scopeOf } from "../../../config/access-rules";
import { createTopic, type Row, type Situation } from "../situation";

/** App clients with client credentials. A table with a single scope has no other one to try. */
export function createMachineSituations(table: AccessControl, route: Route): readonly Situation[] {
  const scope = scopeOf(table, route.permission);
  const others = Object.keys(table.permissions)
    .map((name) => scopeOf(table, name))
    .filter((other) => other !== scope);
  const machine = "A machine of the pool (another app client, client credentials)";
  const rows: readonly Row[] = [
    {
      id: "machine",
      sentence: `${machine} with the scope of the route asks`,
      decides: { question: "admission", whose: "machine" },
      run: async (lab) => lab.ask(route, await lab.requestMachineToken(scope)),
      expect: (contract) => contract.machine,
    },
    ...others.slice(0, 1).map(
      (other): Row => ({
        id: "machine-other-scope",
        sentence: `${machine} with another scope asks`,
        run: async (lab) => lab.ask(route, await lab.requestMachineToken(other)),
        expect: (contract) => contract.machineNotPermitted,
      }),
    ),
  ];
  return createTopic("Machines", rows, { hasMachines: true });
}
