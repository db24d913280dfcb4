import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import { rupiah } from "../../src/domain/shared/money";
import { carryCredits } from "../../src/operations/credit";
import { createOperations } from "../../src/operations/operations";
import { announcePrices } from "../../src/operations/price-news";
import {
  announcePauseEnds,
  endPauses,
  expireHolds,
  markInactive,
  matchWaiting,
  openDueItems,
} from "../../src/operations/scheduled";
import { offerToStandBys } from "../../src/operations/stand-by-offers";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas, reportOf } from "../support/office-town";
import { monthsGoBy, paysNow, standsBy } from "../support/silent-town";
import { DAY, draftOf, Town, wishOf } from "../support/town";
import { withUnreadable } from "../support/unreadable-workers";

const at = (day: string) => atHour(day as IsoDay, 8);

let town: Town;
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer");
});

describe("a record that cannot be read", () => {
  it("keeps nobody else from an offer or a lapse that is due, and fails the job", async () => {
    const bad = await town.insured("Asih", 1, { payer: "self" });
    const good = await town.insured("Budi", 2, { payer: "self" });
    await openDueItems(town.deps, town.now);
    for (const who of ["Asih", "Budi"]) await paysNow(town, who);
    await standsBy(town, "Siti", { most: 2 });
    await monthsGoBy(town);
    const deps = withUnreadable(town, bad);
    await expect(offerToStandBys(deps, town.now)).rejects.toThrow("1 of 2 failed");
    expect(await town.repositories.pledges.findByWorker(good)).toMatchObject({ status: "held" });
    town.now = at("2027-02-16");
    await expect(markInactive(deps, town.now)).rejects.toThrow("1 of 2 failed");
    expect((await town.workerNow(good)).status).toBe("inactive");
  });

  it("keeps nobody else's pause or hold from its end", async () => {
    const bad = await town.insured("Asih", 1);
    const paused = await town.sponsors("Retno");
    const good = await town.insured("Budi", 2);
    const other = await town.sponsors("Wati");
    for (const [who, pledgeId] of [
      ["Retno", paused],
      ["Wati", other],
    ] as const)
      await town.does(who, "change-pledge", { pledgeId, change: { type: "pause", until: at("2026-12-20") } });
    await expect(endPauses(withUnreadable(town, bad), at("2026-12-20"))).rejects.toThrow("1 of 2 failed");
    expect(await town.repositories.pledges.findByWorker(good)).toMatchObject({ status: "active" });
    const held = [await town.verified("Joko", 3), await town.verified("Tini", 4)];
    await town.does("Lina", "make-pledges", wishOf({ name: "Lina", count: 2 }));
    await expect(expireHolds(withUnreadable(town, held[0]!), town.afterHold)).rejects.toThrow("1 of 2 failed");
    expect(await town.repositories.pledges.expiredHolds(town.afterHold, 10)).toHaveLength(1);
  });

  /** Asih and Budi, for whom Retno paid one month and then none. */
  async function unpaidTwo(): Promise<{ readonly asih: string; readonly budi: string }> {
    const [asih, budi] = [await town.insured("Asih", 1), await town.insured("Budi", 2)];
    for (const _ of [asih, budi]) await town.sponsors("Retno");
    await paysNow(town, "Retno");
    await monthsGoBy(town, at("2027-02-16"));
    return { asih, budi };
  }

  const lapseNews = () => [...town.notices.values()].filter(({ rule }) => rule === "notice.rule.inactive.sponsor");

  it("keeps no other of the same sponsor from her lapse where it is a person's", async () => {
    const { asih, budi } = await unpaidTwo();
    const { personId } = await town.workerNow(asih);
    const persons = Object.assign(Object.create(town.repositories.persons) as typeof town.repositories.persons, {
      find: async (id: string) => {
        if (id === personId) throw new Error("unreadable");
        return town.repositories.persons.find(id);
      },
    });
    const deps = { ...town.deps, repositories: { ...town.repositories, persons } };
    await expect(markInactive(deps, town.now)).rejects.toThrow("failed");
    expect((await town.workerNow(budi)).status).toBe("inactive");
    expect(lapseNews()).toHaveLength(1);
  });

  it("lets nobody lapse in a walk that breaks off, so that the sponsor is told of all together", async () => {
    const { asih, budi } = await unpaidTwo();
    const { repositories } = town;
    const workers = Object.assign(Object.create(repositories.workers) as typeof repositories.workers, {
      walkTerms: async (...args: Parameters<typeof repositories.workers.walkTerms>) => {
        const walk = await repositories.workers.walkTerms(...args);
        async function* broken() {
          for await (const page of walk.pages) {
            yield page.slice(0, 1);
            throw new Error("the cursor is gone");
          }
        }
        return { count: () => walk.count(), pages: broken() };
      },
    });
    await expect(
      markInactive({ ...town.deps, repositories: { ...repositories, workers } }, town.now),
    ).rejects.toThrow();
    expect(lapseNews()).toEqual([]);
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 2, activeAgain: 0 });
    expect(lapseNews().map(({ texts }) => texts[0]?.params)).toEqual([expect.objectContaining({ count: 2 })]);
    for (const id of [asih, budi]) expect((await town.workerNow(id)).status).toBe("inactive");
  });

  it("hides no hold behind it, however many there are of its kind", async () => {
    const [bad, good] = [await town.verified("Joko", 1), await town.verified("Tini", 2)];
    await town.does("Lina", "make-pledges", wishOf({ name: "Lina", count: 2 }));
    const [first, last] = await town.repositories.pledges.page(["held"], null, 2);
    for (const [one, workerId, heldUntil] of [
      [first!, bad, 1],
      [last!, good, 2],
    ] as const)
      await town.repositories.pledges.save({ ...one, workerId, heldUntil });
    for (let count = 0; count < 120; count += 1)
      await town.repositories.pledges.add({
        ...first!,
        id: `hold-${count}`,
        workerId: `${bad}-${count}`,
        heldUntil: 1,
      });
    const every = Array.from({ length: 120 }, (_, count) => `${bad}-${count}`);
    const deps = withUnreadable(town, bad, ...every);
    await expect(expireHolds(deps, town.afterHold)).rejects.toThrow("121 of 122 failed");
    expect(await town.repositories.pledges.findByWorker(good)).toBeNull();
  });

  it("keeps no other sponsor from a worker, nor from hearing of one, and the one who was first in turn gets the next", async () => {
    const seek = async (who: string, serial: number): Promise<string> => {
      const workerId = await town.worker(who, draftOf(serial));
      await town.repositories.workers.save({
        ...(await town.workerNow(workerId)),
        status: "verified",
        verifiedAt: town.now,
      });
      return workerId;
    };
    for (const who of ["Retno", "Wati"]) await town.does(who, "make-pledges", wishOf({ name: who }));
    const untold = [await seek("Asih", 1), await seek("Budi", 2)];
    expect(await matchWaiting({ ...town.deps, notify: async () => 0 }, town.now)).toEqual({ matched: 2 });
    await town.does("Lina", "make-pledges", wishOf({ name: "Lina" }));
    const [bad, good] = [await seek("Joko", 3), await seek("Tini", 4)];
    await expect(matchWaiting(withUnreadable(town, untold[0]!, bad), town.now)).rejects.toThrow("2 of 2 failed");
    expect(town.heard().filter((one) => one.endsWith("matched"))).toEqual([
      "Lina notice.rule.matched",
      "Wati notice.rule.matched",
    ]);
    expect(await town.repositories.pledges.findByWorker(good)).toMatchObject({ status: "held" });
  });

  it("keeps no other sponsor from hearing that a pause ends", async () => {
    const bad = await town.insured("Asih", 1);
    for (const [place, who] of ["Retno", "Wati"].entries()) {
      if (place === 1) await town.insured("Budi", 2);
      const pledgeId = await town.sponsors(who);
      await town.does(who, "change-pledge", { pledgeId, change: { type: "pause", until: at("2026-12-20") } });
    }
    const deps = withUnreadable(town, bad);
    await expect(announcePauseEnds(deps, at("2026-12-20") - DAY)).rejects.toThrow("1 of 2 failed");
    expect(town.told("Wati")).toContain("notice.rule.sponsor.pause-ends");
    expect(await announcePauseEnds(town.deps, at("2026-12-20") - DAY)).toEqual({ told: 2 });
  });

  it("keeps no other payer from hearing of a price", async () => {
    const bad = [await town.verified("Asih", 1)];
    await town.sponsors("Retno");
    await town.verified("Budi", 2);
    await town.sponsors("Wati");
    bad.push(await town.verified("Dwi", 3, { payer: "self" }));
    await town.verified("Eko", 4, { payer: "self" });
    await expect(announcePrices(withUnreadable(town, ...bad), at("2026-12-03"))).rejects.toThrow("2 of 4 failed");
    expect(town.heard().filter((one) => one.endsWith("price"))).toEqual([
      "Eko notice.rule.price",
      "Wati notice.rule.price",
    ]);
  });

  it("keeps no other credit from the months that have opened since", async () => {
    const paid: string[] = [];
    for (const [place, who] of ["Asih", "Budi"].entries()) {
      const workerId = await town.verified(who, place + 1, { payer: "self" });
      paid.push(workerId);
      await openDueItems(town.deps, town.now);
      const proofId = await town.pays(who);
      await town.does("Officer", "confirm-proof", { proofId, amount: 30_000 });
    }
    expect((await town.workerNow(paid[1]!)).credit).toBe(rupiah(21_600));
    town.now = at("2026-12-01");
    await openDueItems(town.deps, town.now);
    const items = await town.itemsOf(paid[1]!);
    await town.repositories.dueItems.save({ ...items.at(-1)!, credit: rupiah(0), status: "open" });
    await expect(carryCredits(withUnreadable(town, paid[0]!), town.now)).rejects.toThrow("1 of 2 failed");
    expect((await town.itemsOf(paid[1]!)).at(-1)).toMatchObject({ period: "2026-12", status: "credited" });
  });

  it("leaves no confirmation of a bill half taken back", async () => {
    const { bill } = await dinas(town);
    await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
    const proofId = town.deps.ids.derive("bill", "proof");
    await town.does("Officer", "confirm-bill", { proofId, found: bill, unpaid: [] });
    const dueItemIds = (await town.repositories.proofs.find(proofId))?.dueItemIds ?? [];
    const items = await Promise.all(dueItemIds.map((id) => town.repositories.dueItems.find(id)));
    const [first, bad, last] = items.map((item) => item?.workerId);
    const deps = withUnreadable(town, bad ?? "");
    const look = { contact: await town.contact("Officer"), now: town.now };
    const seen = await createOperations(deps).lookUp("take-back-case", { proofId }, look);
    expect(seen?.months).toHaveLength(2);
    const input = { proofId, reason: "not-found-at-bpjs" } as const;
    expect(await town.does("Officer", "take-back-proof", input, { effectId: "back", deps })).toBe("done");
    for (const [id = "", status] of [
      [first, "registered"],
      [bad, "active"],
      [last, "registered"],
    ] as const) {
      expect((await town.workerNow(id)).status).toBe(status);
      expect((await town.itemsOf(id))[0]?.status).toBe("open");
    }
    const told = town.heard().filter((one) => one.includes("taken-back"));
    expect(told.map((one) => one.split(".").at(-1))).toEqual(["sender", "worker", "worker"]);
  });
});
