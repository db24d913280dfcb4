import type { Proof } from "../../src/domain/payment/proof";
import { type IsoDay, startOfDay } from "../../src/domain/shared/calendar";
import { carryCredits } from "../../src/operations/credit";
import type { Deps } from "../../src/operations/deps";
import { receiptCodeOf } from "../../src/operations/receipts";
import { markInactive, markOverdue, openDueItems } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas, reportOf } from "../support/office-town";
import { Crash, DAY, dyingAfter, places, Town, wishOf } from "../support/town";

const at = (day: string) => startOfDay(day as IsoDay) + DAY / 3;
const reason = "not-found-at-bpjs" as const;

let town: Town;
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer");
});

const takesBack = (proofId: string, who = "Officer") => town.does(who, "take-back-proof", { proofId, reason });
const confirms = (proofId: string, amount?: number) =>
  town.does("Officer", "confirm-proof", { proofId, ...(amount === undefined ? {} : { amount }) });

/** A worker's month that a sponsor has paid, confirmed over an amount. */
async function confirmed(amount?: number, monthsAhead = 1): Promise<{ workerId: string; proofId: string }> {
  const workerId = await town.insured("Asih", 1);
  await town.sponsors("Retno", { monthsAhead });
  const proofId = await town.pays("Retno");
  await confirms(proofId, amount);
  return { workerId, proofId };
}

/** What a notice says, its texts as keys. */
const toldKeys = (who: string, rule: string): Promise<readonly string[]> =>
  town
    .contact(who)
    .then(({ id }) =>
      [...town.notices.values()]
        .filter((notice) => notice.contactId === id && notice.rule === `notice.rule.${rule}`)
        .flatMap(({ texts }) => texts.map(({ key }) => key)),
    );

describe("a confirmation that is taken back", () => {
  it("leaves its months owed with the reason, nobody protected by them, and everybody told once", async () => {
    const { workerId, proofId } = await confirmed();
    expect((await town.workerNow(workerId)).status).toBe("active");
    const first = await town.does("Officer", "take-back-proof", { proofId, reason }, { effectId: "back" });
    expect(first).toBe("done");
    expect(await town.does("Officer", "take-back-proof", { proofId, reason }, { effectId: "back" })).toBe("done");
    expect((await town.itemsOf(workerId))[0]).toMatchObject({ status: "open", refusedProofId: proofId, credit: 0 });
    expect((await town.workerNow(workerId)).status).toBe("registered");
    expect(await town.repositories.proofs.find(proofId)).toMatchObject({ status: "rejected", reason });
    expect(await toldKeys("Retno", "taken-back.sender")).toEqual([
      "notice.taken-back.sender",
      "notice.taken-back.months",
      "reminder.line",
      "notice.taken-back.receipt",
      "notice.taken-back.next",
    ]);
    expect(await toldKeys("Asih", "taken-back.worker")).toContain("notice.month");
    const log = await town.repositories.audit.find({ type: "proof", id: proofId }, 10);
    expect(log.filter(({ action }) => action === "take-back-proof")).toMatchObject([
      { actor: { type: "officer" }, details: { reason, amount: 8_400, outcome: "done" } },
    ]);
  });

  it("can be paid and confirmed anew with the very same file", async () => {
    await town.insured("Asih", 1, { payer: "self" });
    const report = async (effectId: string) => {
      const [due] = await town.sees("Asih", "reportable-dues", {});
      const input = { dueItemIds: [due?.dueItemId ?? ""], contentHash: "the same" };
      expect(await town.does("Asih", "report-payment", input, { effectId })).toMatchObject({ status: "reported" });
      return town.deps.ids.derive(effectId, "proof");
    };
    const first = await report("one");
    await confirms(first);
    await takesBack(first);
    const second = await report("two");
    expect(await confirms(second)).toBe("done");
    const stranger = (proofId: string) => town.sees("Stranger", "receipt", { code: receiptCodeOf(town.deps, proofId) });
    expect(await stranger(first)).toEqual({ takenBackOn: "2026-11-05" });
    expect(await stranger(second)).toMatchObject({ amount: 8_400 });
    expect(await town.does("Asih", "repeat-receipt", { code: receiptCodeOf(town.deps, first) })).toEqual({});
  });

  it("takes its surplus off the months and the registration that it lay on", async () => {
    const { workerId, proofId } = await confirmed(30_000);
    town.now = at("2026-12-03");
    await openDueItems(town.deps, town.now);
    expect((await town.itemsOf(workerId)).map(({ status }) => status)).toEqual(["confirmed", "open"]);
    await carryCredits(town.deps, town.now);
    expect((await town.itemsOf(workerId)).map(({ status }) => status)).toEqual(["confirmed", "credited"]);
    expect((await town.workerNow(workerId)).credit).toBe(13_200);
    const seen = await town.sees("Officer", "take-back-case", { proofId });
    expect(seen?.loses.map(({ period, amount }) => [period, amount])).toEqual([["2026-12", 8_400]]);
    expect(await takesBack(proofId)).toBe("done");
    expect((await town.itemsOf(workerId)).map(({ status, credit }) => [status, credit])).toEqual([
      ["overdue", 0],
      ["open", 0],
    ]);
    expect((await town.workerNow(workerId)).credit).toBeUndefined();
    expect((await toldKeys("Retno", "taken-back.sender")).filter((key) => key === "reminder.line")).toHaveLength(2);
  });

  it("takes off the part that it paid of a month, and no other proof's", async () => {
    const { workerId, proofId } = await confirmed(12_000, 3);
    const [, second] = await town.itemsOf(workerId);
    expect(second).toMatchObject({ credit: 3_600, parts: { [proofId]: 3_600 } });
    expect(await takesBack(proofId)).toBe("done");
    const items = await town.itemsOf(workerId);
    expect(items.map(({ status, credit }) => [status, credit])).toEqual(Array(3).fill(["open", 0]));
    expect(items.every(({ parts }) => parts === undefined)).toBe(true);
  });

  it("waits while a month leans on its surplus, and goes once that month's own proof is out of the way", async () => {
    const { workerId, proofId } = await confirmed(12_000);
    town.now = at("2026-12-03");
    await openDueItems(town.deps, town.now);
    await carryCredits(town.deps, town.now);
    const rest = await town.pays("Retno", "REST");
    const leans = async () => (await town.sees("Officer", "take-back-case", { proofId }))?.leaning ?? [];
    expect((await leans()).map(({ period, status }) => [period, status])).toEqual([["2026-12", "reported"]]);
    expect(await takesBack(proofId)).toBe("in-use");
    await confirms(rest);
    expect(await takesBack(proofId)).toBe("in-use");
    expect((await town.itemsOf(workerId)).map(({ status }) => status)).toEqual(["confirmed", "confirmed"]);
    expect(town.heard().filter((told) => told.includes("taken-back"))).toEqual([]);
    expect(await takesBack(rest)).toBe("done");
    expect(await leans()).toEqual([]);
    expect(await takesBack(proofId)).toBe("done");
    expect((await town.itemsOf(workerId)).map(({ status, credit }) => [status, credit])).toEqual([
      ["overdue", 0],
      ["open", 0],
    ]);
  });

  it("ends the protection again that it had let run again, and tells of it at once", async () => {
    const workerId = await town.insured("Asih", 1, { payer: "self" });
    await confirms(await town.pays("Asih", "NOV"));
    for (const day of ["2026-12-03", "2027-01-04", "2027-02-03", "2027-02-20"]) {
      town.now = at(day);
      await openDueItems(town.deps, town.now);
      await markOverdue(town.deps, town.now);
    }
    expect(await markInactive(town.deps, town.now)).toMatchObject({ inactive: 1 });
    const proofId = await town.pays("Asih", "FEB");
    await confirms(proofId);
    expect((await town.workerNow(workerId)).status).toBe("active");
    town.now += DAY;
    expect(await takesBack(proofId)).toBe("done");
    expect((await town.workerNow(workerId)).status).toBe("inactive");
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    expect(town.told("Asih").filter((rule) => rule === "notice.rule.inactive")).toHaveLength(2);
  });

  it("gives a month that the worker paid in a sponsor's place back to him, and tells him", async () => {
    const workerId = await town.insured("Asih", 1);
    await town.sponsors("Retno");
    town.now = at("2026-11-20");
    await markOverdue(town.deps, town.now);
    const proofId = await town.pays("Asih");
    await confirms(proofId);
    expect((await town.itemsOf(workerId))[0]?.payer.type).toBe("worker");
    await takesBack(proofId);
    expect((await town.itemsOf(workerId))[0]).toMatchObject({ status: "overdue", payer: { type: "sponsor" } });
    expect(await toldKeys("Retno", "taken-back.payer")).toEqual([
      "notice.taken-back.payer",
      "reminder.line",
      "notice.taken-back.payer.ask-first",
    ]);
    expect(await toldKeys("Asih", "taken-back.sender")).toEqual([
      "notice.taken-back.sender",
      "notice.taken-back.not-yours",
      "reminder.line",
      "notice.taken-back.receipt",
      "notice.taken-back.not-yours.next",
    ]);
    expect(town.told("Asih")).not.toContain("notice.rule.taken-back.worker");
  });

  it("tells a sponsor who has left what he need not pay any more, and once whose it is now", async () => {
    const workerId = await town.insured("Asih", 1);
    const pledgeId = await town.sponsors("Retno");
    const proofId = await town.pays("Retno");
    await confirms(proofId);
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
    await takesBack(proofId);
    expect((await town.itemsOf(workerId))[0]).toMatchObject({ status: "open", payer: { type: "worker" } });
    const told = await toldKeys("Retno", "taken-back.sender");
    expect(told).toContain("notice.taken-back.not-yours");
    expect(told).not.toContain("notice.taken-back.next");
    const news = town.told("Asih").filter((rule) => /worker\.ended|taken-back/u.test(rule));
    expect(news).toEqual(["notice.rule.worker.ended", "notice.rule.taken-back.payer"]);
    expect(await toldKeys("Asih", "taken-back.payer")).toEqual([
      "notice.taken-back.payer.left",
      "reminder.line",
      "notice.worker.refused.next",
    ]);
  });

  it("tells a chat that registered several workers also of the one that it has not to pay for", async () => {
    for (const serial of [1, 2]) await town.insured("Kader", serial);
    const { held } = await town.does("Retno", "make-pledges", wishOf({ count: 2 }));
    await town.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
    const proofId = await town.pays("Retno");
    await confirms(proofId);
    await town.does("Retno", "change-pledge", { pledgeId: held[0]?.pledgeId ?? "", change: { type: "end" } });
    await takesBack(proofId);
    for (const [rule, line] of [
      ["taken-back.payer", "reminder.line"],
      ["taken-back.worker", "notice.month"],
    ] as const)
      expect((await toldKeys("Kader", rule)).filter((key) => key === line)).toHaveLength(1);
  });

  it("is told to a chat that registered several workers in one message", async () => {
    for (const serial of [1, 2, 3]) await town.insured("Kader", serial);
    const { held } = await town.does("Retno", "make-pledges", wishOf({ count: 3 }));
    await town.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
    const proofId = await town.pays("Retno");
    await confirms(proofId);
    await takesBack(proofId);
    expect((await toldKeys("Kader", "taken-back.worker")).filter((key) => key === "notice.month")).toHaveLength(3);
    expect(town.told("Kader").filter((rule) => rule === "notice.rule.taken-back.worker")).toHaveLength(1);
  });

  it.each(["Retno", "Asih"])("is asked of nobody where the worker has withdrawn meanwhile, paid by %s", async (who) => {
    const workerId = await town.insured("Asih", 1, { payer: who === "Asih" ? "self" : "sponsor" });
    if (who === "Retno") await town.sponsors("Retno");
    const proofId = await town.pays(who);
    await confirms(proofId);
    await town.does("Asih", "withdraw-worker", { workerId });
    expect(await takesBack(proofId)).toBe("done");
    expect((await town.itemsOf(workerId))[0]?.status).toBe("cancelled");
    expect((await town.workerNow(workerId)).status).toBe("withdrawn");
    expect(await toldKeys(who, "taken-back.sender")).not.toContain("notice.taken-back.months");
  });

  it("is an officer's of the place, not the sender's, and of one of two officers only", async () => {
    const { proofId } = await confirmed();
    await town.officer("Second");
    await town.officer("Away", { type: "district", districtCode: places.tengaran.districtCode });
    await town.officer("Retno");
    for (const who of ["Away", "Retno", "Asih"]) {
      expect(await takesBack(proofId, who)).toBe("not-allowed");
      expect(await town.sees(who, "take-back-case", { proofId })).toBeNull();
    }
    const both = await Promise.all([
      town.does("Officer", "take-back-proof", { proofId, reason }, { effectId: "first" }),
      town.does("Second", "take-back-proof", { proofId, reason }, { effectId: "second" }),
    ]);
    expect(both.toSorted()).toEqual(["done", "not-allowed"]);
    expect(town.told("Retno").filter((rule) => rule.includes("taken-back"))).toHaveLength(1);
    expect(await town.sees("Officer", "take-back-case", { proofId })).toBeNull();
  });

  it("is found by the worker's number, the latest first, or by the receipt's code, within the officer's area", async () => {
    const { workerId, proofId } = await confirmed();
    const { number } = await town.workerNow(workerId);
    const ids = async (who: string, of: { number?: string; code?: never }) =>
      (await town.sees(who, "confirmed-proofs", of)).map((one) => one.proofId);
    expect(await ids("Officer", { number })).toEqual([proofId]);
    town.now = at("2026-12-03");
    await openDueItems(town.deps, town.now);
    const later = await town.pays("Retno", "DEC");
    expect(await ids("Officer", { number })).toEqual([proofId]);
    await confirms(later);
    expect(await ids("Officer", { number })).toEqual([later, proofId]);
    const code = receiptCodeOf(town.deps, proofId);
    expect(await town.sees("Officer", "confirmed-proofs", { code })).toEqual([
      { proofId, confirmedOn: "2026-11-05", amount: 8_400, periods: ["2026-11"] },
    ]);
    await town.officer("Away", { type: "district", districtCode: places.tengaran.districtCode });
    for (const who of ["Away", "Asih"]) {
      expect(await town.sees(who, "confirmed-proofs", { code })).toEqual([]);
      expect(await ids(who, { number })).toEqual([]);
    }
    await takesBack(later);
    expect(await ids("Officer", { number })).toEqual([proofId]);
  });

  it("of an office's bill opens all its months on the board, in the sums and in the year", async () => {
    const { bill } = await dinas(town);
    const effectId = "bill";
    await town.does("Retno", "report-bill", reportOf(bill), { effectId });
    const proofId = town.deps.ids.derive(effectId, "proof");
    await town.does("Officer", "confirm-bill", { proofId, found: bill, unpaid: [] });
    expect(await town.does("Retno", "year-report", { year: 2026 })).toMatchObject({ months: 3, total: bill });
    expect(await town.sees("Officer", "take-back-case", { proofId })).toMatchObject({ office: "Dinas Contoh" });
    expect(await takesBack(proofId)).toBe("done");
    const board = await town.sees("Retno", "office-board", {});
    expect(board?.sums).toMatchObject({
      paid: { count: 0 },
      reported: { count: 0 },
      refused: { count: 3, amount: bill },
    });
    expect(board?.bill).toEqual({ count: 3, amount: bill });
    expect(await town.does("Retno", "year-report", { year: 2026 })).toMatchObject({ months: 0, total: 0 });
    for (const who of ["Worker1", "Worker2", "Worker3"])
      expect(town.told(who).filter((rule) => rule === "notice.rule.taken-back.worker")).toHaveLength(1);
    expect(await town.does("Retno", "report-bill", reportOf(bill))).toEqual({ status: "reported", count: 3 });
  });

  it("holds where it meets its own confirmation half done", async () => {
    await town.officer("Second");
    const workerId = await town.insured("Asih", 1);
    await town.sponsors("Retno");
    const proofId = await town.pays("Retno");
    const { proofs } = town.repositories;
    let isFirst = true;
    const save = async (proof: Proof) => {
      const saved = await proofs.save(proof);
      if (isFirst && proof.status === "confirmed") {
        isFirst = false;
        expect(await takesBack(proofId, "Second")).toBe("done");
      }
      return saved;
    };
    const slow = Object.assign(Object.create(proofs), { save });
    const deps = { ...town.deps, repositories: { ...town.repositories, proofs: slow } };
    await town.does("Officer", "confirm-proof", { proofId }, { effectId: "slow", deps });
    expect((await town.itemsOf(workerId))[0]).toMatchObject({ status: "open", refusedProofId: proofId });
    expect((await town.workerNow(workerId)).status).toBe("registered");
    expect(town.told("Retno")).not.toContain("notice.rule.confirmed.payer");
  });

  it.each([1, 2, 3])("leaves no month waiting for a confirmation that died after %d writes", async (writes) => {
    await town.officer("Second");
    const workerId = await town.insured("Asih", 1);
    await town.sponsors("Retno", { monthsAhead: 3 });
    const proofId = await town.pays("Retno");
    const confirm = (deps: Deps) => town.does("Officer", "confirm-proof", { proofId }, { effectId: "confirmed", deps });
    await expect(confirm(dyingAfter(town.deps, writes))).rejects.toThrow(Crash);
    expect(await takesBack(proofId, "Second")).toBe("done");
    expect(await confirm(town.deps)).toBe("not-allowed");
    const items = await town.itemsOf(workerId);
    expect(items.map(({ status, refusedProofId }) => [status, refusedProofId])).toEqual(
      Array(3).fill(["open", proofId]),
    );
    expect((await toldKeys("Retno", "taken-back.sender")).filter((key) => key === "reminder.line")).toHaveLength(3);
  });

  it("leaves a worker protected whom another month still protects", async () => {
    const { workerId, proofId } = await confirmed();
    town.now = at("2026-12-03");
    await openDueItems(town.deps, town.now);
    await confirms(await town.pays("Retno", "DEC"));
    await takesBack(proofId);
    expect((await town.workerNow(workerId)).status).toBe("active");
  });
});
