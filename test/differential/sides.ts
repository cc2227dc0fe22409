import type { TargetStack } from "../../comparison/target/target-stack";

type SideName = "engine" | "emulator";

/** One of the two sides compared: the same strategy's stack on the engine or on the emulator. */
export interface Side extends TargetStack {
  readonly name: SideName;
}

/** One value for each side. */
export type Pair<T> = Readonly<Record<SideName, T>>;

/** Does the same on both sides at once. */
export async function onBoth<T>(sides: Pair<Side>, act: (side: Side) => Promise<T>): Promise<Pair<T>> {
  const [engine, emulator] = await Promise.all([act(sides.engine), act(sides.emulator)]);
  return { engine, emulator };
}
