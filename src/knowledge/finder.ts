import type { Looked } from "./features";
import { type Guess, openModel } from "./model";
import { createSearch, type Findable, type Hit, readThing, type Search, type Thing } from "./search";
import { createSpeller, type Speller } from "./spelling";
import { houseWords, wordsIn } from "./vocabulary";
import { type Reading, searchWords } from "./words";

/** What a question seems to ask for. */
export interface Finding {
  /** Our topics, best first, with 0 to 1 for how well each fits beside all others. */
  readonly ours: readonly Hit[];
  /** What lies outside, the same way. */
  readonly outside: readonly Hit[];
  /** 0 to 1: how probably this is a question that one of our topics answers. */
  readonly answerable: number;
}

/** How the shares of a question become a probability; written by the training script. */
export type Gate = readonly number[];

/** Finds topics by their words and by what was learned from many ways of asking. */
export interface Finder {
  /** All words that the house and what can be found are written with, folded. */
  readonly words: ReadonlySet<string>;
  readonly spell: Speller;
  /** By words alone, where a question leans on the one before. */
  readonly search: Search;
  /** Finds what a question asks for; a topic's own question is known at once by its canonical words. */
  find(question: Reading): Finding;
}

/** What the training script writes. */
export interface FinderData {
  readonly model: Parameters<typeof openModel>[0];
  readonly gate: Gate;
}

/** Marks the ids of what lies outside. */
export const OUTSIDE = "outside:";
/** The trained guess speaks with this weight, the words in common with the rest. */
const GUESS_WEIGHT = 0.8;
const MOST_HITS = 8;
/** What fits less is not put in order; most of two hundred topics do. */
const NEARLY_NOTHING = 1e-4;
const BRIEF = 2;
const OWN_WORDS = 0.97;
/** Where less of it is one topic's, a word is said of too many things. */
const OWN_SHARE = 0.36;
const BRIEF_SURENESS = 0.6;
/** A question of which less is known is not understood, rather than about something else. */
const LEAST_KNOWN = 0.4;
const asking = new Set(searchWords("berapa apa bagaimana kapan siapa dimana mengapa bisa tidak"));

/** Builds the finder over topics and what lies outside (ids that begin with `outside:`). */
export function createFinder(things: readonly Findable[], { model, gate }: FinderData): Finder {
  const read = things.map(readThing);
  const search = createSearch(read);
  const guess = openModel(model);
  const exact = questionsOf(read);
  const vocabulary = new Set(read.flatMap(({ all }) => all));
  const words = [...houseWords(), ...things.flatMap(({ words, questions }) => wordsIn([words, questions]))];
  const isStrange = (words: readonly string[]) => {
    const told = words.filter((word) => !asking.has(word));
    return told.filter((word) => vocabulary.has(word)).length < told.length * LEAST_KNOWN;
  };
  return {
    words: new Set(words),
    spell: createSpeller(words),
    search,
    find: (question) => {
      const finding = weighed(question, guess, search);
      const known = exact.get(inOrder(question.canonical));
      if (known !== undefined) return surely(known, finding);
      const found = judged(finding, question.search, gate);
      return isStrange(question.search) ? { ...found, outside: [] } : found;
    },
  };
}

/** The shares that a question's topics have, before it is decided whether it is for us. */
export interface Weighed {
  readonly hits: readonly Hit[];
  /** The probability that the trained guess gives to all that lies outside. */
  readonly strange: number;
  readonly bestOurs: number;
  readonly bestOutside: number;
}

/** Joins the trained guess and the search by words into one order. */
export function weighed(question: Looked, guess: Guess, search: Search): Weighed {
  const byWords = search(question.search);
  const shares = guess(question);
  const scores = new Map([...shares].map(([id, share]) => [id, GUESS_WEIGHT * share]));
  for (const { id, score } of byWords) scores.set(id, (scores.get(id) ?? 0) + (1 - GUESS_WEIGHT) * score);
  const best = (hits: readonly Hit[]) => hits.reduce((most, { score }) => Math.max(most, score), 0);
  return {
    hits: [...scores]
      .map(([id, score]) => ({ id, score }))
      .filter(({ score }) => score > NEARLY_NOTHING)
      .sort((a, b) => b.score - a.score),
    strange: [...shares].reduce((sum, [id, share]) => (isOutside(id) ? sum + share : sum), 0),
    bestOurs: best(byWords.filter(({ id }) => !isOutside(id))),
    bestOutside: best(byWords.filter(({ id }) => isOutside(id))),
  };
}

/** What the gate weighs: a constant, the best topic's share, the shares of what lies outside, and the length. */
export function gateFeatures({ hits, strange, bestOurs, bestOutside }: Weighed, words: readonly string[]): number[] {
  const top = hits.find(({ id }) => !isOutside(id))?.score ?? 0;
  return [
    1,
    Math.log(top + 0.02),
    Math.log(strange + 0.01),
    bestOurs,
    bestOutside,
    Math.log(1 + words.length),
    Math.log(1.01 - strange),
  ];
}

/** The gate's probability for its features. */
export function openness(features: readonly number[], gate: Gate): number {
  const sum = features.reduce((total, feature, at) => total + feature * (gate[at] ?? 0), 0);
  return 1 / (1 + Math.exp(-sum));
}

function judged(finding: Weighed, words: readonly string[], gate: Gate): Finding {
  const { hits } = finding;
  const isNothing = words.length === 0 || (finding.bestOurs === 0 && finding.bestOutside === 0);
  return {
    ours: hits.filter(({ id }) => !isOutside(id)).slice(0, MOST_HITS),
    outside: hits.filter(({ id }) => isOutside(id)).slice(0, MOST_HITS),
    answerable: isNothing ? 0 : Math.max(openness(gateFeatures(finding, words), gate), briefly(finding, words)),
  };
}

/** One or two words, all of them a topic's own and no other's, are little for the gate and yet enough. */
function briefly({ hits, bestOurs, bestOutside }: Weighed, words: readonly string[]): number {
  const [first] = hits;
  if (first === undefined || isOutside(first.id) || words.length > BRIEF) return 0;
  return bestOurs > OWN_WORDS && bestOutside < OWN_WORDS && first.score > OWN_SHARE ? BRIEF_SURENESS : 0;
}

/** One of a topic's own questions, word for word. */
function surely(id: string, { hits }: Weighed): Finding {
  const others = hits.filter((hit) => hit.id !== id && !isOutside(hit.id)).slice(0, MOST_HITS - 1);
  if (isOutside(id)) return { ours: others, outside: [{ id, score: 1 }], answerable: 0 };
  return { ours: [{ id, score: 1 }, ...others], outside: [], answerable: 1 };
}

/** The words of every question that only one thing has, and whose it is. */
function questionsOf(things: readonly Thing[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string | null>();
  for (const { id, questions } of things)
    for (const question of questions) {
      const words = inOrder(question.canonical);
      owners.set(words, (owners.get(words) ?? id) === id ? id : null);
    }
  return new Map([...owners].filter((entry): entry is [string, string] => entry[0] !== "" && entry[1] !== null));
}

/** "Siapa kamu" and "kamu siapa" are one question. */
const inOrder = (words: readonly string[]): string => [...words].sort().join(" ");

const isOutside = (id: string): boolean => id.startsWith(OUTSIDE);
