import { createHash } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { version } from "esbuild";
import { compile, filesUnder } from "./build/compile";
import { runScript } from "./run-script";

const project = join(__dirname, "..");
const source = join(project, "src");
const target = join(project, "dist");
const nameOfMark = ".made-of";
/** What a build that was killed has left is removed by a later one. Milliseconds. */
const leftAfterMs = 60 * 60_000;

/** Tells these sources and this way of compiling them from any other. */
function markOfSources(): string {
  const hash = createHash("sha256").update(version);
  const compiler = [__filename, join(__dirname, "build/compile.ts"), join(project, "tsconfig.json")];
  for (const file of [...filesUnder([source]), ...compiler]) {
    hash.update(`\0${relative(project, file)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function markOfTarget(): string | undefined {
  const file = join(target, nameOfMark);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** A folder beside the target, on the same disk, that nobody else builds in. */
function newFolder(): string {
  try {
    return mkdtempSync(`${target}-`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`The service cannot be compiled here (${code}): run "npm run build" as the owner of this folder.`);
  }
}

/** Puts what was made in the place of what was there; for an instant there is neither. */
function replaceTarget(made: string, mark: string): void {
  const former = join(newFolder(), "dist");
  try {
    if (existsSync(target)) renameSync(target, former);
    renameSync(made, target);
  } catch (error) {
    // Another build of the same sources was faster.
    if (markOfTarget() !== mark) throw error;
  } finally {
    rmSync(join(former, ".."), { recursive: true, force: true });
  }
}

function removeLeftovers(): void {
  for (const name of readdirSync(project).filter((one) => one.startsWith("dist-"))) {
    const folder = join(project, name);
    const info = statSync(folder, { throwIfNoEntry: false });
    if (info && Date.now() - info.mtimeMs > leftAfterMs) rmSync(folder, { recursive: true, force: true });
  }
}

/** `npm run build`: compiles the service into `dist`, unless it is there as these sources make it. */
async function main(): Promise<number> {
  const mark = markOfSources();
  if (mark === markOfTarget()) return 0;
  removeLeftovers();
  const made = newFolder();
  try {
    await compile({ base: source, folders: [source], into: made });
    writeFileSync(join(made, nameOfMark), mark);
    // Two services that start together both compile; the second leaves the first what it may be loading just now.
    if (mark !== markOfTarget()) replaceTarget(made, mark);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  process.stdout.write("The service is compiled (dist).\n");
  return 0;
}

runScript(main);
