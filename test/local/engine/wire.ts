import { expect } from "chai";
import type { Stack } from "../../../local/stack";
import { ask, exchange, type RawRequest } from "./raw";
import { AUTHORIZER, SCOPES, useEngine } from "./running";

/** What a test needs to write requests by hand. */
interface Wire {
  readonly stack: Stack;
  /** The path of the pets. */
  readonly path: string;
  /** The lines of a well-formed request. */
  readonly host: string;
  readonly authorization: string;
}

export const head = (...lines: readonly string[]) => [...lines, "", ""].join("\r\n");

/** A running engine for raw requests, which must still answer a well-formed one after each test. */
export function useWire() {
  const running = useEngine();
  let wire: Wire | undefined;
  before(async () => {
    const stack = running().stack(SCOPES);
    wire = {
      stack,
      path: `${running().basePath(stack)}/pets`,
      host: `Host: localhost:${running().port}`,
      authorization: `Authorization: ${await running().tokenOf(stack, "admin")}`,
    };
  });
  afterEach("the engine still answers", async () => {
    for (const strategy of [SCOPES, AUTHORIZER]) {
      const other = running().stack(strategy);
      expect((await running().ask(other, { token: await running().tokenOf(other, "reader") })).status, strategy).to.equal(200);
    }
  });
  return {
    running,
    wire(): Wire {
      if (wire === undefined) throw new Error("the engine has not started");
      return wire;
    },
    statusOf: async (request: RawRequest) => (await ask(running().port, request)).status,
    statusesOf: async (parts: readonly (string | Buffer)[], isCutOff = false) =>
      (await exchange(running().port, parts, { isCutOff })).map(({ status }) => status),
  };
}
