import { bare, begin, beginning, rows } from "./content/vague.json";
import { type Reading, searchWords } from "./words";

/** Words that ask without saying about what. */
const asking = searchWords("berapa apa bagaimana kapan siapa dimana mengapa apa saja bisa tidak berapa lama");
const choices = rows.map(({ words, topics }) => ({ words: new Set(searchWords(words)), topics }));

const openAsking = bare.map(({ words, topics }) => ({ words: new Set(searchWords(words)), topics }));

/** The topics that a question leaves open: "gratis gak?" asks of the dues or of the hospital. Empty for all others. */
export function topicsLeftOpen({ search }: Reading): readonly string[] {
  const told = search.filter((word) => !asking.includes(word));
  if (told.length === 0) return [];
  return choices.find(({ words }) => told.every((word) => words.has(word)))?.topics ?? [];
}

/** What most people mean by a word that asks and nothing else, "berapa ya?", or by "mau tanya". Empty for all others. */
export function topicsBarelyAsked({ search, canonical }: Reading): readonly string[] {
  if (search.length === 0) return canonical.some((word) => begin.includes(word)) ? beginning : [];
  if (search.some((word) => !asking.includes(word))) return [];
  return openAsking.find(({ words }) => search.some((word) => words.has(word)))?.topics ?? [];
}
