import { undocumentedIn } from "../../scripts/docstring-check/undocumented";

const kinds = [
  "export function name() {}",
  "export async function* name() {}",
  "export class name {}",
  "export interface name {}",
  "export type name = string;",
  "export const name = 1;",
  "const name = 1;\nexport { name as other };",
];

describe("the check of docstrings", () => {
  it.each(kinds)("wants one for %j, and takes nothing less", (code) => {
    const missing = [{ name: "name", line: 2 }];
    expect(undocumentedIn(`\n${code}`)).toEqual(missing);
    expect(undocumentedIn(`// Not a docstring.\n${code}`)).toEqual(missing);
    expect(undocumentedIn(`/** */\n${code}`)).toEqual(missing);
    expect(undocumentedIn(`/** What it promises. */\n${code}`)).toEqual([]);
  });

  it("wants none for what stays in the file, or was explained where it comes from", () => {
    expect(undocumentedIn('function own() {}\nconst other = 1;\nexport { far } from "./far";\n')).toEqual([]);
  });
});
