import { cpSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { build } from "esbuild";

/** What is compiled, and where to. Paths are absolute. */
export interface Compilation {
  /** What their paths are taken from, so that `into` has the same folders. */
  readonly base: string;
  readonly folders: readonly string[];
  readonly into: string;
}

/** Every file of these folders but hidden ones, in the order of their paths. */
export function filesUnder(folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) => readdirSync(folder, { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

/**
 * Compiles each TypeScript file of the folders into a JavaScript file of its own, with a map by which stacks tell the lines
 * of the source, and copies every other file. It says nothing of types: `npm run check` does.
 */
export async function compile({ base, folders, into }: Compilation): Promise<void> {
  const files = filesUnder(folders);
  const isSource = (file: string): boolean => file.endsWith(".ts");
  await build({
    ...{ entryPoints: files.filter(isSource), outbase: base, outdir: into, logLevel: "silent" },
    ...{ format: "cjs", platform: "node", target: "node20", sourcemap: true, sourcesContent: false },
    // A module of ours that is loaded late is CommonJS as well, which `import` would not find without its ending.
    supported: { "dynamic-import": false },
  });
  for (const file of files) if (!isSource(file)) cpSync(file, join(into, relative(base, file)));
}
