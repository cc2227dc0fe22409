import { expect } from "chai";
import fc from "fast-check";
import { clearPendingCreates, readState } from "../../recovery/state";
import { exportState, operation } from "./exported";

describe("readState", () => {
  it("returns the resources, the pending creates and the pending deletes", () => {
    const role = { type: "aws:iam/role:Role", name: "pets", id: "pets-1" };
    const pending = [operation("creating", { type: "aws:iam/role:Role", name: "other" }), operation("deleting", role)];

    const state = readState(exportState([role], [...pending, operation("updating", role)]));

    expect(state.resources.map(({ id }) => id)).to.deep.equal(["pets-1"]);
    expect(state.pendingCreates.map(({ urn }) => urn.split("::").at(-1))).to.deep.equal(["other"]);
    expect(state.pendingDeletes.map(({ id }) => id)).to.deep.equal(["pets-1"]);
  });

  it("reads a stack without deployments", () => {
    for (const deployment of [{}, null, { resources: null, pending_operations: null }]) {
      const state = readState(JSON.stringify({ version: 3, deployment }));
      expect(state).to.deep.equal({ resources: [], pendingCreates: [], pendingDeletes: [] });
    }
  });

  it("refuses anything but a state", () => {
    for (const text of ["", "{}", '{"deployment":[]}']) expect(() => readState(text), text).to.throw();
  });
});

describe("clearPendingCreates", () => {
  it("removes pending creates and keeps everything else", () => {
    const types = fc.constantFrom("creating", "deleting", "importing", "reading", "updating");
    const operations = fc.array(fc.record({ type: types, resource: fc.dictionary(fc.string(), fc.jsonValue()) }));
    const deployment = fc.record({
      resources: fc.array(fc.jsonValue()),
      manifest: fc.jsonValue(),
      pending_operations: operations,
    });
    fc.assert(
      fc.property(fc.jsonValue(), deployment, (version, before) => {
        const text = JSON.stringify({ version, deployment: before });

        const after = JSON.parse(clearPendingCreates(text));

        const kept = JSON.parse(text);
        kept.deployment.pending_operations = kept.deployment.pending_operations.filter(
          ({ type }: { type: string }) => type !== "creating",
        );
        expect(after).to.deep.equal(kept);
      }),
    );
  });
});
