import { z } from "zod";
import { closedOperation } from "../json-service";
import { alreadyExists, invalid } from "./errors";
import type { Parameter } from "./parameter";
import { MAX_VALUE_LENGTH } from "./resources";

const operation = closedOperation<Parameter>(invalid);

/**
 * Reported: public issue threads and client code, read 2026-11; for an empty value assumed.
 *
 * @throws ServiceError ValidationException.
 */
function checkValue(value: string): void {
  if (value === "")
    throw invalid(
      "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  if (value.length > MAX_VALUE_LENGTH)
    throw invalid(
      `Standard tier parameters support a maximum parameter value of ${MAX_VALUE_LENGTH} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    );
}

export const operations = {
  GetParameter: operation(
    "GetParameter",
    // Of no meaning for plain text. Documented: API_GetParameter, "ignored for String", read 2026-11.
    z.strictObject({ Name: z.string(), WithDecryption: z.boolean().optional() }),
    (_input, { model, current }) => ({
      Parameter: {
        ARN: model.arn,
        DataType: "text",
        LastModifiedDate: current.modifiedAtMs / 1000,
        Name: model.parameterName,
        Type: "String",
        Value: current.value,
        Version: current.version,
      },
    }),
  ),
  PutParameter: operation(
    "PutParameter",
    z.strictObject({
      Name: z.string(),
      Value: z.string(),
      Overwrite: z.boolean().optional(),
      Type: z.literal("String").optional(),
      Tier: z.literal("Standard").optional(),
      DataType: z.literal("text").optional(),
    }),
    ({ Value, Overwrite }, parameter) => {
      // Assumed: the value is looked at first.
      checkValue(Value);
      if (!Overwrite) throw alreadyExists();
      parameter.change(Value);
      return { Tier: "Standard", Version: parameter.current.version };
    },
  ),
};
