import { render } from "velocityjs";
import { z } from "zod";
import type { Recording } from "../record";
import { ignored, NotImitatedError, readResources } from "../recorded-inputs";
import type { HttpAnswer, HttpRequest } from "./http";

const place = { restApi: z.string(), resourceId: z.string(), httpMethod: z.string() };

/** A MOCK integration with one fixed status, as preflights need. */
export const mockSchema = z.strictObject({
  ...place,
  type: z.literal("MOCK"),
  httpMethod: z.literal("OPTIONS"),
  integrationHttpMethod: ignored,
  requestTemplates: z.strictObject({
    "application/json": z.string().regex(/^\{\s*"statusCode":\s*\d{3}\s*\}$/, 'expected {"statusCode": number}'),
  }),
});

const header = /^method\.response\.header\.([\w-]+)$/;
const responseSchema = z.strictObject({
  ...place,
  statusCode: z.string(),
  responseParameters: z.record(z.string().regex(header), z.string().regex(/^'.*'$/, "expected a static 'value'")).optional(),
  responseTemplates: z.strictObject({ "application/json": z.string() }).optional(),
});
const methodResponseSchema = z.strictObject({
  ...place,
  statusCode: z.string(),
  responseParameters: z.record(z.string().regex(header), z.boolean()),
});

export interface MockModel {
  readonly type: "MOCK";
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly template: string | undefined;
}

/** @throws NotImitatedError if the method has no response for the integration's status. */
export function readMock(recording: Recording, integration: z.infer<typeof mockSchema>): MockModel {
  const { statusCode } = z.object({ statusCode: z.number() }).parse(JSON.parse(integration.requestTemplates["application/json"]));
  const isOurs = ({ inputs }: { readonly inputs: z.infer<z.ZodObject<typeof place>> & { readonly statusCode: string } }) =>
    inputs.resourceId === integration.resourceId &&
    inputs.httpMethod === integration.httpMethod &&
    inputs.statusCode === `${statusCode}`;
  const response = readResources(recording, "aws:apigateway/integrationResponse:IntegrationResponse", responseSchema).find(
    isOurs,
  );
  const methodResponse = readResources(recording, "aws:apigateway/methodResponse:MethodResponse", methodResponseSchema).find(
    isOurs,
  );
  if (response === undefined || methodResponse === undefined) {
    throw new NotImitatedError({ type: "aws:apigateway/integration:Integration", name: integration.resourceId }, [
      `no method and integration response for the status ${statusCode}`,
    ]);
  }
  const { responseParameters = {}, responseTemplates } = response.inputs;
  // API Gateway passes on a header only where the method's response declares it.
  const declared = Object.entries(responseParameters).filter(
    ([name]) => methodResponse.inputs.responseParameters[name] !== undefined,
  );
  return {
    type: "MOCK",
    status: statusCode,
    headers: new Map(declared.map(([name, value]) => [header.exec(name)?.[1] ?? name, value.slice(1, -1)])),
    template: responseTemplates?.["application/json"],
  };
}

/** Responds with the recorded headers; a template may override them, as the one that echoes the origin does. */
export function answerMock({ status, headers, template }: MockModel, request: HttpRequest): HttpAnswer {
  const override: Record<string, string> = {};
  const context = { responseOverride: { header: override } };
  // A Java map in AWS's templates, whose keys have the case that the client sent.
  const sent = { get: (name: string) => request.headers.find(([other]) => other === name)?.[1] };
  const body = template === undefined ? "" : render(template, { context, input: { params: () => ({ header: sent }) } });
  return { status, headers: [...new Map([...headers, ...Object.entries(override)])], body };
}
