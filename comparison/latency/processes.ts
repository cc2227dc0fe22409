import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { z } from "zod";

export interface Running<T> {
  readonly ready: T;
  /** Ends the process and resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a script of this folder in a process of its own, so that it does not take turns with the generator, and waits for its first
 * message. The script ends when it is disconnected, so none outlives its parent.
 */
export async function startProcess<T>(script: string, schema: z.ZodType<T>, args: readonly string[] = []): Promise<Running<T>> {
  const child = fork(join(__dirname, script), [...args], { execArgv: ["--require", "ts-node/register"] });
  const ended = once(child, "exit");
  const failed = ended.then(([code]) => {
    throw new Error(`${script} ended with ${code} before it was ready`);
  });
  const [message] = await Promise.race([once(child, "message"), failed]);
  return {
    ready: schema.parse(message),
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
