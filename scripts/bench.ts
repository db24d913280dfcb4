import { parseArgs } from "node:util";
import { answers } from "../test/bench/answers";
import { cloudWebhook } from "../test/bench/cloud-webhook";
import { runScript } from "./run-script";

/** Every benchmark by its name; each gives figures under names. */
const benches: Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>> = {
  answers,
  "cloud-webhook": cloudWebhook,
};

/** `npm run bench -- [name ...] [--json]`: the named benchmarks, or all of them, one after the other. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { json: { type: "boolean" } }, allowPositionals: true });
  const unknown = positionals.filter((name) => !(name in benches));
  if (unknown.length > 0)
    throw new Error(`No such benchmark: ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}.`);
  for (const [name, run] of Object.entries(benches)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const figures = await run();
    process.stdout.write(values.json ? `${JSON.stringify({ name, ...figures })}\n` : `${name}\n${lines(figures)}\n`);
  }
  return 0;
}

function lines(figures: Readonly<Record<string, unknown>>): string {
  return Object.entries(figures)
    .map(([name, value]) => `  ${name}: ${typeof value === "object" ? inline(value) : String(value)}`)
    .join("\n");
}

const inline = (value: object | null): string =>
  Object.entries(value ?? {})
    .map(([name, figure]) => `${name} ${typeof figure === "number" ? Math.round(figure * 10) / 10 : String(figure)}`)
    .join(", ");

runScript(main);
