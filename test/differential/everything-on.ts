import { join } from "node:path";
import { createClients } from "../../comparison/deployed/clients";
import { configureStack, deployStack } from "../../comparison/deployed/stack";
import { connectToEngine } from "../../comparison/target/target-stack";
import { UNTHROTTLED } from "../../comparison/target/unthrottled";
import { accessControl } from "../../config/access-control";
import program from "../../index";
import type { Checks } from "../emulator/checks";
import type { AnswerDifference } from "../emulator/known-differences";
import { connect, PATIENCE, REGION, withStack } from "../emulator/stack";
import { exampleClaims } from "../support/example-claims";
import { startPetsEngine } from "../support/pets";
import { Comparison } from "./comparison";
import type { Side } from "./sides";
import { compareCarried, TTL_SECONDS } from "./token-requests";

export interface Run {
  readonly checks: Checks;
  readonly occurred: Set<AnswerDifference>;
  readonly stop: AbortSignal;
}

/**
 * With claims, directory and parameter. Not on the plan lite: there, the emulator ignores what a trigger answers, because it looks for the
 * answer of version V2_0 wherever a pool says the version of the event.
 */
export async function compareEverythingOn(strategy: string, endpoint: string, { checks, occurred, stop }: Run): Promise<void> {
  const config = {
    ...UNTHROTTLED,
    userPoolPlan: "essentials",
    advancedSecurity: "off",
    userDirectory: "table",
    onUnknownUser: "omit",
    permissionMap: "parameter",
    permissionMapTtlSeconds: String(TTL_SECONDS),
    authorizerCacheTtlSeconds: "0",
  };
  const changed = { ...program, run: () => program.run(accessControl, exampleClaims) };
  const engine = await startPetsEngine({ program: changed, strategies: [strategy], config });
  try {
    await withStack(
      endpoint,
      async (stack) => {
        await configureStack(stack, { ...config, strategy, "changes:claims": "example" });
        await deployStack(stack, { ...PATIENCE, stop });
        const emulator: Side = { ...(await connect(stack, createClients(REGION, endpoint), endpoint)), name: "emulator" };
        const outputs = await stack.outputs();
        const [served] = connectToEngine(engine);
        const [recorded] = engine.stacks;
        if (served === undefined || recorded === undefined) throw new Error("the engine serves no stack");
        const sides = { engine: { ...served, name: "engine" as const }, emulator };
        await compareCarried(new Comparison(checks, sides, occurred), sides, {
          engine: {
            directoryTable: recorded.tables.find(({ hashKey }) => hashKey === "userId")?.tableName ?? "",
            parameter: recorded.parameters[0]?.parameterName ?? "",
          },
          emulator: {
            directoryTable: String(outputs.userDirectoryTable?.value),
            parameter: String(outputs.permissionMapParameter?.value),
          },
        });
      },
      join(__dirname, "..", "deploy", "changed-program"),
    );
  } finally {
    await engine.stop();
  }
}
