import { type IsoDay, startOfDay } from "../../src/domain/shared/calendar";
import type { Period } from "../../src/domain/shared/period";
import { endPauses, expireHolds, matchWaiting, openDueItems } from "../../src/operations/scheduled";
import { DAY, draftOf, places, type Town, wishOf } from "../support/town";

const at = (day: string) => startOfDay(day as IsoDay) + DAY / 3;

/** What is promised to sponsors and to the workers they pay for. */
export function pledgeSuite(open: () => Promise<Town>): void {
  describe("sponsoring", () => {
    let town: Town;
    beforeEach(async () => {
      town = await open();
    });
    const pledgeOf = async (id: string) => (await town.repositories.pledges.find(id))!;

    describe("a pledge", () => {
      it("holds the workers who have waited longest, and waits for the rest", async () => {
        const first = await town.verified("Asih", 1);
        const second = await town.verified("Budi", 2);
        await town.verified("Joko", 3, places.tengaran);
        const wishes = { districtCode: places.getasan.districtCode };
        const candidates = await town.sees("Retno", "candidates", { wishes, count: 5 });
        expect(candidates.map(({ workerId }) => workerId)).toEqual([first, second]);
        const made = await town.does("Retno", "make-pledges", wishOf({ count: 3, wishes }));
        expect(made.held.map(({ worker }) => worker.workerId)).toEqual([first, second]);
        expect(made.waiting).toBe(1);
        expect(await town.sees("Tini", "candidates", { wishes, count: 5 })).toEqual([]);
      });

      it("of a worker whom another sponsor holds is refused", async () => {
        const workerId = await town.verified("Asih", 1);
        await town.does("Retno", "make-pledges", wishOf({ workerId }));
        const made = await town.does("Joko", "make-pledges", wishOf({ workerId }));
        expect(made).toEqual({ held: [], waiting: 0, refused: "worker-taken" });
      });

      it("becomes active by the sponsor's yes alone, tells the worker a name only with consent, and opens the months", async () => {
        const workerId = await town.verified("Asih", 1);
        const made = await town.does("Retno", "make-pledges", wishOf({ showsName: false, monthsAhead: 3 }));
        const pledgeIds = made.held.map((one) => one.pledgeId);
        expect(await town.does("Budi", "confirm-pledges", { pledgeIds })).toEqual({ active: 0, gone: 1 });
        expect(await town.does("Retno", "confirm-pledges", { pledgeIds })).toEqual({ active: 1, gone: 0 });
        const items = await town.itemsOf(workerId);
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
        await town.verified("Asih", 1);
        await town.verified("Budi", 2, { sharesNikWithSponsor: false });
        await town.verified("Joko", 3);
        await town.does("Retno", "make-pledges", wishOf({ workerId: await town.verified("Tini", 4) }));
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
        const workerId = await town.verified("Asih", 1);
        town.now = at("2026-11-17");
        await town.sponsors("Retno");
        expect((await town.itemsOf(workerId)).map(({ period, status }) => [period, status])).toEqual([
          ["2026-12", "open"],
        ]);
        expect(await openDueItems(town.deps, at("2026-12-01"))).toEqual({ opened: 0, takenOver: 0 });
        expect(await town.sees("Retno", "reportable-dues", {})).toMatchObject([{ period: "2026-12" }]);
      });

      it("that begins in months to come opens its first block at the sponsor's yes", async () => {
        const workerId = await town.verified("Asih", 1);
        await town.sponsors("Retno", { startPeriod: "2027-02" as Period, monthsAhead: 3 });
        expect((await town.itemsOf(workerId)).map(({ period }) => period)).toEqual(["2027-02", "2027-03", "2027-04"]);
        expect(await town.sees("Retno", "reportable-dues", {})).toHaveLength(3);
      });

      it("that ends lets the worker go to the sponsor who waits, and the month is not billed twice", async () => {
        const workerId = await town.verified("Asih", 1);
        const pledgeId = await town.sponsors("Retno");
        await town.does("Joko", "make-pledges", wishOf({ name: "Joko", programmes: "JKK+JKM+JHT" }));
        expect(await town.does("Joko", "change-pledge", { pledgeId, change: { type: "end" } })).toBe("not-allowed");
        expect(await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } })).toBe("done");
        expect((await town.itemsOf(workerId)).map(({ status }) => status)).toEqual(["cancelled"]);
        expect(town.told("Joko")).toEqual(["notice.rule.matched"]);
        expect(town.told("Asih")).toContain("notice.rule.worker.ended");
        const [next] = (await town.sees("Joko", "own-affairs", {})).pledges;
        expect(await town.does("Joko", "confirm-pledges", { pledgeIds: [next!.pledgeId] })).toEqual({
          active: 1,
          gone: 0,
        });
        expect((await town.itemsOf(workerId)).map(({ status, amount }) => [status, amount])).toEqual([
          ["open", 28_400],
        ]);
      });

      it("may be paused and go on by itself", async () => {
        const workerId = await town.verified("Asih", 1);
        const pledgeId = await town.sponsors("Retno");
        const until = at("2027-01-03");
        await town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause", until } });
        await openDueItems(town.deps, at("2026-12-02"));
        expect(await endPauses(town.deps, until - 1)).toEqual({ resumed: 0 });
        expect(await endPauses(town.deps, until)).toEqual({ resumed: 1 });
        expect(await endPauses(town.deps, until)).toEqual({ resumed: 0 });
        expect(await pledgeOf(pledgeId)).toMatchObject({ status: "active", startPeriod: "2027-01" });
        const items = (await town.itemsOf(workerId)).map(({ period, status }) => [period, status]);
        expect(items).toEqual([
          ["2026-11", "cancelled"],
          ["2027-01", "open"],
        ]);
        expect(town.told("Asih").slice(-2)).toEqual(["notice.rule.worker.paused", "notice.rule.worker.resumed"]);
      });

      it("pays for another number of months from the next unsettled month on", async () => {
        const workerId = await town.insured("Asih", 1);
        const pledgeId = await town.sponsors("Retno");
        await town.does("Officer", "confirm-proof", { proofId: await town.pays("Retno") });
        await town.does("Retno", "change-pledge", { pledgeId, change: { type: "months", monthsAhead: 3 } });
        expect(await pledgeOf(pledgeId)).toMatchObject({ monthsAhead: 3, startPeriod: "2026-12" });
        await openDueItems(town.deps, at("2026-12-01"));
        expect((await town.itemsOf(workerId)).map(({ period }) => period)).toEqual([
          "2026-11",
          "2026-12",
          "2027-01",
          "2027-02",
        ]);
        const wrong = { pledgeId, change: { type: "months", monthsAhead: 5 } } as const;
        expect(await town.does("Retno", "change-pledge", wrong)).toBe("not-allowed");
      });
    });

    describe("at once", () => {
      const eight = ["A", "B", "C", "D", "E", "F", "G", "H"].map((letter) => `Sponsor ${letter}`);

      it.each([2, 8])(
        "%i sponsors who ask, say yes and are billed find each worker once, and each month once",
        async (count) => {
          const workerIds: string[] = [];
          for (let serial = 1; serial <= 5; serial += 1) workerIds.push(await town.verified(`W${serial}`, serial));
          const all = eight.slice(0, count);
          for (const who of all) await town.contact(who);
          const makes = (who: string) =>
            town.does(who, "make-pledges", wishOf({ name: who, count: 3 }), { effectId: `make ${who}` });
          // Each is done twice at once: a message that two processes have taken.
          const made = await Promise.all([...all, ...all].map(makes));
          const held = made.slice(0, count).flatMap((one) => one.held);
          expect(held.map(({ worker }) => worker.workerId).sort()).toEqual([...workerIds].sort());
          const yes = all.map((who, index) => [who, made[index]!.held.map(({ pledgeId }) => pledgeId)] as const);
          const says = ([who, pledgeIds]: readonly [string, string[]]) =>
            town.does(who, "confirm-pledges", { pledgeIds }, { effectId: `yes ${who}` });
          await Promise.all([...yes, ...yes].map(says));
          await Promise.all(all.map(() => openDueItems(town.deps, at("2026-12-01"))));
          await Promise.all(all.map(() => matchWaiting(town.deps, at("2026-12-01"))));
          const own = await town.repositories.pledges.page(["held", "active", "paused"], null, 100);
          expect(own.map(({ workerId, status }) => `${workerId} ${status}`).sort()).toEqual(
            workerIds.map((id) => `${id} active`).sort(),
          );
          for (const id of workerIds)
            expect((await town.itemsOf(id)).map(({ period }) => period)).toEqual(["2026-11", "2026-12"]);
        },
      );

      it("eight who want the same worker by her number: one has her, the others are told so", async () => {
        const workerId = await town.verified("Asih", 1);
        for (const who of eight) await town.contact(who);
        const made = await Promise.all(
          eight.map((who) => town.does(who, "make-pledges", wishOf({ workerId, name: who }))),
        );
        expect(made.filter(({ held }) => held.length === 1)).toHaveLength(1);
        expect(made.filter(({ refused }) => refused === "worker-taken")).toHaveLength(7);
      });

      it("eight processes that end a hold and hand a worker on find one successor and tell it once", async () => {
        const workerId = await town.verified("Asih", 1);
        await town.does("Retno", "make-pledges", wishOf());
        for (const who of ["Joko", "Tini"]) await town.does(who, "make-pledges", wishOf({ name: who }));
        town.now = town.afterHold;
        await Promise.all(eight.map(() => expireHolds(town.deps, town.now)));
        const next = await town.repositories.pledges.findByWorker(workerId);
        expect(next).toMatchObject({ status: "held" });
        expect(town.told("Joko")).toEqual(["notice.rule.matched"]);
        expect(town.told("Tini")).toEqual([]);
      });
    });

    describe("a hold that nobody answers", () => {
      it("expires once, is told kindly, and the worker goes to the next who waits", async () => {
        const workerId = await town.verified("Asih", 1);
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
        const worker = await town.workerNow(workerId);
        await town.repositories.workers.save({ ...worker, status: "verified", verifiedAt: town.now });
        expect(await matchWaiting(town.deps, town.now)).toEqual({ matched: 1 });
        expect(await matchWaiting(town.deps, town.now)).toEqual({ matched: 0 });
        expect(town.told("Joko")).toEqual(["notice.rule.matched"]);
      });
    });
  });
}
