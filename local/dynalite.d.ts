declare module "dynalite" {
  import type { Server } from "node:http";

  /** An imitation of DynamoDB as a server that does not listen yet; `path` is a folder that keeps its tables. */
  function dynalite(options: { readonly path?: string; readonly createTableMs?: number }): Server;
  export = dynalite;
}
