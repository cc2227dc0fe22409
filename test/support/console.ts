const LEVELS = ["error", "info", "warn"] as const;

/** Runs `run` with the console's lines caught. */
export async function withoutConsole<T>(
  run: () => Promise<T>,
): Promise<{ readonly result: T; readonly lines: readonly unknown[] }> {
  const lines: unknown[] = [];
  const own = LEVELS.map((level) => [level, console[level]] as const);
  for (const level of LEVELS) console[level] = (...line: unknown[]) => lines.push(...line);
  try {
    return { result: await run(), lines };
  } finally {
    for (const [level, log] of own) console[level] = log;
  }
}
