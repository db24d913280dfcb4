import type { DueItem } from "../../src/domain/contribution/due-item";
import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import { holdMs, type Pledge } from "../../src/domain/sponsor/sponsor";
import { openLapseTasks } from "../../src/operations/lapse-tasks";
import { expireHolds, matchWaiting, openDueItems, remindOfHolds } from "../../src/operations/scheduled";
import { offerToStandBys } from "../../src/operations/stand-by-offers";
import { monthsGoBy, paysNow, silentSelfPayer, silentSponsor, standsBy } from "../support/silent-town";
import { DAY, draftOf, places, type Town, wishOf } from "../support/town";

/** What is promised where a payer is silent until protection is about to end. */
export function standBySuite(open: () => Promise<Town>): void {
  describe("a stand-by sponsor", () => {
    let town: Town;
    beforeEach(async () => {
      town = await open();
    });

    const offersOf = async (who: string) => {
      const { pledges } = await town.sees(who, "own-affairs", {});
      return pledges.filter(({ standBy }) => standBy !== undefined);
    };
    const offer = (now = town.now) => offerToStandBys(town.deps, now);
    const says = async (who: string, effect: "confirm-pledges" | "decline-pledges") =>
      town.does(who, effect, { pledgeIds: (await offersOf(who)).map(({ pledgeId }) => pledgeId) });
    const askedNow = async (...names: string[]) => {
      const asked = await Promise.all(names.map(async (name) => [name, (await offersOf(name)).length] as const));
      return asked.flatMap(([name, count]) => (count > 0 ? [name] : []));
    };
    const pledgeNow = async (id: string) => (await town.repositories.pledges.find(id)) as Pledge;
    const payersOf = (items: readonly DueItem[]) =>
      items.map(({ period, status, payer, pledgeId }) => [period, status, payer.type, pledgeId]);

    it("is asked ten days before the third month is over, and no day sooner", async () => {
      await silentSponsor(town);
      await standsBy(town, "Siti");
      await monthsGoBy(town);
      expect(await offer(town.now - DAY)).toEqual({ offered: 0 });
      expect(await offer()).toEqual({ offered: 1 });
      expect(await offer()).toEqual({ offered: 0 });
      const [asked] = await offersOf("Siti");
      expect(asked).toMatchObject({ status: "held", heldUntil: town.now + holdMs, monthsAhead: 1 });
      expect(asked?.standBy).toEqual({ period: "2027-02", amount: 16_800, lastDay: "2027-02-15" });
      expect(asked?.dues).toEqual([]);
      expect(asked).not.toHaveProperty("nik");
      const told = JSON.stringify([...town.notices.values()].filter(({ rule }) => rule === "notice.rule.stand-by"));
      expect(told).toContain('"name":"Sumarni1","village":"Kopeng"');
      for (const secret of ["Lestari", draftOf(1).nik, "Retno"]) expect(told).not.toContain(secret);
    });

    it("takes over with a yes: the old pledge ends, one month is hers, the late ones are the worker's", async () => {
      const { workerId, pledgeId } = await silentSponsor(town);
      await standsBy(town, "Siti");
      await monthsGoBy(town);
      await offer();
      const [asked] = await offersOf("Siti");
      expect(await says("Siti", "confirm-pledges")).toEqual({ active: 1, gone: 0 });
      expect(await pledgeNow(pledgeId)).toMatchObject({ status: "ended", endReason: "taken-over" });
      expect(await town.repositories.pledges.findByWorker(workerId)).toMatchObject({
        id: asked?.pledgeId,
        status: "active",
        startPeriod: "2027-02",
      });
      expect(payersOf(await town.itemsOf(workerId))).toEqual([
        ["2026-11", "confirmed", "sponsor", pledgeId],
        ["2026-12", "overdue", "worker", undefined],
        ["2027-01", "overdue", "worker", undefined],
        ["2027-02", "open", "sponsor", asked?.pledgeId],
      ]);
      expect(town.told("Retno").at(-1)).toBe("notice.rule.sponsor.taken-over");
      expect(town.told("Asih").at(-1)).toBe("notice.rule.worker.taken-over");
      expect(town.told("Siti")).toContain("notice.rule.how-to-pay");
      expect((await town.sees("Retno", "reportable-dues", {})).length).toBe(0);
      await paysNow(town, "Siti");
      expect((await town.workerNow(workerId)).status).toBe("active");
    });

    it("takes over whole months that the silent one was to pay at once", async () => {
      const workerId = await town.insured("Asih", 1);
      const pledgeId = await town.sponsors("Retno");
      await paysNow(town, "Retno");
      await town.does("Retno", "change-pledge", { pledgeId, change: { type: "months", monthsAhead: 6 } });
      await standsBy(town, "Siti");
      await monthsGoBy(town);
      await offer();
      expect(await says("Siti", "confirm-pledges")).toEqual({ active: 1, gone: 0 });
      const items = await town.itemsOf(workerId);
      const asked = (await town.repositories.pledges.findByWorker(workerId))?.id;
      expect(payersOf(items).slice(1, 5)).toEqual([
        ["2026-12", "overdue", "worker", undefined],
        ["2027-01", "overdue", "worker", undefined],
        ["2027-02", "open", "sponsor", asked],
        ["2027-03", "cancelled", "sponsor", pledgeId],
      ]);
      expect(items.find(({ period }) => period === "2027-02")?.dueDay).toBe("2027-02-15");
    });

    it("is offered a worker who paid for herself, and is then her sponsor", async () => {
      const { workerId } = await silentSelfPayer(town);
      await standsBy(town, "Siti");
      await monthsGoBy(town);
      await offer();
      expect(await town.sees("Asih", "own-affairs", {})).toMatchObject({ workers: [{ payer: "self" }] });
      await says("Siti", "confirm-pledges");
      await openDueItems(town.deps, town.now);
      const [worker] = (await town.sees("Asih", "own-affairs", {})).workers;
      expect(worker).toMatchObject({ payer: "sponsor", sponsor: { status: "active" } });
      expect(town.told("Asih").at(-1)).toBe("notice.rule.sponsored");
      expect((await town.itemsOf(workerId)).at(-1)).toMatchObject({ period: "2027-02", payer: { type: "sponsor" } });
    });

    it("is asked in the order of readiness, those who asked for the village first, each once", async () => {
      await silentSponsor(town);
      await standsBy(town, "Siti");
      await standsBy(town, "Budi");
      await standsBy(town, "Wati", { villageId: places.getasan.villageId });
      const everybody = ["Siti", "Budi", "Wati"];
      await monthsGoBy(town);
      await offer();
      expect(await askedNow(...everybody)).toEqual(["Wati"]);
      await says("Wati", "decline-pledges");
      expect(await askedNow(...everybody)).toEqual(["Siti"]);
      town.now += holdMs;
      await expireHolds(town.deps, town.now);
      expect(await offer()).toEqual({ offered: 1 });
      expect(await askedNow(...everybody)).toEqual(["Budi"]);
      expect(town.told("Siti").at(-1)).toBe("notice.rule.sponsor.stand-by-expired");
      town.now += holdMs;
      await expireHolds(town.deps, town.now);
      expect(await offer()).toEqual({ offered: 0 });
      expect(await askedNow(...everybody)).toEqual([]);
    });

    it("is reminded of it once, half way, and not once she has answered or stands by no more, or somebody has paid", async () => {
      const ends = (who: string) => town.told(who).filter((rule) => rule === "notice.rule.stand-by-ends");
      const remind = () => remindOfHolds(town.deps, town.now);
      await silentSponsor(town);
      for (const who of ["Siti", "Budi", "Wati"]) await standsBy(town, who);
      await monthsGoBy(town);
      await offer();
      town.now += DAY / 2;
      expect(await remind()).toEqual({ reminded: 0 });
      town.now += DAY / 2;
      expect([await remind(), await remind()]).toEqual([{ reminded: 1 }, { reminded: 0 }]);
      expect(ends("Siti")).toHaveLength(1);
      await says("Siti", "decline-pledges");
      town.now += DAY;
      await town.does("Budi", "set-stand-by", { on: false });
      expect(await remind()).toEqual({ reminded: 0 });
      await says("Budi", "decline-pledges");
      const proofId = await town.pays("Asih");
      town.now += DAY;
      expect(await remind()).toEqual({ reminded: 0 });
      await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
      expect(await remind()).toEqual({ reminded: 1 });
      expect([ends("Siti"), ends("Budi"), ends("Wati")].map(({ length }) => length)).toEqual([1, 0, 1]);
    });

    it("keeps her place when she says another number, and is not asked beyond it", async () => {
      await silentSponsor(town);
      const other = await town.insured("Ningsih", 2);
      await town.sponsors("Joko", { name: "Joko", workerId: other });
      await paysNow(town, "Joko");
      await standsBy(town, "Siti");
      await standsBy(town, "Budi");
      await town.does("Siti", "set-stand-by", { on: true, most: 2 });
      await town.does("Siti", "set-stand-by", { on: true, most: 1 });
      await monthsGoBy(town);
      expect(await offer()).toEqual({ offered: 2 });
      expect([(await offersOf("Siti")).length, (await offersOf("Budi")).length]).toEqual([1, 1]);
    });

    it.each([
      ["who said STOP", (who: string) => town.does(who, "opt-out", { on: true })],
      ["whom no chat reaches", (who: string) => town.does(who, "set-blocked", { blocked: true })],
      ["who stands by no more", (who: string) => town.does(who, "set-stand-by", { on: false })],
    ])("%s is passed over", async (_who, act) => {
      await silentSponsor(town);
      await standsBy(town, "Siti");
      await standsBy(town, "Budi");
      await act("Siti");
      await monthsGoBy(town);
      await offer();
      expect(await askedNow("Siti", "Budi")).toEqual(["Budi"]);
    });

    it("is never the silent sponsor herself, nor the worker's own chat", async () => {
      await silentSponsor(town);
      await standsBy(town, "Retno");
      await standsBy(town, "Asih");
      await monthsGoBy(town);
      expect(await offer()).toEqual({ offered: 0 });
    });

    it.each<[string, (pledgeId: string) => Promise<unknown>]>([
      ["the payer has said that she paid", () => town.pays("Retno")],
      [
        "the sponsor has paused",
        (pledgeId) => town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause" } }),
      ],
    ])("is not asked where %s, and told kindly where it happens before her yes", async (_why, act) => {
      const { workerId, pledgeId } = await silentSponsor(town);
      await standsBy(town, "Siti");
      await monthsGoBy(town);
      await offer();
      const pledgeIds = (await offersOf("Siti")).map((one) => one.pledgeId);
      await act(pledgeId);
      expect(await town.does("Siti", "confirm-pledges", { pledgeIds })).toEqual({ active: 0, gone: 1 });
      expect(await pledgeNow(pledgeIds[0] ?? "")).toMatchObject({ status: "ended", endReason: "not-needed" });
      expect((await town.repositories.pledges.findByWorker(workerId))?.id).toBe(pledgeId);
      expect(await offer()).toEqual({ offered: 0 });
    });

    it("comes too late once the time to answer is over", async () => {
      const { workerId, pledgeId } = await silentSponsor(town);
      await standsBy(town, "Siti");
      await monthsGoBy(town);
      await offer();
      town.now += holdMs;
      expect(await says("Siti", "confirm-pledges")).toEqual({ active: 0, gone: 1 });
      expect((await town.repositories.pledges.findByWorker(workerId))?.id).toBe(pledgeId);
    });

    it("is not asked when fewer than two days are left for an answer", async () => {
      await silentSponsor(town);
      await standsBy(town, "Siti");
      await monthsGoBy(town);
      town.now = atHour("2027-02-14" as IsoDay, 9);
      expect(await offer()).toEqual({ offered: 0 });
      town.now = atHour("2027-02-13" as IsoDay, 9);
      expect(await offer()).toEqual({ offered: 1 });
    });

    it("keeps a worker whose sponsor leaves while she thinks it over", async () => {
      const { workerId, pledgeId } = await silentSponsor(town);
      await standsBy(town, "Siti");
      await monthsGoBy(town);
      await offer();
      await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
      await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
      await matchWaiting(town.deps, town.now);
      const named = await town.does("Tini", "make-pledges", wishOf({ name: "Tini", workerId }));
      expect(named.refused).toBe("worker-taken");
      expect(await town.repositories.pledges.findByWorker(workerId)).toBeNull();
      expect(await says("Siti", "confirm-pledges")).toEqual({ active: 1, gone: 0 });
      expect(await pledgeNow(pledgeId)).toMatchObject({ endReason: "sponsor-left" });
      expect(town.told("Retno")).not.toContain("notice.rule.sponsor.taken-over");
      expect((await town.itemsOf(workerId)).at(-1)).toMatchObject({ period: "2027-02", payer: { type: "sponsor" } });
    });

    const tasksNow = async () => {
      const open = await town.repositories.tasks.open({ type: "all" }, 100);
      return open.filter(({ kind }) => kind === "lapse").length;
    };
    const thirdOf = async (workerId: string) =>
      (await town.itemsOf(workerId)).filter(({ period }) => period === "2027-02");

    it("and the officer's task: it says how far the asking is, and closes with her yes", async () => {
      const { workerId } = await silentSponsor(town);
      await standsBy(town, "Siti");
      await monthsGoBy(town);
      await openLapseTasks(town.deps, await thirdOf(workerId), town.now);
      expect(await town.sees("Officer", "next-task", { skipIds: [] })).toMatchObject({ standBy: "nobody" });
      await offer();
      expect(await town.sees("Officer", "next-task", { skipIds: [] })).toMatchObject({ standBy: "asked" });
      await says("Siti", "confirm-pledges");
      expect(await tasksNow()).toBe(0);
    });

    it("who took over and has not paid is known to the officer who is asked to save the worker", async () => {
      const { workerId } = await silentSponsor(town);
      await standsBy(town, "Siti");
      await monthsGoBy(town);
      await offer();
      await says("Siti", "confirm-pledges");
      await openLapseTasks(town.deps, await thirdOf(workerId), town.now);
      expect(await town.sees("Officer", "next-task", { skipIds: [] })).toMatchObject({ standBy: "took-over" });
    });

    it("or a month that is confirmed closes that task, a report alone does not, nor does the month of somebody else", async () => {
      const { workerId } = await silentSponsor(town);
      const other = await town.insured("Ningsih", 2, { payer: "self" });
      await monthsGoBy(town);
      await openLapseTasks(town.deps, await thirdOf(workerId), town.now);
      await openDueItems(town.deps, town.now);
      expect((await town.itemsOf(other)).length).toBeGreaterThan(0);
      await paysNow(town, "Ningsih");
      const proofId = await town.pays("Retno");
      expect(await tasksNow()).toBe(1);
      await town.does("Officer", "confirm-proof", { proofId });
      expect(await tasksNow()).toBe(0);
      await openLapseTasks(town.deps, await thirdOf(workerId), town.now);
      expect(await tasksNow()).toBe(0);
    });

    it("is one of many who answer at once, and one alone pays for each month", async () => {
      const { workerId, pledgeId } = await silentSponsor(town);
      for (const who of ["Siti", "Budi", "Wati"]) await standsBy(town, who);
      await monthsGoBy(town);
      await Promise.all([offer(), offer(), offer()]);
      const asked = await askedNow("Siti", "Budi", "Wati");
      expect(asked).toHaveLength(1);
      const pledgeIds = (await offersOf(asked[0] ?? "")).map((one) => one.pledgeId);
      const seen = new Set<number>();
      const act = <T>(doing: Promise<T>): Promise<T> => doing;
      await Promise.all([
        act(town.does(asked[0] ?? "", "confirm-pledges", { pledgeIds }, { effectId: "yes" })),
        act(town.does(asked[0] ?? "", "confirm-pledges", { pledgeIds }, { effectId: "yes" })),
        act(town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } }, { effectId: "leave" })),
        act(town.does("Joko", "make-pledges", wishOf({ name: "Joko", workerId }), { effectId: "joko" })),
        act(matchWaiting(town.deps, town.now)),
        act(openDueItems(town.deps, town.now)),
        (async () => {
          for (let look = 0; look < 40; look += 1) {
            const all = await town.repositories.pledges.page(["active", "paused"], null, 100);
            seen.add(all.filter((one) => one.workerId === workerId).length);
          }
        })(),
      ]);
      expect(Math.max(...seen)).toBeLessThanOrEqual(1);
      const active = await town.repositories.pledges.page(["active", "paused", "held"], null, 100);
      expect(active.filter((one) => one.workerId === workerId).length).toBe(1);
      const items = await town.itemsOf(workerId);
      expect(new Set(items.map(({ period }) => period)).size).toBe(items.length);
    });
  });
}
