import { TARIFF, type Tariff } from "../../src/domain/contribution/tariff-data";
import { rupiah } from "../../src/domain/shared/money";
import type { Period } from "../../src/domain/shared/period";
import { announcePrices } from "../../src/operations/price-news";
import { announcePauseEnds, openDueItems, remindOfHolds } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import { draftOf, Town, wishOf } from "../support/town";

const at = (text: string) => Date.parse(`${text}+07:00`);
let town: Town;
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer");
});

/** What somebody was told of prices: keys and figures. */
const heard = (who: string): unknown[] => {
  const all = [...town.notices.values()].filter(({ rule }) => rule === "notice.rule.price");
  return all.filter(({ contactId }) => contactId === idOf(who)).map(({ texts }) => texts);
};
const ids = new Map<string, string>();
const idOf = (who: string) => ids.get(who);
const knows = async (...people: string[]) => {
  for (const who of people) ids.set(who, (await town.contact(who)).id);
};

describe("news of a price that changes", () => {
  it("goes to every payer in the month before, once, by name, with both amounts and the ground", async () => {
    await town.verified("Asih", 1);
    await town.sponsors("Retno");
    await town.verified("Dwi", 2, { payer: "self" });
    await town.verified("Ojek", 3, { payer: "self", sector: "transport", occupationId: "ojol-driver" });
    await knows("Retno", "Dwi", "Asih", "Ojek");
    expect(await announcePrices(town.deps, at("2026-11-30T09:00"))).toEqual({ told: 0 });
    for (const day of ["2026-12-01T09:00", "2026-12-02T09:00", "2026-12-31T09:00"])
      expect(await announcePrices(town.deps, at(day))).toEqual({ told: 2 });
    expect(await announcePrices(town.deps, at("2027-01-01T09:00"))).toEqual({ told: 0 });
    const of = (name: string) => [
      { key: "notice.price", params: { month: "2027-01" } },
      { key: "notice.price.why.relief-ends", params: { basis: "PP 50/2025", month: "2026-12" } },
      { key: "notice.price.line", params: { name, before: 8_400, after: 16_800 } },
      { key: "notice.price.certain" },
    ];
    expect(heard("Retno")).toEqual([of("Sumarni1")]);
    expect(heard("Dwi")).toEqual([of("Sumarni2")]);
    expect([heard("Asih"), heard("Ojek")]).toEqual([[], []]);
  });

  it("sums up where several are paid for, also while one is paused, and leaves out what has ended", async () => {
    for (const serial of [1, 2, 3]) await town.verified(`W${serial}`, serial);
    const pledges = [await town.sponsors("Retno"), await town.sponsors("Retno"), await town.sponsors("Retno")];
    const change = (pledgeId: string | undefined, type: "pause" | "end") =>
      town.does("Retno", "change-pledge", { pledgeId: pledgeId ?? "", change: { type } });
    await change(pledges[1], "pause");
    await change(pledges[2], "end");
    await knows("Retno");
    await announcePrices(town.deps, at("2026-12-03T09:00"));
    const [texts] = heard("Retno") as { key: string; params: object }[][];
    expect(texts?.filter(({ key }) => key === "notice.price.line")).toHaveLength(2);
    expect(texts?.find(({ key }) => key === "notice.price.total")?.params).toEqual({
      count: 2,
      before: 16_800,
      after: 33_600,
    });
  });

  it("says until when it is paid where the change falls into paid months, and waits for what an officer still checks", async () => {
    for (const serial of [1, 2, 3]) await town.verified(`W${serial}`, serial);
    const wish = { monthsAhead: 12 };
    await town.sponsors("Retno", wish);
    await town.does("Officer", "confirm-proof", { proofId: await town.pays("Retno") });
    await town.sponsors("Retno", wish);
    const proofId = await town.pays("Retno", "two");
    await knows("Retno");
    await announcePrices(town.deps, at("2026-12-01T09:00"));
    const paid = (name: string) => ({
      key: "notice.price.line-paid",
      params: { name, month: "2027-10", after: 16_800 },
    });
    const lines = () => (heard("Retno").flat() as { key: string }[]).filter(({ key }) => /line|total/.test(key));
    expect(lines()).toEqual([]);
    await town.does("Officer", "confirm-proof", { proofId });
    await town.sponsors("Retno");
    await announcePrices(town.deps, at("2026-12-02T09:00"));
    const unpaid = { key: "notice.price.line", params: { name: "Sumarni3", before: 8_400, after: 16_800 } };
    expect(lines()).toEqual([paid("Sumarni1"), paid("Sumarni2"), unpaid]);
  });

  it("tells of everybody once from the 20th on, whatever an officer has still to check, and says of that only the price", async () => {
    for (const serial of [1, 2]) await town.verified(`W${serial}`, serial);
    await town.sponsors("Retno", { monthsAhead: 3 });
    const proofId = await town.pays("Retno");
    await town.sponsors("Retno");
    await knows("Retno");
    expect(await announcePrices(town.deps, at("2026-12-19T09:05"))).toEqual({ told: 0 });
    expect(await announcePrices(town.deps, at("2026-12-20T09:05"))).toEqual({ told: 1 });
    await town.does("Officer", "confirm-proof", { proofId });
    await announcePrices(town.deps, at("2026-12-21T09:05"));
    expect(heard("Retno")).toHaveLength(1);
    const params = (name: string) => ({ key: "notice.price.line", params: { name, before: 8_400, after: 16_800 } });
    expect((heard("Retno").flat() as { key: string }[]).filter(({ key }) => /line/.test(key))).toEqual([
      params("Sumarni1"),
      params("Sumarni2"),
    ]);
  });

  it("walks through the pledges once, as every job does: a page by id looks through all of them each time", async () => {
    await town.verified("Asih", 1);
    await town.sponsors("Retno");
    const paged = jest.spyOn(town.deps.repositories.pledges, "page");
    expect(await announcePrices(town.deps, at("2026-12-01T09:00"))).toEqual({ told: 1 });
    for (const job of [remindOfHolds, announcePauseEnds]) await job(town.deps, at("2026-12-01T09:00"));
    expect(paged).not.toHaveBeenCalled();
  });

  it("follows the tariff alone: a relief that goes on is no news, and open months take the new price once", async () => {
    const workerId = await town.verified("Asih", 1);
    await town.sponsors("Retno", { monthsAhead: 3 });
    const longer: Tariff = {
      ...TARIFF,
      reductions: TARIFF.reductions.map((one) => ({ ...one, validUntil: "2027-06" as Period })),
    };
    expect(await announcePrices(town.deps, at("2026-12-03T09:00"), longer)).toEqual({ told: 0 });
    const [, , january] = await town.itemsOf(workerId);
    // What an older tariff had opened at another price.
    await town.repositories.dueItems.save({ ...january!, amount: rupiah(8_400) });
    expect(await openDueItems(town.deps, town.now)).toMatchObject({ opened: 0, takenOver: 1 });
    expect(await openDueItems(town.deps, town.now)).toMatchObject({ opened: 0, takenOver: 0 });
    expect((await town.itemsOf(workerId)).map(({ period, amount }) => [period, amount])).toEqual([
      ["2026-11", 8_400],
      ["2026-12", 8_400],
      ["2027-01", 16_800],
    ]);
  });

  it("tells a payer of nothing that is not hers", async () => {
    await town.worker("Budi", draftOf(7));
    await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
    expect(await announcePrices(town.deps, at("2026-12-03T09:00"))).toEqual({ told: 0 });
  });
});
