import { expect } from "chai";
import type { Stack } from "../../../../local/stack";
import { pets } from "../../../support/pets";
import { RunningEngine } from "../running";
import { clinic, table } from "./program";

describe("engine with another program", () => {
  let running: RunningEngine;
  before(async function () {
    this.timeout(60_000);
    running = await RunningEngine.start(clinic);
  });
  after(() => running.stop());

  it("serves it with every strategy, with the given users and one for each remaining group", () => {
    expect(running.engine.stacks.map(({ strategy }) => strategy)).to.deep.equal(clinic.program.strategyNames);
    expect(running.engine.users.map(({ name, groups }) => [name, ...groups])).to.deep.equal([
      ["vet", "ReadVisits"],
      ["passerby"],
      ["bookvisits", "BookVisits"],
      ["receptionists", "Receptionists"],
    ]);
  });

  for (const strategy of clinic.program.strategyNames) {
    describe(`with ${strategy}`, () => {
      let stack: Stack;
      before(() => {
        stack = running.stack(strategy);
      });
      const ask = async (name: string | undefined, method: string, path: string) => {
        const token = name === undefined ? undefined : await running.tokenOf(stack, name);
        return running.ask(stack, { method, path, token });
      };

      it("has exactly the routes of its own table", () => {
        const recorded = stack.api.methods.filter(({ httpMethod }) => httpMethod !== "OPTIONS");

        expect(recorded.map(({ httpMethod, path }) => `${httpMethod} ${path}`)).to.have.members(
          table.routes.map(({ method, path }) => `${method} ${path}`),
        );
      });

      it("allows whom its table allows, to its own function and table", async () => {
        const booked = await ask("receptionists", "PUT", "/visits/monday");
        const seen = await ask("vet", "GET", "/visits");

        expect(booked.status, booked.text).to.equal(204);
        expect(seen.status, seen.text).to.equal(200);
        expect(JSON.parse(seen.text)).to.deep.equal(["monday"]);
      });

      it("refuses whom its table refuses", async () => {
        const refusals = [
          await ask("vet", "PUT", "/visits/tuesday"),
          await ask("bookvisits", "GET", "/visits"),
          await ask("passerby", "GET", "/visits"),
          await ask(undefined, "GET", "/visits"),
        ];

        for (const { status } of refusals) expect(status).to.be.oneOf([401, 403]);
      });

      it("has functions with its own permissions and none of another program's", async () => {
        const codes = stack.functions.map(({ code }) => code);

        expect(codes.some((code) => code.includes("BookVisits"))).to.equal(true);
        for (const { groups } of pets.people)
          for (const group of groups) expect(codes.filter((code) => code.includes(group))).to.deep.equal([]);
      });
    });
  }
});
