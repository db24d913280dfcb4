import { createKnowledge } from "../../src/knowledge";
import { openFactBook } from "../../src/knowledge/fact-book";
import { checkMark, correctionsFrom, type FactMark, factsEnding } from "../../src/knowledge/fact-marks";
import { loadFacts } from "../../src/knowledge/facts";
import { marksInMemory } from "../support/fact-town";
import fc from "../support/property";
import { noonOf, wordsOf } from "./support";

const sheet = loadFacts();
const said = { id: "m1", by: "officer-1", on: "2026-12-01", at: 0 };
const confirmed = (factId: string, on = said.on): FactMark => ({ ...said, on, factId, kind: "confirmed" });
const expired = (factId: string, until: string): FactMark => ({ ...said, factId, kind: "expired", until });
const corrected = (factId: string, values: Extract<FactMark, { kind: "corrected" }>["values"]): FactMark => ({
  ...said,
  factId,
  kind: "corrected",
  values,
});
const factWith = (id: string, ...marks: FactMark[]) => loadFacts(correctionsFrom(marks, sheet)).byId(id);

describe("what officers say of facts", () => {
  it.each([
    ["a fact that does not exist", confirmed("F99.1"), "unknown"],
    ["a question that is open", confirmed("F2.18"), "open"],
    ["a figure that the fact does not have", corrected("F4.07", { weeks: { days: 5 } }), "figure"],
    ["a figure in another unit", corrected("F4.07", { days: { months: 5 } }), "figure"],
    ["a figure that no fact can have", corrected("F4.07", { days: { days: -5 } }), "figure"],
    ["a figure of the tariff", corrected("F2.02", { amount: { rupiah: 7000 } }), "reckoned"],
    ["a day that no calendar has", expired("F4.07", "2026-13-40"), "day"],
  ])("is refused for %s", (_what, mark, fault) => {
    expect(checkMark(mark, sheet)).toEqual({ ok: false, error: fault });
    expect(correctionsFrom([mark], sheet)).toEqual([]);
  });

  it("confirms: the fact is no longer hedged and carries the day", () => {
    expect(factWith("F3.24", confirmed("F3.24"))).toMatchObject({
      confidence: "confirmed",
      confirmedByOfficerOn: "2026-12-01",
    });
  });

  it("corrects single figures and leaves the others", () => {
    const fact = factWith("F4.07", corrected("F4.07", { days: { days: 5 } }));
    expect(fact.values).toEqual({ days: { days: 5 }, late: { percent: 1 } });
    const twice = factWith(
      "F4.07",
      corrected("F4.07", { days: { days: 5 } }),
      corrected("F4.07", { late: { percent: 2 } }),
    );
    expect(twice.values).toEqual({ days: { days: 5 }, late: { percent: 2 } });
  });

  it("ends a fact, and a later confirmation lifts that, but not the end that the law has set", () => {
    expect(factWith("F4.07", expired("F4.07", "2026-12-31")).validUntil).toBe("2026-12-31");
    expect(factWith("F4.07", expired("F4.07", "2026-12-31"), confirmed("F4.07")).validUntil).toBeUndefined();
    expect(factWith("F2.23", expired("F2.23", "2027-06-30")).validUntil).toBe("2026-12-31");
    expect(factWith("F2.23", expired("F2.23", "2026-11-30"), confirmed("F2.23")).validUntil).toBe("2026-12-31");
  });

  it("corrects from the day told on, and not before", () => {
    const later: FactMark = {
      ...said,
      factId: "F4.07",
      kind: "corrected",
      values: { days: { days: 5 } },
      from: "2027-01-05",
    };
    expect(correctionsFrom([later], sheet, "2027-01-04")).toEqual([]);
    expect(correctionsFrom([later], sheet, "2027-01-05")).toMatchObject([{ id: "F4.07", validFrom: "2027-01-05" }]);
  });

  it("never breaks the fact sheet, whatever is marked in whatever order", () => {
    const mark = fc
      .tuple(
        fc.constantFrom(...sheet.all.map(({ id }) => id)),
        fc.constantFrom("2026-01-01", "2027-05-05", "2026-02-31", "tomorrow"),
        fc.constantFrom("confirmed", "expired"),
      )
      .map(([factId, day, kind]) => (kind === "expired" ? expired(factId, day) : confirmed(factId, day)));
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 12 }), (marks) => {
        const facts = loadFacts(correctionsFrom(marks, sheet));
        expect(facts.all.map(({ id }) => id)).toEqual(sheet.all.map(({ id }) => id));
      }),
    );
  });

  it("lists what ends soon, for the officer", () => {
    const ending = factsEnding(sheet, "2026-11-22", "2027-03-31").map(({ id }) => id);
    expect(ending).toEqual(["F2.23", "F2.22", "F2.28"]);
    expect(factsEnding(sheet, "2027-04-01", "2027-12-31")).toEqual([]);
  });
});

describe("the book of facts", () => {
  const day = noonOf("2026-12-02");
  const payout = (book: Awaited<ReturnType<typeof openFactBook>>) =>
    wordsOf(createKnowledge({ facts: book.current }).answerTopic("jkm.payout-time", day));

  it("changes the answers from the next question on, and after a restart", async () => {
    const marks = marksInMemory();
    const book = await openFactBook(marks);
    const knowledge = createKnowledge({ facts: book.current });
    expect(wordsOf(knowledge.answerTopic("jkm.payout-time", day))).toMatch(/dalam 3 hari kerja/);
    await book.mark(corrected("F4.07", { days: { days: 5 } }));
    expect(wordsOf(knowledge.answerTopic("jkm.payout-time", day))).toMatch(
      /dalam 5 hari kerja[\s\S]*Data per 1 Desember 2026/,
    );
    expect(payout(await openFactBook(marks))).toMatch(/dalam 5 hari kerja/);
  });

  it("withholds what an officer has ended, and says who can tell", async () => {
    const book = await openFactBook(marksInMemory());
    await book.mark(expired("F4.07", "2026-12-01"));
    expect(payout(book)).toMatch(/tidak berlaku.*175/s);
  });

  it("keeps nothing that it refuses", async () => {
    const marks = marksInMemory();
    const book = await openFactBook(marks);
    expect(await book.mark(confirmed("F2.18"))).toEqual({ ok: false, error: "open" });
    expect(await marks.all()).toEqual([]);
  });

  it("sees what another process has marked when it reads anew", async () => {
    const marks = marksInMemory();
    const [here, there] = [await openFactBook(marks), await openFactBook(marks)];
    await there.mark(corrected("F4.07", { days: { days: 5 } }));
    expect(payout(here)).toMatch(/dalam 3 hari kerja/);
    await here.refresh();
    expect(payout(here)).toMatch(/dalam 5 hari kerja/);
  });
});
