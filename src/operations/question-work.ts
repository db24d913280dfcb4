import type { AskedQuestion, TopicDraft } from "../domain/officer/asked-question";
import { dayOf, startOfDay } from "../domain/shared/calendar";
import { likeness, runsOf } from "../domain/shared/likeness";
import { ok } from "../domain/shared/result";
import { officerOf } from "./access";
import type { Effects } from "./catalog";
import type { QuestionCase } from "./catalog-views";
import type { Act, Deps } from "./deps";
import { contactSubject, type Done, type EffectsOf, officerActor, plainEffect } from "./effect";
import type { LookupsOf } from "./lookup";
import { tellAnswer } from "./notices";
import { change } from "./saving";

/** How many open questions are read to put those together that ask the same. */
const mostRead = 300;
/** From this likeness on two questions are one, asked twice. */
const alike = 0.55;
/** How many wordings of one question an officer is shown. */
const mostWordings = 3;
/** How many questions of one contact are noted on one day: more say nothing new. */
const mostNotedADay = 20;
const mostDrafts = 500;

/** The list of questions that the answers did not settle; nobody but officers sees it. */
export const questionLookups: LookupsOf<"next-question"> = {
  "next-question": async (deps, { skipIds }, { contact }) =>
    (await officerOf(deps, contact.id)) === null ? null : nextQuestion(deps, skipIds),
};

/** Questions are noted without a name, handed to officers where that is wanted, and settled by them. */
export const questionEffects: EffectsOf<"note-question" | "want-answer" | "settle-questions"> = {
  "note-question": { run: note, recall: async (act) => ({ questionId: questionIdOf(act) }) },
  "want-answer": { run: want, recall: async (_act, { details }) => ({ told: Number(details?.["told"] ?? 0) }) },
  "settle-questions": plainEffect(settle),
};

/** How many open questions there are, as far as they are read. */
export async function countQuestions({ repositories }: Deps): Promise<number> {
  return groupsOf(await repositories.questions.open(mostRead)).length;
}

interface Group {
  readonly runs: ReadonlySet<string>;
  readonly questions: AskedQuestion[];
}

/** Questions that ask the same, those asked most often first. */
function groupsOf(questions: readonly AskedQuestion[]): readonly Group[] {
  const groups: Group[] = [];
  for (const question of questions) {
    const runs = runsOf(question.text);
    const own = groups.find(({ questions: [first], runs: others }) => isSame(first, question, others, runs));
    if (own) own.questions.push(question);
    else groups.push({ runs, questions: [question] });
  }
  return groups.sort((a, b) => b.questions.length - a.questions.length);
}

/** An answer that helped nobody is one matter, however it was asked for; anything else goes by its words. */
function isSame(
  first: AskedQuestion | undefined,
  other: AskedQuestion,
  runs: ReadonlySet<string>,
  otherRuns: ReadonlySet<string>,
): boolean {
  if (first?.reason !== other.reason) return false;
  if (first.reason === "unhelpful") return first.topic === other.topic;
  return likeness(runs, otherRuns) >= alike;
}

async function nextQuestion(deps: Deps, skipIds: readonly string[]): Promise<QuestionCase | null> {
  const groups = groupsOf(await deps.repositories.questions.open(mostRead, skipIds));
  const [next] = groups;
  const first = next?.questions[0];
  if (next === undefined || first === undefined) return null;
  const draft = await draftLike(deps, next.runs);
  return {
    questionIds: next.questions.map(({ id }) => id),
    reason: first.reason,
    ...(first.topic === undefined ? {} : { topic: first.topic }),
    wordings: [...new Set(next.questions.map(({ text }) => text))].slice(0, mostWordings),
    asked: next.questions.length,
    wanting: wantingOf(next.questions).length,
    since: first.createdAt,
    waiting: groups.length,
    ...(draft === undefined ? {} : { draft: draft.answer }),
  };
}

const wantingOf = (questions: readonly AskedQuestion[]): readonly string[] => [
  ...new Set(questions.flatMap(({ contactId }) => contactId ?? [])),
];

/** What an officer has proposed for the same question already. */
async function draftLike({ repositories }: Deps, runs: ReadonlySet<string>): Promise<TopicDraft | undefined> {
  const drafts = await repositories.topicDrafts.list(mostDrafts);
  return drafts.findLast(({ questions }) => questions.some((one) => likeness(runsOf(one), runs) >= alike));
}

const questionIdOf = ({ deps, effectId }: Act): string => deps.ids.derive(effectId, "question");

async function note(act: Act, input: Effects["note-question"]["input"]): Promise<Done<"note-question">> {
  const { deps, contact, now } = act;
  const id = questionIdOf(act);
  const counts = await deps.repositories.audit.countByAction(contact.id, startOfDay(dayOf(now)));
  const { reason, text, topic } = input;
  const details = { reason, ...(topic === undefined ? {} : { topic }) };
  // The log names whoever acts, so it does not name the question: nobody reads there who asked what.
  const done = { outcome: { questionId: id }, subject: contactSubject(act), details };
  if (reason === "helpful" || (counts["note-question"] ?? 0) >= mostNotedADay) return done;
  await deps.repositories.questions.add({
    ...{ id, revision: 0, reason, text, status: "open", createdAt: now },
    ...(topic === undefined ? {} : { topic }),
  });
  return done;
}

/** Whoever asked wants to hear from an officer: only from now on the question knows whose it is. */
async function want(act: Act, { questionId }: Effects["want-answer"]["input"]): Promise<Done<"want-answer">> {
  const { deps, contact } = act;
  const { questions, officers } = deps.repositories;
  const subject = { type: "question", id: questionId } as const;
  const taken = await change(
    () => questions.find(questionId),
    (current) => ok({ ...current, contactId: contact.id }),
    (next) => questions.save(next),
  );
  const found = await officers.findForPlace(undefined, 1);
  const told = taken.ok ? found.length : 0;
  return { outcome: { told }, subject, details: { told } };
}

async function settle(act: Act, input: Effects["settle-questions"]["input"]): Promise<Done<"settle-questions">> {
  const { deps, effectId, now } = act;
  const [first = ""] = input.questionIds;
  const subject = { type: "question", id: first } as const;
  const officer = await officerOf(deps, act.contact.id);
  if (officer === null) return { outcome: "not-allowed", subject, refused: true };
  const { verdict } = input;
  const settled: AskedQuestion[] = [];
  for (const id of input.questionIds) settled.push(...(await settleOne(act, id, verdict.kind)));
  if (settled.length === 0) return { outcome: "not-allowed", subject, refused: true };
  if (verdict.kind === "answered") {
    if (verdict.toAskers)
      for (const contactId of wantingOf(settled))
        await tellAnswer(deps, { cause: `${effectId} ${contactId}`, contactId, answer: verdict.answer });
    if (verdict.basis !== undefined)
      await deps.repositories.topicDrafts.add({
        ...{ id: deps.ids.derive(effectId, "topic-draft"), revision: 0, officerId: officer.id, createdAt: now },
        ...{ questions: [...new Set(settled.map(({ text }) => text))], answer: verdict.answer, basis: verdict.basis },
        ...(settled[0]?.topic === undefined ? {} : { topic: settled[0].topic }),
      });
  }
  return { outcome: "done", subject, actor: officerActor(officer), details: { kind: verdict.kind } };
}

/** Settles one question; one that this very act has settled before is its own. */
async function settleOne(act: Act, id: string, status: "answered" | "out-of-scope"): Promise<AskedQuestion[]> {
  const { questions } = act.deps.repositories;
  const done = await change(
    () => questions.find(id),
    (current) => (current.status === "open" ? ok({ ...current, status, settledBy: act.effectId }) : ok(current)),
    (next) => questions.save(next),
  );
  return done.ok && done.value.settledBy === act.effectId ? [done.value] : [];
}
