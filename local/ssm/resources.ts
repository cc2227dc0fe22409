import { z } from "zod";
import type { Recording } from "../record";
import { ignored, readResources, stateText } from "../recorded-inputs";

export const PARAMETER = "aws:ssm/parameter:Parameter";

/** In characters. Reported: the refusal of a longer value, in many public issue threads, read 2026-11. Assumed: UTF-16 code units. */
export const MAX_VALUE_LENGTH = 4096;

/** Plain text of the standard tier. No secrets, policies or patterns. */
const parameterSchema = z.strictObject({
  name: z.string().optional(),
  type: z.literal("String"),
  value: z.string().min(1).max(MAX_VALUE_LENGTH),
  tier: z.literal("Standard").optional(),
  dataType: z.literal("text").optional(),
  description: ignored,
  overwrite: z.literal(false).optional(),
  tags: ignored,
});

export interface ParameterModel {
  readonly arn: string;
  readonly parameterName: string;
  /** As the program creates it. */
  readonly value: string;
}

/** @throws NotImitatedError for parameters with unsupported features. */
export const readParameters = (recording: Recording): readonly ParameterModel[] =>
  readResources(recording, PARAMETER, parameterSchema).map((parameter) => ({
    arn: stateText(parameter, "arn"),
    parameterName: stateText(parameter, "name"),
    value: parameter.inputs.value,
  }));
