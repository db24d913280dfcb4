import MiniSearch from "minisearch";
import { loadTopics } from "../../src/knowledge/topics";
import { clearTally, createTally, createWordIndex } from "../../src/knowledge/word-index";
import { searchWords } from "../../src/knowledge/words";
import fc from "../support/property";

const texts = loadTopics()
  .flatMap(({ questions }) => questions.map(searchWords))
  .filter((words) => words.length > 0);
const words = [...new Set(texts.flat())];
const index = createWordIndex(texts);
const tally = createTally(index.size);

const reference = new MiniSearch<{ id: number; text: string }>({
  fields: ["text"],
  tokenize: (text) => text.split(" "),
  processTerm: (term) => term,
});
reference.addAll(texts.map((text, id) => ({ id, text: text.join(" ") })));

/** What the index gives each text that has any of the words, as the general library counts it. */
function summed(question: readonly string[], loosely: boolean): Map<number, number> {
  clearTally(tally);
  question.forEach((word, bit) => {
    tally.bit = bit;
    index.add(word, loosely, 1, tally);
  });
  const bitsIn = (mask: number) => mask.toString(2).replaceAll("0", "").length;
  return new Map(tally.touched.map((text) => [text, (tally.sums[text] ?? 0) * bitsIn(tally.words[text] ?? 0)]));
}

const expectSame = (mine: ReadonlyMap<number, number>, theirs: readonly { id: number; score: number }[]) => {
  expect([...mine.keys()].sort((a, b) => a - b)).toEqual(theirs.map(({ id }) => id).sort((a, b) => a - b));
  for (const { id, score } of theirs) expect(mine.get(id)).toBeCloseTo(score, 8);
};

describe("the index of words", () => {
  it("counts known words as a BM25+ library does", () => {
    const question = fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(question, (typed) => expectSame(summed(typed, false), reference.search(typed.join(" ")))),
      { numRuns: 50 },
    );
  });

  const long = words.filter((word) => word.length > 7).slice(0, 5);
  const typos = long.flatMap((word) => [
    word.slice(0, 5),
    word.slice(0, 3) + word.slice(4),
    `${word.slice(0, 4)}x${word.slice(5)}`,
  ]);

  it.each(typos.filter((word) => !words.includes(word)))("finds what is near %p as that library does", (typed) => {
    const theirs = reference.search(typed, { prefix: true, fuzzy: 1 });
    expect(theirs.length).toBeGreaterThan(0);
    expectSame(summed([typed], true), theirs);
  });

  it("forgets the question before", () => {
    const [first = "", second = ""] = words;
    const alone = summed([second], false);
    summed([first], false);
    expect(summed([second], false)).toEqual(alone);
  });
});
