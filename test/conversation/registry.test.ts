import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnyFlow } from "../../src/conversation/flow";
import { house } from "../../src/conversation/flows";
import { languages } from "../../src/domain/messaging/contact";
import { readLocale } from "../../src/i18n";

const sources = join(__dirname, "..", "..", "src");
const transcripts = join(__dirname, "flows");

/** Where a flow is tried in a conversation; small errands and the officer's ways in share a file. */
const transcriptOf: Readonly<Record<string, string>> = {
  welcome: "welcome",
  "register-worker": "register-worker",
  "become-sponsor": "become-sponsor",
  "my-pledges": "my-pledges",
  "report-payment": "report-payment",
  status: "status",
  "ask-benefit": "ask-benefit",
  "my-data": "my-data",
  officer: "officer",
  "officer-code": "officer",
  language: "errands",
  pause: "errands",
  "resume-reminders": "errands",
  stop: "errands",
  "opt-in": "errands",
  "be-named": "year-report",
  "sponsor-news": "cannot-pay",
  linked: "link-chat",
  "let-go": "link-chat",
  "ask-officer": "errands",
  emergency: "errands",
  "office-coordinator": "office",
  "office-staff": "office",
};

const flows = [...house.flows.values()];
const locales = languages.map((language) => ({ language, keys: new Set(Object.keys(readLocale(language))) }));
const areas = new Set([...(locales[0]?.keys ?? [])].map((key) => key.split(".")[0]));

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The keys that a source names in full, and those that it puts together, as patterns. */
function keysIn(source: string): { whole: string[]; patterns: RegExp[] } {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/gu, "");
  const isOurs = (key: string): boolean =>
    areas.has(key.split(".")[0] ?? "") && key.includes(".") && !/\.(?:m?[jt]s|css)$/u.test(key);
  const whole = [...code.matchAll(/"([a-z]+(?:[.-][A-Za-z0-9-]+)+)"/gu)].map(([, key = ""]) => key).filter(isOurs);
  const made = [...code.matchAll(/`([a-z-]+\.[^`\s]*\$\{[^`]*)`/gu)].map(([, key = ""]) => key).filter(isOurs);
  const patterns = made.map((key) => {
    const parts = key.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/u).map((part) => part.replaceAll(".", "\\."));
    return new RegExp(`^${parts.join("[\\w.+-]+")}$`, "u");
  });
  return { whole, patterns };
}

/** The keys that stand in a flow's data: its title, and the reasons and examples of its steps. */
function keysOf(flow: AnyFlow): string[] {
  const texts = Object.values(flow.steps).flatMap((step) =>
    "why" in step || "help" in step ? [step.why, step.help] : [],
  );
  return [flow.title, ...texts].flatMap((text) => text?.key ?? []);
}

describe("the flows of the house", () => {
  it.each(flows.map(({ id }) => [id]))("%s is tried in a conversation", (id) => {
    const file = join(transcripts, `${transcriptOf[id] ?? id}.test.ts`);
    expect(readFileSync(file, "utf8")).toContain("describe(");
  });

  it.each(locales)("say nothing by themselves that has no words in $language", ({ keys }) => {
    expect(flows.flatMap(keysOf).filter((key) => !keys.has(key))).toEqual([]);
  });

  it("are reached: every id that a way in names is a flow", () => {
    const ways = [...Object.values(house.errands), ...Object.values(house.commands)];
    const named = ways.flatMap((way) => (way === undefined || typeof way === "function" ? [] : [way.flow]));
    expect([...named, house.welcome].filter((id) => !house.flows.has(id))).toEqual([]);
  });

  it("have only steps that lead somewhere: every `next` that is a name is a step", () => {
    const lost = flows.flatMap((flow) =>
      Object.entries(flow.steps).flatMap(([id, step]) =>
        "next" in step && typeof step.next === "string" && !(step.next in flow.steps) ? [`${flow.id}/${id}`] : [],
      ),
    );
    expect(lost).toEqual([]);
  });
});

describe("every text that the house can say", () => {
  const printed = filesIn(join(sources, "..", "scripts", "call-list"));
  const speaking = [...filesIn(sources).filter((file) => !file.startsWith(join(sources, "storage"))), ...printed];
  const found = speaking.map((file) => keysIn(readFileSync(file, "utf8")));
  const whole = new Set(found.flatMap((one) => one.whole));
  const patterns = found.flatMap((one) => one.patterns);

  it.each(locales)("has words in $language", ({ keys }) => {
    const all = [...keys];
    const isStem = (key: string): boolean => all.some((one) => one.startsWith(`${key}.`));
    expect([...whole].filter((key) => !keys.has(key) && !isStem(key) && !isName(key))).toEqual([]);
    expect(patterns.filter((pattern) => !all.some((key) => pattern.test(key))).map(String)).toEqual([]);
  });

  it.each(locales)("is all that the words in $language are for", ({ keys }) => {
    const isSaid = (key: string): boolean => whole.has(key) || patterns.some((pattern) => pattern.test(key));
    const hasStem = (key: string): boolean =>
      key.split(".").some((_, n, parts) => whole.has(parts.slice(0, n).join(".")));
    const ownWords = [...keys].filter((key) => !dataAreas.has(key.split(".")[0] ?? ""));
    expect(ownWords.filter((key) => !isSaid(key) && !hasStem(key))).toEqual([]);
  });
});

/** Areas whose keys are put together from data elsewhere: topics, and the page's own script. */
const dataAreas = new Set(["knowledge", "simulator"]);

/** Names of faults and events that are like keys and are never said. */
const isName = (key: string): boolean => /^(?:registration-number|nik|day|money|phone)\./u.test(key);

describe("the locales", () => {
  const placeholders = (text: string): string[] =>
    [...text.matchAll(/\{\{\s*(\w+)/gu)].map(([, name = ""]) => name).sort();
  const [first, ...others] = languages.map((language) => ({ language, texts: readLocale(language) }));

  it.each(others)("$language has the same keys and placeholders as the first language", ({ texts }) => {
    expect(Object.keys(texts).sort()).toEqual(Object.keys(first?.texts ?? {}).sort());
    for (const [key, text] of Object.entries(texts)) {
      expect([key, ...new Set(placeholders(text))]).toEqual([key, ...new Set(placeholders(first?.texts[key] ?? ""))]);
    }
  });
});
