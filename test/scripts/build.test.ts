import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../..");
let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "project-"));
  for (const name of ["scripts/build.ts", "scripts/build", "scripts/run-script.ts", "tsconfig.json", "package.json"])
    cpSync(join(root, name), join(project, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  mkdirSync(join(project, "src"));
  writeFileSync(join(project, "src/main.ts"), "export const word: string = 'selamat';\n");
  writeFileSync(join(project, "src/gone.ts"), "export const gone = true;\n");
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

/** The exit code of one build, and what it said. */
function build(): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ["--import", require.resolve("tsx"), join(project, "scripts/build.ts")]);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, said })));
}
const folders = (): readonly string[] => readdirSync(project).filter((name) => name.startsWith("dist"));
const made = (name: string): boolean => existsSync(join(project, "dist", name));

describe("a build", () => {
  it("compiles where a source has changed, and nothing otherwise; what is gone from the sources goes from what is compiled", async () => {
    expect(await build()).toEqual({ code: 0, said: "The service is compiled (dist).\n" });
    const before = statSync(join(project, "dist/main.js")).mtimeMs;
    expect(await build()).toEqual({ code: 0, said: "" });
    expect(statSync(join(project, "dist/main.js")).mtimeMs).toBe(before);
    rmSync(join(project, "src/gone.ts"));
    expect((await build()).said).toContain("compiled");
    expect([made("main.js"), made("gone.js")]).toEqual([true, false]);
    expect(folders()).toEqual(["dist"]);
  });

  it("succeeds beside others of the same sources, and leaves one folder", async () => {
    const ended = await Promise.all(Array.from({ length: 4 }, build));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(made("main.js")).toBe(true);
    expect(folders()).toEqual(["dist"]);
  });

  it("keeps what was compiled where a source is wrong, and names the file", async () => {
    await build();
    writeFileSync(join(project, "src/main.ts"), "export const word: = ;\n");
    const { code, said } = await build();
    expect(code).toBe(1);
    expect(said).toContain("src/main.ts:1:");
    expect(made("main.js")).toBe(true);
    expect(folders()).toEqual(["dist"]);
  });

  it("removes what one that was killed has left long ago", async () => {
    const left = join(project, "dist-left");
    mkdirSync(left);
    utimesSync(left, 1, 1);
    await build();
    expect(folders()).toEqual(["dist"]);
  });
});
