import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { isLive, processesHere } from "../../../../src/channels/whatsapp-web/process/processes";
import { freeProfile, type Processes } from "../../../../src/channels/whatsapp-web/process/profile-locks";
import { waitFor } from "../../../support/wait-for";

let profile: string;
let ended: number[];
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), "profile-"));
  ended = [];
});
afterEach(() => rm(profile, { recursive: true, force: true }));

async function lockedBy(holder: string): Promise<void> {
  await symlink(holder, join(profile, "SingletonLock"));
  await symlink("1234", join(profile, "SingletonCookie"));
  await symlink("/tmp/somewhere/gone", join(profile, "SingletonSocket"));
  await writeFile(join(profile, "Local State"), "{}");
}
const processes = (live: Readonly<Record<number, string | undefined>>): Processes => ({
  host: "desa-01",
  isLive: (pid) => pid in live,
  commandOf: (pid) => live[pid],
  end: async (pid) => void ended.push(pid),
});
const left = () => readdir(profile);

describe("a profile that was left locked", () => {
  it("is free where nobody ever used it", async () => {
    expect(await freeProfile(join(profile, "none"), processes({}))).toBe("free");
    expect(await freeProfile(profile, processes({}))).toBe("free");
  });

  it.each([
    ["its browser has died", "desa-01-77"],
    ["it came from another computer, where the same number may be live here", "desa-02-10"],
    ["its mark cannot be read", "nonsense"],
    ["its mark names no process", "desa-01-"],
  ])("is freed where %s, and nothing else in it is touched", async (_, holder) => {
    await lockedBy(holder);
    expect(await freeProfile(profile, processes({ 10: "/usr/bin/other" }))).toBe("freed");
    expect(await left()).toEqual(["Local State"]);
    expect(ended).toEqual([]);
  });

  it("is freed where another program was given the dead browser's number, and that one lives on", async () => {
    await lockedBy("desa-01-77");
    expect(await freeProfile(profile, processes({ 77: "/usr/sbin/cron -f" }))).toBe("freed");
    expect(ended).toEqual([]);
  });

  it("is freed of a browser of ours that outlived its process", async () => {
    await lockedBy("desa-01-77");
    const live = { 77: `/usr/lib/chromium/chromium --user-data-dir=${profile} about:blank` };
    expect(await freeProfile(profile, processes(live))).toBe("freed");
    expect(ended).toEqual([77]);
  });

  it("is left alone where a live process has it and nobody can tell which", async () => {
    await lockedBy("desa-01-77");
    expect(await freeProfile(profile, processes({ 77: undefined }))).toBe("in-use");
    expect(await left()).toHaveLength(4);
  });

  it("of this very computer is freed of a live process that has it", async () => {
    const script = "process.on('SIGTERM', () => process.exit(0)); console.log('up'); setInterval(() => {}, 1000)";
    const child = spawn(process.execPath, ["-e", script, profile], { stdio: ["ignore", "pipe", "ignore"] });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const pid = child.pid ?? 0;
    await lockedBy(`${hostname()}-${pid}`);
    expect(isLive(pid)).toBe(true);
    expect(await freeProfile(profile, processesHere)).toBe("freed");
    await waitFor("the end of the process", () => !isLive(pid));
  });
});
