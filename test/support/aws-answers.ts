import type { RequestListener } from "node:http";
import { withServer } from "./server";

/** Status and body; undefined for none at all. */
export type AwsAnswer = readonly [status: number, body: object] | undefined;

/**
 * Runs `use` with clients of AWS, made as functions make them, that get these answers, in order. Never answers what comes after them. `asked` has what the clients sent.
 */
export async function withAwsAnswers(
  answers: readonly AwsAnswer[],
  use: (asked: readonly { readonly operation: string }[]) => Promise<void>,
): Promise<void> {
  const asked: { operation: string }[] = [];
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    asked.push({
      operation: String(request.headers["x-amz-target"]).split(".")[1] ?? "",
      ...JSON.parse(Buffer.concat(chunks).toString()),
    });
    const answer = answers[asked.length - 1];
    if (answer !== undefined)
      response.writeHead(answer[0], { "Content-Type": "application/x-amz-json-1.0" }).end(JSON.stringify(answer[1]));
  };
  await withServer(listener, (endpoint) =>
    withEnvironment(
      { AWS_ENDPOINT_URL: endpoint, AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
      () => use(asked),
    ),
  );
}

async function withEnvironment<T>(variables: Readonly<Record<string, string>>, use: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    return await use();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
    Object.assign(process.env, before);
  }
}
