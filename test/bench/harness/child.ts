import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { scripts } from "../../../package.json";

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

/** One line of a child's. */
export interface Line {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** How much memory and how many threads `npm start` gives the service: what is measured is given the same. */
const serviceFlags = scripts.start.match(/--(?:max|v8)-\S+/gu) ?? [];

/** Starts a script beside the benchmarks with its order as the one argument. */
export function startChild(script: string, order: unknown, env: NodeJS.ProcessEnv = process.env): Child {
  const path = join(__dirname, "..", script);
  const args = [...serviceFlags, "--import", "tsx", path, JSON.stringify(order)];
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

/** Says one line, as a child. */
export function say(type: string, fields: object = {}): void {
  process.stdout.write(`${JSON.stringify({ type, ...fields })}\n`);
}

/** What this process was told at its start, as a child. */
export function orderOf<T>(): T {
  return JSON.parse(process.argv[2] ?? "null") as T;
}
