import type { Text } from "../../src/domain/shared/text";
import type { Knowledge } from "../../src/knowledge";
import { loadTopics } from "../../src/knowledge/topics";

/** How a topic's first sentence reads. */
export interface ReadAnswer {
  readonly topic: string;
  readonly sentence: string;
  /** A sum of money or a date is one word. */
  readonly words: number;
  /** 0 to 1: the share of words that are short or said in many answers. */
  readonly everyday: number;
}

/** A word of at most so many letters needs no effort to read. */
const SHORT = 6;
/** A word said in so many answers is known to whoever reads any of them. */
const SAID_OFTEN = 6;
/** A sentence of so many words can be read aloud in a breath; each further one weighs as much as a rare word. */
const BREATH = 20;

/** The first sentence of every topic as it is said at `at` (milliseconds), hardest first. */
export function readAnswers(knowledge: Knowledge, at: number, say: (text: Text) => string): readonly ReadAnswer[] {
  const sentences = loadTopics().flatMap(({ id: topic }) => {
    const reply = knowledge.answerTopic(topic, at);
    const [first] = reply.reaction === "clarify" ? [] : reply.messages;
    return first === undefined ? [] : [{ topic, sentence: say(first) }];
  });
  const uses = new Map<string, number>();
  for (const { sentence } of sentences)
    for (const word of new Set(wordsOf(sentence))) uses.set(word, (uses.get(word) ?? 0) + 1);
  const isEveryday = (word: string) => word.length <= SHORT || /\d/u.test(word) || (uses.get(word) ?? 0) >= SAID_OFTEN;
  return sentences
    .map(({ topic, sentence }) => {
      const words = wordsOf(sentence);
      return { topic, sentence, words: words.length, everyday: words.filter(isEveryday).length / words.length };
    })
    .sort((a, b) => effort(b) - effort(a));
}

/** Rare words, and what goes beyond a breath. */
const effort = ({ words, everyday }: ReadAnswer): number => words * (1 - everyday) + Math.max(0, words - BREATH);

function wordsOf(sentence: string): string[] {
  const joined = sentence.replace(/Rp (?=\d)/gu, "Rp").replace(/(\d+) (\p{Lu}\p{Ll}+) (\d{4})/gu, "$1-$2-$3");
  return joined.toLowerCase().match(/[\p{L}\d][\p{L}\d.,/-]*[\p{L}\d]|[\p{L}\d]/gu) ?? [];
}
