import { addDays, type IsoDay, startOfDay } from "../domain/shared/calendar";
import type { Text } from "../domain/shared/text";
import {
  type FactCase,
  type FactDesk,
  type FactFigure,
  type FactUnit,
  type FactVerdict,
  factStandings,
} from "../operations/fact-desk";
import { composeTopic } from "./compose";
import type { FactBook } from "./fact-book";
import { type FactMark, isReckoned } from "./fact-marks";
import { bareValue, type Fact, type Facts, type FactValue } from "./facts";
import { loadTopics, type Topic } from "./topics";

/** An end is foreseen by so many days, so that the branch can be asked before answers are withheld. */
export const DAYS_AHEAD = 30;

/** Nobody needs to look at these. */
const resting: readonly FactCase["standing"][] = ["settled", "open"];
/** These are not pressing, though nobody has confirmed them here. */
const quiet: readonly FactCase["standing"][] = [...resting, "unconfirmed"];

/** The facts as officers work on them, over the book that the answers come from. */
export function createFactDesk(book: Pick<FactBook, "current" | "mark">): FactDesk {
  const topics = loadTopics();
  const shown = (fact: Fact, today: string): FactCase => caseOf(fact, book.current(), topics, today);
  return {
    next: (skipIds, today) => {
      const [first] = queueOf(book.current(), today).filter(({ id }) => !skipIds.includes(id));
      return first === undefined ? null : shown(first, today);
    },
    find: (factId, today) => {
      const fact = book.current().all.find(({ id }) => id === factId);
      return fact === undefined ? null : shown(fact, today);
    },
    mark: async (of, verdict) => {
      const marked = await book.mark(markOf(of, verdict));
      return marked.ok ? null : marked.error;
    },
  };
}

/** What is to be looked at, the most pressing first; of two the one that ends sooner, then in the sheet's order. */
function queueOf(facts: Facts, today: string): readonly Fact[] {
  const rank = (fact: Fact): number => factStandings.indexOf(standingOf(fact, today));
  const end = ({ validUntil = "9999" }: Fact): string => validUntil;
  return facts.all
    .filter((fact) => !resting.includes(standingOf(fact, today)))
    .sort((a, b) => rank(a) - rank(b) || end(a).localeCompare(end(b)));
}

function standingOf(fact: Fact, today: string): FactCase["standing"] {
  const { confidence, validUntil, confirmedByOfficerOn: seenOn } = fact;
  if (confidence === "open") return "open";
  if (validUntil !== undefined) {
    const foreseenFrom = addDays(validUntil as IsoDay, -DAYS_AHEAD);
    // Whoever confirmed it while the end was in sight has seen the end as well.
    const isSeen = seenOn !== undefined && seenOn >= foreseenFrom;
    if (today >= foreseenFrom && !isSeen) return today > validUntil ? "ended" : "ending";
  }
  if (confidence !== "confirmed") return confidence;
  return seenOn === undefined ? "unconfirmed" : "settled";
}

function caseOf(fact: Fact, facts: Facts, topics: readonly Topic[], today: string): FactCase {
  const { id, laws, origin, sources, validFrom, validUntil, confirmedByOfficerOn } = fact;
  const fixed = fixedBy(fact);
  return {
    factId: id,
    standing: standingOf(fact, today),
    words: wordsOf(fact, facts, topics, today),
    figures: Object.entries(fact.values).map(([name, value]) => figureOf(name, value)),
    ...{ laws, origin, sources },
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(confirmedByOfficerOn === undefined ? {} : { confirmedOn: confirmedByOfficerOn }),
    ...(fixed === undefined ? {} : { fixed }),
    pressing: facts.all.filter((one) => !quiet.includes(standingOf(one, today))).length,
  };
}

function fixedBy({ id, confidence, values }: Fact): FactCase["fixed"] {
  if (confidence === "open") return "open";
  if (isReckoned(id)) return "reckoned";
  return Object.keys(values).length === 0 ? "no-figures" : undefined;
}

function figureOf(name: string, value: FactValue): FactFigure {
  return { name, unit: Object.keys(value)[0] as FactUnit, value: bareValue(value) };
}

/** What the answers say because of a fact, as if everything held: the sentence that rests on it, or else the details. */
function wordsOf({ id }: Fact, facts: Facts, topics: readonly Topic[], today: string): readonly Text[] {
  const at = startOfDay(today as IsoDay);
  const first = topics.find((topic) => topic.facts.includes(id));
  if (first !== undefined) return composeTopic(first, asIfHolding(facts), at).messages.slice(0, 1);
  const later = topics.find((topic) => topic.moreFacts.includes(id));
  if (later !== undefined) return composeTopic(later, asIfHolding(facts), at).messages.slice(1, 2);
  const last = topics.find((topic) => topic.furtherFacts?.includes(id));
  return last === undefined ? [] : composeTopic(last, asIfHolding(facts), at).further.slice(0, 1);
}

/** The same figures without their dates and doubts. */
function asIfHolding(facts: Facts): Facts {
  const holding = (fact: Fact): Fact => {
    const { validFrom: _from, validUntil: _until, ...rest } = fact;
    return { ...rest, confidence: "confirmed" };
  };
  return { byId: (id) => holding(facts.byId(id)), all: facts.all.map(holding) };
}

function markOf(of: Parameters<FactDesk["mark"]>[0], verdict: FactVerdict): FactMark {
  if (verdict.kind !== "corrected") return { ...of, ...verdict };
  const { figure, from, source } = verdict;
  // Whether the figure fits the fact is asked before the mark is kept.
  const values = { [figure.name]: { [figure.unit]: figure.value } as FactValue };
  return { ...of, kind: "corrected", values, from, source };
}
