import { fork } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import type { z } from "zod";

export interface Running<T> {
  readonly ready: T;
  /** Tells the process something, and waits for its next message. */
  ask<Answer>(question: string, schema: z.ZodType<Answer>): Promise<Answer>;
  /** Ends the process and resolves when it is gone. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly args?: readonly string[];
  /** A module that is loaded before the script, by its path. */
  readonly preload?: string;
}

/**
 * Starts a script in a separate process, so that it does not compete with the generator's event loop, and waits for its first message. It
 * exits when disconnected, so it never outlives its parent.
 */
export async function startProcess<T>(
  script: string,
  schema: z.ZodType<T>,
  { args = [], preload }: ProcessOptions = {},
): Promise<Running<T>> {
  const modules = ["ts-node/register", ...(preload === undefined ? [] : [preload])];
  const child = fork(script, [...args], { execArgv: modules.flatMap((module) => ["--require", module]) });
  const ended = once(child, "exit");
  const failed = ended.then(([code]) => {
    throw new Error(`${basename(script)} ended with ${code} before it was ready`);
  });
  const stop = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  const [message] = await Promise.race([once(child, "message"), failed]);
  const { success, data, error } = schema.safeParse(message);
  if (!success) {
    await stop();
    throw error;
  }
  return {
    ready: data,
    async ask(question, answerSchema) {
      child.send(question);
      const [answer] = await once(child, "message");
      return answerSchema.parse(answer);
    },
    stop,
  };
}
