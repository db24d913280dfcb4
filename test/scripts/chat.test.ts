import { registrationAnswers, yes } from "../support/house-people";
import { emptyFolder, startProgram } from "../support/service-process";

/** Pipes the lines through `npm run chat` in a new folder; what was answered. */
async function chat(
  lines: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; said: string }> {
  const { folder, remove } = await emptyFolder();
  const args = ["--now", "2026-11-23T09:00", "--contact", "Bu Marni", "--data", `${folder}/data`];
  const program = startProgram("scripts/chat.ts", folder, env, args);
  program.child.stdin?.end(`${lines.join("\n")}\n`);
  const code = await program.ended;
  await remove();
  return { code, said: program.said() };
}

describe("npm run chat", () => {
  it("gives the same replies to the same transcript at the same moment, the registration number included", async () => {
    const lines = [...registrationAnswers(1), yes, "status"];
    const [one, two] = await Promise.all([chat(lines), chat(lines)]);
    expect(one.code).toBe(0);
    expect(one.said).toMatch(/KL-\w{4}-\w{3}/u);
    expect(two).toEqual(one);
  });

  it("is off in production, and leaves no known key behind there", async () => {
    const { code, said } = await chat(["halo"], { NODE_ENV: "production" });
    expect(code).toBe(1);
    expect(said).toContain("ENCRYPTION_KEYS");
  });
});
