import rows from "./content/follow-ups.json";
import { type Reading, searchWords } from "./words";

interface Row {
  /** A follow-up has no other words than these, and at least one of them; none where this is left out. */
  readonly words?: string;
  /** Ways of asking of which the follow-up has one. */
  readonly asked?: readonly string[];
  /** What is meant after an answer: by its topic, or by what its topic's name begins with. */
  readonly of: Readonly<Partial<Record<string, string>>>;
}

/** What is longer names its own subject. */
const MOST_WORDS = 5;
/** Words that ask, or that say nothing more about what is asked. */
const light = new Set(
  searchWords("berapa apa apa saja bagaimana kapan siapa dimana mengapa berapa lama bisa boleh tidak"),
);
/** Who asks for these wants something in particular, which only a row that names it can give. */
const particular = ["kapan", "dimana", "siapa", "berapalama"];

const list: readonly Row[] = rows;
const table = list.map(({ words = "", asked = [], of }) => ({ words: new Set(searchWords(words)), asked, of }));

/** The topic that few words mean after an answer, "sampai umur berapa?", "kalau meninggal?"; `null` where none is agreed on. */
export function meantAfter(subject: string, { search, canonical }: Reading): string | null {
  if (canonical.length > MOST_WORDS) return null;
  const told = search.filter((word) => !light.has(word));
  const asked = ` ${canonical.join(" ")} `;
  const isParticular = particular.some((word) => canonical.includes(word));
  for (const row of table) {
    const topic = row.of[subject] ?? row.of[subject.split(".")[0] ?? ""];
    if (topic === undefined || !told.every((word) => row.words.has(word))) continue;
    const asks = row.asked.some((way) => asked.includes(` ${way} `));
    const isTold = row.words.size === 0 || told.length > 0;
    if (isTold && (row.asked.length > 0 ? asks : !isParticular)) return topic;
  }
  return null;
}
