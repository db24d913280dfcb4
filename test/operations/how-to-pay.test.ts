import { amountToPay } from "../../src/domain/contribution/due-item";
import { createI18n } from "../../src/i18n";
import { memoryRepositories } from "../support/memory-repositories";
import { DAY, dyingAfter, Town, wishOf } from "../support/town";

let town: Town;
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer");
});

/** Asih, Budi and so on, for each of whom a sponsor paid so much for November and left; none where nobody paid yet. */
async function leftWith(...found: readonly (number | undefined)[]): Promise<void> {
  for (const [place, amount] of found.entries()) {
    const who = `Worker ${place + 1}`;
    const workerId = await town.insured(who, place + 1);
    if (amount === undefined) continue;
    const pledgeId = await town.sponsors("Retno", { workerId });
    await town.does("Officer", "confirm-proof", { proofId: await town.pays("Retno", who), amount });
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
  }
}

/** Wati says yes to as many as there are; returns what she is told of how to pay. */
async function follows(count: number, changes: Partial<ReturnType<typeof wishOf>> = {}): Promise<string> {
  const { held } = await town.does("Wati", "make-pledges", wishOf({ name: "Wati", count, ...changes }));
  await town.does("Wati", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
  const told = [...town.notices.values()].filter(({ rule }) => rule === "notice.rule.how-to-pay").at(-1);
  const { render } = createI18n();
  return told?.texts.map((text) => render(text, "id")).join("\n") ?? "";
}

const asked = async (): Promise<number> => {
  const { pledges } = await town.sees("Wati", "own-affairs", {});
  const ids = pledges.flatMap(({ worker }) => worker?.workerId ?? []);
  const items = await town.repositories.dueItems.findByWorkers(ids, 100);
  const own = items.filter(({ pledgeId }) => pledges.some((one) => one.pledgeId === pledgeId));
  return own.reduce((sum, item) => sum + amountToPay(item), 0);
};

describe("how to pay, on a sponsor's yes,", () => {
  it.each([1, 3])("names what is left after what was paid too much, for %d months", async (monthsAhead) => {
    await leftWith(12_400);
    const sum = await follows(1, { monthsAhead });
    const left = monthsAhead === 1 ? 4_400 : 4_400 + 2 * 16_800;
    expect(await asked()).toBe(left);
    expect(sum).toContain(`Untuk 1 pekerja, pembayaran pertama Rp ${new Intl.NumberFormat("id-ID").format(left)}, `);
    expect(sum).toContain("mulai bulan Desember 2026, paling lambat 15 Desember 2026.");
  });

  it("names the board to the coordinator of an office, as its list does", async () => {
    await town.insured("Asih", 1);
    await town.does("Wati", "open-office", { kind: "agency", officeName: "Dinas Contoh", name: "Wati" });
    const told = await follows(1, { kind: "office", officeName: "Dinas Contoh", route: "coordinator" });
    expect(told).toContain("kirim buktinya lewat KANTOR juga.");
    expect(told).not.toContain("SUDAH BAYAR");
    const notice = [...town.notices.values()].findLast(({ rule }) => rule === "notice.rule.how-to-pay");
    expect(notice?.options?.map(({ value }) => value)).toEqual(["!status", "!office"]);
  });

  it("thanks where nothing is to be paid now, and asks for no payment", async () => {
    await leftWith(16_800);
    const told = await follows(1);
    expect(told).toMatch(/^Terima kasih, Bapak\/Ibu\. Untuk 1 pekerja, kelebihan bayar sebelumnya cukup/u);
    expect(told).not.toMatch(/Rp |Bayar langsung|SUDAH BAYAR/u);
    const notice = [...town.notices.values()].findLast(({ rule }) => rule === "notice.rule.how-to-pay");
    expect(notice?.options?.map(({ value }) => value)).toEqual(["!status"]);
  });

  it("names each sum with its own last day, where first months differ", async () => {
    await leftWith(8_400, undefined, 16_800);
    const told = (await follows(3)).split("\n");
    expect(told.slice(0, 3)).toEqual([
      "Terima kasih, Bapak/Ibu. Untuk 1 pekerja, pembayaran pertama Rp 8.400, mulai bulan November 2026, paling lambat 16 November 2026.",
      "Untuk 1 pekerja, Rp 8.400, mulai bulan Desember 2026, paling lambat 15 Desember 2026.",
      "Untuk 1 pekerja, kelebihan bayar sebelumnya cukup untuk iuran pertama, jadi sekarang belum ada yang dibayar.",
    ]);
  });
});

describe("a sponsor's yes", () => {
  it("that is done again after a crash, wherever that came, counts as its own; another to the same worker does not", async () => {
    for (let writes = 1; ; writes += 1) {
      town = new Town(memoryRepositories());
      await town.officer("Officer");
      await town.insured("Asih", 1);
      const { held } = await town.does("Wati", "make-pledges", wishOf({ name: "Wati" }));
      const input = { pledgeIds: held.map(({ pledgeId }) => pledgeId) };
      const deps = dyingAfter(town.deps, writes);
      const died = await town.does("Wati", "confirm-pledges", input, { effectId: "yes", deps }).then(
        () => false,
        () => true,
      );
      if (died) town.now += DAY;
      expect(await town.does("Wati", "confirm-pledges", input, { effectId: "yes" })).toEqual({ active: 1, gone: 0 });
      expect(await town.does("Wati", "confirm-pledges", input)).toEqual({ active: 0, gone: 0 });
      expect(town.told("Wati")).toEqual(["notice.rule.how-to-pay"]);
      if (!died) break;
    }
  });
});
