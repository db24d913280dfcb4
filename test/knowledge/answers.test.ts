import { languages } from "../../src/domain/messaging/contact";
import { createKnowledge } from "../../src/knowledge";
import { bareValue, loadFacts } from "../../src/knowledge/facts";
import { loadTopics } from "../../src/knowledge/topics";
import { noonOf, said, wordsOf } from "./support";

const knowledge = createKnowledge();
const topics = loadTopics();
const facts = loadFacts();
const days = ["2026-03-10", "2026-11-22", "2027-01-05", "2027-04-05"];
const isOpen = (id: string) => facts.byId(id).confidence === "open";

/** "Rp 8.400" and "42" in words as bare numbers, without dates and names of laws. */
const numbersIn = (words: string): number[] =>
  [...words.matchAll(/\d+(?:\.\d{3})*(?:,\d+)?/g)].map(([typed]) =>
    Number(typed.replaceAll(".", "").replace(",", ".")),
  );

describe.each(topics)("the topic $id", (topic) => {
  it.each(languages)("says its answer in one sentence under 300 characters, in %s, on any day", (language) => {
    for (const day of days) {
      const reply = knowledge.answerTopic(topic.id, noonOf(day));
      if (reply.reaction === "clarify") throw new Error("a topic is answered or refused");
      const [first] = reply.messages;
      if (first === undefined) throw new Error("no message");
      expect(said(first, language).length).toBeLessThan(300);
      for (const message of reply.messages) expect(said(message, language)).not.toMatch(/\{\{|undefined|NaN|Invalid/);
    }
  });

  it("rests on facts that exist, and takes every value from them", () => {
    const known = [...topic.facts, ...topic.moreFacts, ...(topic.furtherFacts ?? [])];
    expect(() => known.map((id) => facts.byId(id))).not.toThrow();
    const strange = Object.values(topic.values).filter((path) => !known.includes(path.slice(0, path.lastIndexOf("."))));
    const computed = topic.computed === undefined ? [] : ["F2.22", "F2.23"];
    expect(strange.filter((path) => !computed.some((id) => path.startsWith(id)))).toEqual([]);
  });

  it("names basis and date, or refuses what is open with who can tell", () => {
    const reply = knowledge.answerTopic(topic.id, noonOf("2026-11-22"));
    if (topic.facts.some(isOpen)) {
      expect(reply.reaction).toBe("open");
      expect(wordsOf(reply)).toMatch(/175.*kantor cabang.*petugas/);
    } else {
      expect(reply.reaction).toBe("answer");
      expect(wordsOf(reply)).toMatch(/^Dasar: .+ Data per 22 November 2026\.$/m);
    }
  });
});

describe("figures", () => {
  it("are all values of facts or of the tariff of the day", () => {
    const known = new Set(facts.all.flatMap((fact) => Object.values(fact.values).map(bareValue)).flatMap(numbersOf));
    for (const { id, computed } of topics) {
      const reply = knowledge.answerTopic(id, noonOf("2026-11-22"));
      if (reply.reaction !== "answer" || computed !== undefined) continue;
      const texts = [...reply.messages.slice(0, -1), ...reply.further.slice(0, -1)]; // the last names laws
      const strange = texts.flatMap((text) => numbersIn(said(text)).filter((n) => !known.has(n)));
      expect({ id, strange }).toEqual({ id, strange: [] });
    }
  });

  it.each([
    ["2026-03-10", undefined, 16_800, "transport", 8_400],
    ["2026-11-22", undefined, 8_400, "reduced", undefined],
    ["2027-01-05", undefined, 16_800, "transport", 8_400],
    ["2027-01-05", "transport", 8_400, "reduced", undefined],
    ["2027-01-05", "other", 16_800, "normal", undefined],
    ["2027-04-05", undefined, 16_800, "normal", undefined],
  ] as const)("on %s for the sector %s the price starts at %d", (day, sector, price, variant, transport) => {
    const reply = knowledge.ask("iurane piro", noonOf(day), sector === undefined ? {} : { sector });
    if (reply.reaction !== "answer") throw new Error("the price was not answered");
    const [first] = reply.messages;
    expect(first).toMatchObject({ key: `knowledge.contribution.price.answer.${variant}`, params: { price } });
    if (transport !== undefined) expect(first?.params).toMatchObject({ transport });
  });

  it("tells beforehand that January costs more, and says whose reckoning that is", () => {
    const words = wordsOf(knowledge.ask("januari 2027 bayar berapa", noonOf("2026-11-22")));
    expect(words).toMatch(/^Menurut perkiraan kami sendiri.*Januari 2027.*Rp 16\.800/);
  });

  it("puts the reduction into the past when it has ended", () => {
    const on = (day: string) => wordsOf(knowledge.answerTopic("contribution.discount", noonOf(day)));
    expect(on("2026-11-22")).toMatch(
      /dipotong 50% sampai Desember 2026; untuk ojek, sopir, dan kurir sampai Maret 2027/,
    );
    expect(on("2027-02-01")).toMatch(/^Iuran JKK dan JKM untuk ojek, sopir, dan kurir dipotong 50%/);
    expect(on("2027-04-01")).toMatch(/di luar itu tidak ada potongan/);
  });
});

/** The numbers in a value: a period or a day counts by its parts, a name by its digits. */
function numbersOf(value: string | number): number[] {
  return typeof value === "number" ? [value] : numbersIn(value.replaceAll("-", " "));
}

describe("validity and confidence", () => {
  const day = noonOf("2026-11-22");

  it("withholds an answer whose fact has ended or has not begun", () => {
    const ended = createKnowledge({ corrections: [{ id: "F4.01", validUntil: "2026-11-21" }] });
    expect(ended.answerTopic("jkm.amount", day)).toMatchObject({ reaction: "withheld", facts: ["F4.01"] });
    expect(wordsOf(ended.answerTopic("jkm.amount", day))).not.toMatch(/42\.000\.000/);
    expect(knowledge.answerTopic("jkm.waiting", noonOf("2025-02-23"))).toMatchObject({ reaction: "withheld" });
    expect(knowledge.answerTopic("jkm.waiting", noonOf("2025-02-24"))).toMatchObject({ reaction: "answer" });
  });

  it("withholds the reduction of transport once it has ended, with who can tell", () => {
    const on = (at: string) => knowledge.answerTopic("contribution.discount-transport", noonOf(at));
    expect(wordsOf(on("2027-03-31"))).toMatch(/dipotong 50% dari Januari 2026 sampai Maret 2027/);
    expect(on("2027-04-01").reaction).toBe("withheld");
    expect(wordsOf(on("2027-04-01"))).toMatch(/tidak berlaku.*175/s);
    expect(wordsOf(on("2027-04-01"))).not.toMatch(/50%/);
  });

  it("hedges a topic whose fact is confirmed, but not for what it says of it", () => {
    expect(wordsOf(knowledge.answerTopic("jkk.who-reports", day))).toMatch(/^Setahu kami/);
    expect(wordsOf(knowledge.answerTopic("jkk.report-deadline", day))).not.toMatch(/^Setahu kami/);
    expect(wordsOf(knowledge.answerTopic("jkm.will", day))).toMatch(/^Menurut perkiraan kami sendiri/);
  });

  it.each(topics.map(({ id }) => id))("names the ground of %s on asking, with the day of our data", (subjectTopic) => {
    const reply = knowledge.ask("dasar hukumnya?", day, { subjectTopic });
    expect(wordsOf(reply)).toMatch(/^Dasar: .+ Data per 22 November 2026\.$/);
  });

  it.each(topics.map(({ id }) => id))("is hedged or refused in %s just where a fact is not confirmed", (id) => {
    const topic = topics.find((one) => one.id === id);
    const [first = ""] = wordsOf(knowledge.answerTopic(id, day)).split("\n");
    const unsure =
      topic?.facts.some((fact) => facts.byId(fact).confidence !== "confirmed") || topic?.hedge !== undefined;
    const isHedged = /^(Setahu kami|Menurut perkiraan kami sendiri|Sumber yang kami baca tidak sama)/.test(first);
    expect(isHedged || topic?.facts.some(isOpen) || topic?.computed !== undefined).toBe(
      unsure || topic?.computed !== undefined,
    );
  });

  it("leaves out a detail whose fact has ended", () => {
    const ended = createKnowledge({ corrections: [{ id: "F2.16", validUntil: "2026-11-21" }] });
    const reply = ended.answerTopic("jkm.amount", day);
    expect(reply).toMatchObject({ reaction: "answer", facts: ["F4.01"] });
    expect(wordsOf(reply)).not.toMatch(/Bila belum/);
  });

  it("takes an officer's correction into figure and date", () => {
    const values = { days: { days: 5 }, late: { percent: 1 } };
    const mended = createKnowledge({ corrections: [{ id: "F4.07", values, confirmedByOfficerOn: "2026-12-01" }] });
    expect(wordsOf(mended.answerTopic("jkm.payout-time", day))).toMatch(/dalam 5 hari[\s\S]*Data per 1 Desember 2026/);
  });

  it("refuses a correction of a fact that does not exist, by its id", () => {
    expect(() => createKnowledge({ corrections: [{ id: "F99.1" }] })).toThrow(/F99\.1/);
  });

  it.each([
    ["eligibility.wage-worker", /^Setahu kami/],
    ["jkk.death", /^Menurut perkiraan kami sendiri/],
    ["jht.not-in-basic", /^Menurut perkiraan kami sendiri/],
    ["contribution.income-bands", /tidak semuanya sama/],
  ])("hedges %s, which is not fully confirmed", (topic, hedge) => {
    expect(wordsOf(knowledge.answerTopic(topic, day))).toMatch(hedge);
  });
});

describe("LANJUT", () => {
  const day = noonOf("2026-11-22");
  const withMore = topics.filter(({ furtherFacts }) => furtherFacts !== undefined).map(({ id }) => id);

  it.each(withMore)("tells what more there is to %s, with its basis, in every language", (subjectTopic) => {
    const first = knowledge.answerTopic(subjectTopic, day);
    const more = knowledge.ask("lanjut", day, { subjectTopic });
    if (first.reaction !== "answer" || more.reaction !== "answer") throw new Error("it was not answered");
    expect(wordsOf(first)).toMatch(/^Ketik \*lanjut\*/m);
    expect(more).toMatchObject({ topic: subjectTopic, messages: first.further, further: [] });
    for (const language of languages) expect(wordsOf(more, language).split("\n").length).toBeGreaterThan(1);
    expect(wordsOf(more)).toMatch(/^Dasar: /m);
  });

  it("is not promised where there is no more to tell", () => {
    for (const { id } of topics.filter((topic) => !withMore.includes(topic.id)))
      expect([id, wordsOf(knowledge.answerTopic(id, day))]).toEqual([id, expect.not.stringMatching(/\*lanjut\*/)]);
  });

  it("leaves out what rests on a fact that has ended", () => {
    const ended = createKnowledge({ corrections: [{ id: "F3.25", validUntil: "2026-11-21" }] });
    expect(wordsOf(ended.answerTopic("jkk.claim-steps", day))).not.toMatch(/\*lanjut\*/);
  });
});

describe("urgent messages", () => {
  it.each([
    ["kecelakaan", "emergency", /2 x 24 jam/],
    ["ibu saya meninggal tadi pagi", "emergency", /^Kami turut berduka cita/],
    ["ada yang minta kode otp ngaku dari bpjs", "fraud-check", /^Hati-hati/],
  ])("%s is met at once", (typed, reaction, words) => {
    const reply = knowledge.ask(typed, noonOf("2026-11-22"));
    expect(reply.reaction).toBe(reaction);
    expect(wordsOf(reply)).toMatch(words);
    expect(wordsOf(reply, "en")).toMatch(/175/);
  });
});

describe("the menu of topics", () => {
  it("shows every topic once that is under no other, with a label in every language", () => {
    const menu = knowledge.topicsMenu();
    const shown = menu.flatMap((group) => group.topics);
    const main = topics.filter(({ under }) => under === undefined);
    expect(shown.map(({ topic }) => topic).sort()).toEqual(main.map(({ id }) => id).sort());
    for (const language of languages)
      for (const { label } of [...menu, ...shown]) expect(said(label, language).length).toBeGreaterThan(2);
  });
});
