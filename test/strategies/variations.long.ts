import { strategies } from "../../strategies";
import { exampleClaims } from "../support/example-claims";
import { describeConformance } from "./conformance";
import { createEngineTarget } from "./engine-target";

/** Every combination of what can be switched on; none and all of it are in strategies.test.ts. */
const SWITCHES = [
  { name: "claims", claims: exampleClaims, config: { userPoolPlan: "essentials", advancedSecurity: "off" } },
  { name: "a directory", config: { userDirectory: "table" } },
  { name: "a permission map in a parameter", config: { permissionMap: "parameter" } },
] as const;

for (let bits = 1; bits < 2 ** SWITCHES.length - 1; bits++) {
  const on = SWITCHES.filter((_, i) => bits & (1 << i));
  const config = Object.assign({}, ...on.map((one) => one.config));
  const claims = on.some(({ name }) => name === "claims") ? { claims: exampleClaims } : {};
  for (const strategy of Object.values(strategies))
    describeConformance(strategy, {
      where: `over HTTP on the local engine, with ${on.map(({ name }) => name).join(" and ")}`,
      createTarget: (name) => createEngineTarget(name, { config, ...claims }),
      hasTenants: on.some(({ name }) => name === "a directory"),
    });
}
