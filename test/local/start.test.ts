import { expect } from "chai";
import program from "../../index";
import { ArgumentError, parseStartArguments, USAGE } from "../../local/arguments";

const NAMES = ["a", "b"];
const TWO = { project: "pets", strategyNames: NAMES, findFaults: () => [] };

describe("parseStartArguments", () => {
  it("defaults to every strategy on port 4000, in memory, with default settings", () => {
    expect(parseStartArguments([], TWO)).to.deep.equal({
      port: 4000,
      strategies: NAMES,
      dataFolder: undefined,
      isJson: false,
      config: {},
      notes: [],
    });
  });

  it("accepts port, strategies, folder and JSON", () => {
    const args = ["--port", "0", "--strategy", "b", "--strategy", "b", "--data", "x", "--json"];

    expect(parseStartArguments(args, TWO)).to.include({ port: 0, dataFolder: "x", isJson: true });
    expect(parseStartArguments(args, TWO)?.strategies).to.deep.equal(["b"]);
  });

  it("accepts help, which lists every option with its default", () => {
    for (const help of ["--help", "-h"]) expect(parseStartArguments(["--port", "0", help], TWO)).to.equal(undefined);
    for (const option of ["--port", "--strategy", "--config", "--data", "--json", "--help"])
      expect(USAGE).to.include(`${option} `);
    expect(USAGE.match(/\(default: /g)).to.have.lengthOf(4);
  });

  it("explains an invalid option: what was given and what is accepted", () => {
    const faults: readonly [readonly string[], string][] = [
      [["--port", "http"], '--port is "http"; expected a whole number from 0 to 65535'],
      [["--port", "65536"], '--port is "65536"'],
      [["--port"], "--port"],
      [["--port", "1", "--port", "2"], "--port was given twice"],
      [["--strategy", "c"], '--strategy is "c"; expected "a" or "b"'],
      [["--data", ""], "--data is empty"],
      [["--stratgy", "a"], "--stratgy is not an option; expected one of --port, --strategy, --config, --data, --json, --help"],
      [["--constructor"], "--constructor is not an option"],
      [["-x"], "-x is not an option"],
      [["--json=yes"], "--json"],
      [["4000"], '"4000" is not an option; expected one of --port'],
      [["--", "--json"], '"--json" is not an option'],
    ];
    for (const [args, message] of faults)
      expect(() => parseStartArguments(args, TWO), args.join(" ")).to.throw(ArgumentError, message);
    expect(() => parseStartArguments(["--port", "x"], TWO)).to.throw("npm start -- [options]");
  });
});

describe("parseStartArguments with settings", () => {
  const parse = (...args: readonly string[]) => parseStartArguments(args, program);
  const set = (...texts: readonly string[]) => parse(...texts.flatMap((text) => ["--config", text]));

  it("accepts any setting of the program, also as written in a stack file", () => {
    const texts = ["authorizerCacheTtlSeconds=0", "pets:accessTokenValidityMinutes=10", 'corsOrigins=["http://localhost:5173"]'];

    expect(set(...texts)).to.deep.include({
      config: { authorizerCacheTtlSeconds: "0", accessTokenValidityMinutes: "10", corsOrigins: '["http://localhost:5173"]' },
      notes: [],
    });
  });

  it("reports all faults at once like the program, with this command line's commands", () => {
    const refused = () => set("corsOrigin=*", "throttleBurst=0", "corsOrigins=*", "corsAllowHeaders=[]", "foo", "=1");

    expect(refused)
      .to.throw(ArgumentError, "--config has 6 fault(s)")
      .with.property("message")
      .that.includes('"foo" has no value; expected key=value')
      .and.includes('"=1" has no value')
      .and.match(
        /config key "pets:corsOrigin" is unknown; expected one of .*Remove it with: npm start without --config corsOrigin\n/,
      )
      .and.includes(
        '"pets:throttleBurst" is "0"; expected a whole number of requests from 1 to 5000. Set it with: npm start -- --config throttleBurst=100\n',
      )
      .and.includes(`or ["*"]. Set it with: npm start -- --config 'corsOrigins=["http://localhost:3000"]'`)
      .and.includes("Remove it with: npm start without --config corsAllowHeaders")
      .and.does.not.include("pulumi config");
  });

  it("refuses settings that the engine sets itself, with an alternative, and duplicate settings", () => {
    expect(() => set("strategy=access-token-scopes")).to.throw("choose that with --strategy NAME");
    for (const key of ["cognitoEndpoint", "apiEndpoint"]) expect(() => set(`${key}=aws`)).to.throw("--port NUMBER");
    expect(() => set("allowPasswordAuth=false")).to.throw('"pets:allowPasswordAuth" is "false", but cannot be set here');
    expect(() => set("xray=true", "pets:xray=false")).to.throw('"pets:xray" was given twice, as "true" and "false"');
  });

  it("checks the settings for each served strategy, and names the one that does not support them", () => {
    const SCOPES = "access-token-scopes";
    const AUTHORIZER = "id-token-lambda-authorizer";

    expect(() => set("userPoolPlan=lite", "advancedSecurity=off")).to.throw(`with the strategy "${SCOPES}": the strategy`);
    expect(parse("--strategy", AUTHORIZER, "--config", "userPoolPlan=lite")?.config).to.deep.equal({ userPoolPlan: "lite" });
    expect(() => set(`standbyStrategy=${AUTHORIZER}`)).to.throw(
      `with the strategy "${AUTHORIZER}": config key "pets:standbyStrategy"`,
    );
    expect(parse("--strategy", SCOPES, "--config", `standbyStrategy=${AUTHORIZER}`)?.strategies).to.deep.equal([SCOPES]);
  });

  it("says which of them have no effect here, and why", () => {
    const notes = set("xray=true", "functionMemoryMb=512", "advancedSecurity=off")?.notes;

    expect(notes).to.deep.equal([
      "advancedSecurity changes nothing here: the engine scores no risk, and refuses no sign-in for one",
      "xray changes nothing here: the page shows the steps of each request",
    ]);
  });
});
