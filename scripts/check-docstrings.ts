import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { undocumentedIn } from "./docstring-check/undocumented";

const project = join(__dirname, "..");

function filesUnder(folder: string): string[] {
  return readdirSync(join(project, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(project, join(entry.parentPath, entry.name)));
}

/** `npm run check:docstrings`: every export says what it promises. */
function main(): void {
  const files = ["src", "scripts"].flatMap(filesUnder);
  const faults = files.flatMap((file) =>
    undocumentedIn(readFileSync(join(project, file), "utf8")).map(({ name, line }) => `  ${file}:${line} ${name}`),
  );
  process.stdout.write(
    faults.length === 0
      ? `Docstrings: every export of ${files.length} files has one\n`
      : `Docstrings: ${faults.length} exports need one that says what they promise\n${faults.join("\n")}\n`,
  );
  if (faults.length > 0) process.exitCode = 1;
}

main();
