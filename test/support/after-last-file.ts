/**
 * Releases what test files share. A mocha worker runs one file after another with the same modules, and exits after the last one with
 * everything that it holds.
 */
export function afterLastFile(end: () => Promise<void>): void {
  if (process.env.MOCHA_WORKER_ID === undefined) after(end);
}
