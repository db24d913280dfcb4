import { sameOfAnother } from "./aspects";
import type { Finder, Finding } from "./finder";
import { OUTSIDE } from "./finder";
import { meantAfter } from "./follow-ups";
import { namedIn } from "./named";
import { outsideMarkedIn } from "./outside-marks";
import { partsOf } from "./parts";
import { followUpOf } from "./reactions";
import type { Hit, Leaning } from "./search";
import { askingPartOf, blended } from "./story";
import type { Topic } from "./topics";
import { ofSubjectLeftOpen, topicsBarelyAsked, topicsLeftOpen } from "./vague";
import { type Reading, readQuestion, searchWords } from "./words";

/** What is done about a question. */
export type Choice =
  /** One topic answers it, or two where two things are asked; `others` might have been meant instead. */
  | { readonly kind: "topics"; readonly hits: readonly Hit[]; readonly others: readonly string[] }
  /** It could be any of these: ask which. */
  | { readonly kind: "clarify"; readonly topics: readonly string[] }
  /** It is about something else altogether; `subject` says what. */
  | { readonly kind: "outside"; readonly subject: string }
  | { readonly kind: "unknown" };

/** What can be chosen from. */
export interface Library {
  readonly topics: ReadonlyMap<string, Topic>;
  readonly finder: Finder;
}

/** From here on a question is answered. Of 100 that we can answer, about 3 fall below; of others, about 95. */
const ANSWERABLE = 0.45;
/** From here on it may well be for us: ask which is meant. */
const PERHAPS_OURS = 0.35;
/** What lies outside is named only where it fits this well; nonsense is just not understood. */
const SOMETHING_ELSE = 0.3;
/** A word of another matter does not count where a topic fits this well. */
const SURELY_OURS = 0.75;
/** In a story many matters are mentioned, and no topic fits all of it. */
const OURS_IN_A_STORY = 0.4;
/** "That is not covered" makes people give up, so it is said only where this surely was the question. */
const SURE_ENOUGH_FOR_NO = 0.45;
const SAYS_NO = new Set([
  "jkk.not-covered",
  "jkm.inactive",
  "programmes.pension",
  "eligibility.civil-servant",
  "contribution.discount-excluded",
  "jht.not-in-basic",
]);
/** Two topics as near as this are both offered. */
const TOO_CLOSE = 0.01;
/** A topic that fits better than this is not put beside another. */
const FITS_WELL = 0.3;
/** Each of two questions at once has to fit this well. */
const EACH_OF_TWO = 0.3;
/** A follow-up question whose every word is the subject's own. */
const NEARLY_CERTAIN = 0.97;
const MOST_OPTIONS = 3;
/** How much the subject's words count beside typed ones in a follow-up question. */
const SUBJECT_WEIGHT = 0.6;
/** No question of one or two words has a subject of its own unless it asks in words. */
const LONGEST_ELLIPSIS = 2;
const ASKING = ["berapa", "apa", "bagaimana", "kapan", "siapa", "dimana", "mengapa", "berapalama"];

/** Decides what answers a question, read before; `subject` is the topic of the answer before. */
export function choose(library: Library, question: string, reading: Reading, subject: Topic | undefined): Choice {
  const meant = namedIn(reading) ?? (subject === undefined ? null : meantAfter(subject.id, reading));
  if (meant !== null) return one({ id: meant, score: 1 });
  const leftOpen = topicsLeftOpen(reading);
  if (leftOpen.length > 0) return amongOpen(library, reading, leftOpen, subject);
  const another = subject === undefined ? null : sameOfAnother(reading.search, subject.id);
  if (another !== null) return one({ id: another, score: 1 });
  const leaned = subject === undefined ? [] : leanedOn(library, reading, subject);
  const [first] = leaned;
  if (first !== undefined) return { kind: "topics", hits: [first], others: leaned.slice(1, MOST_OPTIONS).map(idOf) };
  const part = askingPartOf(question, reading, library.finder.spell);
  const whole = library.finder.find(reading);
  const finding = part === null ? whole : blended(whole, library.finder.find(part));
  const barely = topicsBarelyAsked(reading);
  if (barely.length > 0 && finding.answerable < 1) return amongOpen(library, reading, barely, subject);
  const strange = outsideMarkedIn(part ?? reading);
  if (strange !== null && scoreOf(finding.ours[0]) < (part === null ? SURELY_OURS : OURS_IN_A_STORY))
    return { kind: "outside", subject: strange };
  return twoAtOnce(library, question, finding) ?? decided(finding);
}

/** "Gratis gak?": what the talk is about tells of what; without it we ask. */
function amongOpen({ topics, finder }: Library, reading: Reading, ids: readonly string[], subject?: Topic): Choice {
  if (subject === undefined) return { kind: "clarify", topics: ids };
  const meant = ofSubjectLeftOpen(reading, subject.group);
  if (meant !== null) return one({ id: meant, score: 1 });
  const [leaned] = finder.search(reading.search, leaningOf(subject, topics));
  const ofGroup = ids.find((id) => topics.get(id)?.group === subject.group);
  if (leaned !== undefined && leaned.score >= NEARLY_CERTAIN) return one(leaned);
  return ofGroup === undefined ? { kind: "clarify", topics: ids } : one({ id: ofGroup, score: 1 });
}

const one = (hit: Hit): Choice => ({ kind: "topics", hits: [hit], others: [] });

/** Leans on the subject only where the question is no whole one and the subject knows its words as well as any. */
function leanedOn({ finder, topics }: Library, reading: Reading, subject: Topic): readonly Hit[] {
  if (!isElliptic(reading)) return [];
  const plain = finder.search(reading.search);
  const leaned = finder.search(reading.search, leaningOf(subject, topics));
  const [best, instead] = [scoreOf(plain[0]), scoreOf(leaned[0])];
  return instead > 0 && instead >= best ? leaned : [];
}

/** "Yang JHT?", "kalau anaknya dua?": it goes on with the question before. */
function isElliptic(reading: Reading): boolean {
  const isShort = reading.search.length <= LONGEST_ELLIPSIS;
  return (isShort || followUpOf(reading) !== null) && !ASKING.some((word) => reading.canonical.includes(word));
}

function leaningOf(subject: Topic, topics: ReadonlyMap<string, Topic>): Leaning {
  const [question = ""] = subject.questions;
  const near = [undefined, subject.id, subject.under];
  const belongs = (id: string) => {
    const topic = topics.get(id);
    return topic?.group === subject.group && near.includes(topic.under); // few words do not ask for a far detail
  };
  return { words: searchWords(question), weight: SUBJECT_WEIGHT, belongs };
}

function decided({ ours, outside: strange, answerable }: Finding): Choice {
  const [first, second] = ours;
  const options = ours.slice(0, MOST_OPTIONS).map(idOf);
  if (first === undefined || answerable < ANSWERABLE) {
    if (scoreOf(strange[0]) > Math.max(scoreOf(first), SOMETHING_ELSE))
      return { kind: "outside", subject: subjectOf(strange) };
    return answerable < PERHAPS_OURS ? { kind: "unknown" } : { kind: "clarify", topics: options };
  }
  if (SAYS_NO.has(first.id) && first.score < SURE_ENOUGH_FOR_NO) return { kind: "clarify", topics: options };
  const isClose = first.score < FITS_WELL && first.score - scoreOf(second) < TOO_CLOSE;
  if (isClose && answerable < SURELY_OURS) return { kind: "clarify", topics: options };
  return { kind: "topics", hits: [{ id: first.id, score: surenessOf(first, answerable) }], others: options.slice(1) };
}

/** A topic that stands far before all others is certain at this share; below, the sureness falls with it. */
const CERTAIN_SHARE = 0.6;

const surenessOf = ({ score }: Hit, answerable: number): number =>
  score >= 1 ? 1 : answerable * (0.5 + 0.5 * Math.min(1, score / CERTAIN_SHARE));

/** "Berapa iurannya dan bayar di mana?": both, where each part asks for something of its own that fits well. */
function twoAtOnce({ finder }: Library, question: string, whole: Finding): Choice | null {
  const parts = partsOf(question, finder.spell);
  if (parts === null || whole.answerable === 1) return null;
  const [before, after] = parts.map((part) => readQuestion(part, finder.spell));
  if (before === undefined || after === undefined) return null;
  const first = answerOf(finder.find(before));
  if (first === null) return null;
  const another = (half: Reading) => {
    const hit = answerOf(finder.find(half));
    return hit?.id === first.id ? null : hit;
  };
  const together = () =>
    another({ ...after, search: [...subjectWordsIn(before.search), ...after.search], canonical: [] });
  const leftOpen = topicsLeftOpen(after).length > 0;
  const second = (leftOpen ? together() : null) ?? another(after) ?? together();
  if (second === null) return null;
  const wanted = whole.ours.slice(0, MOST_OPTIONS).map(idOf);
  if (!wanted.includes(first.id) && !wanted.includes(second.id)) return null;
  return { kind: "topics", hits: [first, second], others: wanted.filter((id) => id !== first.id && id !== second.id) };
}

/** What the first half is about, for a second half that leaves it out. */
const subjectWordsIn = (words: readonly string[]): readonly string[] =>
  words.filter((word) => !ASKING.includes(word) && word !== "apalama");

function answerOf({ ours, answerable }: Finding): Hit | null {
  const [first] = ours;
  if (first === undefined || answerable < ANSWERABLE || first.score < EACH_OF_TWO) return null;
  return { id: first.id, score: surenessOf(first, answerable) };
}

const idOf = ({ id }: Hit): string => id;
const scoreOf = (hit: Hit | undefined): number => hit?.score ?? 0;
const subjectOf = ([first]: readonly Hit[]): string => first?.id.slice(OUTSIDE.length) ?? "";
