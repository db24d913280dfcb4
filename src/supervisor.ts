import { type ChildProcess, spawn } from "node:child_process";
import { type BackOff, backOffMs } from "./domain/shared/back-off";
import type { Logger } from "./logger";

/** What a supervised child is started from. Times are in milliseconds. */
export interface SupervisedProgram {
  /** What it is called in the log. */
  readonly name: string;
  /** The arguments of Node.js: its own options, then the program. */
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly logger: Logger;
  /** At least 0 and less than 1. */
  readonly random: () => number;
  readonly waits?: BackOff;
  /** How long it may take to stop before it is ended. */
  readonly stopMs?: number;
  /** Having run for so long, a child that ends is started anew as if it were the first time. */
  readonly stableMs?: number;
}

/** A child that is started anew whenever it ends. */
export interface Supervised {
  /** The child that runs now. */
  pid(): number | undefined;
  /** Asks the child to stop, waits for its end, and starts no other. May be called again. */
  stop(): Promise<void>;
}

/** With this exit code a program says that only an operator can mend what is missing (`EX_CONFIG`). */
export const needsOperatorCode = 78;

const usualWaits: BackOff = { firstMs: 1_000, longestMs: 5 * 60_000 };

/**
 * Starts a program of ours as a child and keeps it running: one at a time, with a growing wait after each end. It writes
 * where we write, and can tell by the channel between us (`process.on("disconnect")`) that we are gone.
 */
export function supervise(program: SupervisedProgram): Supervised {
  const { name, logger, random, waits = usualWaits, stopMs = 9_100, stableMs = 10 * 60_000 } = program;
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let isStopping = false;

  const again = (code: number | null, ranMs: number): void => {
    child = undefined;
    if (isStopping) return;
    failures = ranMs >= stableMs ? 1 : failures + 1;
    const isForOperator = code === needsOperatorCode;
    const waitMs = isForOperator ? waits.longestMs : backOffMs(waits, failures, random());
    logger.error({ child: name, code, failures, waitMs }, "a child process ended; it is started anew");
    timer = setTimeout(start, waitMs);
  };
  const start = (): void => {
    const startedAt = performance.now();
    const started = spawn(process.execPath, [...program.args], {
      env: program.env ?? process.env,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child = started;
    ended = new Promise((resolve) => {
      const end = (code: number | null): void => {
        if (child === started) again(code, performance.now() - startedAt);
        resolve();
      };
      started.once("exit", end);
      started.once("error", (error) => {
        logger.error({ err: error, child: name }, "a child process cannot be started");
        if (started.pid === undefined) end(null);
      });
    });
  };
  start();
  return {
    pid: () => child?.pid,
    stop: async () => {
      isStopping = true;
      clearTimeout(timer);
      const last = child;
      last?.kill("SIGTERM");
      const cutOff = setTimeout(() => last?.kill("SIGKILL"), stopMs);
      await ended;
      clearTimeout(cutOff);
    },
  };
}
