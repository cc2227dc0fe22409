import { readUserPool, type UserPoolModel } from "./cognito/resources";
import { readTables, TABLE, type TableModel } from "./dynamodb/resources";
import { type ApiModel, gatewayTypes, readApi } from "./gateway/resources";
import { type FunctionModel, lambdaTypes, readFunctions } from "./lambda/resources";
import type { Recording } from "./record";
import { NotImitatedError } from "./recorded-inputs";
import { PARAMETER, type ParameterModel, readParameters } from "./ssm/resources";

/** A recorded stack, as far as the engine serves it. */
export interface Stack {
  readonly strategy: string;
  readonly tokenUse: "access" | "id";
  readonly apiUrl: string;
  readonly pool: UserPoolModel;
  readonly api: ApiModel;
  readonly functions: readonly FunctionModel[];
  readonly tables: readonly TableModel[];
  readonly parameters: readonly ParameterModel[];
  /** The program's outputs that are texts. */
  readonly outputs: ReadonlyMap<string, string>;
}

/** Every type that is served, plus logs and risk configurations, which have no effect here. */
const KNOWN_TYPES: ReadonlySet<string> = new Set([
  ...gatewayTypes,
  ...lambdaTypes,
  TABLE,
  PARAMETER,
  "aws:cognito/resourceServer:ResourceServer",
  "aws:cognito/riskConfiguration:RiskConfiguration",
  "aws:cognito/userGroup:UserGroup",
  "aws:cognito/userPool:UserPool",
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:cloudwatch/logGroup:LogGroup",
]);

/** @throws NotImitatedError that names the resource, for anything that the engine does not imitate. */
export async function readStack(recording: Recording): Promise<Stack> {
  const unknown = recording.resources.find(({ type, isComponent }) => !isComponent && !KNOWN_TYPES.has(type));
  if (unknown !== undefined) throw new NotImitatedError(unknown, ["type: not imitated"]);
  const { strategy, tokenUse, apiUrl } = recording.outputs;
  if (typeof strategy !== "string" || typeof apiUrl !== "string" || (tokenUse !== "access" && tokenUse !== "id")) {
    throw new Error("the program's outputs lack strategy, tokenUse or apiUrl");
  }
  return {
    strategy,
    tokenUse,
    apiUrl,
    pool: readUserPool(recording),
    api: readApi(recording),
    functions: await readFunctions(recording),
    tables: readTables(recording),
    parameters: readParameters(recording),
    outputs: new Map(
      Object.entries(recording.outputs).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : [])),
    ),
  };
}
