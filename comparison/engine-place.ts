import { compareOnEngine } from "./behaviour/compare";
import { createEngineSite } from "./latency/engine-site";
import { measureSite } from "./measure-site";
import type { Compared, Place } from "./place";

/** The local engine: every strategy on this machine, without an account. */
export const createEnginePlace = (compared: Compared): Place => ({
  compareBehaviour: (work) => compareOnEngine(compared, work),
  measureLatency: (work) => measureSite(createEngineSite(), work),
  close: async () => [],
});
