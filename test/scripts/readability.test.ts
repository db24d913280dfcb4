import { readAnswers } from "../../scripts/readability/answers";
import { languages, type WholeLanguage } from "../../src/domain/messaging/contact";
import { createI18n } from "../../src/i18n";
import { createKnowledge } from "../../src/knowledge";

const translator = createI18n();
/** English needs more little words for the same. */
const mostWordsOnAverage: Record<WholeLanguage, number> = { id: 15, en: 18 };
const at = Date.parse("2026-11-22T12:00:00+07:00");

describe.each(languages)("the first sentences of the answers, in %s", (language) => {
  const rows = readAnswers(createKnowledge(), at, (text) => translator.render(text, language));

  it("can each be read aloud in a breath or two", () => {
    expect(rows.filter(({ words }) => words > 30).map(({ topic }) => topic)).toEqual([]);
    expect(rows.reduce((sum, { words }) => sum + words, 0) / rows.length).toBeLessThan(mostWordsOnAverage[language]);
  });

  it("are made of everyday words for the greater part", () => {
    expect(rows.filter(({ words, everyday }) => words > 10 && everyday < 0.45).map(({ topic }) => topic)).toEqual([]);
  });

  it("are listed worst first", () => {
    const effort = rows.map(({ words, everyday }) => words * (1 - everyday) + Math.max(0, words - 20));
    expect(effort).toEqual([...effort].sort((a, b) => b - a));
  });
});
