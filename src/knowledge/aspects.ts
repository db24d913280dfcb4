import rows from "./content/aspects.json";
import { stem } from "./stem";

const programmes = ["jkk", "jkm", "jht"] as const;
type Programme = (typeof programmes)[number];

/** Topics that tell the same of each programme, the general one last. */
const aspects: readonly Readonly<Partial<Record<Programme, string>>>[] = rows;
const general = aspects.at(-1) ?? {};

/**
 * The topic that tells of another programme what the subject tells of its own ("kalau yang JHT?" after the papers of JKM);
 * what the programme is, where there is no such topic. `null` where the words name more than one programme.
 */
export function sameOfAnother(searchWords: readonly string[], subject: string): string | null {
  const [word, ...more] = [...new Set(searchWords)];
  const named = programmes.find((programme) => stem(programme) === word);
  if (more.length > 0 || named === undefined) return null;
  const aspect = aspects.find((topics) => Object.values(topics).includes(subject));
  return aspect?.[named] ?? general[named] ?? null;
}
