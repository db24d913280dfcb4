import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkLocales, type LocaleReport } from "../../scripts/locale-check/check";

const folders: string[] = [];

/** A project of a few files, checked. */
function check(files: Readonly<Record<string, string>>): LocaleReport {
  const folder = mkdtempSync(join(tmpdir(), "locales-"));
  folders.push(folder);
  const options = { strict: true, target: "ES2023", lib: ["ES2023"], module: "preserve", types: [] };
  const all = { "tsconfig.json": JSON.stringify({ compilerOptions: options }), "src/nothing.ts": "", ...files };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return checkLocales(folder, ["src"]);
}

/** The locale files of two languages that agree. */
function texts(words: Readonly<Record<string, string>>): Record<string, string> {
  const areas = new Set(Object.keys(words).map((key) => key.split(".")[0]));
  const files = [...areas].flatMap((area) => {
    const mine = Object.entries(words).filter(([key]) => key.startsWith(`${area}.`));
    const json = JSON.stringify(Object.fromEntries(mine));
    return ["id", "en"].map((language) => [`locales/${language}/${area}.json`, json]);
  });
  return Object.fromEntries(files);
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describe("texts of several languages", () => {
  const faultsOf = (id: string, en: string) =>
    check({ "locales/id/menu.json": id, "locales/en/menu.json": en, "src/uses.ts": 'export const a = "menu.a";' })
      .faults;

  it("are in order when keys and placeholders are the same in another order", () => {
    expect(faultsOf('{"menu.a":"{{x}} {{ y , rupiah }}"}', '{"menu.a":"{{y, rupiah}} of {{x}}"}')).toEqual([]);
  });

  it.each([
    ["a key that one lacks", '{"menu.a":"","menu.b":""}', '{"menu.a":""}', '"menu.b" is missing in en'],
    [
      "a placeholder that one lacks",
      '{"menu.a":"{{x}}"}',
      '{"menu.a":""}',
      '"menu.a" has other placeholders in en (none) than in id (x)',
    ],
    [
      "another format",
      '{"menu.a":"{{x, rupiah}}"}',
      '{"menu.a":"{{x}}"}',
      '"menu.a" has other placeholders in en (x) than in id (x, rupiah)',
    ],
    ["a key twice", '{"menu.a":"","menu.a":"b"}', '{"menu.a":""}', 'id/menu.json: "menu.a" stands twice'],
    [
      "a key in the wrong file",
      '{"menu.a":"","other.b":""}',
      '{"menu.a":"","other.b":""}',
      'id/menu.json: "other.b" does not begin with "menu."',
    ],
    ["what is no text", '{"menu.a":1}', '{"menu.a":""}', 'id/menu.json: ""menu.a"" is not a text'],
    ["what is no object", '["menu.a"]', '{"menu.a":""}', "id/menu.json: write one JSON object of keys and texts"],
  ])("are refused for %s", (_name, id, en, fault) => {
    expect(faultsOf(id, en)).toContain(fault);
  });
});

describe("a language that has words for a part", () => {
  const partial = JSON.stringify({ jv: { needsNativeReader: true, complete: ["menu."] } });
  const whole = {
    "locales/id/menu.json": '{"menu.a":"","menu.b":"{{x}}"}',
    "locales/en/menu.json": '{"menu.a":"","menu.b":"{{x}}"}',
  };
  const rest = { "locales/id/other.json": '{"other.a":""}', "locales/en/other.json": '{"other.a":""}' };
  const faultsOf = (jv: string) =>
    check({ ...whole, ...rest, "locales/partial.json": partial, "locales/jv/menu.json": jv }).faults;

  it("lacks nothing of what it promises, and may lack all else", () => {
    expect(faultsOf('{"menu.a":"","menu.b":"{{x}}"}')).toEqual([]);
    expect(faultsOf('{"menu.a":""}')).toEqual(['"menu.b" is missing in jv']);
  });

  it("has no key of its own, and the same placeholders", () => {
    expect(faultsOf('{"menu.a":"","menu.b":"{{x}}","menu.c":""}')).toContain('"menu.c" is missing in id');
    expect(faultsOf('{"menu.a":"","menu.b":"{{y}}"}')).toContain(
      '"menu.b" has other placeholders in jv (y) than in id (x)',
    );
  });
});

it("take a large area in parts", () => {
  const texts = { "locales/id/menu-first.json": '{"menu.a":""}', "locales/en/menu-first.json": '{"menu.a":""}' };
  const whole = { "locales/id/menu.json": '{"menu.b":""}', "locales/en/menu.json": '{"menu.b":""}' };
  expect(check({ ...texts, ...whole }).faults).toEqual([]);
});

it("take a dash as part of the area's own name where no such area stands beside it", () => {
  const texts = { "locales/id/big-menu.json": '{"big-menu.a":""}', "locales/en/big-menu.json": '{"big-menu.a":""}' };
  expect(check(texts).faults).toEqual([]);
});

describe("keys in the code", () => {
  /** Each file, and what must be said about it; `«x»` stands for what is put into a template. */
  const cases: Readonly<Record<string, readonly [source: string, ...faults: string[]]>> = {
    "known.ts": ['export const text = { key: "menu.title" };'],
    "unknown.ts": ['export const text = { key: "menu.titel" };', 'there is no text "menu.titel"'],
    "other-area.ts": ['export const host = "example.org"; export const file = "menu.json";'],
    "another-name.ts": ['export const note = { rule: "menu.forgotten" };'],
    "union.ts": [
      'export const of = (fruit: "apple" | "pear") => `menu.fruit.«fruit»`;',
      'there is no text "menu.fruit.pear" (of menu.fruit.«fruit»)',
    ],
    "several-unions.ts": ['export const of = (a: "x" | "y", b: 1 | 2) => `menu.«a».«b»`;'],
    "open.ts": ['export const of = (colour: string) => `menu.colour.«colour»`; export const all = ["red", "blue"];'],
    "open-to-nothing.ts": [
      "export const of = (shade: string) => `menu.shade.«shade»`;",
      "no text is of the family menu.shade.«shade»",
    ],
    "ending.ts": ['export const of = (stem: string) => `«stem».many`; export const stem = "menu.place";'],
    "filled.ts": ['export const text = { key: "menu.price", params: { amount: 1 } };'],
    "unfilled.ts": [
      'export const text = { key: "menu.price", params: { amonut: 1 } };',
      '"menu.price" is given no amount',
    ],
    "without-params.ts": ['export const text = { key: "menu.price" };', '"menu.price" is given no amount'],
    "said-without.ts": [
      'declare const say: (key: string, params?: object) => void; say("menu.price"); say("menu.price", { amount: 1 });',
      '"menu.price" is given no amount',
    ],
    "filled-elsewhere.ts": ['export const of = (params: object) => ({ key: "menu.price", params });'],
    "sentence.ts": [
      'export const told = "Silakan tulis nama dan alamat untuk kami.";',
      'Indonesian outside locales/: "Silakan tulis nama dan alamat untuk kami."',
    ],
    "readers-words.ts": ['export const known = "tidak dan untuk yang bukan".split(" ");'],
  };
  const words = {
    "menu.title": "",
    "menu.fruit.apple": "",
    "menu.x.1": "",
    "menu.x.2": "",
    "menu.y.1": "",
    "menu.y.2": "",
    "menu.colour.red": "",
    "menu.colour.blue": "",
    "menu.colour.green": "",
    "menu.place.many": "",
    "menu.place.few": "",
    "menu.price": "{{amount, rupiah}}",
    "menu.forgotten-by-all": "",
  };
  const written = (text: string): string => text.replaceAll("«", "${").replaceAll("»", "}");
  let report: LocaleReport;

  beforeAll(() => {
    const sources = Object.entries(cases).map(([name, [source]]) => [`src/${name}`, written(source)]);
    report = check({ ...texts(words), ...Object.fromEntries(sources) });
  });

  it.each(Object.entries(cases))("are judged in %s", (name, [, ...faults]) => {
    const about = report.faults.filter((fault) => fault.startsWith(`src/${name}:`));
    expect(about.map((fault) => fault.replace(/^[^ ]+ /u, ""))).toEqual(faults.map(written));
  });

  it("leave over the texts that no literal, no family and no ending names", () => {
    expect(report.unused).toEqual(["menu.colour.green", "menu.forgotten-by-all", "menu.place.few"]);
  });
});
