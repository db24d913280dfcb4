import type { BenefitFigures } from "../domain/benefit/figures";
import { dayOf } from "../domain/shared/calendar";
import type { Text } from "../domain/shared/text";
import { basisText } from "./basis";
import { benefitFigures } from "./benefit-figures";
import { choose } from "./choose";
import { wrongClaimIn } from "./claims";
import { type Circumstances, type Composed, composeTopic, paramsOf, whoCanTell } from "./compose";
import finderData from "./content/finder.json";
import goingOn from "./content/going-on.json";
import outside from "./content/outside.json";
import { type FactCorrection, type Facts, holdsOn, loadFacts } from "./facts";
import { createFinder, type Finder, OUTSIDE } from "./finder";
import { meantAfter } from "./follow-ups";
import { createMask } from "./masking";
import { asksAboutSuicide, followUpOf, tellsOfAccident, type Urgency, urgencyOf } from "./reactions";
import type { Hit } from "./search";
import { loadTopics, type Topic, type TopicGroup, topicGroups } from "./topics";
import { wordsIn } from "./vocabulary";
import { type Reading, readQuestion } from "./words";

export type { FactCorrection } from "./facts";
export type { TopicGroup } from "./topics";

/** A topic to choose, with its label. */
export interface TopicOption {
  readonly topic: string;
  readonly label: Text;
}

/** What is said to a question. `messages` go out in this order; `facts` are the fact sheet's ids behind them. */
export type KnowledgeReply =
  | {
      readonly reaction: "answer";
      readonly topic: string;
      /** 0 to 1: how surely this is what was asked. */
      readonly score: number;
      /** The answer in one sentence, then what it depends on, then its basis and date. */
      readonly messages: readonly Text[];
      /** What LANJUT tells of it: papers, steps, examples; `ask` says it to "lanjut" with this topic as the subject. */
      readonly further: readonly Text[];
      readonly facts: readonly string[];
      /** The topic of the second answer, where two things were asked at once. */
      readonly also?: string;
      /** Topics that might have been meant instead, the likeliest first. */
      readonly others?: readonly string[];
    }
  /** Two or three topics fit about equally well: ask which. */
  | { readonly reaction: "clarify"; readonly options: readonly TopicOption[] }
  | {
      /** `open`: nobody has told us; `withheld`: what we know does not hold on that day. */
      readonly reaction: "open" | "withheld";
      readonly topic: string;
      readonly messages: readonly Text[];
      readonly facts: readonly string[];
    }
  | {
      readonly reaction: "unknown" | "out-of-scope" | "emergency" | "fraud-check";
      readonly messages: readonly Text[];
      readonly facts: readonly string[];
    };

/** What is known about who asks and what the talk is about. */
export interface AskContext extends Circumstances {
  /** The topic of the answer before, for "kalau anaknya dua?". */
  readonly subjectTopic?: string;
}

/** Settings of the knowledge. */
export interface KnowledgeOptions {
  /** What officers corrected, confirmed or ended since the release. */
  readonly corrections?: readonly FactCorrection[];
  /** The facts of the moment of each question, instead of `corrections`; see `openFactBook`. */
  readonly facts?: () => Facts;
}

/** Answers from the fact sheet. Pure: no clock, no I/O. `at` is milliseconds. */
export interface Knowledge {
  /** Finds what a question asks for and answers it as it is true on the day of `at`. Never throws on any text. */
  ask(question: string, at: number, about?: AskContext): KnowledgeReply;
  /** Answers one topic; an unknown id is a defect and throws. */
  answerTopic(topic: string, at: number, about?: Circumstances): KnowledgeReply;
  /** The topics by group, in the order of the menu; a topic under another is only found by asking. */
  topicsMenu(): readonly {
    readonly group: TopicGroup;
    readonly label: Text;
    readonly topics: readonly TopicOption[];
  }[];
  /** Basis and date of a topic's answer on the day of `at`, for "dasar hukumnya?"; an unknown id throws. */
  basisOf(topic: string, at: number): Text;
  /** A question without what tells who asks or who is meant, such as may be kept; at most 500 characters. */
  masked(question: string): string;
  /** What sums are reckoned with on the day of `at`, and the words for what they rest on; an unknown fact's id throws. */
  reckoning(at: number): {
    readonly figures: BenefitFigures;
    readonly basis: (factIds: readonly string[]) => Text;
    readonly whoCanTell: Text;
  };
}

/** A longer question about dates or laws names its own subject. */
const LONGEST_FOLLOW_UP = 4;
const goOn = new Set(goingOn);
const ACCIDENT_TOPIC = "jkk.what";
/** Told that somebody fell, this is likely meant, whatever else was asked. */
const ACCIDENT_SURENESS = 0.4;
const SUICIDE_TOPIC = "jkm.causes";

interface House {
  readonly facts: Facts;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly finder: Finder;
}

/** Reads facts and topics and builds the index (under 300 ms). A fact or topic that is wrongly written throws. */
export function createKnowledge(options: KnowledgeOptions = {}): Knowledge {
  const list = loadTopics();
  const released = loadFacts(options.corrections);
  const current = options.facts ?? (() => released);
  const house: House = {
    get facts() {
      return current();
    },
    topics: new Map(list.map((topic) => [topic.id, topic])),
    finder: createFinder([...list, ...outside.map((row) => ({ ...row, id: OUTSIDE + row.id }))], finderData),
  };
  const ordinary = new Set([...house.finder.words, ...wordsIn(outside)]);
  return {
    // What is not a word that people ask with, is a name where it follows "Pak" or "nama saya".
    masked: createMask((word) => ordinary.has(word)),
    ask: (question, at, about = {}) => ask(house, question, at, about),
    answerTopic: (id, at, about) => replyOf(id, 1, composeTopic(topicOf(house, id), house.facts, at, about)),
    topicsMenu: () => menuOf(list),
    basisOf: (id, at) => composeTopic(topicOf(house, id), house.facts, at).basis,
    reckoning: (at) => ({
      figures: benefitFigures(house.facts, at),
      basis: (factIds) => basisText(factIds.map((id) => house.facts.byId(id))),
      whoCanTell: whoCanTell(house.facts),
    }),
  };
}

/** "Dasar hukum santunan kematian" is a question about the benefit, whose answer names its ground. */
const groundOf =
  /^\s*(?:apa(?:kah)?\s+)?dasar\s+hukum(?:nya)?\s+(?:(?:dari|untuk|soal|tentang|bagi)\s+)?(?!apa\b|mana\b|pp\b|berapa\b)(?=\S)/iu;

function ask(house: House, asked: string, at: number, about: AskContext): KnowledgeReply {
  const question = asked.replace(groundOf, "");
  const reading = readQuestion(question, house.finder.spell);
  const urgency = urgencyOf(question, reading);
  if (urgency !== null) return urgent(house, urgency);
  if (asksAboutSuicide(reading)) return aboutSuicide(house, at);
  const claim = wrongClaimIn(reading, (id) => holdsOn(house.facts.byId(id), dayOf(at)));
  if (claim !== null) return corrected(replyTo(house, { id: claim.topic, score: 1 }, at, about));
  const reply =
    askedToGoOn(house, reading, at, about) ??
    askedAboutSubject(house, reading, at, about) ??
    lookedUp(house, question, reading, at, about);
  return tellsOfAccident(reading) ? withDeadline(house, decided(house, reply, at, about)) : reply;
}

function lookedUp(house: House, question: string, reading: Reading, at: number, about: AskContext): KnowledgeReply {
  const choice = choose(house, question, reading, house.topics.get(about.subjectTopic ?? ""));
  switch (choice.kind) {
    case "topics": {
      const replies = choice.hits.map((hit) => replyTo(house, hit, at, about));
      return withOthers(replies.length > 1 ? joined(replies) : replies[0], choice.others) ?? unknown(house);
    }
    case "clarify":
      return clarify(choice.topics);
    case "outside":
      return outOfScope(choice.subject);
    case "unknown":
      return unknown(house);
  }
}

/** Two answers to two questions at once, in the order in which they were asked; the first is the subject from then on. */
function joined(replies: readonly KnowledgeReply[]): KnowledgeReply | undefined {
  const [first, ...rest] = [...replies].sort(
    (a, b) => Number(b.reaction === "answer") - Number(a.reaction === "answer"),
  );
  const [second] = rest;
  if (first?.reaction !== "answer" || second === undefined || !("topic" in second)) return first;
  const messages = [...first.messages, ...second.messages];
  return { ...first, messages, facts: [...new Set([...first.facts, ...second.facts])], also: second.topic };
}

function withOthers(reply: KnowledgeReply | undefined, others: readonly string[]): KnowledgeReply | undefined {
  return reply?.reaction === "answer" && others.length > 0 ? { ...reply, others } : reply;
}

/** "Lanjut", "selengkapnya": what more there is to the answer before; nothing where there is no more. */
function askedToGoOn(house: House, { plain }: Reading, at: number, about: AskContext): KnowledgeReply | null {
  const subject = house.topics.get(about.subjectTopic ?? "");
  if (subject === undefined || !goOn.has(plain.join(" "))) return null;
  const { further } = composeTopic(subject, house.facts, at, about);
  if (further.length === 0) return null;
  return {
    reaction: "answer",
    topic: subject.id,
    score: 1,
    messages: further,
    further: [],
    facts: subject.furtherFacts ?? [],
  };
}

/** "dasar hukumnya?", "sejak kapan?": the basis of the answer before. */
function askedAboutSubject(house: House, reading: Reading, at: number, about: AskContext): KnowledgeReply | null {
  const kind = followUpOf(reading);
  const subject = house.topics.get(about.subjectTopic ?? "");
  if (subject === undefined || kind === null || kind === "more-about-it") return null;
  if (reading.search.length > LONGEST_FOLLOW_UP || meantAfter(subject.id, reading) !== null) return null;
  const { basis, facts } = composeTopic(subject, house.facts, at, about);
  return { reaction: "answer", topic: subject.id, score: 1, messages: [basis], further: [], facts };
}

function replyTo(house: House, { id, score }: Hit, at: number, about: Circumstances): KnowledgeReply {
  return replyOf(id, score, composeTopic(topicOf(house, id), house.facts, at, about));
}

function replyOf(topic: string, score: number, composed: Composed): KnowledgeReply {
  const { reaction, messages, further, facts } = composed;
  return reaction === "answer"
    ? { reaction, topic, score, messages, further, facts }
    : { reaction, topic, messages, facts };
}

/** Care first, then what is known of the cause of death, then a human being. */
function aboutSuicide(house: House, at: number): KnowledgeReply {
  const reply = replyTo(house, { id: SUICIDE_TOPIC, score: 1 }, at, {});
  if (reply.reaction !== "answer") return reply;
  const { callCentre } = paramsOf({ values: { callCentre: "F6.11.callCentre" } }, house.facts);
  const unsure = { key: "knowledge.suicide.unsure", params: { callCentre: callCentre ?? "" } };
  const [answer, , ...basis] = reply.messages;
  const messages = [{ key: "knowledge.suicide.care" }, ...(answer ? [answer] : []), unsure, ...basis];
  return { ...reply, messages, facts: [...reply.facts, "F6.11"] };
}

/** Whoever has just seen an accident is told what is covered and on what condition rather than asked back. */
function decided(house: House, reply: KnowledgeReply, at: number, about: AskContext): KnowledgeReply {
  if (reply.reaction !== "clarify" && reply.reaction !== "unknown" && reply.reaction !== "out-of-scope") return reply;
  return replyTo(house, { id: ACCIDENT_TOPIC, score: ACCIDENT_SURENESS }, at, about);
}

/** Who tells of an accident of these days hears of the deadline, whatever was asked (F3.30). */
function withDeadline({ facts }: House, reply: KnowledgeReply): KnowledgeReply {
  if (reply.reaction !== "answer") return reply;
  const deadline = { key: "knowledge.urgent.accident.2", params: paramsOf({ values: urgentFacts.accident }, facts) };
  const [first, ...others] = reply.messages;
  const messages = [...(first ? [first] : []), deadline, ...others];
  return { ...reply, messages, facts: [...new Set([...reply.facts, "F3.30", "F6.11"])] };
}

/** Where the truth is open, the claim is not called wrong, only unfounded. */
function corrected(reply: KnowledgeReply): KnowledgeReply {
  if (reply.reaction === "open") return { ...reply, messages: [{ key: "knowledge.unfounded" }, ...reply.messages] };
  if (reply.reaction !== "answer") return reply;
  return { ...reply, messages: [{ key: "knowledge.correction" }, ...reply.messages] };
}

function clarify(topics: readonly string[]): KnowledgeReply {
  return { reaction: "clarify", options: topics.map(optionOf) };
}

function unknown({ facts }: House): KnowledgeReply {
  return { reaction: "unknown", messages: [{ key: "knowledge.unknown" }, whoCanTell(facts)], facts: [] };
}

function outOfScope(subject: string): KnowledgeReply {
  return { reaction: "out-of-scope", messages: [{ key: `knowledge.outside.${subject}` }], facts: [] };
}

const urgentFacts: Record<Urgency, Readonly<Record<string, string>>> = {
  accident: { times: "F3.30.times", hours: "F3.30.hours", callCentre: "F6.11.callCentre" },
  death: { form: "F4.08.form", callCentre: "F6.11.callCentre" },
  fraud: { callCentre: "F6.11.callCentre" },
  despair: {},
};
const urgentLines: Record<Urgency, number> = { accident: 3, death: 3, fraud: 2, despair: 3 };
const alsoBehind: Record<Urgency, readonly string[]> = {
  accident: ["F3.32"],
  death: ["F4.12"],
  fraud: ["F0.5"],
  despair: [],
};

function urgent({ facts }: House, urgency: Urgency): KnowledgeReply {
  const values = urgentFacts[urgency];
  const params = paramsOf({ values }, facts);
  const lines = Array.from({ length: urgentLines[urgency] }, (_, line) => `knowledge.urgent.${urgency}.${line + 1}`);
  const ids = Object.values(values).map((path) => path.slice(0, path.lastIndexOf(".")));
  return {
    reaction: urgency === "fraud" ? "fraud-check" : "emergency",
    messages: lines.map((key) => ({ key, params })),
    facts: [...new Set([...ids, ...alsoBehind[urgency]])],
  };
}

function menuOf(topics: readonly Topic[]) {
  return topicGroups.map((group) => ({
    group,
    label: { key: `knowledge.group.${group}` },
    topics: topics.filter((topic) => topic.group === group && topic.under === undefined).map(({ id }) => optionOf(id)),
  }));
}

function optionOf(topic: string): TopicOption {
  return { topic, label: { key: `knowledge.${topic}.label` } };
}

function topicOf({ topics }: House, id: string): Topic {
  const topic = topics.get(id);
  if (topic === undefined) throw new Error(`no topic has the id ${id}; see src/knowledge/content/topics`);
  return topic;
}
