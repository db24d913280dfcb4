import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { open } from "../../scripts/open";
import { inviteOfficer } from "../../src/operations/officer-effects";
import { pictureBytes } from "../support/telegram-town";

const root = join(__dirname, "../..");
const start = "2026-11-23T09:00";
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "main-job-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** An officer's code, valid at the clock of the transcript. */
async function invite(): Promise<string> {
  const { storage } = await open({ dataFolder: folder });
  const deps = { repositories: storage.repositories, ids: storage.vault };
  const now = Date.parse(`${start}:00+07:00`);
  const area = { type: "all" } as const;
  const { code } = await inviteOfficer(deps, {
    ...{ name: "Bu Wati", role: "verifier", area, now, randomBytes: new Uint8Array(32).fill(7) },
  });
  await storage.close();
  return code;
}

/** What was said, turn by turn. A notice may stand before or after the last words of a reply: within a turn nothing is ordered. */
function turnsOf(saved: string): { typed: string; heard: string[] }[] {
  return saved
    .replaceAll(/KL-\w{4}-\w{3}/gu, "KL-XXXX-XXX")
    .replaceAll(/\b\w{3}-\w{3}-\w{3}\b/gu, "XXX-XXX-XXX")
    .split(/^> /mu)
    .slice(1)
    .map((turn) => {
      const [typed = "", ...lines] = turn.trimEnd().split("\n");
      return {
        typed,
        heard: lines
          .join("\n")
          .split(/^< /mu)
          .map((bubble) => bubble.trim())
          .sort(),
      };
    });
}

describe("npm run chat", () => {
  it("takes the main job by pipe: registered, verified, pledged, reminded, paid and confirmed", async () => {
    const expected = await readFile(join(root, "test/transcripts/main-job.txt"), "utf8");
    const photo = join(folder, "bukti.png");
    await writeFile(photo, pictureBytes(1));
    const filled = expected.replaceAll("{{code}}", await invite()).replaceAll("{{photo}}", photo);
    const typed = turnsOf(filled).map((turn) => turn.typed);
    const saved = join(folder, "saved.txt");
    const args = ["--import", "tsx", "scripts/chat.ts", "--data", folder, "--now", start, "--save", saved];
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: root,
      input: `${typed.join("\n")}\n`,
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
    expect(turnsOf(await readFile(saved, "utf8"))).toEqual(turnsOf(filled));
  });
});
