import { createKnowledge } from "../../src/knowledge";
import { loadTopics } from "../../src/knowledge/topics";
import dialogues from "../fixtures/dialogues.json";
import firstRows from "../fixtures/questions.json";
import detailRows from "../fixtures/questions-details.json";
import secondRows from "../fixtures/questions-second.json";
import thirdRows from "../fixtures/questions-third.json";
import fc from "../support/property";
import { quietMs } from "../support/quiet-machine";
import { noonOf, topicOf } from "./support";

const knowledge = createKnowledge();
const at = noonOf("2026-11-22");
const asked = (question: string, subjectTopic?: string) =>
  knowledge.ask(question, at, subjectTopic === undefined ? {} : { subjectTopic });

/** A fixture's row: whether a topic or a way of not answering is expected, which, how it is written, and the question. */
const readRows = (rows: readonly (readonly string[])[]) =>
  rows.map(([kind = "", expected = "", style = "", question = ""]) => ({ kind, expect: expected, style, question }));
const questions = readRows(firstRows);
const detailQuestions = readRows(detailRows);
const secondQuestions = readRows(secondRows);
const thirdQuestions = readRows(thirdRows);

/** The share of questions that get what was expected, and those that do not, for the message. */
function measure(rows: typeof questions) {
  const missed = rows.filter(({ question, expect: expected }) => topicOf(asked(question)) !== expected);
  return { share: 1 - missed.length / rows.length, missed: missed.map(({ question }) => question) };
}

describe("finding what a question asks for", () => {
  const topical = questions.filter(({ kind }) => kind === "topic");

  it.each([
    ["all styles", topical, 0.98],
    ["plain words", topical.filter(({ style }) => style === "plain"), 0.98],
    ["slang and shorthand", topical.filter(({ style }) => style === "slang"), 0.97],
    ["Javanese", topical.filter(({ style }) => style === "javanese"), 0.98],
  ])("finds the topic of the development questions in %s", (_style, rows, goal) => {
    const { share, missed } = measure(rows);
    expect({ enough: share >= goal, missed: share >= goal ? [] : missed }).toEqual({ enough: true, missed: [] });
  });

  it("finds the topic of a second set, written without looking at the first", () => {
    const { share, missed } = measure(secondQuestions);
    expect({ enough: share >= 0.92, missed: share >= 0.92 ? [] : missed }).toEqual({ enough: true, missed: [] });
  });

  it("finds the topic of a third set, with stories, typing slips and both levels of Javanese", () => {
    const { share, missed } = measure(thirdQuestions);
    expect({ enough: share >= 0.9, missed: share >= 0.9 ? [] : missed }).toEqual({ enough: true, missed: [] });
  });

  it("finds the topics of detail, by questions written before they were ever searched for", () => {
    const { share, missed } = measure(detailQuestions);
    expect({ enough: share >= 0.85, missed: share >= 0.85 ? [] : missed }).toEqual({ enough: true, missed: [] });
  });

  it("refuses or passes on what is not a question about the insurance", () => {
    const { missed } = measure(questions.filter(({ kind }) => kind === "reaction"));
    expect(missed).toEqual([]);
  });

  it.each(loadTopics().map(({ id }) => id))("reaches %s by at least three phrasings of its own", (id) => {
    const topic = loadTopics().find((one) => one.id === id);
    const reached = (topic?.questions ?? []).filter((question) => topicOf(asked(question)) === id);
    expect(reached.length).toBeGreaterThanOrEqual(3);
  });

  it("has three development questions for every topic, one of them slang or Javanese", () => {
    const lacking = loadTopics().filter(({ id }) => {
      const mine = [...topical, ...detailQuestions].filter(({ expect: expected }) => expected === id);
      return mine.length < 3 || mine.every(({ style }) => style === "plain");
    });
    expect(lacking.map(({ id }) => id)).toEqual([]);
  });

  it("does not repeat its own sample questions among the development questions", () => {
    const own = new Set(loadTopics().flatMap((topic) => topic.questions));
    expect(topical.filter(({ question }) => own.has(question)).length).toBeLessThan(8);
  });
});

describe("keeping the subject", () => {
  it("understands few words by the answer before them", () => {
    const missed = dialogues.filter(([subject, question = "", expected = ""]) => {
      return !expected.split("|").includes(topicOf(asked(question, subject)));
    });
    expect(missed).toEqual([]);
  });

  it("does not take a question with words of its own for one that goes on", () => {
    expect(topicOf(asked("bayar iuran di mana", "jkm.amount"))).toBe("payment.channels");
    expect(topicOf(asked("kapan terakhir bayar iuran", "register.how"))).toBe("contribution.due-date");
    expect(topicOf(asked("berapa kalo mati?", "contribution.arrears"))).toBe("jkm.amount");
  });

  it.each([
    ["contribution.price", "kalau yang JHT?", "contribution.with-jht"],
    ["jkm.amount", "kalau anaknya dua?", "scholarship.amount"],
    ["jkm.amount", "syaratnya apa?", "jkm.papers"],
    ["jht.withdraw", "pajaknya?", "jht.tax"],
    ["contribution.price", "yang JHT?", "contribution.with-jht"],
    ["scholarship.amount", "syaratnya apa?", "scholarship.conditions"],
    ["jkm.amount", "kapan cair?", "jkm.payout-time"],
    ["contribution.price", "gratis gak?", "contribution.price"],
    ["contribution.arrears", "kalau saya sakit?", "jkk.disease"],
    ["contribution.fine", "kalau saya sakit?", "jkk.disease"],
  ])("after %s understands %p", (subject, question, expected) => {
    expect(topicOf(asked(question, subject))).toBe(expected);
  });

  it.each([
    ["opo iku jkk", "jkk.what"],
    ["siapa kamu", "bot.not-bpjs"],
    ["berapa iurannya", "contribution.price"],
  ])("answers %p alike after whatever answer", (question, expected) => {
    const subjects = ["contribution.arrears", "jkk.papers", "jkk.traffic", "jkk.death", "programmes.not-bpjs-health"];
    const answers = subjects.map((subject) => topicOf(asked(question, subject)));
    expect(new Set(answers)).toEqual(new Set([expected]));
  });

  it.each(["gratis gak?", "syaratnya apa?", "kapan cair?"])("asks about what %p is, without a subject", (question) => {
    const reply = asked(question);
    expect(reply.reaction === "clarify" && reply.options.length).toBe(3);
  });

  it.each(["dasar hukumnya?", "itu dari tanggal berapa?"])("answers %p with the basis of the subject", (question) => {
    const reply = asked(question, "jkm.waiting");
    expect(reply).toMatchObject({ reaction: "answer", topic: "jkm.waiting" });
    expect(reply.reaction === "answer" && reply.messages).toEqual([knowledge.basisOf("jkm.waiting", at)]);
  });

  it.each([
    ["dasar hukum santunan kematian", /^jkm\./u],
    ["apa dasar hukum dari beasiswa anak", /^scholarship\./u],
  ])("answers %p with what it asks the ground of", (question, topic) => {
    expect(topicOf(asked(question))).toMatch(topic);
  });

  it.each(["berapa iuran", "dasar hukumnya apa", "jht", "santunan kematian", "cara daftar", "kecelakaan"])(
    "does not leave %p without a way on",
    (question) => {
      expect(["answer", "clarify", "emergency"]).toContain(asked(question).reaction);
    },
  );

  it("tells what the family gets, of whatever somebody died", () => {
    expect(topicOf(asked("istri saya meninggal pas melahirkan dapat santunan gak"))).toMatch(/^jkm\./u);
    expect(asked("istri saya mau melahirkan, biayanya ditanggung gak").reaction).not.toBe("answer");
  });

  it("lets a question with a subject of its own change the subject", () => {
    expect(topicOf(asked("cara bayar iuran lewat indomaret", "jkm.amount"))).toBe("payment.channels");
  });

  it("does not mind a subject that an older release knew", () => {
    expect(topicOf(asked("iurannya berapa", "gone.topic"))).toBe("contribution.price");
    expect(asked("dasar hukumnya?", "gone.topic").reaction).not.toBe("answer");
  });
});

describe("any text at all", () => {
  it("gets a reply, with or without a subject", () => {
    const topics = loadTopics().map(({ id }) => id);
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.lorem(), fc.constantFrom("", "   ", "😀", "1", "???"));
    fc.assert(
      fc.property(text, fc.option(fc.constantFrom(...topics), { nil: undefined }), (question, subject) => {
        expect(asked(question, subject).reaction).toEqual(expect.any(String));
      }),
    );
  });

  it("is answered quickly, a pasted book included", () => {
    const book = "iuran kecelakaan meninggal sponsor ".repeat(2000);
    expect(quietMs(() => asked(book), 250)).toBeLessThan(250);
  });
});
