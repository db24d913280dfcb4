import type { Text } from "../../src/domain/shared/text";
import { createI18n } from "../../src/i18n";
import { sendYearReports } from "../../src/operations/year-report";
import { memoryRepositories } from "../support/memory-repositories";
import { DAY, draftOf, Town } from "../support/town";

const january = Date.parse("2027-01-16T01:40:00Z");

/** Retno pays three months for Asih, two of them in 2026, and one month for Budi; only Asih may be named. */
async function generousTown(): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  await town.insured("Asih", 1);
  await town.sponsors("Retno", { monthsAhead: 3 });
  await town.does("Officer", "confirm-proof", { proofId: await town.pays("Retno") });
  await town.insured("Budi", 2);
  await town.sponsors("Retno");
  await town.does("Officer", "confirm-proof", { proofId: await town.pays("Retno", "two") });
  await town.does("Asih", "let-be-named", { allowed: true });
  return town;
}

/** What the picture of the last yearly report says, as it was written down instead of drawn. */
async function drawnFor(town: Town): Promise<unknown> {
  const told = [...town.notices.values()].findLast(({ rule }) => rule === "notice.rule.year-report");
  const kept = await town.repositories.attachments.find(told?.file?.attachmentId ?? "");
  return JSON.parse(Buffer.from(kept?.bytes ?? []).toString());
}

describe("the yearly report of a sponsor", () => {
  it("counts the paid months of the year, names who agreed, counts the others, and is told once", async () => {
    const town = await generousTown();
    expect(await sendYearReports(town.deps, january)).toEqual({ reported: 1 });
    expect(await sendYearReports(town.deps, january + 3 * DAY)).toEqual({ reported: 0 });
    expect(town.told("Retno").filter((rule) => rule === "notice.rule.year-report")).toHaveLength(1);
    expect(await drawnFor(town)).toMatchObject({
      look: "thanks",
      figure: { value: { params: { count: 3 } }, below: { params: { count: 2 } } },
      lines: [{ left: { params: { name: "Sumarni1" } }, right: { params: { count: 2 } } }],
      more: { key: "report.others", params: { count: 1 } },
      facts: [
        { label: { params: { year: "2026" } }, value: { params: { amount: 25_200 } } },
        { label: { params: { count: 1 } }, value: { params: { amount: 16_800 } } },
      ],
    });
    const told = [...town.notices.values()].findLast(({ rule }) => rule === "notice.rule.year-report");
    expect(told?.texts).toEqual([
      { key: "notice.year-report", params: { year: "2026", months: 3, people: 2, total: 25_200 } },
      { key: "report.ahead", params: { months: 1, total: 16_800 } },
      { key: "report.thanks" },
    ]);
    // Nothing is asked, so no button offers to answer.
    expect(told?.options?.map(({ value }) => value)).toEqual(["!status"]);
  });

  it("names nobody whose leave was taken back, and nobody who never gave it", async () => {
    const town = await generousTown();
    await town.does("Asih", "let-be-named", { allowed: false });
    await sendYearReports(town.deps, january);
    expect(await drawnFor(town)).toMatchObject({ lines: [], more: { key: "report.unnamed", params: { count: 2 } } });
    expect(JSON.stringify(await drawnFor(town))).not.toContain("Sumarni");
  });

  it("speaks as truly of one worker and one month as of many", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    await town.insured("Asih", 1);
    await town.sponsors("Retno");
    await town.does("Officer", "confirm-proof", { proofId: await town.pays("Retno") });
    await sendYearReports(town.deps, january);
    const { closing } = (await drawnFor(town)) as { closing: readonly Text[] };
    const said = closing.map((text) => createI18n().render(text, "id")).join(" ");
    expect(said).toContain("bekerja dengan lebih tenang");
    expect(said).not.toMatch(/mereka|bulan-bulan/u);
  });

  it("waits for the second half of January, when what was paid in December has been checked", async () => {
    const town = await generousTown();
    expect(await sendYearReports(town.deps, january - DAY)).toEqual({ reported: 0 });
    expect(town.told("Retno")).not.toContain("notice.rule.year-report");
    expect(await sendYearReports(town.deps, january + 15 * DAY)).toEqual({ reported: 1 });
  });

  it("reaches everybody else where one record cannot be read", async () => {
    const town = await generousTown();
    await town.insured("Joko", 3);
    await town.sponsors("Wati");
    await town.does("Officer", "confirm-proof", { proofId: await town.pays("Wati") });
    const { sponsors } = town.repositories;
    const bad = (await sponsors.findByContact((await town.contact("Retno")).id))?.id;
    const find = async (id: string) => (id === bad ? Promise.reject(new Error("unreadable")) : sponsors.find(id));
    const repositories = { ...town.repositories, sponsors: Object.assign(Object.create(sponsors), { find }) };
    await expect(sendYearReports({ ...town.deps, repositories }, january)).rejects.toThrow("1 of 2 failed");
    expect(town.told("Wati")).toContain("notice.rule.year-report");
  });

  it("goes to nobody outside January, nor to a sponsor of whom nothing is confirmed", async () => {
    const town = await generousTown();
    expect(await sendYearReports(town.deps, january - 16 * DAY)).toEqual({ reported: 0 });
    expect(await sendYearReports(town.deps, january + 31 * DAY)).toEqual({ reported: 0 });
    const idle = new Town(memoryRepositories());
    await idle.officer("Officer");
    await idle.verifies("Officer", await idle.worker("Asih", draftOf(1)));
    await idle.sponsors("Retno");
    expect(await sendYearReports(idle.deps, january)).toEqual({ reported: 0 });
    expect(idle.told("Retno")).not.toContain("notice.rule.year-report");
  });

  it("goes on a later day to a sponsor whose only proof was confirmed after the first", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    await town.insured("Asih", 1);
    await town.sponsors("Retno");
    const proofId = await town.pays("Retno");
    expect(await sendYearReports(town.deps, january)).toEqual({ reported: 0 });
    town.now = january + 2 * DAY;
    await town.does("Officer", "confirm-proof", { proofId });
    expect(await sendYearReports(town.deps, january + 3 * DAY)).toEqual({ reported: 1 });
    expect(town.told("Retno")).toContain("notice.rule.year-report");
  });

  it("is finished by the next run where a run has died", async () => {
    const town = await generousTown();
    const write = async () => Promise.reject(new Error("the database is gone"));
    const audit = { ...town.deps.repositories.audit, write };
    const repositories = { ...town.deps.repositories, audit };
    await expect(sendYearReports({ ...town.deps, repositories }, january)).rejects.toThrow("1 of 1 failed");
    expect(await sendYearReports(town.deps, january)).toEqual({ reported: 1 });
    expect(town.told("Retno").filter((rule) => rule === "notice.rule.year-report")).toHaveLength(1);
  });
});
