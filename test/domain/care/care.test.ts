import { type CareCase, careItems, isComplete, itemsOf, missingOf, ticked } from "../../../src/domain/care/care-case";
import { careRungs, careRungsDue } from "../../../src/domain/care/care-clock";
import fc from "../../support/property";

const hour = 3_600_000;
const day = 24 * hour;
const limits = { reportHours: 48, secondReportHours: 48, claimYears: 5 };
const at = Date.parse("2026-11-23T09:00:00+07:00");

const care = (changes: Partial<CareCase> = {}): CareCase => ({
  ...{ id: "c", revision: 0, contactId: "p", kind: "accident", happenedAt: at, openedAt: at, done: [], status: "open" },
  ...changes,
});

describe("the papers of a case", () => {
  it.each([
    [
      "an accident at work",
      { kind: "accident", atWork: true, traffic: false },
      ["report", "witnesses"],
      ["police", "form"],
    ],
    [
      "an accident on the road",
      { kind: "accident", atWork: true, traffic: true },
      ["police", "doctor"],
      ["heir-letter"],
    ],
    ["an accident not at work", { kind: "accident", atWork: false }, [], careItems],
    ["a death", { kind: "death", atWork: false }, ["form", "heir-letter", "death-certificate"], ["report", "police"]],
    [
      "a death by work",
      { kind: "death", atWork: true, traffic: false },
      ["report", "heir-letter", "doctor"],
      ["form", "police"],
    ],
    ["a death on the way to work", { kind: "death", atWork: true, traffic: true }, ["police", "report"], ["form"]],
  ] as const)("of %s are those of the list, and no others", (_name, told, asked, not) => {
    const items = itemsOf(told);
    for (const item of asked) expect(items).toContain(item);
    for (const item of not) expect(items).not.toContain(item);
  });

  it("are ticked once, a photo after the word, and never taken away", () => {
    const word = ticked(care({ atWork: true }), ["ktp", "form"], 1);
    expect(word.done).toEqual([{ item: "ktp", at: 1 }]);
    expect(ticked(word, ["ktp"], 2)).toBe(word);
    const photo = ticked(word, ["ktp"], 3, "file");
    expect(photo.done).toEqual([{ item: "ktp", at: 3, attachmentId: "file" }]);
    expect(ticked(photo, ["ktp"], 4)).toBe(photo);
  });

  it("are complete without what not everybody needs", () => {
    const all = care({ kind: "death", atWork: false });
    const needed = missingOf(all).filter((item) => !["tax-number", "marriage-book"].includes(item));
    expect(isComplete(ticked(all, needed, 1))).toBe(true);
    expect(isComplete(ticked(all, needed.slice(1), 1))).toBe(false);
  });
});

describe("the clocks of a case", () => {
  const due = (one: CareCase, after: number) => careRungsDue(one, limits, at + after);

  it.each([
    [23 * hour, []],
    [24 * hour, ["report-soon"]],
    [40 * hour, ["report-soon", "report-last"]],
    [56 * hour, ["report-soon", "report-last", "report-late"]],
    [7 * day, ["papers-week"]],
    [30 * day, ["papers-month"]],
    [90 * day, ["papers-quarter"]],
    [(5 * 365 - 182) * day, ["claim-half-year"]],
    [(5 * 365 - 30) * day, ["claim-month"]],
    [200 * day, []],
  ])("say after %d ms what is due then", (after, rungs) => {
    expect(due(care({ atWork: true }), after)).toEqual(rungs);
  });

  it("say nothing more of the report once it is made, and of the second one only after the doctor's word", () => {
    const reported = ticked(care({ atWork: true }), ["report"], at);
    expect(due(reported, 40 * hour)).toEqual([]);
    const seen = ticked(reported, ["doctor"], at + 40 * hour);
    expect(due(seen, 64 * hour)).toEqual(["second-report"]);
    expect(due(ticked(seen, ["second-report"], at + 41 * hour), 64 * hour)).toEqual([]);
  });

  it("count from the day of the accident, and skip what was over before it was told", () => {
    expect(due(care({ atWork: true, happenedAt: at - 3 * day }), 0)).toEqual([]);
    expect(due(care({ atWork: true, happenedAt: at - day }), hour)).toEqual(["report-soon"]);
  });

  it("know no report and no end of a claim where work was not the cause", () => {
    const death = care({ kind: "death", atWork: false });
    const said = new Set(Array.from({ length: 1900 }, (_, n) => due(death, n * day)).flat());
    expect([...said]).toEqual(["papers-week", "papers-month", "papers-quarter"]);
  });

  it("say each thing in one stretch of three days, whenever they are looked at", () => {
    const anytime = fc.integer({ min: 0, max: 6 * 365 * 24 });
    fc.assert(
      fc.property(anytime, fc.boolean(), (hours, closed) => {
        const one = care({ atWork: true, status: closed ? "closed" : "open" });
        const now = due(one, hours * hour);
        if (closed) expect(now).toEqual([]);
        for (const rung of now) {
          expect(careRungs).toContain(rung);
          expect(due(one, hours * hour + 3 * day)).not.toContain(rung);
        }
      }),
    );
  });
});
