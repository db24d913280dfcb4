import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import { rupiah } from "../../src/domain/shared/money";
import { carryCreditOf } from "../../src/operations/credit";
import type { Deps } from "../../src/operations/deps";
import { endPauses, markInactive, openDueItems } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas, reportOf } from "../support/office-town";
import { askedIn, monthsGoBy, nightsIn, paysNow, silentSelfPayer, silentSponsor } from "../support/silent-town";
import { Town } from "../support/town";

const at = (day: string) => atHour(day as IsoDay, 8);

let town: Town;
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer");
});

/** The town's dependencies, where something happens once, right after a job has read by one method. */
function afterReading<R extends "pledges" | "dueItems">(name: R, method: string, happens: () => Promise<void>): Deps {
  let isOver = false;
  const repository = new Proxy(town.repositories[name], {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (key !== method || typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        const found: unknown = await Reflect.apply(member, target, args);
        if (!isOver) {
          isOver = true;
          await happens();
        }
        return found;
      };
    },
  });
  return { ...town.deps, repositories: { ...town.repositories, [name]: repository } };
}

const nights = (...days: readonly string[]) => nightsIn(town, ...days);
const asked = (who: string) => askedIn(town, who);

/** The months of a worker that exist, and how they stand. */
const stateOf = async (workerId: string): Promise<string[]> =>
  (await town.itemsOf(workerId)).flatMap(({ period, status }) =>
    status === "cancelled" ? [] : [`${period} ${status}`],
  );

describe("a pause that is over", () => {
  it.each(["endedPauses", "findByWorkers"])(
    "stays, and is not told, where it is made longer after %s",
    async (method) => {
      const workerId = await town.insured("Asih", 1);
      const pledgeId = await town.sponsors("Retno");
      const pause = (until: number) => ({ pledgeId, change: { type: "pause", until } }) as const;
      await town.does("Retno", "change-pledge", pause(at("2026-12-20")));
      town.now = at("2026-12-20");
      const longer = async () => {
        expect(await town.does("Retno", "change-pledge", pause(at("2027-02-20")))).toBe("done");
      };
      const deps = afterReading(method === "endedPauses" ? "pledges" : "dueItems", method, longer);
      expect(await endPauses(deps, town.now)).toEqual({ resumed: 0 });
      const pledge = await town.repositories.pledges.find(pledgeId);
      expect(pledge).toMatchObject({ status: "paused", pausedUntil: at("2027-02-20") });
      expect((await town.workerNow(workerId)).withoutSponsorSince).toBeDefined();
      if (method === "endedPauses") expect(town.heard().join()).not.toMatch(/pause-over|resumed/u);
    },
  );
});

describe("a lapse", () => {
  /** The morning after the third month that nobody paid is over. */
  const END = at("2027-02-16");

  it("does not come where a month was confirmed while it was looked for", async () => {
    const { workerId } = await silentSelfPayer(town);
    await monthsGoBy(town, END);
    const deps = afterReading("dueItems", "findByWorkers", () => paysNow(town, "Asih"));
    expect(await markInactive(deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    expect((await town.workerNow(workerId)).status).toBe("active");
    expect(town.told("Asih")).not.toContain("notice.rule.inactive");
  });

  it("is undone by the next run where her months say that she is protected", async () => {
    const { workerId } = await silentSelfPayer(town);
    await monthsGoBy(town, END);
    await paysNow(town, "Asih");
    await town.repositories.workers.save({ ...(await town.workerNow(workerId)), status: "inactive" });
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 1 });
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    expect((await town.workerNow(workerId)).status).toBe("active");
    expect(await openDueItems(town.deps, at("2027-03-01"))).toMatchObject({ opened: 1 });
  });

  it("that no run noticed before she was paid for again leaves none of its months to be asked for", async () => {
    const { workerId } = await silentSponsor(town);
    // The service is down over the last day.
    await monthsGoBy(town, at("2027-02-05"));
    town.now = at("2027-03-02");
    await openDueItems(town.deps, town.now);
    const dues = await town.sees("Retno", "reportable-dues", {});
    const dueItemIds = dues.flatMap(({ period, dueItemId }) => (period === "2027-03" ? [dueItemId] : []));
    await town.does("Retno", "report-payment", { dueItemIds, reference: "March" }, { effectId: "march" });
    await town.does("Officer", "confirm-proof", { proofId: town.deps.ids.derive("march", "proof") });
    for (const day of ["2027-03-03", "2027-03-04"]) await nights(day);
    expect(await stateOf(workerId)).toEqual(["2026-11 confirmed", "2027-03 confirmed"]);
    expect((await town.workerNow(workerId)).status).toBe("active");
    expect(town.told("Retno")).not.toContain("notice.rule.inactive.sponsor");
  });

  it("is told once to her and her sponsor while her KPJ is not recorded, and says nothing of BPJS", async () => {
    const workerId = await town.verified("Asih", 1);
    await town.sponsors("Retno");
    await paysNow(town, "Retno");
    await monthsGoBy(town, END);
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 1, activeAgain: 0 });
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    for (const [who, rule] of [
      ["Asih", "inactive"],
      ["Retno", "inactive.sponsor"],
    ] as const)
      expect(town.told(who).filter((one) => one === `notice.rule.${rule}`)).toHaveLength(1);
    const heard = [...town.notices.values()].find(({ rule }) => rule === "notice.rule.inactive");
    expect(heard?.texts.map(({ key }) => key)).toEqual(["notice.inactive", "notice.inactive.next"]);
    const { workers } = await town.sees("Asih", "own-affairs", {});
    expect(workers).toMatchObject([{ status: "inactive", protection: "inactive" }]);
    await paysNow(town, "Asih");
    expect((await town.workerNow(workerId)).status).toBe("verified");
    await town.does("Officer", "record-kpj", { workerId, kpj: "12345678901" });
    expect((await town.workerNow(workerId)).status).toBe("active");
  });

  const toldSponsor = () => [...town.notices.values()].filter(({ rule }) => rule === "notice.rule.inactive.sponsor");

  it("of an office's workers is told in one message, with who, one sum and one way on", async () => {
    const { bill } = await dinas(town, 22);
    await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
    const proofId = town.deps.ids.derive("bill", "proof");
    await town.does("Officer", "confirm-bill", { proofId, found: bill, unpaid: [] });
    await monthsGoBy(town, END);
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 22, activeAgain: 0 });
    const [one, ...more] = toldSponsor();
    expect(more).toEqual([]);
    const keys = one?.texts.map(({ key }) => key.replace(/^notice\.inactive\.(sponsor\.)?/u, "")) ?? [];
    expect(keys.filter((key) => key === "line")).toHaveLength(20);
    expect(keys.filter((key) => key !== "line")).toEqual([
      ...["several", "reminder.more", "stopped", "sum", "next.office"],
    ]);
    expect(one?.texts[0]?.params).toEqual({ count: 22, day: "2026-11-30" });
    expect(one?.texts.at(-4)?.params).toEqual({ count: 2 });
    const board = await town.sees("Retno", "office-board", {});
    expect(one?.texts.at(-2)?.params).toEqual({ amount: board?.bill.amount });
    expect(one?.options?.map(({ value }) => value)).toEqual(["!office"]);
  });

  it("that comes later than another's of that day is told by itself", async () => {
    for (const [serial, who] of ["Asih", "Budi"].entries()) await town.insured(who, serial + 1);
    for (const _ of ["Asih", "Budi"]) await town.sponsors("Retno");
    await paysNow(town, "Retno");
    await monthsGoBy(town, at("2027-02-10"));
    const dues = await town.sees("Retno", "reportable-dues", {});
    const one = dues.filter(({ workerId }) => workerId === dues[0]?.workerId).map(({ dueItemId }) => dueItemId);
    await town.does("Retno", "report-payment", { dueItemIds: one, reference: "R 2" }, { effectId: "doubted" });
    town.now = END;
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 1, activeAgain: 0 });
    await town.does("Officer", "reject-proof", {
      ...{ proofId: town.deps.ids.derive("doubted", "proof"), reason: "unreadable" },
    });
    town.now = at("2027-02-17");
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 1, activeAgain: 0 });
    expect(toldSponsor().map(({ texts }) => texts[0]?.params?.["name"])).toHaveLength(2);
    expect(toldSponsor().map(({ texts }) => texts.at(-1)?.key)).toEqual([
      ...["notice.inactive.sponsor.next.person", "notice.inactive.sponsor.next.person"],
    ]);
  });

  it("is no news of a worker for whom nothing was ever paid", async () => {
    const workerId = await town.verified("Asih", 1, { payer: "self" });
    await openDueItems(town.deps, town.now);
    await monthsGoBy(town, END);
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    expect((await town.workerNow(workerId)).status).toBe("verified");
  });

  it("comes although an older month is still said to be paid, once three others are unpaid", async () => {
    const { workerId } = await silentSelfPayer(town);
    town.now = at("2026-12-05");
    await openDueItems(town.deps, town.now);
    await town.pays("Asih", "not true");
    await monthsGoBy(town, END);
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    for (const day of ["2027-03-01", "2027-03-17"]) {
      town.now = at(day);
      await openDueItems(town.deps, town.now);
    }
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 1, activeAgain: 0 });
    expect((await town.workerNow(workerId)).status).toBe("inactive");
  });

  it("stays where what is confirmed is a month so old that three after it are unpaid", async () => {
    const { workerId } = await silentSelfPayer(town);
    town.now = at("2026-12-05");
    await openDueItems(town.deps, town.now);
    const proofId = await town.pays("Asih", "found late");
    await monthsGoBy(town, END);
    await nights("2027-03-01", "2027-03-17");
    expect((await town.workerNow(workerId)).status).toBe("inactive");
    expect(await stateOf(workerId)).toEqual(["2026-11 confirmed", "2026-12 reported", "2027-03 overdue"]);
    await town.does("Officer", "confirm-proof", { proofId });
    await nights("2027-03-18");
    expect((await town.workerNow(workerId)).status).toBe("inactive");
    await paysNow(town, "Asih");
    await nights("2027-03-19");
    expect((await town.workerNow(workerId)).status).toBe("active");
    expect(town.told("Asih").filter((one) => one === "notice.rule.inactive")).toHaveLength(1);
  });

  it("stays where such an old month is confirmed while the present one is only said to be paid", async () => {
    const { workerId } = await silentSelfPayer(town);
    town.now = at("2026-12-05");
    await openDueItems(town.deps, town.now);
    const proofId = await town.pays("Asih", "found late");
    await monthsGoBy(town, END);
    await nights("2027-03-01", "2027-03-17");
    const present = await town.pays("Asih", "looked at later");
    expect(await stateOf(workerId)).toEqual(["2026-11 confirmed", "2026-12 reported", "2027-03 reported"]);
    await town.does("Officer", "confirm-proof", { proofId });
    expect((await town.workerNow(workerId)).status).toBe("inactive");
    await town.does("Officer", "confirm-proof", { proofId: present });
    expect((await town.workerNow(workerId)).status).toBe("active");
  });

  it("stays where three months are unpaid", async () => {
    const { workerId } = await silentSelfPayer(town);
    await monthsGoBy(town, END);
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 1, activeAgain: 0 });
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    expect((await town.workerNow(workerId)).status).toBe("inactive");
  });
});

describe("after a lapse", () => {
  const END = "2027-02-16";

  it.each([1, 6])(
    "the present month is asked of a sponsor who pays %s at once, and none before it",
    async (monthsAhead) => {
      const workerId = await town.insured("Asih", 1);
      await town.sponsors("Retno");
      await paysNow(town, "Retno");
      if (monthsAhead > 1) {
        const [pledge] = await town.repositories.pledges.findByWorkers([workerId]);
        await town.does("Retno", "change-pledge", {
          pledgeId: pledge?.id ?? "",
          change: { type: "months", monthsAhead },
        });
      }
      await monthsGoBy(town, at(END));
      await nights(END);
      expect((await asked("Retno"))[0]).toBe("2027-02 2027-02-15");
      await nights("2027-03-01", "2027-03-16", "2027-03-17");
      const months = await asked("Retno");
      expect(months[0]).toBe("2027-03 2027-03-15");
      expect(months).toHaveLength(monthsAhead);
      expect(new Set(months.map((month) => month.split(" ")[1]))).toEqual(new Set(["2027-03-15"]));
      expect(town.told("Asih").filter((one) => one === "notice.rule.inactive")).toHaveLength(1);
      await paysNow(town, "Retno");
      expect((await town.workerNow(workerId)).status).toBe("active");
      await nights("2027-03-18", "2027-04-01");
      expect((await town.workerNow(workerId)).status).toBe("active");
      expect(await asked("Retno")).toEqual(monthsAhead === 1 ? ["2027-04 2027-04-15"] : []);
    },
  );

  it("a worker whose sponsor is silent can report the present month before it is late", async () => {
    await silentSponsor(town);
    await monthsGoBy(town, at(END));
    await nights(END, "2027-03-01");
    expect(await asked("Asih")).toEqual(["2027-03 2027-03-15"]);
  });

  it("a self-payer is asked for the present month a while longer, and can report one of herself after that", async () => {
    await silentSelfPayer(town);
    await monthsGoBy(town, at(END));
    await nights(END, "2027-03-01", "2027-04-01", "2027-05-01");
    expect(await asked("Asih")).toEqual(["2027-05 2027-05-17"]);
    await nights("2027-06-01", "2027-07-01");
    expect(await asked("Asih")).toEqual([]);
    expect(await town.sees("Asih", "months-to-open", {})).toMatchObject([{ period: "2027-07" }]);
  });

  it("credit that lay on a month that is let go lies on the present one", async () => {
    const { workerId } = await silentSelfPayer(town);
    const [paid] = await town.itemsOf(workerId);
    if (paid !== undefined) await town.repositories.dueItems.save({ ...paid, paid: rupiah((paid.paid ?? 0) + 1_000) });
    await monthsGoBy(town, at("2027-02-15"));
    await carryCreditOf(town.deps, [workerId], town.now, true);
    expect((await town.itemsOf(workerId)).map(({ credit }) => credit)).toEqual([0, 1_000, 0, 0]);
    await nights(END);
    expect((await town.itemsOf(workerId)).map(({ credit }) => credit)).toEqual([0, 0, 0, 1_000]);
  });

  it("a worker whose sponsor has left is offered to the next", async () => {
    const { workerId, pledgeId } = await silentSponsor(town);
    await monthsGoBy(town, at(END));
    await nights(END);
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
    await town.sponsors("Wati");
    await nights("2027-03-01");
    expect(await asked("Wati")).toEqual(["2027-03 2027-03-15"]);
    await paysNow(town, "Wati");
    expect((await town.workerNow(workerId)).status).toBe("active");
  });

  it("and a pause that is over the present month is asked of the sponsor again", async () => {
    const { pledgeId } = await silentSponsor(town);
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause", until: at("2027-03-01") } });
    await monthsGoBy(town, at(END));
    await nights(END);
    town.now = at("2027-03-01");
    await endPauses(town.deps, town.now);
    await nights("2027-03-02");
    expect(await asked("Retno")).toEqual(["2027-03 2027-03-15"]);
  });
});
