import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "officers-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runScript("officer", ...args);
const runScript = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", `scripts/${script}.ts`, ...args, "--data", folder], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
    env: { ...process.env, MONGODB_URI: "" },
  });

describe("npm run seed", () => {
  it("makes one officer, however often it runs, and leaves no invitation open whose code could be worked out", () => {
    for (const seed of ["1", "1", "2"])
      expect(runScript("seed", "--workers", "1", "--sponsors", "1", "--seed", seed).status).toBe(0);
    const listed = run("list").stdout.split("\n");
    expect(listed.filter((line) => line.includes("Petugas")).map((line) => line.split("  ")[1])).toEqual(["active"]);
  });
});

describe("npm run officer", () => {
  it("invites, lists and ends", () => {
    expect(run("invite", "--name", "Bu Rina", "--area", "Ungaran Barat").stdout).toMatch(/^\w{4}-\w{4}\n$/u);
    const [id = ""] = /^(\S+) .*Bu Rina$/mu.exec(run("list").stdout)?.slice(1) ?? [];
    expect(run("list").stdout).toContain(`${id}  invited  verifier  Ungaran Barat  Bu Rina\n`);
    expect(run("end", "--id", id).stdout).toBe("ended\n");
    expect(run("list").stdout).toContain(`${id}  ended  verifier  Ungaran Barat  Bu Rina\n`);
  });

  it("invites an admin for every area, and refuses one for a single area and a role that there is not", () => {
    expect(run("invite", "--name", "Pak Hadi", "--role", "admin", "--area", "all").stdout).toMatch(/^\w{4}-\w{4}\n$/u);
    expect(run("list").stdout).toContain("invited  admin  all  Pak Hadi");
    expect(run("invite", "--name", "Pak Hadi", "--role", "admin", "--area", "Suruh").stderr).toContain("every area");
    expect(run("invite", "--name", "Pak Hadi", "--role", "boss").stderr).toContain("verifier, admin");
  });

  it("makes a code for the page of the linked phone, for whoever has the shell and no chat", () => {
    const [one, another] = [run("page-code").stdout, run("page-code").stdout];
    expect(one).toMatch(/^\w{4}-\w{4}-\w{4}\n$/u);
    expect(another).not.toBe(one);
  });

  it("tells what is missing, and what is not known", () => {
    expect(run("end", "--id", "nobody")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("officer -- list"),
    });
    expect(run("end")).toMatchObject({ status: 2, stdout: expect.stringContaining("end --id ID") });
  });
});
