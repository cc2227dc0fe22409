import type { FunctionModel } from "../../../local/lambda/resources";

/** A function that a service identifies only by its role. */
export const createFunction = (name: string, statements: FunctionModel["statements"] = []): FunctionModel => ({
  name,
  arn: `arn:aws:lambda:us-east-1:123456789012:function:${name}-1234567`,
  functionName: `${name}-1234567`,
  code: "",
  handlerName: "handler",
  environment: {},
  timeoutSeconds: 3,
  memoryMb: 128,
  statements,
  permissions: [],
});
