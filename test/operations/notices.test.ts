import { TARIFF } from "../../src/domain/contribution/tariff-data";
import { languages } from "../../src/domain/messaging/contact";
import { atHour, type IsoDay, startOfDay } from "../../src/domain/shared/calendar";
import { rupiah } from "../../src/domain/shared/money";
import type { Period } from "../../src/domain/shared/period";
import type { Text } from "../../src/domain/shared/text";
import { createI18n, readLocale } from "../../src/i18n";
import { carryCredits } from "../../src/operations/credit";
import { callForLapses } from "../../src/operations/lapse-calls";
import { openLapseTasks } from "../../src/operations/lapse-tasks";
import { endPledge } from "../../src/operations/pledge-ends";
import { announcePrices } from "../../src/operations/price-news";
import { callForProofs } from "../../src/operations/proof-calls";
import { warnOfRetirements } from "../../src/operations/retirement";
import {
  announcePauseEnds,
  endPauses,
  expireHolds,
  markInactive,
  markOverdue,
  openDueItems,
  remindOfHolds,
} from "../../src/operations/scheduled";
import { offerToStandBys } from "../../src/operations/stand-by-offers";
import { tellUnbegun } from "../../src/operations/unbegun-news";
import { sendYearReports } from "../../src/operations/year-report";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas, reportOf } from "../support/office-town";
import { monthsGoBy, paysNow, silentSponsor, standsBy } from "../support/silent-town";
import { DAY, draftOf, places, Town, wishOf } from "../support/town";

/** How an officer decides on a proof: nothing was paid, or less than its months cost. */
async function decides(town: Town, proofId: string, found: "none" | "less"): Promise<void> {
  if (found === "less") await town.does("Officer", "confirm-proof", { proofId, amount: 1 });
  else await town.does("Officer", "reject-proof", { proofId, reason: "other" });
}

/** A sponsor whose proof did not hold, for which another was waited until after the lapse: of one who paused for a while, or left. */
async function proofIsOver(found: "none" | "less"): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  const { pledgeId } = await silentSponsor(town);
  await monthsGoBy(town);
  await decides(town, await town.pays("Retno"), found);
  for (const type of found === "less" ? (["end"] as const) : (["pause", "resume"] as const))
    await town.does("Retno", "change-pledge", { pledgeId, change: { type } });
  await markInactive(town.deps, town.now + 200 * DAY);
  return town;
}

/** Confirmations that are taken back: a sponsor's, one of a worker who paid in his place, and one of a worker who has left. */
async function takenBack(): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  const takesBack = async (who: string, before: () => Promise<unknown> = async () => undefined): Promise<void> => {
    const proofId = await town.pays(who, who);
    await town.does("Officer", "confirm-proof", { proofId });
    await before();
    await town.does("Officer", "take-back-proof", { proofId, reason: "not-found-at-bpjs" });
  };
  await town.insured("Asih", 1);
  await town.sponsors("Retno");
  await takesBack("Retno");
  town.now = startOfDay("2026-11-20" as IsoDay) + DAY / 3;
  await markOverdue(town.deps, town.now);
  await takesBack("Asih");
  const workerId = await town.insured("Dwi", 2, { payer: "self" });
  await takesBack("Dwi", () => town.does("Dwi", "withdraw-worker", { workerId }));
  return town;
}

/** A confirmation that is taken back whose sponsor has left, and whose surplus had paid a month of the next one. */
async function takenBackAfterwards(): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  const workerId = await town.insured("Asih", 1);
  const pledgeId = await town.sponsors("Retno");
  const proofId = await town.pays("Retno");
  await town.does("Officer", "confirm-proof", { proofId, amount: 16_800 });
  await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
  await town.sponsors("Wati", { workerId, startPeriod: "2026-12" as Period });
  town.now = startOfDay("2026-12-03" as IsoDay) + DAY / 3;
  await openDueItems(town.deps, town.now);
  await carryCredits(town.deps, town.now);
  await town.does("Officer", "take-back-proof", { proofId, reason: "not-found-at-bpjs" });
  return town;
}

/** An office that paid for its workers once. */
async function officeLapses(): Promise<Town> {
  const town = new Town(memoryRepositories());
  const { bill } = await dinas(town);
  await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
  const proofId = town.deps.ids.derive("bill", "proof");
  await town.does("Officer", "confirm-bill", { proofId, found: bill, unpaid: [] });
  await markInactive(town.deps, town.now + 200 * DAY);
  return town;
}

/** A protection that ends in three days, of which an officer is told. */
async function isNearlyOver(): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  await silentSponsor(town);
  await monthsGoBy(town, atHour("2027-02-12" as IsoDay, 8));
  const { pages } = await town.repositories.dueItems.unpaidOf(["2027-02" as Period]);
  for await (const page of pages) await openLapseTasks(town.deps, page, town.now);
  await callForLapses(town.deps, town.now);
  return town;
}

/** A worker for whom nothing was ever paid, three days before the third of her months is over. */
async function neverBegins(): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  await town.insured("Asih", 1);
  await town.sponsors("Retno");
  await monthsGoBy(town, atHour("2027-01-12" as IsoDay, 8));
  const { pages } = await town.repositories.dueItems.unpaidOf(["2027-01" as Period]);
  for await (const page of pages) await openLapseTasks(town.deps, page, town.now);
  await callForLapses(town.deps, town.now);
  await tellUnbegun(town.deps, town.now);
  return town;
}

/** A sponsor who follows for several workers: for one nothing was ever paid, for one too much, for one just enough. */
async function followsForSeveral(): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  for (const [place, amount] of [8_400, 16_800].entries()) {
    const workerId = await town.insured("Asih", place + 1);
    const pledgeId = await town.sponsors("Retno", { workerId });
    await town.does("Officer", "confirm-proof", { proofId: await town.pays("Retno", `R ${place}`), amount });
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
  }
  await town.insured("Asih", 3);
  const { held } = await town.does("Wati", "make-pledges", wishOf({ name: "Wati", count: 3 }));
  await town.does("Wati", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
  return town;
}

/** A pause that ends by itself, a sponsor who retires while another waits, and one who leaves what is only reported. */
async function pausesAndLeaves(town: Town): Promise<void> {
  const workerId = await town.verified("Rini", 5);
  const paused = await town.sponsors("Tono", { workerId, name: "Tono" });
  const until = town.now + 2 * DAY;
  await town.does("Tono", "change-pledge", { pledgeId: paused, change: { type: "pause", until } });
  expect(await announcePauseEnds(town.deps, town.now)).toEqual({ told: 1 });
  expect(await endPauses(town.deps, until)).toEqual({ resumed: 1 });
  await town.pays("Tono");
  await town.does("Lina", "make-pledges", wishOf({ name: "Lina" }));
  await endPledge(town.deps, paused, { reason: "sponsor-retired" }, town.now);
}

/** A sponsor who falls silent, and two who are asked to step in: one says nothing, the other yes. */
async function standBysAreAsked(showsName: boolean): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  await silentSponsor(town);
  for (const who of ["Siti", "Wati"]) await standsBy(town, who, { showsName });
  await monthsGoBy(town);
  await offerToStandBys(town.deps, town.now);
  await remindOfHolds(town.deps, town.now + DAY);
  town.now = town.afterHold;
  await expireHolds(town.deps, town.now);
  await offerToStandBys(town.deps, town.now);
  const [held] = (await town.sees("Wati", "own-affairs", {})).pledges.filter(({ status }) => status === "held");
  await town.does("Wati", "confirm-pledges", { pledgeIds: [held?.pledgeId ?? ""] });
  return town;
}

/** A sponsor who pauses with months late, a later one paid, and several that wait for an officer, who does not find them all. */
async function pausesInArrears(reported: readonly string[], found: "none" | "less"): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  const { pledgeId } = await silentSponsor(town);
  await monthsGoBy(town);
  const reports = async (effectId: string, ...periods: string[]) => {
    const dues = await town.sees("Retno", "reportable-dues", {});
    const dueItemIds = dues.filter(({ period }) => periods.includes(period)).map(({ dueItemId }) => dueItemId);
    await town.does("Retno", "report-payment", { dueItemIds, reference: effectId }, { effectId });
    return town.deps.ids.derive(effectId, "proof");
  };
  await town.does("Officer", "confirm-proof", { proofId: await reports("one", "2027-02") });
  await town.does("Retno", "change-pledge", { pledgeId, change: { type: "months", monthsAhead: 3 } });
  const proofId = await reports("several", ...reported);
  await town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause" } });
  await decides(town, proofId, found);
  return town;
}

/** A worker who pays what her sponsor left. */
async function paysHerself(): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  await silentSponsor(town);
  await monthsGoBy(town);
  await paysNow(town, "Asih");
  return town;
}

/** A sponsor who leaves; one who is asked to follow says no, the other nothing. */
async function isAskedInVain(): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  const { pledgeId } = await silentSponsor(town);
  for (const who of ["Siti", "Wati"]) await town.does(who, "make-pledges", wishOf({ name: who, monthsAhead: 3 }));
  await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
  const [asked] = (await town.sees("Siti", "own-affairs", {})).pledges;
  await town.does("Siti", "decline-pledges", { pledgeIds: [asked?.pledgeId ?? ""] });
  await remindOfHolds(town.deps, town.now + DAY);
  town.now = town.afterHold;
  await expireHolds(town.deps, town.now);
  return town;
}

/** A price that changes within the months that are paid already. */
async function hasPaidAhead(): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  await town.verified("Asih", 1);
  await town.sponsors("Retno", { monthsAhead: 3 });
  await paysNow(town, "Retno");
  await announcePrices(town.deps, startOfDay("2026-12-05" as IsoDay));
  return town;
}

/** A sponsor who paid so much for November (rupiah), and pauses. */
async function hasPaidTooMuch(amount: number): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  await town.verified("Asih", 1);
  const pledgeId = await town.sponsors("Retno");
  await town.does("Officer", "confirm-proof", { proofId: await town.pays("Retno"), amount });
  await town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause" } });
  return town;
}

/** Prices that change on every ground there is, and a sponsor who nears retirement. */
async function pricesAndRetirement(town: Town): Promise<void> {
  for (const serial of [6, 7]) await town.verified("Sari", serial, { payer: "self" });
  const at = (month: string) => startOfDay(`${month}-05` as IsoDay);
  await announcePrices(town.deps, at("2026-03"));
  await announcePrices(town.deps, at("2026-12"));
  const jkm = TARIFF.jkm.map((one) => ({ ...one, validUntil: "2028-04" as Period }));
  const newer = TARIFF.jkm.map((one) => ({ ...one, validFrom: "2028-05" as Period, amount: rupiah(7_000) }));
  await announcePrices(town.deps, at("2028-04"), { ...TARIFF, jkm: [...jkm, ...newer] });
  await town.does("Retno", "plan-retirement", { retiresOn: "2028-01-01" as IsoDay });
  for (const month of ["2027-01", "2027-07", "2027-12"]) await warnOfRetirements(town.deps, at(month));
  await town.does("Retno", "plan-retirement", { retiresOn: "2028-02-01" as IsoDay, plan: "successor" });
  await warnOfRetirements(town.deps, at("2028-01"));
}

/** A town in which everything has happened that anybody is told of. */
async function eventfulTown(): Promise<Town> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  const rejected = await town.worker("Budi", draftOf(1));
  await town.does("Officer", "reject-worker", { workerId: rejected, revision: 0, reason: "other", note: "?" });
  const own = await town.worker("Dwi", draftOf(2, { payer: "self" }));
  await town.verifies("Officer", own);
  await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
  const workerId = await town.worker("Asih", draftOf(3));
  await town.verifies("Officer", workerId);
  await town.does("Officer", "record-kpj", { workerId, kpj: "12345678901" });
  town.now = town.afterHold;
  await expireHolds(town.deps, town.now);
  for (const change of [{ type: "pause" }, { type: "resume" }] as const) {
    const [pledge] = (await town.sees("Retno", "own-affairs", {})).pledges;
    const pledgeId = pledge?.pledgeId ?? (await town.sponsors("Retno", { route: "coordinator" }));
    await town.does("Retno", "change-pledge", { pledgeId, change });
  }
  for (const decision of ["reject-proof", "confirm-proof"] as const) {
    const dues = await town.sees("Retno", "reportable-dues", {});
    const dueItemIds = dues.map(({ dueItemId }) => dueItemId);
    await town.does("Retno", "report-payment", { dueItemIds, reference: "R" }, { effectId: decision });
    await town.does("Officer", decision, { proofId: town.deps.ids.derive(decision, "proof"), reason: "other" });
  }
  await pausesAndLeaves(town);
  for (const amount of [1, 1_000_000]) {
    const proofId = await town.pays("Dwi", String(amount));
    await town.does("Officer", "confirm-proof", { proofId, amount });
  }
  await pricesAndRetirement(town);
  await sendYearReports(town.deps, Date.parse("2027-01-20T02:00:00Z"));
  await markInactive(town.deps, town.now + 200 * DAY);
  await callForProofs(town.deps, town.now + 200 * DAY);
  const [pledge] = (await town.sees("Retno", "own-affairs", {})).pledges;
  await town.does("Retno", "change-pledge", { pledgeId: pledge!.pledgeId, change: { type: "end" } });
  const other = await town.worker("Tini", draftOf(4));
  await town.verifies("Officer", other);
  await town.sponsors("Wati", { showsName: false, workerId: other });
  await town.does("Tini", "withdraw-worker", { workerId: other });
  await town.does("Asih", "open-task", { kind: "emergency", ...places.getasan });
  await town.does("Stranger", "open-task", { kind: "emergency" });
  await town.does("Asih", "open-task", { kind: "question", text: "?" }, { effectId: "q" });
  await town.does("Officer", "answer-task", { taskId: town.deps.ids.derive("q", "task"), answer: "ya" });
  for (const showsName of [true, false])
    for (const [id, notice] of (await standBysAreAsked(showsName)).notices)
      town.notices.set(`${id} ${showsName}`, notice);
  for (const [id, notice] of (await hasPaidAhead()).notices) town.notices.set(`${id} ahead`, notice);
  for (const amount of [16_800, 40_000])
    for (const [id, notice] of (await hasPaidTooMuch(amount)).notices) town.notices.set(`${id} ${amount}`, notice);
  for (const [id, notice] of (await isAskedInVain()).notices) town.notices.set(`${id} in vain`, notice);
  for (const found of ["none", "less"] as const)
    for (const [id, notice] of (await proofIsOver(found)).notices) town.notices.set(`${id} over, ${found}`, notice);
  for (const [id, notice] of (await takenBack()).notices) town.notices.set(`${id} taken back`, notice);
  for (const [id, notice] of (await takenBackAfterwards()).notices) town.notices.set(`${id} afterwards`, notice);
  for (const [id, notice] of (await followsForSeveral()).notices) town.notices.set(`${id} several`, notice);
  for (const [id, notice] of (await isNearlyOver()).notices) town.notices.set(`${id} nearly over`, notice);
  for (const [id, notice] of (await neverBegins()).notices) town.notices.set(`${id} never begun`, notice);
  for (const [id, notice] of (await officeLapses()).notices) town.notices.set(`${id} office`, notice);
  for (const [id, notice] of (await paysHerself()).notices) town.notices.set(`${id} herself`, notice);
  for (const [reported, found] of [
    [["2027-03", "2027-04"], "none"],
    [["2027-01", "2027-03", "2027-04"], "none"],
    [["2027-01"], "less"],
  ] as const)
    for (const [id, notice] of (await pausesInArrears(reported, found)).notices)
      town.notices.set(`${id} in arrears, ${reported.length} reported`, notice);
  return town;
}

function withNested(text: Text): Text[] {
  const nested = Object.values(text.params ?? {}).filter((param): param is Text => typeof param === "object");
  return [text, ...nested.flatMap(withNested)];
}

describe("notices", () => {
  it.each(languages)("have words in every language, whose placeholders are all filled: %s", async (language) => {
    const words = readLocale(language);
    const town = await eventfulTown();
    expect(town.notices.size).toBeGreaterThan(15);
    for (const { rule, texts, options } of town.notices.values()) {
      const all = [...texts, { key: rule }, ...(options ?? []).map(({ label }) => label)].flatMap(withNested);
      for (const { key, params } of all.filter((text) => text.key.startsWith("notice."))) {
        expect(`${key}: ${words[key] ?? "no words"}`).not.toContain("no words");
        for (const [, name] of (words[key] ?? "").matchAll(/\{\{\s*(\w+)/g))
          expect(Object.keys(params ?? {})).toContain(name);
      }
    }
  });

  it("leave no entry of their locale unused", async () => {
    const town = await eventfulTown();
    const used = new Set(
      [...town.notices.values()].flatMap(({ rule, texts, options }) => [
        rule,
        ...texts.map(({ key }) => key),
        ...(options ?? []).map(({ label }) => label.key),
      ]),
    );
    const entries = Object.keys(readLocale("id")).filter((key) => key.startsWith("notice."));
    const unused = entries.filter((key) => !used.has(key));
    expect(unused).toEqual([]);
  });

  it("tell the worker whose sponsor pays again which late months before that are still hers", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    const { pledgeId } = await silentSponsor(town);
    await monthsGoBy(town);
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause" } });
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "resume" } });
    const resumed = [...town.notices.values()].find(({ rule }) => rule === "notice.rule.worker.resumed");
    const { render } = createI18n();
    const told = resumed?.texts.map((text) => render(text, "id")).join("\n");
    expect(told).toContain("membayar iuran lagi, mulai Februari 2027");
    expect(told).toMatch(/dibayar sendiri:\n• Desember 2026: Rp\s?8\.400\n• Januari 2027: Rp\s?16\.800\n/u);
    expect(told).toContain("Cara membayarnya: ketik CARA BAYAR");
  });

  it("tell both that protection has ended, wherever they say that contributions run again or that a month is hers", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    const { pledgeId } = await silentSponsor(town);
    await monthsGoBy(town, startOfDay("2027-02-16" as IsoDay));
    await markInactive(town.deps, town.now);
    const { render } = createI18n();
    const saidOf = (rule: string) =>
      [...town.notices.values()]
        .find((one) => one.rule === `notice.rule.${rule}`)
        ?.texts.map((text) => render(text, "id"))
        .join("\n");
    const until = startOfDay("2027-03-01" as IsoDay);
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause", until } });
    expect(saidOf("worker.paused")).toContain("supaya perlindungan bisa berjalan lagi");
    await announcePauseEnds(town.deps, until - DAY);
    town.now = until;
    await endPauses(town.deps, until);
    expect(saidOf("sponsor.pause-over")).toContain("untuk Maret 2027, paling lambat 15 Maret 2027.");
    for (const rule of ["sponsor.pause-ends", "sponsor.pause-over", "worker.resumed"])
      expect(`${rule} ${saidOf(rule)}`).toContain("Kalau iuran Maret 2027 dibayar, perlindungan bisa berjalan lagi.");
  });
});
