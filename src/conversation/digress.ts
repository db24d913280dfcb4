import type { Text } from "../domain/shared/text";
import { topicOfPaying } from "../knowledge/named";
import type { KnowledgeReply } from "./flow";
import { askBeside } from "./follow-up";
import type { TurnWork } from "./turn-work";

/** In the middle of something only a surer answer is worth the interruption; what is left is asked of the step, or of an officer. */
const surerWithin = 0.45;

/** Fewer words without a question mark are a failed answer ("tidak hafal") rather than a question about something else. */
const wordsOfQuestion = 5;

/** Whether a reply to what was typed is sure enough to be said in the middle of a flow. */
export function isWorthSaying(reply: KnowledgeReply, typed: string): boolean {
  if (reply.reaction === "answer") return reply.score >= surerWithin;
  if (reply.reaction === "clarify" || reply.reaction === "out-of-scope") return looksAsked(typed);
  return reply.reaction !== "unknown";
}

const looksAsked = (typed: string): boolean =>
  typed.includes("?") || typed.trim().split(/\s+/u).length >= wordsOfQuestion;

/**
 * Answers a question that was asked at the menu or in the middle of a flow, and asks the open step again.
 * Returns false, having said nothing, where there is no answer.
 */
export function digress(work: TurnWork, question: string): boolean {
  const about = work.subject === undefined ? {} : { subjectTopic: work.subject };
  const reply = work.context.knowledge.ask(question, work.context.now, about);
  if (work.position || work.lapsed ? !isWorthSaying(reply, question) : reply.reaction === "unknown") return false;
  if (!tellInOtherWords(work, reply, question)) tell(work, reply);
  if (reply.reaction === "answer") {
    offerSum(work, reply.topic);
    pointToMonths(work, reply.topic);
  }
  if (work.position) work.repeat();
  else if (reply.reaction !== "answer" || !askBeside(work, reply, question)) work.say({ key: "engine.ask-more" });
  return true;
}

/** The topics of which somebody may want the sum, and the words that ask for it. */
const sumOffers: ReadonlyMap<string, string> = new Map(
  Object.entries({
    dues: "contribution.price contribution.income-bands contribution.higher-income contribution.january contribution.percent-or-band",
    temporary: "jkk.stmb",
    part: "jkk.partial-disability",
    total: "jkk.total-disability",
    death: "jkk.death jkm.amount jkm.waiting",
    school: "scholarship.amount scholarship.years scholarship.university",
    savings: "jht.rate jht.what contribution.with-jht",
    tax: "jht.tax",
  }).flatMap(([sum, topics]) => topics.split(" ").map((topic): [string, string] => [topic, sum])),
);

function offerSum(work: TurnWork, topic: string): void {
  const sum = sumOffers.get(topic);
  if (sum !== undefined) work.say({ key: "reckon.offer", params: { word: { key: `reckon.word.${sum}` } } });
}

/** Whoever asks where to pay while months are unpaid is told where it stands which, how much and until when. */
function pointToMonths(work: TurnWork, topic: string): void {
  if (topic !== topicOfPaying || work.context.look("reportable-dues", {}).length === 0) return;
  work.say({ key: "engine.which-months" });
}

/** LANJUT, as `typed`, after an answer: what more there is to it. Returns false, having said nothing, where there is no more. */
export function tellFurther(work: TurnWork, typed: string): boolean {
  if (work.subject === undefined) return false;
  const reply = work.context.knowledge.ask(typed, work.context.now, { subjectTopic: work.subject });
  if (reply.reaction !== "answer" || reply.topic !== work.subject) return false;
  tell(work, reply);
  work.say({ key: "engine.ask-more" });
  return true;
}

/**
 * At the menu, and where that is configured, a confirmed answer may be said in other words; its basis stays as it is. False,
 * having said nothing, where the plain answer is to be said.
 */
function tellInOtherWords(work: TurnWork, reply: KnowledgeReply, question: string): boolean {
  const { knowledge } = work.context;
  if (knowledge.rephrases !== true || work.position || reply.reaction !== "answer") return false;
  const texts = reply.messages.slice(0, -1);
  if (texts.length === 0 || texts.some(({ key }) => key.startsWith("knowledge.hedge."))) return false;
  const text = work.context.look("rephrased", { question: knowledge.masked(question), texts });
  if (text === null) return false;
  work.subject = reply.topic;
  work.show({ texts: [{ key: "layout.plain", params: { text } }, ...reply.messages.slice(-1)] });
  return true;
}

/** Says a reply of the knowledge, and remembers what it was about. */
function tell(work: TurnWork, reply: KnowledgeReply): void {
  if (reply.reaction === "clarify") {
    const lines: Text[] = reply.options.map(({ label }) => ({ key: "engine.clarify-line", params: { label } }));
    work.show({ texts: [{ key: "engine.clarify" }, ...lines], compact: true });
    return;
  }
  if ("topic" in reply) work.subject = reply.topic;
  work.show({ texts: reply.messages });
}
