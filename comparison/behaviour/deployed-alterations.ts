import { GetFunctionCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { z } from "zod";
import type { FunctionFailure } from "../../strategies/contract";
import { configureFunction, replaceCode } from "../deployed/function-updates";
import { ANSWER_TIMEOUT_MS } from "../target/http";
import { createFaultyCode, FAULTY_TIMEOUT_SECONDS } from "./faulty-code";

const described = z.object({
  Configuration: z.object({
    /** `index.handler`: the file without its ending, and what it exports. */
    Handler: z.templateLiteral([z.string().min(1), ".", z.string().regex(/^\w+$/)]),
    Timeout: z.number(),
  }),
  Code: z.object({ Location: z.url() }),
});

/** Restores the previous state. */
export type Restore = () => Promise<void>;

/** Replaces a function's code by one that fails. The original is read first. */
export async function breakFunction(client: LambdaClient, FunctionName: string, fault: FunctionFailure): Promise<Restore> {
  const { Configuration, Code } = described.parse(await client.send(new GetFunctionCommand({ FunctionName })));
  const [file, handlerName] = splitHandler(Configuration.Handler);
  const original = await download(Code.Location);
  const faulty = zipSync({ [`${file}.js`]: strToU8(createFaultyCode(handlerName, fault)) });
  const restore = async () => {
    await replaceCode(client, FunctionName, original);
    await configureFunction(client, { FunctionName, Timeout: Configuration.Timeout });
  };
  try {
    await configureFunction(client, { FunctionName, Timeout: FAULTY_TIMEOUT_SECONDS });
    await replaceCode(client, FunctionName, faulty);
    return restore;
  } catch (error) {
    await restore();
    throw error;
  }
}

function splitHandler(handler: string): readonly [file: string, name: string] {
  const dot = handler.lastIndexOf(".");
  return [handler.slice(0, dot), handler.slice(dot + 1)];
}

async function download(location: string): Promise<Uint8Array> {
  const response = await fetch(location, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  // The location is signed, so it is not shown.
  if (!response.ok) throw new Error(`could not download a function's code: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
