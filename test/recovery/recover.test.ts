import { PassThrough } from "node:stream";
import { expect } from "chai";
import type { StackCommands } from "../../recovery/pulumi";
import { recover } from "../../recovery/recover";
import { withFakeAws } from "../comparison/latency/fake-aws";
import { exportState, operation } from "./exported";
import { type Contents, createAccount, TAGS } from "./fake-account";

const role = { type: "aws:iam/role:Role", name: "pets", inputs: { name: "role-1", tags: TAGS } };
const policy = { type: "aws:iam/rolePolicy:RolePolicy", name: "pets", inputs: { name: "permissions" } };
const KILLED = exportState([], [operation("creating", role), operation("creating", policy), operation("updating", policy)]);

interface Situation {
  /** The state at each request; the last one is repeated. */
  readonly states?: readonly string[];
  readonly contents?: Contents;
  readonly importFault?: Error;
  /** Typed at the prompt; without it there is no terminal. */
  readonly answer?: string;
  readonly isConfirmed?: boolean;
}

/** Recovers a stack "dev" and returns what was printed, imported and changed in AWS, in this order, and the error. */
async function run({ states = [KILLED], contents, importFault, answer, isConfirmed = false }: Situation) {
  const account = createAccount(contents);
  const happened: string[] = [];
  let exports = 0;
  const output = new PassThrough();
  const input = Object.assign(new PassThrough(), answer === undefined ? {} : { isTTY: true });
  if (answer !== undefined) input.end(`${answer}\n`);
  const result = { error: "none", imported: [] as string[], printed: "", happened };
  await withFakeAws(
    (request) => {
      const before = account.changes.length;
      const answered = account.answer(request);
      happened.push(...account.changes.slice(before));
      return answered;
    },
    async (_clients, _asked, endpoint) => {
      const services = ["apigateway", "cloudwatchlogs", "cognitoidp", "dynamodb", "iam", "lambda", "ssm"];
      const endpoints = JSON.stringify([Object.fromEntries(services.map((service) => [service, endpoint]))]);
      const commands: StackCommands = {
        readName: async () => "dev",
        exportState: async () => states[Math.min(exports++, states.length - 1)] ?? "",
        readConfiguration: async () => ({ "aws:region": "us-east-1", "aws:endpoints": endpoints }),
        importState: async (text) => {
          if (importFault !== undefined) throw importFault;
          happened.push("import");
          result.imported.push(text);
        },
      };
      await recover(commands, { input, output, isAnswered: isConfirmed }).catch((error: unknown) => {
        result.error = String(error);
      });
    },
  );
  result.printed = String(output.read() ?? "");
  return result;
}

describe("recover", () => {
  it("reports what it found, clears the pending creates, and then deletes what they left", async () => {
    const { error, printed, imported, happened } = await run({ isConfirmed: true });

    expect(error).to.equal("none");
    expect(printed).to.match(/^stack dev in us-east-1 at http:\/\/127\.0\.0\.1:\d+:\n/);
    expect(printed).to.include("  to be deleted: Role pets: role-1\n");
    expect(printed).to.include("  nothing to do: RolePolicy pets is overwritten by the next pulumi up\n");
    expect(printed).to.match(/pulumi up continues where it stopped\n$/);
    expect(happened).to.deep.equal(["import", "POST DeleteRolePolicy", "POST DeleteRole"]);
    const { pending_operations: pending, ...others } = JSON.parse(imported[0] ?? "").deployment;
    expect(pending.map(({ type }: { type: string }) => type)).to.deep.equal(["updating"]);
    expect({ ...others, pending_operations: JSON.parse(KILLED).deployment.pending_operations }).to.deep.equal(
      JSON.parse(KILLED).deployment,
    );
  });

  it("does nothing for a stack without pending creates, and sends AWS no request", async () => {
    const { error, printed, happened } = await run({ states: [exportState([role])], contents: { denied: [""] } });

    expect([error, happened]).to.deep.equal(["none", []]);
    expect(printed).to.equal("nothing to recover: the stack dev has no interrupted creates\n");
  });

  it("clears pending creates that left nothing", async () => {
    const { error, happened, printed } = await run({ isConfirmed: true, contents: { missing: ["GetRole"] } });

    expect([error, happened]).to.deep.equal(["none", ["import"]]);
    expect(printed).to.include("  nothing to do: Role pets does not exist\n");
  });

  it("asks on a terminal, and accepts only yes", async () => {
    expect((await run({ answer: "yes" })).happened).to.include("POST DeleteRole");
    for (const answer of ["no", "", "role-1"]) {
      const { error, happened } = await run({ answer });
      expect(happened).to.deep.equal([]);
      expect(error).to.include("nothing was deleted").and.include('expected "yes"');
    }
  });

  it("does nothing without a terminal or prior confirmation", async () => {
    const { error, happened } = await run({});

    expect(happened).to.deep.equal([]);
    expect(error).to.include("no terminal").and.include("--yes");
  });

  it("deletes nothing if the stack's state cannot be changed", async () => {
    const { error, happened } = await run({ isConfirmed: true, importFault: new Error("the stack is locked") });

    expect(happened).to.deep.equal([]);
    expect(error).to.include("the stack is locked");
  });

  it("deletes nothing if the state has changed during the confirmation", async () => {
    const { error, happened } = await run({ isConfirmed: true, states: [KILLED, exportState([role])] });

    expect(happened).to.deep.equal([]);
    expect(error).to.include("the state has changed meanwhile");
  });

  it("does nothing at all if a single resource may not come from a create", async () => {
    const { error, happened } = await run({ isConfirmed: true, contents: { tags: { project: "pets", stack: "prod" } } });

    expect(happened).to.deep.equal([]);
    expect(error).to.include("Role pets: role-1 does not have the tags of this stack").and.include("nothing was deleted");
  });

  it("names what could not be deleted, which is recorded nowhere else any more", async () => {
    const { error, happened } = await run({ isConfirmed: true, contents: { denied: ["DeleteRole"] } });

    expect(happened).to.deep.equal(["import"]);
    expect(error)
      .to.include("must be deleted by hand")
      .and.match(/Role pets: role-1: .*AccessDenied/);
  });

  it("does not conclude from another account's silence that nothing is left", async () => {
    const live = {
      type: "aws:iam/role:Role",
      name: "live",
      id: "role-2",
      outputs: { arn: "arn:aws:iam::210987654321:role/role-2" },
    };
    const states = [exportState([live], [operation("creating", role)])];
    const { error, happened } = await run({ isConfirmed: true, states, contents: { missing: ["GetRole"] } });

    expect(happened).to.deep.equal([]);
    expect(error).to.include("does not exist in the account of your credentials");
  });
});
