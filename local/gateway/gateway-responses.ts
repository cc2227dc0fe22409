import { z } from "zod";
import type { AuthorizerRefusal, GatewayRefusal } from "../step";
import type { HttpAnswer } from "./http";

/**
 * API Gateway's own response types with status and `x-amzn-ErrorType`.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html for the statuses, read
 * 2026-09; the names are reported by github.com/localstack/localstack, read 2026-08.
 */
const builtIn = {
  ACCESS_DENIED: [403, "AccessDeniedException"],
  API_CONFIGURATION_ERROR: [500, "InternalServerErrorException"],
  AUTHORIZER_CONFIGURATION_ERROR: [500, "AuthorizerConfigurationException"],
  AUTHORIZER_FAILURE: [500, "AuthorizerFailureException"],
  BAD_REQUEST_BODY: [400, "BadRequestException"],
  BAD_REQUEST_PARAMETERS: [400, "BadRequestException"],
  INTEGRATION_FAILURE: [504, "InternalServerErrorException"],
  INTEGRATION_TIMEOUT: [504, "InternalServerErrorException"],
  INVALID_SIGNATURE: [403, "IncompleteSignatureException"],
  MISSING_AUTHENTICATION_TOKEN: [403, "MissingAuthenticationTokenException"],
  REQUEST_TOO_LARGE: [413, "RequestTooLargeException"],
  THROTTLED: [429, "TooManyRequestsException"],
  UNAUTHORIZED: [401, "UnauthorizedException"],
} as const;
export type ResponseType = keyof typeof builtIn;

/** A gateway response. */
export interface GatewayFault {
  readonly type: ResponseType;
  /** `null` where AWS has none. */
  readonly message: string | null;
  /** What a body lacks, for a template that asks for it. */
  readonly validationError?: string;
  /** Where the status is not the type's own: a broken function answer is a 502 of API Gateway's. */
  readonly status?: number;
  /** For the trace: who decided, and why. */
  readonly cause: Cause;
}

type Cause =
  | { readonly kind: "gateway"; readonly reason: GatewayRefusal }
  /** `durationMs` is what it took to decide, without the authorizer's function. */
  | { readonly kind: "authorizer"; readonly reason: AuthorizerRefusal; readonly durationMs: number };

export const byGateway = (reason: GatewayRefusal): Cause => ({ kind: "gateway", reason });

const VARIABLE = /\$context\.[\w.]+/g;
const variables: Readonly<Record<string, (fault: GatewayFault, requestId: string) => string>> = {
  "$context.error.message": ({ message }) => message ?? "null",
  "$context.error.messageString": ({ message }) => JSON.stringify(message),
  "$context.error.responseType": ({ type }) => type,
  // Escaped, as it stands between quotes in every template that AWS's users show.
  "$context.error.validationErrorString": ({ validationError = "" }) => JSON.stringify(validationError).slice(1, -1),
  "$context.requestId": (_fault, requestId) => requestId,
};

const template = z.string().refine((text) => (text.match(VARIABLE) ?? []).every((name) => Object.hasOwn(variables, name)), {
  message: `expected no variables but ${Object.keys(variables).join(", ")}`,
});

export const gatewayResponseSchema = z.strictObject({
  restApiId: z.string(),
  responseType: z.custom<ResponseType | "DEFAULT_4XX" | "DEFAULT_5XX">(
    (value) => typeof value === "string" && (Object.hasOwn(builtIn, value) || /^DEFAULT_[45]XX$/.test(value)),
    `expected DEFAULT_4XX, DEFAULT_5XX, ${Object.keys(builtIn).join(", ")}`,
  ),
  statusCode: z
    .string()
    .regex(/^[2-5]\d\d$/)
    .optional(),
  responseParameters: z
    .record(z.string().regex(/^gatewayresponse\.header\.[\w-]+$/), z.string().regex(/^'.*'$/, "expected a static 'value'"))
    .optional(),
  responseTemplates: z.strictObject({ "application/json": template }).optional(),
});
export type GatewayResponseModel = z.infer<typeof gatewayResponseSchema>;

/** The API's response for the type, else its default for the status class, else AWS's own. */
export function answerFault(
  fault: GatewayFault,
  responses: ReadonlyMap<string, GatewayResponseModel>,
  requestId: string,
): HttpAnswer {
  const [ownStatus, errorType] = builtIn[fault.type];
  const status = fault.status ?? ownStatus;
  const model = responses.get(fault.type) ?? responses.get(status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");
  const text = model?.responseTemplates?.["application/json"] ?? defaultTemplate(fault.type);
  return {
    status: model?.statusCode === undefined ? status : Number(model.statusCode),
    headers: [
      ["Content-Type", "application/json"],
      ["x-amzn-ErrorType", errorType],
      ...Object.entries(model?.responseParameters ?? {}).map(
        ([parameter, value]) => [parameter.replace("gatewayresponse.header.", ""), value.slice(1, -1)] as const,
      ),
    ],
    body: text.replace(VARIABLE, (name) => variables[name]?.(fault, requestId) ?? ""),
  };
}

/** AWS capitalizes "Message" only in refusals by policy. Source: reported by many clients, read 2026-08. */
const defaultTemplate = (type: ResponseType) =>
  `{"${type === "ACCESS_DENIED" ? "Message" : "message"}":$context.error.messageString}`;
