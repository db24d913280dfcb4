import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { scripts } from "../../package.json";

const project = join(__dirname, "../..");
const read = (name: string): string => readFileSync(join(project, name), "utf8");
const documents = ["README.md", "README.id.md", "ARCHITECTURE.md"];
const readmes = ["README.md", "README.id.md"];

/** Everything in a document that is written as code. */
function codeIn(document: string): string {
  return [...read(document).matchAll(/```[\s\S]*?```|`[^`\n]+`/gu)].map(([code]) => code).join("\n");
}

/** The names of npm scripts that a document tells one to run. */
function scriptsNamedIn(document: string): string[] {
  const named = [...codeIn(document).matchAll(/npm (?:run (?:--silent )?([\w:-]+)|(start|test)\b)/gu)];
  return [...new Set(named.map(([, run, short]) => run ?? short ?? ""))];
}

/** The script files behind the commands of package.json. */
const files = Object.values(scripts).flatMap((command) => command.match(/(?:src|scripts)\/[\w./-]+\.ts/gu) ?? []);

describe.each(documents)("%s", (document) => {
  it("names commands that exist", () => {
    expect(scriptsNamedIn(document).filter((name) => !(name in scripts))).toEqual([]);
  });

  it("links to files and headings that exist", () => {
    const links = [...read(document).matchAll(/\]\(([^)]+)\)/gu)].map(([, target = ""]) => target);
    const local = links.filter((target) => !/^https?:/u.test(target));
    const broken = local.filter((target) => {
      const [named = "", heading] = target.split("#");
      const path = named === "" ? document : named;
      if (!existsSync(join(project, path))) return true;
      return heading !== undefined && !headingsOf(path).includes(heading);
    });
    expect(broken).toEqual([]);
  });
});

/** The anchors of a document's headings. */
function headingsOf(document: string): string[] {
  const headings = [...read(document).matchAll(/^#+ (.+)$/gmu)].map(([, title = ""]) => title);
  return headings.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("the readmes", () => {
  it.each(readmes)("bring a newcomer there in two commands in %s", (document) => {
    expect(/```sh\n([\s\S]*?)```/u.exec(read(document))?.[1]).toBe("npm ci\nnpm start\n");
  });

  it("tell every command that people use", () => {
    // Parts of `check`, and what npm runs by itself before another script.
    const isOwnBusiness = (name: string): boolean =>
      name.startsWith("check:") || name === "prepare" || /^pre(?=start|what)/u.test(name);
    const told = scriptsNamedIn("README.md");
    expect(Object.keys(scripts).filter((name) => !told.includes(name) && !isOwnBusiness(name))).toEqual([]);
  });

  it("tell the switches that the scripts take, as the scripts name them", () => {
    for (const [, name = "", rest = ""] of codeIn("README.md").matchAll(
      /npm run (?:--silent )?([\w-]+) -- ([^\n`]*)/gu,
    )) {
      const source = read(`scripts/${name}.ts`);
      const unknown = [...rest.matchAll(/--([a-z]+)/gu)].filter(([, flag = ""]) => !source.includes(`--${flag}`));
      expect([name, unknown.map(([flag]) => flag)]).toEqual([name, []]);
    }
  });
});

describe("the commands of package.json", () => {
  it("start files that exist", () => {
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter((file) => !existsSync(join(project, file)))).toEqual([]);
  });
});
