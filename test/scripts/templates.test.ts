import { spawn } from "node:child_process";
import { join } from "node:path";
import { templateNames } from "../../src/delivery/templates";
import { languages } from "../../src/domain/messaging/contact";
import { type GraphTemplates, startGraphTemplates, templateAccount, templateToken } from "../support/graph-templates";

/** So many are ours, in all languages. */
const count = templateNames.length * languages.length;
let graph: GraphTemplates;
beforeEach(async () => {
  graph = await startGraphTemplates();
});
afterEach(() => graph.close());

const cloud = (token = templateToken): NodeJS.ProcessEnv => ({
  WHATSAPP_CLOUD_ACCESS_TOKEN: token,
  WHATSAPP_CLOUD_PHONE_NUMBER_ID: "106540352242922",
  WHATSAPP_CLOUD_ACCOUNT_ID: templateAccount,
  WHATSAPP_CLOUD_APP_SECRET: "0123456789abcdef0123456789abcdef",
  WHATSAPP_CLOUD_VERIFY_TOKEN: "a-word-of-our-own-that-is-long",
  WHATSAPP_CLOUD_API_ROOT: graph.apiRoot,
  WHATSAPP_CLOUD_API_VERSION: "v24.0",
});

function run(
  env: NodeJS.ProcessEnv,
  ...args: string[]
): Promise<{ code: number | null; said: string; errors: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/templates.ts", ...args], {
    cwd: join(__dirname, "../.."),
    env: { ...process.env, WHATSAPP_CLOUD_ACCESS_TOKEN: "", ...env },
  });
  let said = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    said += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    errors += String(chunk);
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, said, errors })));
}

describe("npm run templates", () => {
  it("prints what to submit, without an account too", async () => {
    const { code, said } = await run({});
    const printed = JSON.parse(said) as { name: string; language: string; category: string }[];
    expect([code, printed.length]).toEqual([0, count]);
    expect(new Set(printed.map(({ category }) => category))).toEqual(new Set(["UTILITY"]));
  });

  it("submits what is missing, once, and is content when all is approved", async () => {
    const first = await run(cloud(), "--submit");
    expect([first.code, graph.stored.length]).toEqual([1, count]);
    expect(first.said).toContain("reminder (id): in review");
    for (const one of graph.stored) one.status = "APPROVED";
    const second = await run(cloud(), "--submit");
    expect([second.code, graph.stored.length, second.said.match(/: approved$/gmu)?.length]).toEqual([0, count, count]);
  });

  it("says of each template what is wrong with it and what to do", async () => {
    await run(cloud(), "--submit");
    const [rejected, recategorised, changed, ...others] = graph.stored.splice(0, graph.stored.length - 1);
    for (const one of [recategorised, changed, ...others]) if (one) one.status = "APPROVED";
    graph.stored.splice(0, graph.stored.length);
    const body = { type: "BODY", text: "Other words {{1}} {{2}} {{3}}." };
    graph.stored.push(
      { ...rejected!, status: "REJECTED", rejected_reason: "INVALID_FORMAT" },
      { ...recategorised!, category: "MARKETING" },
      { ...changed!, components: [body, ...changed!.components.slice(1)] },
      ...others,
    );
    const { code, said } = await run(cloud(), "--check");
    expect(code).toBe(1);
    expect(said).toContain("REJECTED (INVALID_FORMAT)");
    expect(said).toContain("its category is MARKETING, not UTILITY");
    expect(said).toContain("its body differs from ours");
    expect(said).toContain("consent_renewal (en): missing");
    expect(said.match(/: approved$/gmu)).toHaveLength(count - 4);
  });

  it("names the remedy where the token has ended, and shows no token", async () => {
    const { code, said, errors } = await run(cloud("EAAG-another-token-that-ended"), "--check");
    expect(code).toBe(1);
    expect(errors).toContain("make a new token");
    expect(said + errors).not.toContain("EAAG");
  });
});
