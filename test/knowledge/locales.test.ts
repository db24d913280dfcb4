import { type Language, languages, spokenLanguages } from "../../src/domain/messaging/contact";
import { readLocale } from "../../src/i18n";
import { loadFacts } from "../../src/knowledge/facts";
import { loadTopics } from "../../src/knowledge/topics";

/** Every text of the knowledge, in whichever of its files it stands. */
const read = (language: Language) =>
  Object.fromEntries(Object.entries(readLocale(language)).filter(([key]) => key.startsWith("knowledge.")));
const placeholdersIn = (words: string) => [...words.matchAll(/\{\{\s*([^}]+?)\s*\}\}/g)].map(([, name]) => name).sort();

const number =
  "(satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|\\w+ (belas|puluh|ratus)|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifty)";
const unit =
  "(rupiah|ribu|juta|persen|jam|hari|bulan|tahun|kali lipat|thousand|million|percent|hours?|days?|months?|years?)";
const inWords = new RegExp(`\\b${number} ${unit}\\b|\\b(sejuta|seribu|separuh|seperempat|setahun|half)\\b`, "i");

describe.each(spokenLanguages)("the knowledge's words in %s", (language) => {
  const locale = read(language);

  it("hold no typed figure: each comes from a fact through a placeholder", () => {
    const typed = Object.entries(locale).filter(([, words]) => {
      const prose = words.replace(/\{\{[^}]+\}\}/g, "#");
      return /\d/.test(prose) || inWords.test(prose) || /(^|[^#])%/.test(prose);
    });
    expect(typed).toEqual([]);
  });

  it("have the keys and placeholders of the other languages", () => {
    for (const other of languages) {
      const theirs = read(other);
      // A language without words for everything has none but those that the others have.
      if (language === "jv") expect(Object.keys(theirs)).toEqual(expect.arrayContaining(Object.keys(locale)));
      else expect(Object.keys(locale)).toEqual(Object.keys(theirs));
      for (const key of Object.keys(locale))
        expect([key, placeholdersIn(locale[key] ?? "")]).toEqual([key, placeholdersIn(theirs[key] ?? "")]);
    }
  });
});

describe("the fact sheet as data", () => {
  it("gives every topic a value for each placeholder, and no value that is never said", () => {
    const locale = read("id");
    for (const { id, values } of loadTopics()) {
      const texts = Object.entries(locale).filter(([key]) => key.startsWith(`knowledge.${id}.`));
      const said = new Set(texts.flatMap(([, words]) => placeholdersIn(words)).map((name) => name?.split(",")[0]));
      expect([id, Object.keys(values).filter((name) => !said.has(name))]).toEqual([id, []]);
    }
  });

  it("has each fact once, with a source unless it is our own or open", () => {
    const { all } = loadFacts();
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const unsourced = all.filter(({ sources, confidence }) => sources.length === 0 && confidence === "confirmed");
    expect(unsourced).toEqual([]);
  });
});
