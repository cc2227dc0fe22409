import { type Clients, createClients } from "../../../comparison/deployed/clients";
import { withServer } from "../../support/server";

/** A request to AWS as received. */
export interface AwsRequest {
  /** `PUT /2015-03-31/functions/pets/configuration`, without a query. */
  readonly operation: string;
  readonly body: unknown;
}

/** IAM uses form requests and XML responses. */
const readBody = (text: string): unknown =>
  text === "" ? undefined : text.startsWith("{") ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));

/** An error response in the format of the request's protocol. */
export class FakeFault {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {}
}

/** AWS SDK clients of a server that returns the given responses and records requests. */
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
