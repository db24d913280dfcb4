import { createI18n } from "../../src/i18n";
import { carryCredits } from "../../src/operations/credit";
import { endPledge } from "../../src/operations/pledge-ends";
import { expireHolds, openDueItems } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import { Town, wishOf } from "../support/town";

let town: Town;
let workerId: string;
let pledgeId: string;
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer");
  workerId = await town.insured("Asih", 1);
  pledgeId = await town.sponsors("Retno");
});

const confirms = async (amount: number) =>
  town.does("Officer", "confirm-proof", { proofId: await town.pays("Retno"), amount });
const leaves = async () => void (await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } }));
/** What whoever registered the worker read last under a rule. */
function read(rule: string): string {
  const { render } = createI18n();
  const last = [...town.notices.values()].filter((one) => one.rule === `notice.rule.${rule}`).at(-1);
  return last?.texts.map((text) => render(text, "id")).join("\n") ?? "";
}

const ways: readonly (readonly [string, string, () => Promise<void>])[] = [
  ["leaves", "worker.ended", leaves],
  ["retires", "worker.ended", () => endPledge(town.deps, pledgeId, { reason: "sponsor-retired" }, town.now)],
  [
    "pauses",
    "worker.paused",
    async () => void (await town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause" } })),
  ],
  [
    "leaves, and the one who was asked to follow is silent",
    "worker.not-taken",
    async () => {
      await town.does("Nanik", "make-pledges", wishOf({ name: "Nanik" }));
      await leaves();
      town.now = town.afterHold;
      await expireHolds(town.deps, town.now);
    },
  ],
];

describe.each(ways)("a worker for whom too much was paid, whose sponsor %s", (_how, rule, goes) => {
  it.each([
    [8_400, "", "Yang belum dibayar mulai Desember 2026: Rp 8.400, paling lambat 15 Desember 2026."],
    [12_400, "", "Yang belum dibayar mulai Desember 2026: Rp 4.400, paling lambat 15 Desember 2026."],
    [
      16_800,
      "Kelebihan bayar cukup untuk iuran Desember 2026.",
      "Yang belum dibayar mulai Januari 2027: Rp 16.800, paling lambat 15 Januari 2027.",
    ],
    [
      40_000,
      "Kelebihan bayar cukup untuk iuran 2 bulan, sampai Januari 2027.",
      "Yang belum dibayar mulai Februari 2027: Rp 10.400, paling lambat 15 Februari 2027.",
    ],
  ])("reads after Rp %d for November what it is enough for, and what is left", async (amount, enough, left) => {
    await confirms(amount);
    await goes();
    const told = read(rule);
    expect(told).toContain(left);
    expect(told).toContain(enough);
    expect(told.includes("Kelebihan")).toBe(enough !== "");
  });
});

describe("a worker part of whose open month was paid", () => {
  it("reads what is left of it once her sponsor has left, and owes no more", async () => {
    await confirms(12_400);
    town.now = Date.parse("2026-12-02T09:00:00+07:00");
    await openDueItems(town.deps, town.now);
    await carryCredits(town.deps, town.now);
    await leaves();
    expect(read("worker.ended")).toContain("mulai Desember 2026: Rp 4.400, paling lambat 15 Desember 2026.");
    expect((await town.itemsOf(workerId)).at(-1)).toMatchObject({ period: "2026-12", credit: 4_000 });
  });
});

describe.each(ways)("a worker for whom nothing was ever paid, whose sponsor %s", (_how, rule, goes) => {
  it("reads that protection begins with what she pays, and of none that could end", async () => {
    await goes();
    expect(read(rule)).toContain("boleh dibayar sendiri supaya perlindungan mulai: ketik CARA BAYAR");
    expect(read(rule)).not.toContain("tidak putus");
  });

  it("reads that it goes on where a month was paid", async () => {
    await confirms(8_400);
    await goes();
    expect(read(rule)).toContain("supaya perlindungan tidak putus");
  });
});
