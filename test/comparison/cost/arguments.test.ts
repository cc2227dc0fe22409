import { expect } from "chai";
import { CostArgumentError, parseCostArguments, USAGE } from "../../../comparison/cost/arguments";
import { choiceInputNames, numericInputNames, withDefaults } from "../../../comparison/cost/inputs";

/** The result of a command line, or its error. */
const read = (line: string) => parseCostArguments(line.split(" ").filter((word) => word !== ""));
function faultsOf(line: string) {
  try {
    read(line);
  } catch (error) {
    if (error instanceof CostArgumentError) return error.faults;
    throw error;
  }
  return [];
}

describe("parseCostArguments", () => {
  it("defaults to the model's inputs and today's prices", () => {
    const parsed = read("");

    expect(parsed).to.deep.include({ kind: "compare", inputs: withDefaults(), isJson: false });
    expect(parsed.kind === "compare" && parsed.list.id).to.equal("current");
  });

  it("accepts every flag, with a space or an equals sign before its value", () => {
    const parsed = read(
      "--users 10 --requests-per-user=2.5 --sign-ins-per-user 1 --refreshes-per-user 2 --cache-hit-rate 0.5 --function-memory-mb 128 " +
        "--authorizer-ms 1 --trigger-ms 2 --pets-ms 3 --cold-share 0.2 --init-ms 4 --log-bytes-per-invocation 5 " +
        "--log-retention-days 6 --write-share 0.3 --table-kb-per-user 7 --function-architecture x86_64 --free-tiers off " +
        "--account-created-on 2020-02-29 --prices before-2024-11 --claims access --user-directory on --permission-map parameter --json",
    );

    expect(parsed).to.deep.include({
      isJson: true,
      inputs: {
        users: 10,
        requestsPerUser: 2.5,
        signInsPerUser: 1,
        refreshesPerUser: 2,
        cacheHitRate: 0.5,
        functionMemoryMb: 128,
        authorizerMs: 1,
        triggerMs: 2,
        petsMs: 3,
        coldShare: 0.2,
        initMs: 4,
        logBytesPerInvocation: 5,
        logRetentionDays: 6,
        writeShare: 0.3,
        tableKbPerUser: 7,
        functionArchitecture: "x86_64",
        hasFreeTiers: false,
        accountCreatedOn: "2020-02-29",
        claims: "access",
        userDirectory: "on",
        permissionMap: "parameter",
      },
    });
    expect(parsed.kind === "compare" && parsed.list.id).to.equal("before-2024-11");
  });

  const refusals: readonly [string, string][] = [
    ["--users many", '--users is "many"; expected a whole number of users from 0 to 1,000,000,000'],
    ["--users 50,000", '--users is "50,000"; expected a whole number of users from 0 to 1,000,000,000, without separators'],
    ["--users 1.5", '--users is "1.5"; expected a whole number'],
    ["--users -1", '--users is "-1"; expected a whole number of users from 0'],
    ["--users 1000000001", '--users is "1000000001"'],
    ["--users=", '--users is ""'],
    ["--users", "--users has no value; expected a whole number of users"],
    ["--users --json", "--users has no value"],
    ["--users 1 --users 2", '--users was given twice, as "1" and "2"'],
    ["--requests-per-user 1e3", '--requests-per-user is "1e3"; expected a number of requests from 0 to 1,000,000'],
    ["--requests-per-user Infinity", '--requests-per-user is "Infinity"'],
    ["--cache-hit-rate 1.01", '--cache-hit-rate is "1.01"; expected a number from 0 to 1'],
    ["--function-memory-mb 127", '--function-memory-mb is "127"; expected a whole number of MB from 128 to 10,240'],
    ["--function-architecture arm", '--function-architecture is "arm"; expected "arm64" or "x86_64"'],
    ["--free-tiers no", '--free-tiers is "no"; expected "on" or "off"'],
    ["--account-created-on 2023-02-29", '--account-created-on is "2023-02-29"; expected a day such as 2023-05-31'],
    ["--account-created-on yesterday", '--account-created-on is "yesterday"'],
    ["--prices old", '--prices is "old"; expected "current" or "before-2024-11"'],
    ["--user 5", "--user is not a flag; expected one of --users, --requests-per-user"],
    ["--constructor", "--constructor is not a flag"],
    ["50000", '"50000" is not a flag; expected one such as --users 50000'],
  ];
  for (const [line, message] of refusals) {
    it(`refuses ${line}, and says what is accepted`, () => {
      const faults = faultsOf(line);

      expect(faults).to.have.lengthOf(1);
      expect(faults[0]?.message).to.include(message);
    });
  }

  it("reports all faults at once, each with its flag and value", () => {
    const faults = faultsOf("--users x --verbose --cache-hit-rate 2 --prices now");

    expect(faults.map(({ flag, given }) => [flag, given])).to.have.deep.members([
      ["--verbose", undefined],
      ["--users", "x"],
      ["--cache-hit-rate", "2"],
      ["--prices", "now"],
    ]);
    expect(() => read("--users x --verbose"))
      .to.throw(CostArgumentError, "the command line has 2 fault(s)")
      .with.property("code", "ARGUMENT_INVALID");
  });

  it("treats --help as help, whatever else is given", () => {
    expect(read("--users x --help")).to.deep.equal({ kind: "help" });
  });
});

describe("USAGE", () => {
  it("has a line for every flag, with default, unit and the default's source", () => {
    const lines = USAGE.split("\n");

    expect(lines).to.have.lengthOf(1 + numericInputNames.length + choiceInputNames.length + 3 + 2);
    expect(USAGE).to.match(/--users USERS +monthly active users \(default 50,000 users: assumed, not measured here\)/);
    expect(USAGE).to.match(/--function-memory-mb MB +memory of each function \(default 256 MB: the program's default\)/);
  });
});
