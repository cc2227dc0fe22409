import program from "../index";
import { type Deployment, deploy } from "./deploy";

/** What the program creates under a strategy, with every other setting as it is by default. */
export const recordProgram = (strategy: string): Promise<Deployment> =>
  deploy(() => program(), { stack: strategy, config: { strategy } });

/** What the bundles of its functions are made from, once it was recorded. */
export const { findBundleSources } = program;
