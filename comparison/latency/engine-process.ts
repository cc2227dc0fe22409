import "../../local/fast-start";

import { z } from "zod";
import { people } from "../../config/people";
import program from "../../index";
import { startEngine } from "../../local/engine";
import { jsonText } from "../../local/json-text";
import { addressOf } from "../target/stack-address";
import { UNTHROTTLED } from "../target/unthrottled";

const settingsSchema = jsonText.pipe(z.record(z.string(), z.string()));

async function main([authorizerCacheTtlSeconds = "300", settings = "{}"]: readonly string[]): Promise<void> {
  const config = { ...UNTHROTTLED, authorizerCacheTtlSeconds, ...settingsSchema.parse(settings) };
  const engine = await startEngine({ program, people, config });
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
