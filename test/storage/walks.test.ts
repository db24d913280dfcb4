import type { IsoDay } from "../../src/domain/shared/calendar";
import type { Period } from "../../src/domain/shared/period";
import { largePageSize, type Walk, walkPageSize } from "../../src/operations/walk";
import { suiteRepositories } from "../support/storage";
import { dueItem, idsOf, pledge, worker } from "../support/stored-values";

const repositories = suiteRepositories();

async function all<T extends { readonly id: string }>(walk: Walk<T>): Promise<{ ids: string[]; pages: number[] }> {
  const ids: string[] = [];
  const pages: number[] = [];
  for await (const page of walk.pages) {
    ids.push(...idsOf(page));
    pages.push(page.length);
  }
  return { ids: ids.sort(), pages };
}

describe("walks through all", () => {
  it("meet every unpaid item of some days once, over several pages", async () => {
    const day = (dueDay: string) => ({ dueDay: dueDay as IsoDay, period: "2032-01" as Period });
    const inside = Array.from({ length: largePageSize + 10 }, () => dueItem(day("2032-01-15")));
    const late = dueItem({ ...day("2032-01-16"), status: "overdue" });
    const outside = [dueItem(day("2032-01-14")), dueItem(day("2032-01-17"))];
    const settled = dueItem({ ...day("2032-01-15"), status: "confirmed" });
    await repositories.dueItems.addMissing([...inside, late, ...outside, settled]);
    const walk = await repositories.dueItems.unpaid(["2032-01-15" as IsoDay, "2032-01-16" as IsoDay]);
    expect(await walk.count()).toBe(largePageSize + 11);
    expect(await all(walk)).toEqual({ ids: idsOf([...inside, late]).sort(), pages: [largePageSize, 10, 1] });
  });

  it("meet every unpaid item of some months once, whatever its day", async () => {
    const month = (period: string) => ({ dueDay: "2034-01-15" as IsoDay, period: period as Period });
    const inside = [dueItem(month("2034-01")), dueItem({ ...month("2034-03"), status: "overdue" })];
    const outside = [dueItem(month("2034-02")), dueItem({ ...month("2034-03"), status: "confirmed" })];
    await repositories.dueItems.addMissing([...inside, ...outside]);
    const walk = await repositories.dueItems.unpaidOf(["2034-01", "2034-03"] as Period[]);
    expect(await walk.count()).toBe(2);
    expect((await all(walk)).ids).toEqual(idsOf(inside).sort());
  });

  it("meet every pledge of some statuses once, over several pages", async () => {
    const many = Array.from({ length: walkPageSize + 10 }, () => pledge({ status: "waiting" }));
    const ended = [pledge({ status: "ended" }), pledge({ status: "ended" })];
    for (const one of [...many, ...ended, pledge({ status: "held" })]) await repositories.pledges.add(one);
    const walk = await repositories.pledges.walk(["waiting", "ended"]);
    expect(await walk.count()).toBe(walkPageSize + 12);
    expect(await all(walk)).toEqual({ ids: idsOf([...many, ...ended]).sort(), pages: [walkPageSize, 10, 2] });
  });

  it("meet the pledges that pay and the workers who pay for themselves", async () => {
    const paying = [pledge({ status: "active" }), pledge({ status: "active" })];
    for (const one of [...paying, pledge(), pledge({ status: "paused" })]) await repositories.pledges.add(one);
    expect((await all(await repositories.pledges.walk(["active"]))).ids).toEqual(idsOf(paying).sort());
    const self = [
      worker({ payer: "self", status: "active" }),
      worker({ payer: "self", status: "verified", withoutSponsorSince: 5 }),
      worker({ status: "active", withoutSponsorSince: 5 }),
    ];
    const others = [
      worker({ status: "inactive", withoutSponsorSince: 5 }),
      worker({ status: "active" }),
      worker({ payer: "self", status: "inactive" }),
    ];
    for (const one of [...self, ...others]) await repositories.workers.add(one);
    const walk = await repositories.workers.selfPayers(["verified", "active"]);
    expect(await walk.count()).toBe(3);
    expect((await all(walk)).ids).toEqual(idsOf(self).sort());
    const inactive = await repositories.workers.walkTerms(["inactive", "submitted"]);
    expect((await all(inactive)).ids).toEqual(idsOf(others.filter(({ status }) => status === "inactive")));
  });

  it("go on while what they meet is changed", async () => {
    const items = Array.from({ length: largePageSize * 2 }, () =>
      dueItem({ dueDay: "2033-01-15" as IsoDay, period: "2033-01" as Period }),
    );
    await repositories.dueItems.addMissing(items);
    const met = new Set<string>();
    for await (const page of (await repositories.dueItems.unpaid(["2033-01-15" as IsoDay, "2033-01-15" as IsoDay]))
      .pages) {
      for (const { id } of page) met.add(id);
      const [first] = page;
      if (first) await repositories.dueItems.save({ ...first, status: "cancelled" });
    }
    expect(met.size).toBe(items.length);
  });
});
