import type { Text } from "../domain/shared/text";
import { wrongClaimIn } from "./claims";
import { type Circumstances, type Composed, composeTopic, paramsOf, whoCanTell } from "./compose";
import outside from "./content/outside.json";
import { type FactCorrection, type Facts, loadFacts } from "./facts";
import { followUpOf, type Urgency, urgencyOf } from "./reactions";
import { createSearch, type Hit, type Leaning, type Search } from "./search";
import { loadTopics, type Topic, type TopicGroup, topicGroups } from "./topics";
import { canonicalWords, plainWords, searchWords } from "./words";

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
      readonly facts: readonly string[];
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
}

/** Answers from the fact sheet. Pure: no clock, no I/O. `at` is milliseconds. */
export interface Knowledge {
  /** Finds what a question asks for and answers it as it is true on the day of `at`. Never throws on any text. */
  ask(question: string, at: number, about?: AskContext): KnowledgeReply;
  /** Answers one topic; an unknown id is a defect and throws. */
  answerTopic(topic: string, at: number, about?: Circumstances): KnowledgeReply;
  /** All topics by group, in the order of the menu. */
  topicsMenu(): readonly {
    readonly group: TopicGroup;
    readonly label: Text;
    readonly topics: readonly TopicOption[];
  }[];
  /** Basis and date of a topic's answer on the day of `at`, for "dasar hukumnya?"; an unknown id throws. */
  basisOf(topic: string, at: number): Text;
}

/** Below this score the question is not understood. */
const UNDERSTOOD = 0.38;
/** A second topic this close to the first is offered beside it, unless the first is nearly certain. */
const TOO_CLOSE = 0.965;
const NEARLY_CERTAIN = 0.97;
const MOST_OPTIONS = 3;
/** How much the subject's words count beside typed ones in a follow-up question. */
const SUBJECT_WEIGHT = 0.6;
/** A longer question about dates or laws names its own subject. */
const LONGEST_FOLLOW_UP = 4;
/** Beside one of these, a word of another matter is only mentioned. */
const ABOUT_US = [
  "beda",
  "sama",
  "podho",
  "sami",
  "bpjstk",
  "jkk",
  "jkm",
  "jht",
  "kamarlindung",
  "kecelakaan",
  "kerja",
];
const OUTSIDE = "outside:";

interface House {
  readonly facts: Facts;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly search: Search;
}

/** Reads facts and topics and builds the index (under 300 ms). A fact or topic that is wrongly written throws. */
export function createKnowledge(options: KnowledgeOptions = {}): Knowledge {
  const list = loadTopics();
  const house: House = {
    facts: loadFacts(options.corrections),
    topics: new Map(list.map((topic) => [topic.id, topic])),
    search: createSearch([...list, ...outside.map((row) => ({ ...row, id: OUTSIDE + row.id }))]),
  };
  return {
    ask: (question, at, about = {}) => ask(house, question, at, about),
    answerTopic: (id, at, about) => replyOf(id, 1, composeTopic(topicOf(house, id), house.facts, at, about)),
    topicsMenu: () => menuOf(list),
    basisOf: (id, at) => composeTopic(topicOf(house, id), house.facts, at).basis,
  };
}

function ask(house: House, question: string, at: number, about: AskContext): KnowledgeReply {
  const urgency = urgencyOf(question);
  if (urgency !== null) return urgent(house, urgency);
  const claim = wrongClaimIn(question);
  if (claim !== null) return corrected(replyTo(house, { id: claim.topic, score: 1 }, at, about));
  const aboutBefore = askedAboutSubject(house, question, at, about);
  if (aboutBefore !== null) return aboutBefore;
  const hits = find(house, question, about.subjectTopic);
  const strange = outsideMarkedIn(question);
  const isOurs = hits[0] !== undefined && !isOutside(hits[0]) && hits[0].score >= NEARLY_CERTAIN;
  return strange === null || isOurs ? fromHits(house, hits, at, about) : outOfScope(strange);
}

/** A word that belongs to something else altogether ("prakerja"); told apart from us, it is a question about us. */
function outsideMarkedIn(question: string): string | null {
  const words = new Set([...plainWords(question), ...canonicalWords(question)]);
  if (ABOUT_US.some((word) => words.has(word))) return null;
  return outside.find(({ markers }) => markers.split(" ").some((marker) => words.has(marker)))?.id ?? null;
}

function find({ search, topics }: House, question: string, subject: string | undefined): readonly Hit[] {
  const plain = search(question);
  const about = subject === undefined ? undefined : topics.get(subject);
  if (about === undefined) return plain;
  const isShort = searchWords(question).length <= 2;
  if (followUpOf(question) === null && !isShort) return plain;
  return search(question, leaningOf(about));
}

function leaningOf(subject: Topic): Leaning {
  const [question = ""] = subject.questions;
  return { words: searchWords(question), weight: SUBJECT_WEIGHT };
}

/** "dasar hukumnya?", "sejak kapan?": the basis of the answer before. */
function askedAboutSubject(house: House, question: string, at: number, about: AskContext): KnowledgeReply | null {
  const kind = followUpOf(question);
  const subject = house.topics.get(about.subjectTopic ?? "");
  if (subject === undefined || kind === null || kind === "more-about-it") return null;
  if (searchWords(question).length > LONGEST_FOLLOW_UP) return null;
  const { basis, facts } = composeTopic(subject, house.facts, at, about);
  return { reaction: "answer", topic: subject.id, score: 1, messages: [basis], facts };
}

function fromHits(house: House, hits: readonly Hit[], at: number, about: AskContext): KnowledgeReply {
  const [first, ...others] = hits;
  if (first === undefined || first.score < UNDERSTOOD) return unknown(house);
  if (isOutside(first)) return outOfScope(first.id.slice(OUTSIDE.length));
  const close = others.filter((hit) => !isOutside(hit) && hit.score >= first.score * TOO_CLOSE);
  if (close.length > 0 && first.score < NEARLY_CERTAIN) return clarify([first, ...close]);
  return replyTo(house, first, at, about);
}

const isOutside = ({ id }: Hit): boolean => id.startsWith(OUTSIDE);

function replyTo(house: House, { id, score }: Hit, at: number, about: Circumstances): KnowledgeReply {
  return replyOf(id, score, composeTopic(topicOf(house, id), house.facts, at, about));
}

function replyOf(topic: string, score: number, { reaction, messages, facts }: Composed): KnowledgeReply {
  return reaction === "answer" ? { reaction, topic, score, messages, facts } : { reaction, topic, messages, facts };
}

function corrected(reply: KnowledgeReply): KnowledgeReply {
  if (reply.reaction !== "answer" && reply.reaction !== "open") return reply;
  return { ...reply, messages: [{ key: "knowledge.correction" }, ...reply.messages] };
}

function clarify(hits: readonly Hit[]): KnowledgeReply {
  return { reaction: "clarify", options: hits.slice(0, MOST_OPTIONS).map(({ id }) => optionOf(id)) };
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
};
const urgentLines: Record<Urgency, number> = { accident: 3, death: 3, fraud: 2 };
const alsoBehind: Record<Urgency, readonly string[]> = { accident: ["F3.32"], death: ["F4.12"], fraud: ["F0.5"] };

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
    topics: topics.filter((topic) => topic.group === group).map(({ id }) => optionOf(id)),
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
