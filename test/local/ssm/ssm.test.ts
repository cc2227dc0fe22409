import * as ssm from "@pulumi/aws/ssm";
import { expect } from "chai";
import { Clock } from "../../../local/clock";
import type { Value } from "../../../local/journal";
import { NotImitatedError } from "../../../local/recorded-inputs";
import { PARAMETER, readParameters } from "../../../local/ssm/resources";
import { createSsm, type SsmOptions } from "../../../local/ssm/ssm";
import { Trace } from "../../../local/trace";
import { record } from "../../support/programs";
import { edited } from "../support/edit";
import { createFunction } from "../support/function";

const NAME = "/clinic/test/map";
const SECRET = "a-value-that-nobody-may-log";
const recorded = record(async () => {
  new ssm.Parameter("map", { name: NAME, type: "String", value: "first", description: "Changed by hand", tags: { a: "b" } });
  new ssm.Parameter("proto", { name: "__proto__", type: "String", value: "of the prototype's name" });
  new ssm.Parameter("other", { name: "other", type: "String", value: "other", tier: "Standard", dataType: "text" });
  return {};
});
const arnOf = (name: string) => `arn:aws:ssm:us-east-1:123456789012:parameter/${name}`;

async function createTestSsm({ openKeeper, clock = new Clock() }: Pick<Partial<SsmOptions>, "clock" | "openKeeper"> = {}) {
  const parameters = readParameters(await recorded);
  const functions = [
    createFunction("reader", [{ Effect: "Allow", Action: ["ssm:GetParameter"], Resource: [arnOf("clinic/test/*")] }]),
    createFunction("writer", [{ Effect: "Allow", Action: ["ssm:*"], Resource: ["*"] }]),
    createFunction("stranger"),
  ];
  const faults: string[] = [];
  const service = createSsm({
    parameters,
    functions,
    clock,
    onFault: (message) => faults.push(message),
    ...(openKeeper === undefined ? {} : { openKeeper }),
  });
  const trace = new Trace("test");
  const send = (operation: string, input: unknown, { caller = "admin", path = "/", isSigned = true } = {}) => {
    const name = functions.find((fn) => fn.name === caller)?.functionName ?? caller;
    const signature = ["Authorization", `AWS4-HMAC-SHA256 Credential=${name}/20260101/us-east-1/ssm/aws4_request`] as const;
    const request = {
      method: "POST",
      path,
      query: "",
      headers: [["X-Amz-Target", `AmazonSSM.${operation}`] as const, ...(isSigned ? [signature] : [])],
      body: Buffer.from(typeof input === "string" ? input : JSON.stringify(input)),
      remoteAddress: "127.0.0.1",
    };
    const answer = path === "/" ? service.administer(request, trace) : service.answer(request);
    return {
      status: answer?.status,
      names: answer?.headers.map(([header]) => header),
      body: JSON.parse(String(answer?.body ?? "null")),
    };
  };
  /** As a function, at its secret path. */
  const ask = (caller: string, operation: string, input: object) =>
    send(operation, input, { caller, path: `${service.secretPath}/` });
  const readValue = (Name = NAME) => send("GetParameter", { Name }).body.Parameter?.Value;
  return { service, faults, trace, send, ask, readValue };
}

/** Keeps in memory what a data folder would. */
function createKeeper(items = new Map<string, Value>()) {
  return { items, keep: (name: string, value: Value) => void items.set(name, value), close: () => undefined };
}

describe("readParameters", () => {
  it("reads plain text with its name and ARN", async () => {
    expect(readParameters(await recorded)).to.deep.equal([
      { parameterName: NAME, arn: arnOf("clinic/test/map"), value: "first" },
      { parameterName: "__proto__", arn: arnOf("__proto__"), value: "of the prototype's name" },
      { parameterName: "other", arn: arnOf("other"), value: "other" },
    ]);
  });

  it("refuses secrets, lists, patterns, other tiers and values out of bounds, naming the parameter", async () => {
    for (const change of [
      { type: "SecureString" },
      { type: "StringList" },
      { keyId: "alias/key" },
      { allowedPattern: ".*" },
      { tier: "Advanced" },
      { dataType: "aws:ec2:image" },
      { overwrite: true },
      { value: "" },
      { value: "x".repeat(4097) },
      { value: undefined },
    ]) {
      const changed = edited(await recorded, PARAMETER, "map", (inputs) => ({ ...inputs, ...change }));
      expect(() => readParameters(changed), JSON.stringify(change)).to.throw(NotImitatedError, '"map"');
    }
  });
});

describe("createSsm", () => {
  it("returns a parameter as the program creates it", async () => {
    const { send } = await createTestSsm();

    const { status, body } = send("GetParameter", { Name: NAME, WithDecryption: true });

    expect(status).to.equal(200);
    expect(body.Parameter.LastModifiedDate).to.be.closeTo(Date.now() / 1000, 60);
    expect(body).to.deep.equal({
      Parameter: {
        ARN: arnOf("clinic/test/map"),
        DataType: "text",
        LastModifiedDate: body.Parameter.LastModifiedDate,
        Name: NAME,
        Type: "String",
        Value: "first",
        Version: 1,
      },
    });
  });

  it("replaces a value with Overwrite, and counts its versions", async () => {
    const clock = new Clock();
    const { send } = await createTestSsm({ clock });
    const before = send("GetParameter", { Name: NAME }).body.Parameter.LastModifiedDate;
    clock.advance(60_000);

    const put = { Name: NAME, Overwrite: true, Type: "String", Tier: "Standard", DataType: "text" };
    expect(send("PutParameter", { ...put, Value: "second" })).to.deep.include({
      status: 200,
      body: { Tier: "Standard", Version: 2 },
    });
    expect(send("PutParameter", { Name: NAME, Overwrite: true, Value: "x".repeat(4096) }).body.Version).to.equal(3);

    const { Parameter } = send("GetParameter", { Name: NAME }).body;
    expect(Parameter).to.include({ Value: "x".repeat(4096), Version: 3 });
    expect(Parameter.LastModifiedDate).to.be.closeTo(before + 60, 5);
    expect(send("GetParameter", { Name: "other" }).body.Parameter.Version).to.equal(1);
  });

  it("refuses what Parameter Store refuses, in its words, and changes nothing", async () => {
    const { send, readValue } = await createTestSsm();
    const faults: readonly [string, unknown, string, string?][] = [
      ["GetParameter", { Name: "missing" }, "ParameterNotFound"],
      ["GetParameter", { Name: NAME.slice(1) }, "ParameterNotFound"],
      ["GetParameter", { Name: "constructor" }, "ParameterNotFound"],
      ["GetParameter", { Name: `${NAME}:1` }, "ParameterNotFound"],
      ["PutParameter", { Name: NAME, Value: "x" }, "ParameterAlreadyExists", "The parameter already exists. To overwrite"],
      ["PutParameter", { Name: NAME, Value: "x", Overwrite: false }, "ParameterAlreadyExists", "The parameter already exists."],
      ["PutParameter", { Name: NAME, Value: "", Overwrite: true }, "ValidationException", "greater than or equal to 1"],
      [
        "PutParameter",
        { Name: NAME, Value: "x".repeat(4097), Overwrite: true },
        "ValidationException",
        "Standard tier parameters support a maximum parameter value of 4096 characters.",
      ],
      ["PutParameter", "{", "SerializationException", "not a JSON object"],
      ["PutParameter", "[]", "SerializationException", "not a JSON object"],
    ];
    for (const [operation, input, type, message] of faults) {
      const { status, body } = send(operation, input);
      expect(status, JSON.stringify(input)).to.equal(400);
      expect(body.__type, JSON.stringify(input)).to.equal(type);
      if (message === undefined) expect(body).not.to.have.property("message");
      else expect(body.message).to.include(message);
    }
    expect(readValue()).to.equal("first");
  });

  it("refuses what is not imitated, naming it", async () => {
    const { send, readValue } = await createTestSsm();
    const put = { Name: NAME, Value: "x", Overwrite: true };
    const faults: readonly [string, object, string][] = [
      ["PutParameter", { ...put, Type: "SecureString" }, "Type"],
      ["PutParameter", { ...put, Tier: "Advanced" }, "Tier"],
      ["PutParameter", { ...put, AllowedPattern: "x" }, "AllowedPattern"],
      ["PutParameter", { ...put, Tags: [] }, "Tags"],
      ["PutParameter", { ...put, Name: "new" }, "creates no others"],
      ["PutParameter", { ...put, Value: 1 }, "Value"],
      ["PutParameter", { ...put, Overwrite: "true" }, "Overwrite"],
      ["GetParameter", { Name: NAME, Selector: "1" }, "Selector"],
      ["GetParameter", JSON.parse(`{ "Name": "${NAME}", "__proto__": {} }`), "__proto__"],
    ];
    for (const [operation, input, named] of faults) {
      const { body } = send(operation, input);
      expect(body.__type, JSON.stringify(input)).to.equal("ValidationException");
      expect(body.message).to.include(named);
    }
    for (const operation of ["GetParameters", "DeleteParameter", "constructor", "__proto__", ""]) {
      const { body } = send(operation, { Name: NAME });
      expect(body.__type, operation).to.equal("UnknownOperationException");
      expect(body.message).to.include("GetParameter, PutParameter");
    }
    expect(readValue()).to.equal("first");
  });

  it("treats the names of prototypes as any other", async () => {
    const { send, readValue } = await createTestSsm();

    expect(send("PutParameter", { Name: "__proto__", Value: "changed", Overwrite: true }).status).to.equal(200);
    expect(readValue("__proto__")).to.equal("changed");
    expect(readValue()).to.equal("first");
  });

  it("lets a function do what its role allows, and nothing else, at either address", async () => {
    const { ask, send, readValue } = await createTestSsm();
    const put = { Name: NAME, Value: "x", Overwrite: true };

    expect(ask("reader", "GetParameter", { Name: NAME }).body.Parameter.Value).to.equal("first");
    expect(ask("reader", "GetParameter", { Name: "/clinic/test/missing" }).body.__type).to.equal("ParameterNotFound");
    const refused: readonly [string, string, object][] = [
      ["reader", "PutParameter", put],
      ["reader", "GetParameter", { Name: "other" }],
      ["reader", "GetParameter", {}],
      ["stranger", "GetParameter", { Name: NAME }],
      ["admin", "GetParameter", { Name: NAME }],
    ];
    for (const [caller, operation, input] of refused) {
      const answers = [ask(caller, operation, input), ...(caller === "admin" ? [] : [send(operation, input, { caller })])];
      for (const { status, body } of answers) {
        expect(status).to.equal(400);
        expect(body.__type, `${caller} ${operation}`).to.equal("AccessDeniedException");
      }
    }
    expect(ask("reader", "PutParameter", put).body.message).to.include(
      `is not authorized to perform: ssm:PutParameter on resource: ${arnOf("clinic/test/map")}`,
    );
    expect(readValue()).to.equal("first");
    expect(ask("writer", "PutParameter", put).status).to.equal(200);
    expect(readValue()).to.equal("x");
  });

  it("refuses an administrator without a signature, and lets no origin read a response", async () => {
    const { send, ask, trace } = await createTestSsm();

    const refused = send("GetParameter", { Name: NAME }, { isSigned: false });

    expect(refused.body.__type).to.equal("MissingAuthenticationTokenException");
    expect(trace.steps).to.deep.equal([
      { kind: "refusal", outcome: "refused", errorType: "MissingAuthenticationTokenException" },
    ]);
    expect([refused, send("GetParameter", { Name: NAME })].map(({ names }) => names)).to.deep.equal([
      ["Content-Type"],
      ["Content-Type"],
    ]);
    expect(ask("reader", "GetParameter", { Name: NAME }).names).to.deep.equal(["Content-Type", "x-amzn-RequestId"]);
  });

  it("has no value in a trace or an error", async () => {
    const { send, trace } = await createTestSsm();

    const answers = [
      send("PutParameter", { Name: NAME, Value: SECRET }),
      send("PutParameter", { Name: NAME, Value: SECRET, [SECRET.slice(0, 9)]: SECRET }),
      send("PutParameter", { Name: NAME, Value: [SECRET], Overwrite: true }),
      send("PutParameter", { Name: NAME, Value: SECRET.repeat(200), Overwrite: true }),
      send("PutParameter", { Name: NAME, Value: SECRET, Overwrite: true }),
      send("PutParameter", `{"Name":"${NAME}","Value":"${SECRET}`),
    ];

    expect(JSON.stringify([answers.map(({ body }) => body), trace.steps])).not.to.include(SECRET);
  });

  it("keeps changed values across restarts, and uses the program's for all others", async () => {
    const keeper = createKeeper();
    const first = await createTestSsm({ openKeeper: () => keeper });
    first.send("PutParameter", { Name: NAME, Value: "changed", Overwrite: true });

    const second = await createTestSsm({ openKeeper: () => createKeeper(keeper.items) });

    expect([...keeper.items.keys()]).to.deep.equal([NAME]);
    expect(second.send("GetParameter", { Name: NAME }).body.Parameter).to.include({ Value: "changed", Version: 2 });
    expect(second.readValue("other")).to.equal("other");
    second.send("PutParameter", { Name: NAME, Value: "again", Overwrite: true });
    expect(keeper.items.get(NAME)).to.include({ value: "again", version: 3 });
  });

  it("changes nothing that cannot be saved, and reports that only to the person running it", async () => {
    const keep = () => {
      throw new Error("ENOSPC: no space left on device, write");
    };
    const { send, readValue, faults, trace } = await createTestSsm({ openKeeper: () => ({ ...createKeeper(), keep }) });

    const { status, body } = send("PutParameter", { Name: NAME, Value: "lost", Overwrite: true });

    expect(status).to.equal(500);
    expect(body).to.deep.equal({ __type: "InternalServerError", message: "Internal server error" });
    expect(readValue()).to.equal("first");
    expect(faults).to.deep.equal(["ssm could not be imitated: Error: ENOSPC: no space left on device, write"]);
    expect(trace.steps).to.deep.equal([
      { kind: "internal error", outcome: "failed", error: "Error: ENOSPC: no space left on device, write" },
    ]);
  });

  it("opens only valid files of parameters, and none for a program without parameters", async () => {
    const isKept: ((name: string, value: Value) => boolean)[] = [];
    await createTestSsm({
      openKeeper: (check) => {
        isKept.push(check);
        return createKeeper();
      },
    });
    const whole = { value: "x", version: 2, modifiedAtMs: 1 };

    expect(isKept[0]?.(NAME, whole)).to.equal(true);
    for (const broken of [{}, { ...whole, value: 1 }, { ...whole, version: 1.5 }, { ...whole, more: true }])
      expect(isKept[0]?.(NAME, broken), JSON.stringify(broken)).to.equal(false);
    const none = createSsm({
      parameters: [],
      functions: [],
      clock: new Clock(),
      onFault: () => undefined,
      openKeeper: () => {
        throw new Error("opened");
      },
    });
    none.close();
  });

  it("rejects two parameters with the same name", async () => {
    const parameters = readParameters(await recorded);
    const create = () =>
      createSsm({ parameters: [...parameters, ...parameters], functions: [], clock: new Clock(), onFault: () => undefined });

    expect(create).to.throw(`two parameters have the name ${NAME}`);
  });
});
