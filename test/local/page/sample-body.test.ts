import { type Schema, Validator } from "@cfworker/json-schema";
import { expect } from "chai";
import { newPetSchema } from "../../../config/pet";
import { sampleBody } from "../../../local/page/sample-body";

describe("sampleBody", () => {
  it("creates a pet that the API accepts, with every property", () => {
    const sample = sampleBody(newPetSchema);

    expect(new Validator(newPetSchema, "4").validate(sample).errors).to.deep.equal([]);
    expect(sample).to.have.all.keys(Object.keys(newPetSchema.properties));
  });

  it("respects the bounds of texts and numbers", () => {
    const properties: Schema["properties"] = {
      short: { type: "string", maxLength: 3 },
      long: { type: "string", minLength: 40 },
      few: { type: "integer", minimum: 5 },
      less: { type: "number", maximum: -2 },
      day: { type: "string", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
      tags: { type: "array", items: { type: "string", enum: ["a", "b"] } },
      isTame: { type: "boolean" },
    };
    const schema: Schema = { type: "object", properties, required: Object.keys(properties) };

    expect(new Validator(schema, "4").validate(sampleBody(schema)).errors).to.deep.equal([]);
  });

  it("omits what it has no sample for, for the user to add", () => {
    const schema = {
      type: "object",
      properties: { code: { type: "string", pattern: "^QX-[0-9]{9}$" }, name: { type: "string" } },
    };

    expect(sampleBody(schema)).to.deep.equal({ name: "Some name" });
  });

  it("starts with an empty object without a usable schema", () => {
    expect(sampleBody(undefined)).to.deep.equal({});
    expect(sampleBody({ type: "object" })).to.deep.equal({});
  });
});
