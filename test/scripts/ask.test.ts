import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../..");
const run = (args: readonly string[], typed = "") =>
  spawnSync(process.execPath, ["--import", "tsx", "scripts/ask.ts", ...args], {
    cwd: root,
    input: typed,
    encoding: "utf8",
  });
const linesOf = (output: string) =>
  output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("npm run ask", () => {
  it("prints a line of JSON a question, with the price of the day, and null where it would not answer", () => {
    const { stdout, status } = run(["--json", "--at", "2027-01-05"], "iurane piro\nbunga jht brp\nkecelakaan\n");
    expect(status).toBe(0);
    expect(linesOf(stdout)).toMatchObject([
      { question: "iurane piro", topic: "contribution.price", answer: expect.stringMatching(/Rp 16\.800/), score: 1 },
      { topic: null, reaction: "open", facts: ["F5.09"] },
      { topic: null, reaction: "emergency" },
    ]);
  });

  it("reckons a sum that is asked for behind the options, with its working and the facts behind it", () => {
    const { stdout } = run(["--json", "--at", "2026-11-22", "STMB 14 bulan gaji 1 juta", "iurane piro"]);
    const [sum, answer] = linesOf(stdout);
    expect(sum).toMatchObject({ question: "STMB 14 bulan gaji 1 juta", topic: "jkk.stmb", facts: ["F3.13", "F2.06"] });
    expect(sum?.["answer"]).toMatch(/Rp 13\.000\.000[\s\S]*Rp 12\.000\.000[\s\S]*Rp 1\.000\.000[\s\S]*Dasar:/u);
    expect(answer).toMatchObject({ topic: "contribution.price" });
  });

  it("keeps the subject from line to line until an empty line", () => {
    const { stdout } = run(
      ["--json", "--dialogue", "--at", "2026-11-22"],
      "iurane piro\nyang jht?\n\ndasar hukumnya?\n",
    );
    expect(linesOf(stdout)).toMatchObject([
      { topic: "contribution.price" },
      { topic: "contribution.with-jht" },
      { topic: null },
    ]);
  });

  it.each([
    [["--at", "besok"], /--at needs a day/],
    [["--at", "2026-02-30"], /--at needs a day/],
    [["--foo"], /--foo/],
  ])("answers the wrong option %p kindly", (args, words) => {
    const { stderr, status } = run(args);
    expect(status).toBe(2);
    expect(stderr).toMatch(words);
    expect(stderr).toMatch(/--help/);
  });

  it("shows its help", () => {
    expect(run(["--help"])).toMatchObject({ status: 0, stdout: expect.stringMatching(/--dialogue/) });
  });
});
