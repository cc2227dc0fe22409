import type { Served } from "../local/program";
import { compareOnEngine } from "./behaviour/compare";
import { createEngineSite } from "./latency/engine-site";
import { measureSite } from "./measure-site";
import type { Place } from "./place";

/** The local engine: every strategy on this machine, without an account. */
export const createEnginePlace = (served: Served): Place => ({
  compareBehaviour: (work) => compareOnEngine(served, work),
  measureLatency: (work) => measureSite(createEngineSite(), work),
  close: async () => [],
});
