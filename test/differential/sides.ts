import type { Emulator } from "../deploy/emulator";
import type { Target } from "../deploy/stack";

type SideName = "engine" | "emulator";

/** One of the two that are compared: where it is reached, and the AWS SDK's clients at its address. */
export interface Side extends Target {
  readonly name: SideName;
  /** Where Cognito is: `http://localhost:{port}`. */
  readonly endpoint: string;
  readonly clients: Emulator;
}

/** Something of each side. */
export type Pair<T> = Readonly<Record<SideName, T>>;

/** Does the same on both sides at once. */
export async function onBoth<T>(sides: Pair<Side>, act: (side: Side) => Promise<T>): Promise<Pair<T>> {
  const [engine, emulator] = await Promise.all([act(sides.engine), act(sides.emulator)]);
  return { engine, emulator };
}
