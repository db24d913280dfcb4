import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "timeline-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (commandLine: string) =>
  spawnSync("bash", ["-o", "pipefail", "-c", commandLine], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
    env: { ...process.env, MONGODB_URI: "", DATA_FOLDER: folder },
  });

/** Ahead of a change of the price (F2.26): what is foretold depends on the day. */
const now = "2026-11-23T09:00";

describe("npm run timeline", () => {
  it("names who is written to and for whom, so that an operator knows them, and ends quietly before a reader who leaves", () => {
    expect(run(`node --import tsx scripts/seed.ts --workers 9 --sponsors 3 --now ${now}`).stdout).toContain(
      "9 workers",
    );
    const { stdout } = run(`node --import tsx scripts/timeline.ts --from ${now} --days 60`);
    const lines = stdout.trim().split("\n");
    expect(lines.pop()).toBe(`${lines.length} messages`);
    const line =
      /^\d{4}-\d\d-\d\d \d\d:\d\d {2}(?:sponsor|worker) \p{L}+(?:, worker \p{L}+)* {2}\S+ \d{4}-\d\d KL-\w{4}-\w{3} \p{L}+ Rp\d+/u;
    const news = / {2}(?:sponsor|worker) \p{L}+(?:, worker \p{L}+)* {2}notice\.rule\.price$/u;
    expect(lines.filter((one) => !line.test(one) && !news.test(one))).toEqual([]);
    expect(lines.filter((one) => news.test(one))).not.toEqual([]);
    for (const payer of ["sponsor", "worker"])
      expect(lines.filter((one) => one.includes(`  ${payer} `))).not.toEqual([]);
    const day = lines.find((one) => one.includes(" 08:00 "))?.slice(0, 10) ?? "";
    const ofDay = run(`node --import tsx scripts/timeline.ts --from ${day} --days 1`).stdout.trim().split("\n");
    expect(ofDay.pop()).toBe(`${ofDay.length} messages`);
    // Of the price everybody hears on the first day that is rehearsed.
    const due = (all: readonly string[]) => all.filter((one) => !news.test(one));
    expect(due(ofDay)).toEqual(due(lines.filter((one) => one.startsWith(day))));
    const cut = run(`node --import tsx scripts/timeline.ts --from ${now} --days 60 --text | true`);
    expect(cut).toMatchObject({ status: 0, stderr: "" });
  });
});
