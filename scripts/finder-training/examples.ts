import type { Looked } from "../../src/knowledge/features";
import { OUTSIDE } from "../../src/knowledge/finder";
import { readQuestion } from "../../src/knowledge/words";
import first from "../../test/fixtures/questions.json";
import details from "../../test/fixtures/questions-details.json";
import firstDevelopment from "../../test/fixtures/questions-development.json";
import secondDevelopment from "../../test/fixtures/questions-development-second.json";
import second from "../../test/fixtures/questions-second.json";
import third from "../../test/fixtures/questions-third.json";
import { isUnseen } from "../../test/support/development-questions";
import { phrasings } from "./phrasings";
import { type Example, randomFrom } from "./train";

/** Something that people ask, and the topic that answers it. */
export interface Asked {
  readonly question: string;
  readonly topic: string;
  readonly weight: number;
}

/** What can be found, as far as the training needs it. */
export interface Taught {
  readonly id: string;
  readonly words: string;
  readonly questions: readonly string[];
  readonly markers?: string;
}

const LOOSE_WEIGHT = 0.5;
const COPY_WEIGHT = 0.5;
const COPIES = 2;

/** All that the model learns from; of the development questions only those that are not kept unseen. */
export function askedOf(things: readonly Taught[]): Asked[] {
  const known = new Set(things.map(({ id }) => id));
  const own = things.flatMap(({ id, words, questions, markers = "" }) => [
    { question: words, topic: id, weight: LOOSE_WEIGHT },
    ...questions.map((question) => ({ question, topic: id, weight: 1 })),
    ...(id.startsWith(OUTSIDE) ? markers.split(" ") : []).map((question) => ({
      question,
      topic: id,
      weight: LOOSE_WEIGHT,
    })),
  ]);
  const written = phrasings.flatMap(([topic, list]) => list.map((question) => ({ question, topic, weight: 1 })));
  return [...own, ...written, ...fixtures()].filter(({ topic }) => known.has(topic));
}

function fixtures(): Asked[] {
  const rows: readonly (readonly string[])[] = [...first, ...second, ...third, ...details];
  return rows.map(([, topic = "", , question = ""]) => ({ question, topic, weight: 1 }));
}

/** The development questions that may be learned from, each with the first topic that answers it. */
export function developmentAsked(): Asked[] {
  return [...firstDevelopment, ...secondDevelopment]
    .map(([, expected = "", question = ""]) => ({ question, expected }))
    .filter(({ question, expected }) => expected.includes(".") && !expected.includes(" + ") && !isUnseen(question))
    .map(({ question, expected }) => ({
      question,
      topic: expected.replace("open:", "").split("|")[0] ?? "",
      weight: 1,
    }));
}

/** Turns what is asked into examples: as it is, and twice more mistyped, shortened or inside a sentence. */
export function examplesOf(asked: readonly Asked[], spell: (word: string) => string, seed: number): Example[] {
  const random = randomFrom(seed);
  return asked
    .flatMap(({ question, topic, weight }) => [
      { question: readQuestion(question, spell), topic, weight },
      ...Array.from({ length: COPIES }, () => ({
        question: varied(question, topic, spell, random),
        topic,
        weight: weight * COPY_WEIGHT,
      })),
    ])
    .filter(({ question }) => question.search.length > 0);
}

const carriers = [
  "mau tanya pak ",
  "saya petani di desa, ",
  "min ",
  "nuwun sewu badhe tangled ",
  "saya tukang ojek ",
  "kata tetangga saya ",
  "suami saya buruh, ",
];
const MISTYPED = 0.6;
const CARRIED = 0.25;
const DROPPED = 0.12;

function varied(question: string, topic: string, spell: (word: string) => string, random: () => number): Looked {
  const typed = random() < MISTYPED ? mistyped(question, random) : question;
  const isCarried = random() < CARRIED && !topic.startsWith("eligibility");
  const carrier = isCarried ? (carriers[Math.floor(random() * carriers.length)] ?? "") : "";
  const { search, plain } = readQuestion(carrier + typed, spell);
  const kept = (words: readonly string[]) => (search.length > 2 ? words.filter(() => random() > DROPPED) : words);
  return { search: kept(search), plain: kept(plain) };
}

/** One word with a letter lost, two letters changed over, no vowels, or a letter twice. */
function mistyped(question: string, random: () => number): string {
  const words = question.split(" ");
  const which = Math.floor(random() * words.length);
  const word = words[which] ?? "";
  if (word.length < 4) return question;
  const at = 1 + Math.floor(random() * (word.length - 2));
  const [before, letter = "", next = "", after] = [word.slice(0, at), word[at], word[at + 1], word.slice(at + 2)];
  const slips = [
    before + next + after,
    before + next + letter + after,
    word.slice(0, 1) + word.slice(1).replace(/[aiueo]/g, ""),
    before + letter + letter + next + after,
  ];
  words[which] = slips[Math.floor(random() * slips.length)] ?? word;
  return words.join(" ");
}
