import { createI18n } from "../../src/i18n";
import { offerToStandBys } from "../../src/operations/stand-by-offers";
import { memoryRepositories } from "../support/memory-repositories";
import { monthsGoBy, silentSponsor, standsBy } from "../support/silent-town";
import { Town } from "../support/town";

const { render } = createI18n();
const ask = /belum bisa dipastikan petugas, .*tanyakan dulu.*ketik PETUGAS:/u;

let town: Town;
let pledgeId: string;
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer");
  ({ pledgeId } = await silentSponsor(town));
  await standsBy(town, "Siti");
});

/** Retno says that a month is paid, and an officer does not find it, or finds less. */
async function refused(period: string, amount?: number): Promise<void> {
  const dues = await town.sees("Retno", "reportable-dues", {});
  const dueItemIds = dues.flatMap((due) => (due.period === period ? [due.dueItemId] : []));
  await town.does("Retno", "report-payment", { dueItemIds, reference: "R" }, { effectId: "report" });
  const proofId = town.deps.ids.derive("report", "proof");
  if (amount === undefined) await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
  else await town.does("Officer", "confirm-proof", { proofId, amount });
}

const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  "worker.taken-over": async () => {
    await offerToStandBys(town.deps, town.now);
    const { pledges } = await town.sees("Siti", "own-affairs", {});
    const asked = pledges.filter(({ standBy }) => standBy !== undefined).map((one) => one.pledgeId);
    await town.does("Siti", "confirm-pledges", { pledgeIds: asked });
  },
  "worker.ended": () => town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } }),
  "worker.paused": () => town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause" } }),
  "worker.resumed": async () => {
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause" } });
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "resume" } });
  },
};

/** What whoever registered the worker read last under a rule. */
function read(rule: string): string {
  const last = [...town.notices.values()].filter((one) => one.rule === `notice.rule.${rule}`).at(-1);
  return last?.texts.map((text) => render(text, "id")).join("\n") ?? "";
}

describe.each(Object.entries(ways))("a worker who is told of late months that are hers (%s)", (rule, happens) => {
  it("has to ask first about the one whose proof did not hold", async () => {
    await monthsGoBy(town);
    await refused("2026-12");
    await happens();
    const [plain = "", toAsk = ""] = read(rule).split(/^Untuk yang di bawah ini bukti/mu);
    expect(plain).toContain("• Januari 2027: Rp 16.800");
    expect(plain).not.toContain("Desember 2026");
    expect(`bukti${toAsk}`).toMatch(ask);
    expect(toAsk).toContain("• Desember 2026: Rp 8.400");
    expect(toAsk).not.toContain("• Januari 2027");
    const [asih] = (await town.sees("Asih", "own-affairs", {})).workers;
    const own = asih?.dues.filter(({ isWorkers, status }) => isWorkers && status === "overdue");
    expect(own?.map((due) => [due.period, due.refusal])).toEqual([
      ["2026-12", {}],
      ["2027-01", undefined],
    ]);
  });

  it("reads both as late where a payment was only too little, of which its sender was told", async () => {
    await monthsGoBy(town);
    await refused("2026-12", 1_000);
    await happens();
    expect(read(rule)).toMatch(/dibayar sendiri:\n• Desember 2026: .*\n• Januari 2027/u);
    expect(read(rule)).not.toContain("tanyakan dulu");
  });
});

describe("a worker whose sponsor leaves", () => {
  it("has to ask first about the month that is not late yet, whose proof did not hold", async () => {
    await monthsGoBy(town);
    await refused("2027-02");
    await ways["worker.ended"]?.();
    expect(read("worker.ended")).toMatch(/\nBukti bayar untuk Februari 2027 belum bisa.*tanyakan dulu.*Rp 16\.800/u);
    expect(read("worker.ended")).not.toContain("Yang berikutnya, Februari 2027");
  });
});
