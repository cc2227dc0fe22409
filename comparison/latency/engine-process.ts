import "../../local/fast-start";

import { people } from "../../config/people";
import program from "../../index";
import { startEngine } from "../../local/engine";
import { addressOf } from "../target/stack-address";
import { UNTHROTTLED } from "../target/unthrottled";

async function main([authorizerCacheTtlSeconds = "300"]: readonly string[]): Promise<void> {
  const engine = await startEngine({ program, people, config: { ...UNTHROTTLED, authorizerCacheTtlSeconds } });
  process.once("disconnect", () => {
    void engine.stop().then(() => process.exit());
  });
  process.send?.({
    url: engine.url,
    users: engine.users,
    stacks: engine.stacks.map((stack) => addressOf(engine.url, stack)),
  });
}

void main(process.argv.slice(2));
