import type { Sector } from "../domain/contribution/contribution";
import { dayOf } from "../domain/shared/calendar";
import { periodOf } from "../domain/shared/period";
import type { Text, TextParam } from "../domain/shared/text";
import { basisText } from "./basis";
import { bareValue, type Fact, type Facts, holdsOn } from "./facts";
import { factValueAt, type TariffAnswer, tariffAnswer } from "./tariff-answers";
import type { Topic } from "./topics";

/** What may be known about who asks. */
export interface Circumstances {
  readonly sector?: Sector;
}

/** A topic put into messages for one day: the answer first, then what it depends on, then the ground it stands on. */
export interface Composed {
  /** `open`: nobody has told us; `withheld`: what we know no longer (or not yet) holds on that day. */
  readonly reaction: "answer" | "open" | "withheld";
  readonly messages: readonly Text[];
  /** What LANJUT tells: papers, steps, examples. Empty where there is no more to tell. */
  readonly further: readonly Text[];
  /** The fact sheet's ids behind the messages. */
  readonly facts: readonly string[];
  /** The ground and the day of our data, for "dasar hukumnya?". */
  readonly basis: Text;
}

const nothing: TariffAnswer = { params: {}, facts: [] };
const callCentre = "F6.11";

/** Composes a topic's answer as it is true on the day of `at` (milliseconds). */
export function composeTopic(topic: Topic, facts: Facts, at: number, about: Circumstances = {}): Composed {
  const headline = topic.facts.map((id) => facts.byId(id));
  if (headline.some((fact) => fact.confidence === "open")) return refuse(topic, headline, facts);
  if (headline.some((fact) => !holdsOn(fact, dayOf(at)))) return withhold(headline, facts);
  return answer(topic, headline, facts, at, about);
}

function answer(topic: Topic, headline: readonly Fact[], facts: Facts, at: number, about: Circumstances): Composed {
  const tariff = topic.computed ? tariffAnswer(topic.computed, facts, periodOf(at), about.sector) : nothing;
  const params = { ...paramsOf(topic, facts), ...tariff.params };
  const suffix = tariff.variant === undefined ? "" : `.${tariff.variant}`;
  const more = topic.moreFacts.map((id) => facts.byId(id));
  const detailHolds = more.every((fact) => holdsOn(fact, dayOf(at)));
  const grounds = [...headline, ...tariff.facts.map((id) => facts.byId(id))];
  const basis = basisText(grounds);
  const used = [...grounds, ...(detailHolds ? more : [])];
  const further = furtherOf(topic, facts, at, params);
  return {
    reaction: "answer",
    messages: [
      hedged({ key: `knowledge.${topic.id}.answer${suffix}`, params }, grounds, "first", topic.hedge),
      ...(detailHolds ? [hedged({ key: `knowledge.${topic.id}.detail${suffix}`, params }, more, "detail")] : []),
      ...(further.length > 0 ? [{ key: "knowledge.further" }] : []),
      basis,
    ],
    further,
    facts: [...new Set(used.map(({ id }) => id))],
    basis,
  };
}

/** Papers, steps and examples; left out where one of their facts does not hold on the day. */
function furtherOf(topic: Topic, facts: Facts, at: number, params: Record<string, TextParam>): readonly Text[] {
  const grounds = topic.furtherFacts?.map((id) => facts.byId(id)) ?? [];
  if (grounds.length === 0 || grounds.some((fact) => !holdsOn(fact, dayOf(at)))) return [];
  return [hedged({ key: `knowledge.${topic.id}.further`, params }, grounds, "detail"), basisText(grounds)];
}

/** Where a fact is open, the question is refused with who can tell; a guess would cost a family money. */
function refuse(topic: Topic, headline: readonly Fact[], facts: Facts): Composed {
  const messages = [{ key: `knowledge.${topic.id}.answer`, params: paramsOf(topic, facts) }, whoCanTell(facts)];
  return { reaction: "open", messages, further: [], facts: headline.map(({ id }) => id), basis: basisText(headline) };
}

function withhold(headline: readonly Fact[], facts: Facts): Composed {
  return {
    reaction: "withheld",
    messages: [{ key: "knowledge.withheld" }, whoCanTell(facts)],
    further: [],
    facts: headline.map(({ id }) => id),
    basis: basisText(headline),
  };
}

/** The call centre, the branch or an officer. */
export function whoCanTell(facts: Facts): Text {
  return {
    key: "knowledge.who-can-tell",
    params: { callCentre: bareValue(factValueAt(facts, `${callCentre}.callCentre`)) },
  };
}

/** The figures behind a topic's placeholders. */
export function paramsOf(topic: Pick<Topic, "values">, facts: Facts): Record<string, TextParam> {
  return Object.fromEntries(
    Object.entries(topic.values).map(([name, path]) => [name, bareValue(factValueAt(facts, path))]),
  );
}

const hedges = ["recalled", "inference", "disputed"] as const;

/** What is not confirmed says so in the same breath; the weakest of its facts decides how, or the topic's own hedge. */
function hedged(text: Text, grounds: readonly Fact[], where: "first" | "detail", own?: Topic["hedge"]): Text {
  const weakest = hedges.find((hedge) => hedge === own || grounds.some(({ confidence }) => confidence === hedge));
  return weakest === undefined ? text : { key: `knowledge.hedge.${where}.${weakest}`, params: { text } };
}
