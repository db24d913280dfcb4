import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../..");

/** A process of ours, with all that it has said. */
export interface RunningProcess {
  readonly child: ChildProcess;
  /** Standard output and standard error. */
  said(): string;
  /** Resolves with the exit code once it has ended; null where a signal ended it. */
  readonly ended: Promise<number | null>;
}

const tsx = ["--import", require.resolve("tsx")];
let isBuilt = false;

/** As npm does before the service is started; once is enough, for no test changes a source. */
function build(): void {
  if (isBuilt) return;
  const { status, stderr } = spawnSync(process.execPath, [...tsx, join(root, "scripts/build.ts")]);
  if (status !== 0) throw new Error(`the service could not be compiled: ${stderr}`);
  isBuilt = true;
}

/**
 * Starts a program of ours as its npm script does, in an empty environment but for `env`, and in an empty folder as its place:
 * `dist/main.js` as it is compiled, `scripts/chat.ts` from its source.
 */
export function startProgram(
  program: string,
  folder: string,
  env: Record<string, string> = {},
  args: readonly string[] = [],
): RunningProcess {
  const isCompiled = program.startsWith("dist/");
  if (isCompiled) build();
  const options = isCompiled ? ["--enable-source-maps"] : tsx;
  const child = spawn(process.execPath, [...options, join(root, program), ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"], HOME: folder, ...env },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said += String(chunk);
    });
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  return { child, said: () => said, ended };
}

/** An empty folder of a test's own. */
export async function emptyFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "service-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Below what systems hand out by themselves, so that no connection takes a port between our look and its use. */
const ports = { first: 12_000, count: 18_000 };
let lastPort = (process.pid * 61) % ports.count;

/** A port that nobody uses just now, another one at each call. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < ports.count; tries += 1) {
    lastPort = (lastPort + 1) % ports.count;
    if (await isFree(ports.first + lastPort)) return ports.first + lastPort;
  }
  throw new Error("no port is free");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
