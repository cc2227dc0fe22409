import { expect } from "chai";
import { redact } from "../../../local/lambda/redact";

const JWT = "eyJraWQiOiJhIn0.eyJzdWIiOiIxIn0.c2ln-bmF0_dXJl";

describe("redact", () => {
  it("removes tokens from a text, whole, encrypted or truncated, and keeps the rest", () => {
    expect(redact(`cannot read ${JWT}, sorry`)).to.equal("cannot read [redacted], sorry");
    expect(redact(`${JWT}.AAAA.BBBB`)).to.equal("[redacted]");
    expect(redact("eyJraWQiOiJhIn0.eyJzdW")).to.equal("[redacted]");
    expect(redact("authorization: Bearer 0123456789abcdefXYZ==")).to.equal("authorization: Bearer [redacted]");
    expect(redact(`BEARER ${JWT}`)).to.equal("BEARER [redacted]");
    expect(redact("Basic dXNlcjpwYXNzd29yZA==")).to.equal("Basic [redacted]");
  });

  it("removes them from everything in an object, which remains one", () => {
    const event = { headers: { Authorization: `Bearer ${JWT}` }, list: [`a "${JWT}"`, 7, null], [JWT]: true };

    expect(redact(event)).to.deep.equal({
      headers: { Authorization: "Bearer [redacted]" },
      list: ['a "[redacted]"', 7, null],
      "[redacted]": true,
    });
  });

  it("keeps anything but tokens", () => {
    for (const text of ["Bearer token missing", "basic check", "api.us-east-1.amazonaws.com", "", "heyJude", undefined, null, 7])
      expect(redact(text)).to.equal(text);
  });
});
