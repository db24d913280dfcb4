import type { IsoDay } from "../../src/domain/shared/calendar";
import { startOfDay } from "../../src/domain/shared/calendar";
import type { Period } from "../../src/domain/shared/period";
import type { Repositories } from "../../src/operations/repositories";
import {
  endPauses,
  expireHolds,
  markInactive,
  markOverdue,
  matchWaiting,
  openDueItems,
} from "../../src/operations/scheduled";
import { DAY, draftOf, places, Town, wishOf } from "../support/town";

/** What lookups, effects and jobs promise, on whatever storage is opened. */
export function operationsSuite(open: () => Promise<Repositories>): void {
  let town: Town;

  beforeEach(async () => {
    town = new Town(await open());
    await town.officer("Officer");
  });

  async function verified(who: string, serial: number, changes = {}): Promise<string> {
    const workerId = await town.worker(who, draftOf(serial, changes));
    expect(await town.verifies("Officer", workerId)).toBe("done");
    return workerId;
  }

  async function insured(who: string, serial: number, changes = {}): Promise<string> {
    const workerId = await verified(who, serial, changes);
    const kpj = String(10_000_000_000 + serial);
    expect(await town.does("Officer", "record-kpj", { workerId, kpj })).toBe("done");
    return workerId;
  }

  async function pays(who: string, reference = "R"): Promise<string> {
    const dues = await town.sees(who, "reportable-dues", {});
    const effectId = `pay ${who} ${town.now} ${reference}`;
    await town.does(who, "report-payment", { dueItemIds: dues.map((due) => due.dueItemId), reference }, { effectId });
    return town.deps.ids.derive(effectId, "proof");
  }

  const workerOf = async (id: string) => (await town.repositories.workers.find(id))!;
  const pledgeOf = async (id: string) => (await town.repositories.pledges.find(id))!;
  const itemsOf = (id: string) => town.repositories.dueItems.findByWorkers([id], 100);
  const at = (day: string) => startOfDay(day as IsoDay) + DAY / 3;

  describe("a registration", () => {
    it("says nothing of a NIK that somebody else registered but that it is taken", async () => {
      await town.worker("Asih", draftOf(1));
      const { nik } = draftOf(1);
      expect(await town.sees("Asih", "nik-status", { nik })).toBe("own");
      expect(await town.sees("Budi", "nik-status", { nik })).toBe("taken");
      expect(await town.sees("Budi", "nik-status", { nik: draftOf(2).nik })).toBe("free");
      const again = await town.does("Budi", "submit-worker", draftOf(1, { name: "Orang Lain" }));
      expect(again).toEqual({ status: "already-registered" });
      const person = await town.repositories.persons.findByNik(nik);
      expect(person?.name).toBe(draftOf(1).name);
    });

    it("that was rejected is mended under the same number", async () => {
      const workerId = await town.worker("Asih", draftOf(1));
      await town.does("Officer", "reject-worker", { workerId, revision: 0, reason: "nik-mismatch" });
      const before = await workerOf(workerId);
      expect(await town.sees("Asih", "nik-status", { nik: draftOf(1).nik })).toBe("own-rejected");
      expect(await town.sees("Budi", "nik-status", { nik: draftOf(1).nik })).toBe("free");
      const outcome = await town.does("Asih", "submit-worker", draftOf(2, { mends: workerId }));
      expect(outcome).toEqual({ status: "submitted", number: before.number, workerId });
      expect(await workerOf(workerId)).toMatchObject({ status: "submitted", personId: before.personId });
      expect((await workerOf(workerId)).rejection).toBeUndefined();
      expect(await town.sees("Budi", "nik-status", { nik: draftOf(1).nik })).toBe("free");
      expect(await town.sees("Budi", "nik-status", { nik: draftOf(2).nik })).toBe("taken");
    });

    it("of somebody else is not mended, withdrawn or corrected", async () => {
      const workerId = await town.worker("Asih", draftOf(1));
      expect(await town.does("Budi", "submit-worker", draftOf(2, { mends: workerId }))).toEqual({
        status: "already-registered",
      });
      expect(await town.does("Budi", "withdraw-worker", { workerId })).toBe("not-allowed");
      expect(await town.does("Budi", "correct-data", { workerId, field: "name", value: "Budi" })).toBe("not-allowed");
      expect((await workerOf(workerId)).status).toBe("submitted");
    });

    it("shows others the first name and the place only", async () => {
      const workerId = await town.worker("Asih", draftOf(1));
      const { number } = await workerOf(workerId);
      const glimpse = await town.sees("Budi", "worker-by-number", { number: number.toLowerCase() });
      expect(glimpse).toMatchObject({ workerId, firstName: "Sumarni1", isVerified: false, seeksSponsor: false });
      expect(JSON.stringify(glimpse)).not.toMatch(/Lestari|3322015708/);
      expect(await town.sees("Budi", "worker-by-number", { number: "KL-2222-223" })).toBeNull();
    });

    it("gets a new revision when its data are corrected, so that an officer accepts only what she saw", async () => {
      const workerId = await town.worker("Asih", draftOf(1));
      const seen = await workerOf(workerId);
      await town.does("Asih", "correct-data", { workerId, field: "phone", value: "0812 3456 7890" });
      const outcome = await town.does("Officer", "verify-worker", { workerId, revision: seen.revision });
      expect(outcome).toBe("changed-meanwhile");
      expect((await town.sees("Officer", "next-to-verify", { skipIds: [] }))?.phone).toBe("+6281234567890");
    });
  });

  describe("an officer", () => {
    it("sees and decides nothing outside the area, nor what she registered herself", async () => {
      await town.officer("Verifier", { type: "district", districtCode: places.tengaran.districtCode });
      const outside = await town.worker("Asih", draftOf(1));
      const own = await town.worker("Verifier", draftOf(2, places.tengaran));
      expect(await town.sees("Verifier", "next-to-verify", { skipIds: [] })).toBeNull();
      expect(await town.verifies("Verifier", outside)).toBe("not-allowed");
      expect(await town.verifies("Verifier", own)).toBe("not-allowed");
      expect(await town.verifies("Asih", outside)).toBe("not-allowed");
      expect(await town.verifies("Officer", own)).toBe("done");
    });

    it("comes too late where another has decided already", async () => {
      await town.officer("Second");
      const workerId = await town.worker("Asih", draftOf(1));
      expect(await town.does("Officer", "verify-worker", { workerId, revision: 0 })).toBe("done");
      expect(await town.does("Second", "verify-worker", { workerId, revision: 0 })).toBe("changed-meanwhile");
      expect(await town.does("Second", "reject-worker", { workerId, revision: 0, reason: "other" })).toBe(
        "changed-meanwhile",
      );
      expect(town.told("Asih")).toEqual(["notice.rule.verified"]);
    });

    it("is shown neighbours of a similar name", async () => {
      await town.worker("Asih", draftOf(1, { name: "Sri Wahyuni" }));
      await town.worker("Budi", draftOf(2, { name: "Sri Wahyuno" }));
      await town.worker("Joko", draftOf(3, { name: "Sri Wahyuni", ...places.tengaran }));
      const next = await town.sees("Officer", "next-to-verify", { skipIds: [] });
      expect(next?.similar).toHaveLength(1);
    });

    it("counts what waits and what was done today", async () => {
      await verified("Asih", 1);
      await town.worker("Budi", draftOf(2));
      const counts = await town.sees("Officer", "officer-counts", {});
      expect(counts).toMatchObject({
        toVerify: 1,
        workers: { submitted: 1, verified: 1 },
        today: { "verify-worker": 1 },
      });
      expect(await town.sees("Asih", "officer-counts", {})).toBeNull();
    });

    it("is made by a code that works once, for a week, and is not guessed", async () => {
      const { inviteOfficer } = await import("../../src/operations/officer-effects");
      const invite = (fill: number) =>
        inviteOfficer(town.deps, {
          name: "Tini",
          role: "verifier",
          area: { type: "all" },
          now: town.now,
          randomBytes: new Uint8Array(16).fill(fill),
        });
      const { code } = await invite(1);
      expect(await town.does("Tini", "redeem-officer-code", { code })).toEqual({ status: "welcome", name: "Tini" });
      expect(await town.does("Budi", "redeem-officer-code", { code })).toEqual({ status: "unknown-code" });
      const other = await invite(2);
      expect(await town.does("Tini", "redeem-officer-code", { code: other.code })).toEqual({
        status: "already-officer",
      });
      for (let wrong = 0; wrong < 5; wrong += 1)
        expect(await town.does("Joko", "redeem-officer-code", { code: "2222-2222" })).toEqual({
          status: "unknown-code",
        });
      expect(await town.does("Joko", "redeem-officer-code", { code: other.code })).toEqual({ status: "unknown-code" });
      town.now += DAY;
      expect(await town.does("Joko", "redeem-officer-code", { code: other.code })).toMatchObject({ status: "welcome" });
      const late = await invite(3);
      town.now += 8 * DAY;
      expect(await town.does("Retno", "redeem-officer-code", { code: late.code })).toEqual({ status: "unknown-code" });
    });
  });

  describe("a pledge", () => {
    it("holds the workers who have waited longest, and waits for the rest", async () => {
      const first = await verified("Asih", 1);
      const second = await verified("Budi", 2);
      await verified("Joko", 3, places.tengaran);
      const wishes = { districtCode: places.getasan.districtCode };
      const candidates = await town.sees("Retno", "candidates", { wishes, count: 5 });
      expect(candidates.map(({ workerId }) => workerId)).toEqual([first, second]);
      const made = await town.does("Retno", "make-pledges", wishOf({ count: 3, wishes }));
      expect(made.held.map(({ worker }) => worker.workerId)).toEqual([first, second]);
      expect(made.waiting).toBe(1);
      expect(await town.sees("Tini", "candidates", { wishes, count: 5 })).toEqual([]);
    });

    it("of a worker whom another sponsor holds is refused", async () => {
      const workerId = await verified("Asih", 1);
      await town.does("Retno", "make-pledges", wishOf({ workerId }));
      const made = await town.does("Joko", "make-pledges", wishOf({ workerId }));
      expect(made).toEqual({ held: [], waiting: 0, refused: "worker-taken" });
    });

    it("becomes active by the sponsor's yes alone, tells the worker a name only with consent, and opens the months", async () => {
      const workerId = await verified("Asih", 1);
      const made = await town.does("Retno", "make-pledges", wishOf({ showsName: false, monthsAhead: 3 }));
      const pledgeIds = made.held.map((one) => one.pledgeId);
      expect(await town.does("Budi", "confirm-pledges", { pledgeIds })).toEqual({ active: 0, gone: 1 });
      expect(await town.does("Retno", "confirm-pledges", { pledgeIds })).toEqual({ active: 1, gone: 0 });
      const items = await itemsOf(workerId);
      expect(items.map(({ period, amount, dueDay }) => [period, amount, dueDay])).toEqual([
        ["2026-11", 8_400, "2026-11-16"],
        ["2026-12", 8_400, "2026-11-16"],
        ["2027-01", 16_800, "2026-11-16"],
      ]);
      const words = JSON.stringify([...town.notices.values()]);
      expect(words).not.toContain("Retno");
      expect(words).not.toContain(draftOf(1).nik);
      const affairs = await town.sees("Retno", "own-affairs", {});
      expect(affairs.pledges[0]).toMatchObject({ nik: draftOf(1).nik, status: "active" });
      expect(affairs.pledges[0]?.dues).toHaveLength(3);
    });

    it("shows no NIK before the yes, by a coordinator, or where the worker did not agree", async () => {
      await verified("Asih", 1);
      await verified("Budi", 2, { sharesNikWithSponsor: false });
      await verified("Joko", 3);
      await town.does("Retno", "make-pledges", wishOf({ workerId: await verified("Tini", 4) }));
      await town.sponsors("Retno");
      await town.sponsors("Retno");
      await town.sponsors("Retno", { route: "coordinator" });
      const { pledges } = await town.sees("Retno", "own-affairs", {});
      expect(pledges.map(({ worker, nik }) => [worker?.firstName, nik])).toEqual([
        ["Sumarni4", undefined],
        ["Sumarni1", draftOf(1).nik],
        ["Sumarni2", undefined],
        ["Sumarni3", undefined],
      ]);
    });

    it("never begins with a month whose due day is over, and what comes instead can be paid at once", async () => {
      const workerId = await verified("Asih", 1);
      town.now = at("2026-11-17");
      await town.sponsors("Retno");
      expect((await itemsOf(workerId)).map(({ period, status }) => [period, status])).toEqual([["2026-12", "open"]]);
      expect(await openDueItems(town.deps, at("2026-12-01"))).toEqual({ opened: 0, takenOver: 0 });
      expect(await town.sees("Retno", "reportable-dues", {})).toMatchObject([{ period: "2026-12" }]);
    });

    it("that begins in months to come opens its first block at the sponsor's yes", async () => {
      const workerId = await verified("Asih", 1);
      await town.sponsors("Retno", { startPeriod: "2027-02" as Period, monthsAhead: 3 });
      expect((await itemsOf(workerId)).map(({ period }) => period)).toEqual(["2027-02", "2027-03", "2027-04"]);
      expect(await town.sees("Retno", "reportable-dues", {})).toHaveLength(3);
    });

    it("that ends lets the worker go to the sponsor who waits, and the month is not billed twice", async () => {
      const workerId = await verified("Asih", 1);
      const pledgeId = await town.sponsors("Retno");
      await town.does("Joko", "make-pledges", wishOf({ name: "Joko", programmes: "JKK+JKM+JHT" }));
      expect(await town.does("Joko", "change-pledge", { pledgeId, change: { type: "end" } })).toBe("not-allowed");
      expect(await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } })).toBe("done");
      expect((await itemsOf(workerId)).map(({ status }) => status)).toEqual(["cancelled"]);
      expect(town.told("Joko")).toEqual(["notice.rule.matched"]);
      expect(town.told("Asih")).toContain("notice.rule.worker.ended");
      const [next] = (await town.sees("Joko", "own-affairs", {})).pledges;
      expect(await town.does("Joko", "confirm-pledges", { pledgeIds: [next!.pledgeId] })).toEqual({
        active: 1,
        gone: 0,
      });
      expect((await itemsOf(workerId)).map(({ status, amount }) => [status, amount])).toEqual([["open", 28_400]]);
    });

    it("may be paused and go on by itself", async () => {
      const workerId = await verified("Asih", 1);
      const pledgeId = await town.sponsors("Retno");
      const until = at("2027-01-03");
      await town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause", until } });
      await openDueItems(town.deps, at("2026-12-02"));
      expect(await endPauses(town.deps, until - 1)).toEqual({ resumed: 0 });
      expect(await endPauses(town.deps, until)).toEqual({ resumed: 1 });
      expect(await endPauses(town.deps, until)).toEqual({ resumed: 0 });
      expect(await pledgeOf(pledgeId)).toMatchObject({ status: "active", startPeriod: "2027-01" });
      expect((await itemsOf(workerId)).map(({ period }) => period)).toEqual(["2026-11", "2027-01"]);
      expect(town.told("Asih").slice(-2)).toEqual(["notice.rule.worker.paused", "notice.rule.worker.resumed"]);
    });

    it("pays for another number of months from the next unsettled month on", async () => {
      const workerId = await insured("Asih", 1);
      const pledgeId = await town.sponsors("Retno");
      await town.does("Officer", "confirm-proof", { proofId: await pays("Retno") });
      await town.does("Retno", "change-pledge", { pledgeId, change: { type: "months", monthsAhead: 3 } });
      expect(await pledgeOf(pledgeId)).toMatchObject({ monthsAhead: 3, startPeriod: "2026-12" });
      await openDueItems(town.deps, at("2026-12-01"));
      expect((await itemsOf(workerId)).map(({ period }) => period)).toEqual([
        "2026-11",
        "2026-12",
        "2027-01",
        "2027-02",
      ]);
      const wrong = { pledgeId, change: { type: "months", monthsAhead: 5 } } as const;
      expect(await town.does("Retno", "change-pledge", wrong)).toBe("not-allowed");
    });
  });

  describe("a hold that nobody answers", () => {
    it("expires once, is told kindly, and the worker goes to the next who waits", async () => {
      const workerId = await verified("Asih", 1);
      const made = await town.does("Retno", "make-pledges", wishOf());
      await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
      expect(await expireHolds(town.deps, town.now)).toEqual({ expired: 0 });
      town.now = town.afterHold;
      const pledgeIds = made.held.map((one) => one.pledgeId);
      expect(await town.does("Retno", "confirm-pledges", { pledgeIds })).toEqual({ active: 0, gone: 1 });
      expect(await expireHolds(town.deps, town.now)).toEqual({ expired: 1 });
      expect(await expireHolds(town.deps, town.now)).toEqual({ expired: 0 });
      expect(town.told("Retno")).toEqual(["notice.rule.sponsor.hold-expired"]);
      expect(town.told("Joko")).toEqual(["notice.rule.matched"]);
      expect(town.told("Asih")).toEqual(["notice.rule.verified"]);
      expect((await town.repositories.pledges.findByWorker(workerId))?.status).toBe("held");
    });

    it("is matched by the job where an ended hold left somebody waiting", async () => {
      await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
      const workerId = await town.worker("Asih", draftOf(1));
      const worker = await workerOf(workerId);
      await town.repositories.workers.save({ ...worker, status: "verified", verifiedAt: town.now });
      expect(await matchWaiting(town.deps, town.now)).toEqual({ matched: 1 });
      expect(await matchWaiting(town.deps, town.now)).toEqual({ matched: 0 });
      expect(town.told("Joko")).toEqual(["notice.rule.matched"]);
    });
  });

  describe("a payment", () => {
    it("counts when an officer confirms it, protects the worker, and is told to payer and worker", async () => {
      const workerId = await insured("Asih", 1);
      await town.sponsors("Retno");
      const proofId = await pays("Retno");
      expect((await itemsOf(workerId))[0]).toMatchObject({ status: "reported", proofId });
      expect(await town.sees("Retno", "reportable-dues", {})).toEqual([]);
      const next = await town.sees("Officer", "next-proof", { skipIds: [] });
      expect(next).toMatchObject({ proofId, total: 8_400, waiting: 1, reference: "R" });
      expect(await town.does("Retno", "confirm-proof", { proofId })).toBe("not-allowed");
      expect(await town.does("Officer", "confirm-proof", { proofId })).toBe("done");
      expect((await workerOf(workerId)).status).toBe("active");
      expect(town.told("Retno")).toContain("notice.rule.confirmed.payer");
      expect(town.told("Asih")).toContain("notice.rule.confirmed.worker");
      const [own] = (await town.sees("Asih", "own-affairs", {})).workers;
      expect(own).toMatchObject({ monthsInRow: 1, protectedUntil: "2026-11-30", sponsor: { name: "Bu Retno" } });
      const refused = { proofId, reason: "other" } as const;
      expect(await town.does("Officer", "reject-proof", refused)).toBe("not-allowed");
    });

    it("protects a verified worker only when her KPJ is recorded", async () => {
      const workerId = await verified("Asih", 1, { payer: "self" });
      await town.does("Officer", "confirm-proof", { proofId: await pays("Asih") });
      expect((await workerOf(workerId)).status).toBe("verified");
      expect(await town.does("Officer", "record-kpj", { workerId, kpj: "1234" })).toBe("not-allowed");
      expect(await town.does("Officer", "record-kpj", { workerId, kpj: "1234 5678 901" })).toBe("done");
      expect(await workerOf(workerId)).toMatchObject({ status: "active", kpj: "12345678901" });
    });

    it("is never under a KPJ that another has, nor under one that her own officer typed", async () => {
      const [one, other] = [await verified("Asih", 1), await verified("Budi", 2)];
      const kpj = "12345678901";
      expect(await town.does("Officer", "record-kpj", { workerId: one, kpj })).toBe("done");
      expect(await town.does("Officer", "record-kpj", { workerId: other, kpj })).toBe("taken");
      expect((await workerOf(other)).status).toBe("verified");
      expect(await town.does("Officer", "record-kpj", { workerId: one, kpj })).toBe("done");
      await town.does("Asih", "withdraw-worker", { workerId: one });
      expect(await town.does("Officer", "record-kpj", { workerId: other, kpj })).toBe("done");
      await town.officer("Second");
      const own = await town.worker("Officer", draftOf(3));
      await town.verifies("Second", own);
      expect(await town.does("Officer", "record-kpj", { workerId: own, kpj: "10987654321" })).toBe("not-allowed");
      expect(await town.does("Second", "record-kpj", { workerId: own, kpj: "10987654321" })).toBe("done");
    });

    it("that is rejected is asked for again", async () => {
      const workerId = await verified("Asih", 1, { payer: "self" });
      const proofId = await pays("Asih");
      await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
      expect((await itemsOf(workerId)).map(({ status }) => status)).toEqual(["open"]);
      expect(await town.sees("Asih", "reportable-dues", {})).toHaveLength(1);
      expect(town.told("Asih")).toContain("notice.rule.proof-rejected");
    });

    it("with the same receipt twice is caught, until the first is rejected", async () => {
      await verified("Asih", 1, { payer: "self" });
      await verified("Budi", 2, { payer: "self" });
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
      await verified("Asih", 1, { payer: "self" });
      const [due] = await town.sees("Asih", "reportable-dues", {});
      const report = await town.does("Budi", "report-payment", { dueItemIds: [due!.dueItemId], reference: "x" });
      expect(report).toEqual({ status: "nothing-open" });
    });
  });

  describe("the months", () => {
    it("of a worker who pays herself are opened one by one, whatever the number of runs", async () => {
      const workerId = await verified("Asih", 1, { payer: "self" });
      expect((await itemsOf(workerId)).map(({ period }) => period)).toEqual(["2026-11"]);
      for (const day of ["2026-11-30", "2026-12-01", "2026-12-31", "2027-01-20"])
        await Promise.all([openDueItems(town.deps, at(day)), openDueItems(town.deps, at(day))]);
      expect((await itemsOf(workerId)).map(({ period, amount }) => [period, amount])).toEqual([
        ["2026-11", 8_400],
        ["2026-12", 8_400],
        ["2027-01", 16_800],
      ]);
    });

    it("are late the day after their due day, and end the protection after three", async () => {
      const workerId = await insured("Asih", 1, { payer: "self" });
      await town.does("Officer", "confirm-proof", { proofId: await pays("Asih") });
      for (const month of ["2026-12", "2027-01", "2027-02"]) await openDueItems(town.deps, at(`${month}-02`));
      expect(await markOverdue(town.deps, at("2026-12-15"))).toEqual({ overdue: 0 });
      expect(await markOverdue(town.deps, at("2026-12-16"))).toEqual({ overdue: 1 });
      expect(await markInactive(town.deps, at("2027-02-15"))).toEqual({ inactive: 0 });
      expect(await markInactive(town.deps, at("2027-02-16"))).toEqual({ inactive: 1 });
      expect(await markInactive(town.deps, at("2027-02-16"))).toEqual({ inactive: 0 });
      expect((await workerOf(workerId)).status).toBe("inactive");
      expect(town.told("Asih").filter((rule) => rule === "notice.rule.inactive")).toHaveLength(1);
      town.now = at("2027-02-20");
      await town.does("Officer", "confirm-proof", { proofId: await pays("Asih") });
      expect((await workerOf(workerId)).status).toBe("active");
    });
  });

  describe("a task", () => {
    it("of an emergency calls the officers of the place at once", async () => {
      await town.officer("Near", { type: "district", districtCode: places.getasan.districtCode });
      await town.officer("Far", { type: "district", districtCode: places.tengaran.districtCode });
      await town.worker("Asih", draftOf(1));
      await town.does("Asih", "open-task", { kind: "emergency", text: "jatuh dari pohon" });
      expect(town.told("Near")).toEqual(["notice.rule.emergency"]);
      expect(town.told("Officer")).toEqual(["notice.rule.emergency"]);
      expect(town.told("Far")).toEqual([]);
      expect(new Set([...town.notices.values()].map(({ kind }) => kind))).toEqual(new Set(["urgent"]));
      expect(await town.sees("Far", "next-task", { skipIds: [] })).toBeNull();
      expect(await town.sees("Near", "next-task", { skipIds: [] })).toMatchObject({
        kind: "emergency",
        canAnswer: true,
      });
    });

    it("of nobody's place, or of a place without an officer, reaches officers who have areas of their own", async () => {
      const officer = await town.repositories.officers.findByContact((await town.contact("Officer")).id);
      await town.repositories.officers.save({ ...officer!, area: { type: "district", districtCode: "33.22.19" } });
      const far = { type: "district", districtCode: places.tengaran.districtCode } as const;
      await town.officer("Far", far);
      expect(await town.does("Asih", "open-task", { kind: "emergency", text: "tolong" })).toEqual({ told: 2 });
      await town.does("Asih", "open-task", { kind: "emergency", ...places.getasan });
      expect(town.told("Far")).toEqual(["notice.rule.emergency", "notice.rule.emergency"]);
      expect(await town.sees("Far", "next-task", { skipIds: [] })).toMatchObject({ waiting: 2, canAnswer: true });
      const [task] = await town.repositories.tasks.open(far, 1);
      expect(await town.does("Far", "answer-task", { taskId: task!.id, answer: "Ya" })).toBe("done");
    });

    it("of an emergency comes before any number of older questions", async () => {
      for (let count = 0; count < 101; count += 1)
        await town.does("Asih", "open-task", { kind: "question", text: "?" });
      await town.does("Asih", "open-task", { kind: "emergency", text: "tolong" });
      const first = await town.sees("Officer", "next-task", { skipIds: [] });
      expect(first).toMatchObject({ kind: "emergency", text: "tolong", waiting: 102 });
      const second = await town.sees("Officer", "next-task", { skipIds: [first!.taskId] });
      expect(second).toMatchObject({ kind: "question" });
    });

    it("says how many officers can hear of it: not who asks, and not who blocked us", async () => {
      const input = { kind: "question", text: "boleh?" } as const;
      expect(await town.does("Asih", "open-task", input, { effectId: "q" })).toEqual({ told: 1 });
      expect(await town.does("Officer", "open-task", input)).toEqual({ told: 0 });
      await town.does("Officer", "set-blocked", { blocked: true });
      expect(await town.does("Asih", "open-task", input)).toEqual({ told: 0 });
      expect(await town.does("Asih", "open-task", input, { effectId: "q" })).toEqual({ told: 1 });
    });

    it("is answered once, to whoever asked", async () => {
      await town.officer("Second");
      await town.does("Asih", "open-task", { kind: "question", text: "boleh?" }, { effectId: "q" });
      const taskId = town.deps.ids.derive("q", "task");
      expect(await town.does("Asih", "answer-task", { taskId, answer: "ya" })).toBe("not-allowed");
      expect(await town.does("Officer", "answer-task", { taskId, answer: "Boleh" })).toBe("done");
      expect(await town.does("Second", "answer-task", { taskId, answer: "Tidak" })).toBe("not-allowed");
      expect(town.told("Asih")).toEqual(["notice.rule.answer"]);
      expect([...town.notices.values()].map(({ kind }) => kind)).toContain("answer");
    });
  });

  describe("the rights over one's data", () => {
    it("withdrawn consent ends pledges and registrations, and leaves those who were registered by a helper", async () => {
      const own = await verified("Dwi", 1);
      const helped = await verified("Dwi", 2, { relation: "helper" });
      const other = await verified("Asih", 3);
      const pledgeId = await town.sponsors("Dwi", { workerId: other });
      await town.does("Dwi", "withdraw-consent", { textVersion: 1, messageId: "m" });
      expect((await town.contact("Dwi")).consent).toMatchObject({ status: "withdrawn", messageId: "m" });
      expect((await workerOf(own)).status).toBe("withdrawn");
      expect((await workerOf(helped)).status).toBe("verified");
      expect(await pledgeOf(pledgeId)).toMatchObject({ status: "ended", endReason: "consent-withdrawn" });
      expect(town.told("Asih")).toContain("notice.rule.worker.ended");
      const task = await town.sees("Officer", "next-task", { skipIds: [] });
      expect(task).toMatchObject({ kind: "data-request", number: (await workerOf(helped)).number, canAnswer: false });
    });

    it("deletion removes who is nowhere registered", async () => {
      const workerId = await verified("Dwi", 1);
      expect(await town.does("Dwi", "delete-data", {})).toEqual({ removed: true, kept: ["audit"] });
      expect(await town.repositories.workers.find(workerId)).toBeNull();
      expect(await town.repositories.persons.findByNik(draftOf(1).nik)).toBeNull();
      expect(await town.sees("Dwi", "own-affairs", {})).toEqual({ workers: [], pledges: [], proofs: [] });
    });

    it("deletion keeps whom BPJS has registered, and asks an officer", async () => {
      const workerId = await insured("Dwi", 1, { payer: "self" });
      await pays("Dwi");
      const outcome = await town.does("Dwi", "delete-data", {});
      expect(outcome).toEqual({ removed: false, kept: ["open-dues", "registered-at-bpjs", "audit"] });
      expect((await workerOf(workerId)).status).toBe("withdrawn");
      expect(await town.sees("Officer", "next-task", { skipIds: [] })).toMatchObject({ kind: "data-request" });
    });
  });
}
