import { soundsJavanese } from "./answers/javanese";
import { wordsOf } from "./answers/normalize";
import { looksLikeQuestion } from "./answers/question";
import { exactWord } from "./answers/universal-words";
import { readYesNo } from "./answers/yes-no";
import type { KnowledgeReply } from "./flow";
import type { TurnWork } from "./turn-work";

/** Somebody is asked this seldom whether an answer helped: it must not become a toll on asking. Milliseconds. */
const askedAgainAfterMs = 3 * 86_400_000;
/** Fewer words say too little for an officer to answer. */
const leastWords = 3;
const HELPED =
  /^(?:sangat |sanget |wis |sampun |sudah )?(?:membantu|mbantu|terbantu|jelas|helpful)(?: sekali| sanget| banget)?$/u;
const NOT_HELPED =
  /^(?:tidak|tdk|ndak|gak|ga|nggak|ora|mboten|belum|durung|dereng|kurang|not) (?:membantu|mbantu|terbantu|jelas|cetha|cocok|paham|helpful|nyambung)(?: sama sekali)?$/u;

type Answer = Extract<KnowledgeReply, { reaction: "answer" }>;

/** Asks one thing beside an answer at the menu, where there is one to ask; false, having said nothing, where there is none. */
export function askBeside(work: TurnWork, reply: Answer, question: string): boolean {
  return offerJavanese(work, reply, question) || askWhetherItHelped(work, reply, question);
}

/** Whoever asks in Javanese is asked once, politely, whether to be answered so. */
function offerJavanese(work: TurnWork, { topic }: Answer, question: string): boolean {
  if (work.javaneseOffered || work.context.contact.language !== "id" || !soundsJavanese(question)) return false;
  work.leaveOpen({ kind: "javanese", topic });
  work.say({ key: "engine.offer-javanese" });
  return true;
}

/** In one line, now and then: did it help? */
function askWhetherItHelped(work: TurnWork, { topic }: Answer, question: string): boolean {
  const { now, knowledge } = work.context;
  if (work.ratingAskedAt !== undefined && now - work.ratingAskedAt < askedAgainAfterMs) return false;
  work.leaveOpen({ kind: "rate", topic, question: knowledge.masked(question) });
  work.say({ key: "engine.rate" });
  return true;
}

/** Takes a message as the reply to what was asked beside the last answer; false where it says something else. */
export function takeUp(work: TurnWork, text: string): boolean {
  const { followUp } = work;
  if (followUp === undefined || work.position) return false;
  const said = saysYes(text);
  if (said === null) return false;
  if (followUp.kind === "rate") rate(work, followUp, said);
  else if (followUp.kind === "javanese") speakJavanese(work, followUp.topic, said);
  else wantAnswer(work, followUp.questionId, said);
  return true;
}

function saysYes(text: string): boolean | null {
  const words = wordsOf(text).join(" ");
  if (NOT_HELPED.test(words)) return false;
  if (HELPED.test(words)) return true;
  // "Lanjut" agrees elsewhere; here it asks for more of the answer.
  if (exactWord(text) !== null) return null;
  const read = readYesNo(text);
  return read.ok ? read.value : null;
}

function rate(work: TurnWork, { topic, question }: { topic: string; question: string }, helped: boolean): void {
  const reason = helped ? "helpful" : "unhelpful";
  const { questionId } = work.context.perform("note-question", { reason, text: question, topic });
  if (!helped) work.leaveOpen({ kind: "want-answer", questionId });
  work.say({ key: `engine.rated.${reason}` });
}

/** The answer once more, in Javanese; the whole turn is put into words after its effects. */
function speakJavanese(work: TurnWork, topic: string, wanted: boolean): void {
  if (!wanted) return work.say({ key: "engine.javanese-not-wanted" });
  work.context.perform("set-language", { language: "jv" });
  const reply = work.context.knowledge.answerTopic(topic, work.context.now);
  work.say({ key: "errand.language.done" });
  if ("messages" in reply) work.show({ texts: reply.messages });
  work.say({ key: "engine.ask-more" });
}

function wantAnswer(work: TurnWork, questionId: string, wanted: boolean): void {
  if (!wanted) return work.say({ key: "engine.answer-not-wanted" });
  const { told } = work.context.perform("want-answer", { questionId });
  work.say({ key: told > 0 ? "engine.answer-wanted" : "engine.answer-nobody" });
}

/** Notes a question that nobody here can answer, without a name, and offers an officer; false where it asks nothing. */
export function noteUnanswered(work: TurnWork, text: string): boolean {
  if (!looksLikeQuestion(text) || wordsOf(text).length < leastWords) return false;
  const { knowledge } = work.context;
  const { questionId } = work.context.perform("note-question", { reason: "unanswered", text: knowledge.masked(text) });
  work.leaveOpen({ kind: "want-answer", questionId });
  work.say({ key: "engine.unanswered" });
  return true;
}
