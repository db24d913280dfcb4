import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "dotenv";
import { loadConfig, variableNames } from "../../src/config";

const read = (name: string): string => readFileSync(join(__dirname, "../..", name), "utf8");
const example = read(".env.example");

/** The variables in the first column of a document's table. */
const inTable = (document: string): string[] =>
  [...read(document).matchAll(/^\| `([A-Z][A-Z_]+)` +\|/gmu)].map(([, name = ""]) => name);

describe("the variables", () => {
  it("stand in .env.example, each once, in the order of the configuration", () => {
    expect([...example.matchAll(/^([A-Z_]+)=/gmu)].map(([, name]) => name)).toEqual(variableNames);
  });

  it("are each explained in .env.example", () => {
    for (const block of example.trim().split("\n\n").slice(1))
      expect([block, /^(# \S.{20,}\n)+[A-Z_]+=.*$/u.test(block)]).toEqual([block, true]);
  });

  it("stand in the table of README.md, each once", () => {
    expect(inTable("README.md").sort()).toEqual([...variableNames].sort());
  });

  it("have values in .env.example with which the service starts as it does without them", () => {
    expect(loadConfig(parse(example))).toEqual(loadConfig({}));
  });
});
