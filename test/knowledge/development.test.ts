import { createKnowledge } from "../../src/knowledge";
import { loadTopics } from "../../src/knowledge/topics";
import { type DevelopmentQuestion, developmentQuestions, heldOutQuestions } from "../support/development-questions";
import { noonOf, topicOf } from "./support";

const knowledge = createKnowledge();
const at = noonOf("2026-11-22");
const asked = (question: string) => knowledge.ask(question, at);
const of = (kind: DevelopmentQuestion["kind"], unseen: boolean) =>
  developmentQuestions.filter((one) => one.kind === kind && one.unseen === unseen);

/** The share of questions that are met as expected, and those that are not, for the message. */
function measure(rows: readonly DevelopmentQuestion[], isMet: (row: DevelopmentQuestion) => boolean) {
  const missed = rows.filter((row) => !isMet(row));
  return { share: 1 - missed.length / rows.length, missed: missed.map(({ question }) => question) };
}

const expectShare = (
  rows: readonly DevelopmentQuestion[],
  least: number,
  isMet: (row: DevelopmentQuestion) => boolean,
) => {
  const { share, missed } = measure(rows, isMet);
  expect({ enough: share >= least, missed: share >= least ? [] : missed }).toEqual({ enough: true, missed: [] });
};

const isFound = ({ question, topics }: DevelopmentQuestion) => topics[0]?.includes(topicOf(asked(question))) ?? false;

describe("the development set", () => {
  it("names only topics that there are, in every row at least one", () => {
    const known = new Set(loadTopics().map(({ id }) => id));
    const lost = developmentQuestions.filter(({ topics }) => topics.some((list) => !list.some((id) => known.has(id))));
    expect(lost.map(({ question }) => question)).toEqual([]);
  });

  it.each([
    ["questions that were learned", false, 0.95],
    ["questions that were kept unseen", true, 0.84],
  ])("finds the topic of %s", (_what, unseen, least) => {
    expectShare(of("topic", unseen), least, isFound);
  });

  it.each([false, true])("answers nothing that is out of scope (unseen: %p)", (unseen) => {
    expectShare(of("out-of-scope", unseen), 0.95, ({ question }) => !("topic" in asked(question)));
  });

  it("answers both of two questions at once", () => {
    expectShare(of("both", false), 0.8, ({ question, topics }) => {
      const reply = asked(question);
      const told = reply.reaction === "answer" ? [reply.topic, reply.also ?? ""] : [];
      return topics.every((list) => list.some((id) => told.includes(id)));
    });
  });

  it.each(["emergency", "fraud-check"] as const)("lets every %s jump the queue", (kind) => {
    expectShare(of(kind, false), 0.95, ({ question }) => asked(question).reaction === kind);
  });
});

describe("the set that is held out", () => {
  it("is answered by the right topic", () => {
    const topical = heldOutQuestions.filter(({ kind }) => kind === "topic");
    expectShare(topical, 0.93, isFound);
  });

  it("gets no answer where none is ours to give", () => {
    const others = heldOutQuestions.filter(
      ({ kind }) => kind === "out-of-scope" || kind === "vague" || kind === "open",
    );
    expectShare(others, 0.97, ({ question }) => asked(question).reaction !== "answer");
  });
});
