export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads a variable that the program sets for the function; throws at start, not at the first request, if it is missing. */
export function requireVariable(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`environment variable ${name} is missing; the Pulumi program sets it`);
  return value;
}
