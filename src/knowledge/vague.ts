import { bare, begin, beginning, rows } from "./content/vague.json";
import type { TopicGroup } from "./topics";
import { type Reading, searchWords } from "./words";

/** Words that ask without saying about what. */
const asking = searchWords("berapa apa bagaimana kapan siapa dimana mengapa apa saja bisa tidak berapa lama");
interface Row {
  readonly words: string;
  readonly topics: readonly string[];
  /** What is meant where the talk is about a group of which no topic is named here. */
  readonly byGroup?: Readonly<Partial<Record<TopicGroup, string>>>;
}

const list: readonly Row[] = rows;
const choices = list.map((row) => ({ ...row, words: new Set(searchWords(row.words)) }));

const openAsking = bare.map(({ words, topics }) => ({ words: new Set(searchWords(words)), topics }));

/** The topics that a question leaves open: "gratis gak?" asks of the dues or of the hospital. Empty for all others. */
export function topicsLeftOpen(reading: Reading): readonly string[] {
  return leftOpenBy(reading)?.topics ?? [];
}

/** What such a question means in a talk about that group, where that is no matter of search; else `null`. */
export function ofSubjectLeftOpen(reading: Reading, group: TopicGroup): string | null {
  return leftOpenBy(reading)?.byGroup?.[group] ?? null;
}

function leftOpenBy({ search }: Reading) {
  const told = search.filter((word) => !asking.includes(word));
  return told.length === 0 ? undefined : choices.find(({ words }) => told.every((word) => words.has(word)));
}

/** What most people mean by a word that asks and nothing else, "berapa ya?", or by "mau tanya". Empty for all others. */
export function topicsBarelyAsked({ search, canonical }: Reading): readonly string[] {
  if (search.length === 0) return canonical.some((word) => begin.includes(word)) ? beginning : [];
  if (search.some((word) => !asking.includes(word))) return [];
  return openAsking.find(({ words }) => search.some((word) => words.has(word)))?.topics ?? [];
}
