import { type Clients, createClients } from "../../../comparison/deployed/clients";
import { withServer } from "../../support/server";

/** A request to AWS as it came over the wire. */
export interface AwsRequest {
  /** `PUT /2015-03-31/functions/pets/configuration`, without a query. */
  readonly operation: string;
  readonly body: unknown;
}

/** IAM is asked by a form, and answers XML. */
const readBody = (text: string): unknown =>
  text === "" ? undefined : text.startsWith("{") ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));

/** An answer that is an error, in the form of the protocol that asks. */
export class FakeFault {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {}
}

/** The AWS SDK's clients at a server that answers with what it is given, and keeps what it was asked. */
export async function withFakeAws(
  answer: (request: AwsRequest) => FakeFault | object | string,
  use: (clients: Clients, asked: readonly AwsRequest[], endpoint: string) => Promise<void>,
): Promise<void> {
  const asked: AwsRequest[] = [];
  await withServer(
    (incoming, response) => {
      let text = "";
      incoming.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      incoming.on("end", () => {
        const target = incoming.headers["x-amz-target"] ?? incoming.url?.split("?")[0];
        const request = { operation: `${incoming.method} ${target}`, body: readBody(text) };
        asked.push(request);
        const answered = answer(request);
        if (answered instanceof FakeFault) {
          const { status, code } = answered;
          response.writeHead(status, { "x-amzn-errortype": code });
          response.end(text.includes("Action=") ? `<ErrorResponse><Error><Code>${code}</Code></Error></ErrorResponse>` : "{}");
          return;
        }
        const isXml = typeof answered === "string";
        response.setHeader("Content-Type", isXml ? "text/xml" : "application/json");
        response.end(isXml ? answered : JSON.stringify(answered));
      });
    },
    async (endpoint) => {
      const clients = createClients("us-east-1", endpoint);
      try {
        await use(clients, asked, endpoint);
      } finally {
        for (const client of Object.values(clients)) client.destroy();
      }
    },
  );
}
