import { join } from "node:path";
import { checkLocales } from "./locale-check/check";

/** `npm run check:locales`: the texts of all languages against each other and against the code. */
function main(): void {
  const { faults, unused, counts } = checkLocales(join(__dirname, ".."));
  const lines = [
    ...faults.map((fault) => `  ${fault}`),
    ...unused.map((key) => `  "${key}" is used by no code: remove it from every language, or use it`),
  ];
  const summary = `${counts.keys} texts in ${counts.languages} languages, ${counts.uses} places that use them`;
  process.stdout.write(
    lines.length === 0
      ? `Locales: ${summary}\n`
      : `Locales: ${lines.length} faults (${summary})\n${lines.join("\n")}\n`,
  );
  if (lines.length > 0) process.exitCode = 1;
}

main();
