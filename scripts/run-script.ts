/**
 * Runs a script: what it throws becomes one sentence on standard error and exit code 1. Where nobody reads its output any
 * more, as after `| head`, what is still written goes nowhere and the script ends as it would have.
 */
export function runScript(script: () => Promise<number>): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  script().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : "The script failed."}\n`);
      process.exitCode = 1;
    },
  );
}
