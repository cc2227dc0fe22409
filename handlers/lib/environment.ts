export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable that the program sets for the function. Throws at start, not at the first request, where it is missing. */
export function requireVariable(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`environment variable ${name} is missing; the program sets it with the function`);
  return value;
}
