import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, filesUnder } from "../../scripts/build/compile";

let base: string;
let into: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "sources-"));
  into = join(base, "made");
  mkdirSync(join(base, "house/room"), { recursive: true });
  const files: Record<string, string> = {
    "house/main.ts":
      'import { word } from "./room/words.json";\nvoid import("./room/late").then(({ say }) => say(word));\n',
    "house/room/words.json": '{ "word": "selamat" }',
    "house/room/late.ts":
      "interface Shouted {\n  readonly word: string;\n}\n\nexport function say(word: string): Shouted {\n  process.stdout.write(word);\n  throw new Error(word);\n}\n",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(base, name), text);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const compiled = () => compile({ base: join(base, "house"), folders: [join(base, "house")], into });

describe("what is compiled", () => {
  it("stands in the same folders, with what is no source beside it", async () => {
    await compiled();
    const names = filesUnder([into]).map((file) => file.slice(into.length + 1));
    expect(names).toEqual(["main.js", "main.js.map", "room/late.js", "room/late.js.map", "room/words.json"]);
    expect(readFileSync(join(into, "room/words.json"), "utf8")).toContain("selamat");
  });

  it("runs, finds what is loaded late, and tells the lines of the source", async () => {
    await compiled();
    const { stdout, stderr } = spawnSync(process.execPath, ["--enable-source-maps", join(into, "main.js")], {
      encoding: "utf8",
    });
    expect(stdout).toBe("selamat");
    expect(stderr).toMatch(/at say \(.*late\.ts:7:\d+\)/u);
  });
});
