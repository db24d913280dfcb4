import type { Text } from "../../domain/shared/text";
import { defineFlow, type FlowContext, type Given } from "../flow";

interface AskBenefit {
  group: string;
  topic: string;
  again: "topics" | "groups" | "menu";
}

const groupOf = (given: Given<AskBenefit>, { knowledge }: FlowContext) =>
  knowledge.topicsMenu().find(({ group }) => group === given.group);

/** The answer to a topic that was chosen; typed questions are answered at any step, without this flow. */
function answer(given: Given<AskBenefit>, context: FlowContext): readonly Text[] {
  const reply = context.knowledge.answerTopic(given.topic ?? "", context.now);
  return reply.reaction === "clarify" ? [] : reply.messages;
}

/** Leads to an answer by numbers, for people who do not know how to ask. */
export const askBenefit = defineFlow<AskBenefit>()({
  id: "ask-benefit",
  title: { key: "ask.title" },
  version: 1,
  start: "group",
  steps: {
    group: {
      type: "choose",
      key: "group",
      prompt: () => [{ key: "ask.group" }],
      options: (_given, { knowledge }) => [
        ...knowledge.topicsMenu().map(({ group, label }) => ({ value: group, label })),
        { value: "reckon", label: { key: "ask.reckon" }, next: "reckon" },
      ],
      next: "topic",
      help: { key: "ask.help" },
    },
    topic: {
      type: "choose",
      key: "topic",
      prompt: () => [{ key: "ask.topic" }],
      options: (given, context) =>
        (groupOf(given, context)?.topics ?? []).map(({ topic, label }) => ({ value: topic, label })),
      next: "answer",
      help: { key: "ask.help" },
    },
    answer: { type: "say", say: answer, next: "again" },
    again: {
      type: "choose",
      key: "again",
      prompt: () => [{ key: "ask.again" }],
      options: () => [
        { value: "topics", label: { key: "ask.again.topics" }, next: "topic" },
        { value: "groups", label: { key: "ask.again.groups" }, next: "group" },
        { value: "menu", label: { key: "ask.again.menu" }, next: "done" },
      ],
    },
    reckon: { type: "finish", say: () => [], outcome: "completed", follow: () => ({ flow: "reckon", answers: {} }) },
    done: { type: "finish", say: () => [], outcome: "completed", follow: () => ({ flow: "menu" }) },
  },
});
