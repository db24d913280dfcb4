import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { version } from "esbuild";
import { compile, filesUnder } from "./build/compile";
import { runScript } from "./run-script";

const project = join(__dirname, "..");
const source = join(project, "src");
const target = join(project, "dist");
const nameOfMark = ".made-of";

/** Tells these sources and this way of compiling them from any other. */
function markOfSources(): string {
  const hash = createHash("sha256").update(version);
  const compiler = [__filename, join(__dirname, "build/compile.ts")];
  for (const file of [...filesUnder([source]), ...compiler]) {
    hash.update(`\0${relative(project, file)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function markOfTarget(): string | undefined {
  const file = join(target, nameOfMark);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Puts what was made in the place of what was there, at once: a service that starts meanwhile finds the one or the other. */
function replaceTarget(made: string): void {
  const former = `${made}-former`;
  if (existsSync(target)) renameSync(target, former);
  renameSync(made, target);
  rmSync(former, { recursive: true, force: true });
}

/** `npm run build`: compiles the service into `dist`, unless it is there as these sources make it. */
async function main(): Promise<number> {
  const mark = markOfSources();
  if (mark === markOfTarget()) return 0;
  const made = `${target}-${process.pid}`;
  try {
    await compile({ base: source, folders: [source], into: made });
    writeFileSync(join(made, nameOfMark), mark);
    replaceTarget(made);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  process.stdout.write("The service is compiled (dist).\n");
  return 0;
}

runScript(main);
