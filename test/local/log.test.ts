import { expect } from "chai";
import type { ServedRequest } from "../../local/http-server";
import { describeRequest, formatLine } from "../../local/log";
import { Trace } from "../../local/trace";

const requestOf = (rest: Partial<ServedRequest> = {}): ServedRequest => ({
  method: "GET",
  path: "/apis/a/live/pets",
  query: "",
  headers: [],
  body: Buffer.alloc(0),
  remoteAddress: "127.0.0.1",
  ...rest,
});

describe("describeRequest", () => {
  it("names who allowed a successful request and what responded", () => {
    const trace = new Trace("1");
    trace.add({ kind: "route", outcome: "ok", method: "GET", path: "/pets" });
    trace.add({ kind: "authorizer", outcome: "ok", reason: { code: "scope granted", scope: "petsapi/read" }, durationMs: 1 });
    trace.add({ kind: "integration", outcome: "ok", type: "function", functionName: "pets", status: 200, durationMs: 2 });

    const line = formatLine(describeRequest("access-token-scopes", requestOf(), 200, trace));

    expect(line).to.match(
      /^200 access-token-scopes GET \/pets - authorizer: the access token carries petsapi\/read; integration: the function pets answered 200 \(\d+\.\d ms\)$/,
    );
  });

  it("names who refused a request and why, and nothing else", () => {
    const trace = new Trace("1");
    trace.add({ kind: "route", outcome: "ok", method: "GET", path: "/pets" });
    trace.add({ kind: "cache", outcome: "ok", state: "miss" });
    trace.add({ kind: "authorizer", outcome: "refused", reason: { code: "explicitly denied" }, durationMs: 1 });

    expect(describeRequest("x", requestOf(), 403, trace)).to.include({
      decision: "authorizer: the policy denies this method ARN explicitly",
    });
  });

  it("repeats nothing made up by a client: neither an unknown path nor a malformed operation", () => {
    const trace = new Trace("1");
    const made = requestOf({ path: "/apis/a/live/SECRET", query: "t=SECRET", headers: [["X-Amz-Target", "A.SECRET-1"]] });

    for (const from of ["x", "cognito"]) expect(JSON.stringify(describeRequest(from, made, 403, trace))).not.to.include("SECRET");
  });
});

describe("formatLine", () => {
  it("shows a function's log, and the codes that would be mailed", () => {
    const record = { timestamp: "t", level: "WARN", requestId: "1", message: { petId: "7" } } as const;

    expect(formatLine({ kind: "function", name: "pets", record })).to.equal('    WARN pets: {"petId":"7"}');
    expect(formatLine({ kind: "function", name: "pets", record: { ...record, message: "plain" } })).to.equal(
      "    WARN pets: plain",
    );
    expect(formatLine({ kind: "code", userPoolId: "p", to: "a@example.com", code: "123456" })).to.equal(
      "    code for a@example.com (p): 123456",
    );
  });
});
