import { appendFileSync } from "node:fs";

/**
 * A small child for the supervisor: notes its life in the file that it is told, and ends as it is told. Arguments: the
 * file, then `stays`, `stubborn` (hears no SIGTERM) or an exit code.
 */
const [file = "", manner = "stays"] = process.argv.slice(2);
const note = (what: string): void => appendFileSync(file, `${what} ${process.pid}\n`);

note("began");
process.on("SIGTERM", () => {
  if (manner === "stubborn") return note("heard");
  note("stopped");
  process.exit(0);
});
process.on("disconnect", () => {
  note("alone");
  process.exit(0);
});
if (/^\d+$/u.test(manner)) process.exit(Number(manner));
