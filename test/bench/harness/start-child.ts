import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { scripts } from "../../../package.json";
import { compile } from "../../../scripts/build/compile";
import type { Line } from "./child";

/** A process of a benchmark that speaks JSON lines, each tagged by its `type`. */
export interface Child {
  readonly process: ChildProcess;
  /** The next line of this type; what comes before it is given to `onOther`. Throws where the process ends first. */
  next<T>(type: string, onOther?: (line: Line) => void): Promise<T>;
  /** Writes one JSON line to its standard input. */
  tell(order: unknown): void;
  /** Waits for its end; throws where it failed. */
  end(): Promise<void>;
}

const project = join(__dirname, "../../..");
/** The options that `npm start` gives Node.js: what is measured is given the same. */
const serviceFlags = scripts.start.match(/--\S+/gu) ?? [];

/** Longer than any benchmark takes. Milliseconds. */
const leftAfterMs = 6 * 60 * 60_000;

let compiled: Promise<string> | undefined;

/**
 * The service and the benchmarks as `npm start` runs it: compiled, once for each process that measures. The folder stands where
 * the packages of the project are found, and goes with the process.
 */
async function compileAll(): Promise<string> {
  const cache = join(project, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  removeLeftovers(cache);
  const folder = mkdtempSync(join(cache, "bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const folders = ["src", "test/bench", "test/support"].map((name) => join(project, name));
  await compile({ base: project, folders, into: folder });
  symlinkSync(join(project, "locales"), join(folder, "locales"));
  return folder;
}

/** What was left by a benchmark that somebody broke off. */
function removeLeftovers(cache: string): void {
  for (const name of readdirSync(cache).filter((one) => one.startsWith("bench-"))) {
    const age = Date.now() - statSync(join(cache, name)).mtimeMs;
    if (age > leftAfterMs) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

/** Starts a script beside the benchmarks (its name without an ending) with its order as the one argument. */
export async function startChild(script: string, order: unknown, env: NodeJS.ProcessEnv = process.env): Promise<Child> {
  compiled ??= compileAll();
  const path = join(await compiled, "test/bench", `${script}.js`);
  const args = [...serviceFlags, path, JSON.stringify(order)];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"], env });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "exit");
  return {
    process: child,
    next: async <T>(type: string, onOther: (line: Line) => void = () => undefined) => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`${script} ended before it had said "${type}"`);
        // What a peer writes to the console is none of ours.
        if (!value.startsWith("{")) continue;
        const line = JSON.parse(value) as Line;
        if (line.type === type) return line as T;
        onOther(line);
      }
    },
    tell: (line) => void child.stdin.write(`${JSON.stringify(line)}\n`),
    end: async () => {
      child.stdin.end();
      const [code] = await ended;
      if (code !== 0) throw new Error(`${script} failed (exit code ${String(code)})`);
    },
  };
}
