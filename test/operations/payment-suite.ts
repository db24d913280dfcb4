import { type IsoDay, startOfDay } from "../../src/domain/shared/calendar";
import { receiptCodeOf } from "../../src/operations/receipts";
import { markInactive, markOverdue, openDueItems } from "../../src/operations/scheduled";
import { DAY, draftOf, type Town } from "../support/town";

const at = (day: string) => startOfDay(day as IsoDay) + DAY / 3;

/** What is promised about months, proofs and their confirmation. */
export function paymentSuite(open: () => Promise<Town>): void {
  describe("paying", () => {
    let town: Town;
    beforeEach(async () => {
      town = await open();
    });

    describe("a payment", () => {
      it("counts when an officer confirms it, protects the worker, and is told to payer and worker", async () => {
        const workerId = await town.insured("Asih", 1);
        await town.sponsors("Retno");
        const proofId = await town.pays("Retno");
        expect((await town.itemsOf(workerId))[0]).toMatchObject({ status: "reported", proofId });
        expect(await town.sees("Retno", "reportable-dues", {})).toEqual([]);
        const next = await town.sees("Officer", "next-proof", { skipIds: [] });
        expect(next).toMatchObject({ proofId, total: 8_400, waiting: 1, reference: "R" });
        expect(await town.does("Retno", "confirm-proof", { proofId })).toBe("not-allowed");
        expect(await town.does("Officer", "confirm-proof", { proofId })).toBe("done");
        expect((await town.workerNow(workerId)).status).toBe("active");
        expect(town.told("Retno")).toContain("notice.rule.confirmed.payer");
        expect(town.told("Asih")).toContain("notice.rule.confirmed.worker");
        const [own] = (await town.sees("Asih", "own-affairs", {})).workers;
        expect(own).toMatchObject({ monthsInRow: 1, protectedUntil: "2026-11-30", sponsor: { name: "Bu Retno" } });
        const refused = { proofId, reason: "other" } as const;
        expect(await town.does("Officer", "reject-proof", refused)).toBe("not-allowed");
      });

      it("protects a verified worker only when her KPJ is recorded", async () => {
        const workerId = await town.verified("Asih", 1, { payer: "self" });
        await town.does("Officer", "confirm-proof", { proofId: await town.pays("Asih") });
        expect((await town.workerNow(workerId)).status).toBe("verified");
        expect(await town.does("Officer", "record-kpj", { workerId, kpj: "1234" })).toBe("not-allowed");
        expect(await town.does("Officer", "record-kpj", { workerId, kpj: "1234 5678 901" })).toBe("done");
        expect(await town.workerNow(workerId)).toMatchObject({ status: "active", kpj: "12345678901" });
      });

      it("is never under a KPJ that another has, nor under one that her own officer typed", async () => {
        const [one, other] = [await town.verified("Asih", 1), await town.verified("Budi", 2)];
        const kpj = "12345678901";
        expect(await town.does("Officer", "record-kpj", { workerId: one, kpj })).toBe("done");
        expect(await town.does("Officer", "record-kpj", { workerId: other, kpj })).toBe("taken");
        expect((await town.workerNow(other)).status).toBe("verified");
        expect(await town.does("Officer", "record-kpj", { workerId: one, kpj })).toBe("done");
        await town.does("Asih", "withdraw-worker", { workerId: one });
        expect(await town.does("Officer", "record-kpj", { workerId: other, kpj })).toBe("done");
        await town.officer("Second");
        const own = await town.worker("Officer", draftOf(3));
        await town.verifies("Second", own);
        expect(await town.does("Officer", "record-kpj", { workerId: own, kpj: "10987654321" })).toBe("not-allowed");
        expect(await town.does("Second", "record-kpj", { workerId: own, kpj: "10987654321" })).toBe("done");
      });

      it("of too little pays the oldest month, takes a part off the next, and is never counted twice", async () => {
        const workerId = await town.insured("Asih", 1);
        await town.sponsors("Retno", { monthsAhead: 3 });
        const proofId = await town.pays("Retno");
        const confirm = { proofId, amount: 12_000 };
        for (const effectId of ["once", "once", "again"])
          expect(await town.does("Officer", "confirm-proof", confirm, { effectId })).toBe("done");
        expect((await town.itemsOf(workerId)).map(({ status, paid, credit }) => [status, paid, credit])).toEqual([
          ["confirmed", 8_400, 0],
          ["open", undefined, 3_600],
          ["open", undefined, 0],
        ]);
        expect(await town.does("Officer", "confirm-proof", { proofId, amount: 8_400 })).toBe("not-allowed");
        expect((await town.sees("Retno", "reportable-dues", {})).map(({ amount }) => amount)).toEqual([4_800, 16_800]);
        const told = town.notices.get(town.deps.ids.derive(proofId, "notice.confirmed.payer"));
        expect(told?.texts).toContainEqual({
          key: "notice.confirmed.short",
          params: { found: 12_000, expected: 33_600, short: 21_600 },
        });
      });

      it("of too much is credit for the months to come", async () => {
        const workerId = await town.insured("Asih", 1);
        await town.sponsors("Retno");
        const proofId = await town.pays("Retno");
        expect(await town.does("Officer", "confirm-proof", { proofId, amount: 20_000 })).toBe("done");
        expect(await town.itemsOf(workerId)).toMatchObject([{ status: "confirmed", paid: 20_000 }]);
        expect((await town.workerNow(workerId)).credit).toBe(11_600);
      });

      it("has a receipt that anybody can check by its code, and that names nobody", async () => {
        await town.insured("Asih", 1);
        await town.sponsors("Retno");
        const proofId = await town.pays("Retno");
        const code = receiptCodeOf(town.deps, proofId);
        expect(await town.sees("Stranger", "receipt", { code })).toBeNull();
        await town.does("Officer", "confirm-proof", { proofId });
        const glimpse = await town.sees("Stranger", "receipt", { code });
        expect(glimpse).toEqual({
          months: [{ period: "2026-11", count: 1 }],
          amount: 8_400,
          checkedOn: "2026-11-05",
          checkedBy: { key: "receipt.office.all" },
          isOwn: false,
        });
        expect(await town.sees("Retno", "receipt", { code })).toMatchObject({ isOwn: true });
        const told = town.notices.get(town.deps.ids.derive(proofId, "notice.confirmed.payer"));
        const kept = await town.repositories.attachments.find(told?.file?.attachmentId ?? "");
        const drawn = JSON.parse(Buffer.from(kept?.bytes ?? []).toString());
        expect(drawn).toMatchObject({
          figure: { value: { params: { amount: 8_400 } } },
          lines: [{ left: { params: { name: "Sumarni1", village: "Kopeng" } }, right: { params: { amount: 8_400 } } }],
          code: { value: code },
          language: "id",
        });
        expect(JSON.stringify(drawn)).not.toContain("3322");
        const other = receiptCodeOf(town.deps, "another proof");
        expect(await town.sees("Stranger", "receipt", { code: other })).toBeNull();
      });

      it("with words suggests amount and day to the officer, and the same words count once however they are spaced", async () => {
        await town.verified("Asih", 1, { payer: "self" });
        await town.verified("Budi", 2, { payer: "self" });
        const text = "BANK CONTOH: Rp 16.800 berhasil, 4 Nov 2026. Ref 8837261";
        const report = async (who: string, words: string) => {
          const [due] = await town.sees(who, "reportable-dues", {});
          return town.does(who, "report-payment", { dueItemIds: [due!.dueItemId], text: words });
        };
        expect(await report("Asih", text)).toEqual({ status: "reported", count: 1 });
        const seen = await town.sees("Officer", "next-proof", { skipIds: [] });
        expect(seen).toMatchObject({ text, total: 8_400, suggestion: { amount: 16_800, day: "2026-11-04" } });
        expect(await report("Budi", text.toUpperCase().replaceAll(" ", "\n "))).toEqual({ status: "same-proof" });
      });

      it("that is rejected is asked for again", async () => {
        const workerId = await town.verified("Asih", 1, { payer: "self" });
        const proofId = await town.pays("Asih");
        await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
        expect((await town.itemsOf(workerId)).map(({ status }) => status)).toEqual(["open"]);
        expect(await town.sees("Asih", "reportable-dues", {})).toHaveLength(1);
        expect(town.told("Asih")).toContain("notice.rule.proof-rejected");
      });

      it("with the same receipt twice is caught, until the first is rejected", async () => {
        await town.verified("Asih", 1, { payer: "self" });
        await town.verified("Budi", 2, { payer: "self" });
        const report = async (who: string, effectId: string) => {
          const [due] = await town.sees(who, "reportable-dues", {});
          return town.does(who, "report-payment", { dueItemIds: [due!.dueItemId], contentHash: "same" }, { effectId });
        };
        expect(await report("Asih", "a")).toEqual({ status: "reported", count: 1 });
        expect(await report("Budi", "b")).toEqual({ status: "same-proof" });
        await town.does("Officer", "reject-proof", { proofId: town.deps.ids.derive("a", "proof"), reason: "other" });
        expect(await report("Budi", "c")).toEqual({ status: "reported", count: 1 });
      });

      it("of somebody else's months is not taken", async () => {
        await town.verified("Asih", 1, { payer: "self" });
        const [due] = await town.sees("Asih", "reportable-dues", {});
        const report = await town.does("Budi", "report-payment", { dueItemIds: [due!.dueItemId], reference: "x" });
        expect(report).toEqual({ status: "nothing-open" });
      });
    });

    describe("the months", () => {
      it("of a worker who pays herself are opened one by one, whatever the number of runs", async () => {
        const workerId = await town.verified("Asih", 1, { payer: "self" });
        expect((await town.itemsOf(workerId)).map(({ period }) => period)).toEqual(["2026-11"]);
        for (const day of ["2026-11-30", "2026-12-01", "2026-12-31", "2027-01-20"])
          await Promise.all([openDueItems(town.deps, at(day)), openDueItems(town.deps, at(day))]);
        expect((await town.itemsOf(workerId)).map(({ period, amount }) => [period, amount])).toEqual([
          ["2026-11", 8_400],
          ["2026-12", 8_400],
          ["2027-01", 16_800],
        ]);
      });

      it("are late the day after their due day, and end the protection after three", async () => {
        const workerId = await town.insured("Asih", 1, { payer: "self" });
        await town.does("Officer", "confirm-proof", { proofId: await town.pays("Asih") });
        for (const month of ["2026-12", "2027-01", "2027-02"]) await openDueItems(town.deps, at(`${month}-02`));
        expect(await markOverdue(town.deps, at("2026-12-15"))).toEqual({ overdue: 0 });
        expect(await markOverdue(town.deps, at("2026-12-16"))).toEqual({ overdue: 1 });
        expect(await markInactive(town.deps, at("2027-02-15"))).toEqual({ inactive: 0, activeAgain: 0 });
        expect(await markInactive(town.deps, at("2027-02-16"))).toEqual({ inactive: 1, activeAgain: 0 });
        expect(await markInactive(town.deps, at("2027-02-16"))).toEqual({ inactive: 0, activeAgain: 0 });
        expect((await town.workerNow(workerId)).status).toBe("inactive");
        expect(town.told("Asih").filter((rule) => rule === "notice.rule.inactive")).toHaveLength(1);
        town.now = at("2027-02-20");
        await town.does("Officer", "confirm-proof", { proofId: await town.pays("Asih") });
        expect((await town.workerNow(workerId)).status).toBe("active");
      });
    });
  });
}
