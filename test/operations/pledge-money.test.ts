import { amountToPay, type DueItem, isPaid } from "../../src/domain/contribution/due-item";
import { rupiah } from "../../src/domain/shared/money";
import { addMonths, comparePeriods, type Period, periodOf } from "../../src/domain/shared/period";
import { monthsAheadChoices } from "../../src/domain/sponsor/pledge-life";
import { carryCredits } from "../../src/operations/credit";
import { duesOfPledge, onDayToPay } from "../../src/operations/due-plan";
import { endPauses, expireHolds, markOverdue, matchWaiting, openDueItems } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import fc from "../support/property";
import { DAY, Town, wishOf } from "../support/town";

const sponsors = ["Retno", "Joko"] as const;
type Act = {
  readonly does: "months" | "pay" | "pause" | "resume" | "end" | "follow" | "days" | "own";
  readonly who: (typeof sponsors)[number];
  readonly pick: number;
};

const acts = fc.array(
  fc.record<Act>({
    does: fc.constantFrom<Act["does"]>(
      ...(["months", "months", "pay", "pay", "pause", "resume", "end", "follow", "days", "days", "own"] as const),
    ),
    who: fc.constantFrom(...sponsors),
    pick: fc.nat(99),
  }),
  { minLength: 8, maxLength: 24 },
);

interface World {
  readonly town: Town;
  readonly workerId: string;
}

async function newWorld(): Promise<World> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  const workerId = await town.insured("Asih", 1);
  await town.sponsors("Retno");
  return { town, workerId };
}

/** Somebody pays what is due for so many of her items, with some rupiah too much, and an officer finds it. */
async function pays({ town }: World, who: string, pick: number): Promise<void> {
  const dues = await town.sees(who, "reportable-dues", {});
  const chosen = dues.slice(0, 1 + (pick % Math.max(1, dues.length)));
  if (chosen.length === 0) return;
  const effectId = `pay ${who} ${town.now}`;
  await town.does(
    who,
    "report-payment",
    { dueItemIds: chosen.map((due) => due.dueItemId), reference: "R" },
    { effectId },
  );
  const owed = chosen.reduce((sum, { amount }) => sum + amount, 0);
  // Now and then too much, and now and then too little.
  const amount = owed + (pick % 3 === 0 ? 137 * pick : 0) - (pick % 7 === 0 ? 5_000 : 0);
  const proofId = town.deps.ids.derive(effectId, "proof");
  await town.does("Officer", "confirm-proof", { proofId, amount: Math.max(1, amount) });
}

async function happens(world: World, { does, who, pick }: Act): Promise<void> {
  const { town } = world;
  const own = (await town.sees(who, "own-affairs", {})).pledges;
  const one = (...statuses: string[]) => own.find(({ status }) => statuses.includes(status))?.pledgeId;
  const running = one("active");
  const paused = one("paused");
  const change = (pledgeId: string | undefined, wanted: Parameters<typeof changed>[1]) =>
    pledgeId === undefined ? undefined : changed(pledgeId, wanted);
  const changed = (
    pledgeId: string,
    wanted:
      | { type: "pause"; until: number }
      | { type: "resume" }
      | { type: "end" }
      | { type: "months"; monthsAhead: number },
  ) => town.does(who, "change-pledge", { pledgeId, change: wanted });
  if (does === "months") await change(running, { type: "months", monthsAhead: monthsAheadChoices[pick % 4] ?? 1 });
  if (does === "pause") await change(running, { type: "pause", until: town.now + (1 + (pick % 70)) * DAY });
  if (does === "resume") await change(paused, { type: "resume" });
  if (does === "end") await change(running ?? paused, { type: "end" });
  if (does === "pay") await pays(world, who, pick);
  if (does === "own") await pays(world, "Asih", pick);
  if (does === "follow") await follows(world, who);
  if (does === "days") await passes(world, 1 + (pick % 35));
}

async function follows({ town }: World, who: string): Promise<void> {
  const { held } = await town.does(who, "make-pledges", wishOf({ name: who, startPeriod: periodOf(town.now) }));
  await town.does(who, "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
}

/** Days go by; the bell rings in each month. */
async function passes(world: World, days: number): Promise<void> {
  for (let left = days; left > 0; left -= 25) {
    world.town.now += Math.min(left, 25) * DAY;
    await bell(world);
  }
}

async function bell({ town }: World): Promise<void> {
  const { deps, now } = town;
  for (const job of [expireHolds, endPauses, matchWaiting, openDueItems, carryCredits, markOverdue])
    await job(deps, now);
}

/** Each worker and period has one item at most, and every rupiah that was found is somewhere. */
async function expectOrder({ town, workerId }: World): Promise<readonly DueItem[]> {
  const items = await town.itemsOf(workerId);
  expect(new Set(items.map(({ period }) => period)).size).toBe(items.length);
  const found = items.reduce(
    (sum, { paid = 0, parts = {} }) => sum + paid + Object.values(parts).reduce((a, b) => a + b, 0),
    0,
  );
  const cost = items.filter(isPaid).reduce((sum, { amount }) => sum + amount, 0);
  const laid = items.filter((item) => !isPaid(item)).reduce((sum, { credit }) => sum + credit, 0);
  const left = (await town.workerNow(workerId)).credit ?? 0;
  expect(cost + laid + left).toBe(found);
  for (const item of items) expect(amountToPay(item)).toBeLessThanOrEqual(item.amount);
  return items;
}

/** Whoever pays now is asked for this month, or has paid for it: no month is skipped while a pledge runs. */
async function expectNoneSkipped({ town, workerId }: World, items: readonly DueItem[]): Promise<void> {
  const pledge = await town.repositories.pledges.findByWorker(workerId);
  if (pledge?.status !== "active") return;
  const current = periodOf(town.now);
  for (let month: Period = pledge.startPeriod; month <= current; month = addMonths(month, 1)) {
    const item = items.find(({ period }) => period === month);
    expect(`${month} ${item?.status ?? "missing"}`).not.toMatch(/missing|cancelled/u);
  }
  const unpaid = items.filter(
    ({ period, status }) => period >= pledge.startPeriod && (status === "open" || status === "overdue"),
  );
  for (const item of unpaid) expect(item.pledgeId).toBe(pledge.id);
  // Nothing is asked for ahead but what is paid together now, on one day, or later once the first was paid or covered without it.
  const worker = await town.workerNow(workerId);
  const period = comparePeriods(pledge.startPeriod, current) > 0 ? pledge.startPeriod : current;
  const stored = new Map(items.map((item) => [item.id, item]));
  const dues = new Map(duesOfPledge({ pledge, worker, period, atMs: town.now }).map((item) => [item.period, item]));
  for (const { period: ahead, dueDay, amount } of unpaid.filter((item) => item.period > current)) {
    const together = dues.get(ahead);
    const alone = together && onDayToPay(together, stored);
    // The nights look at no block that has not begun.
    const days = pledge.startPeriod > current ? [together?.dueDay, alone?.dueDay] : [alone?.dueDay];
    expect(days).toContain(dueDay);
    expect(amount).toBe(together?.amount);
  }
}

describe("the months and the money of a worker", () => {
  it("come out right whatever sponsors change, pay too much or too little, pause, leave and follow", async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        const world = await newWorld();
        for (const act of list) {
          world.town.now += 60_000;
          await happens(world, act);
          await bell(world);
          await expectNoneSkipped(world, await expectOrder(world));
        }
      }),
      { numRuns: 25 },
    );
  });

  it("a surplus pays the months that open later, and is kept until then", async () => {
    const world = await newWorld();
    const { town, workerId } = world;
    const dues = await town.sees("Retno", "reportable-dues", {});
    const effectId = "pay";
    await town.does("Retno", "report-payment", { dueItemIds: dues.map((due) => due.dueItemId) }, { effectId });
    const proofId = town.deps.ids.derive(effectId, "proof");
    await town.does("Officer", "confirm-proof", { proofId, amount: 30_000 });
    expect((await town.workerNow(workerId)).credit).toBe(rupiah(21_600));
    town.now = Date.parse("2026-12-01T09:00:00+07:00");
    await bell(world);
    town.now = Date.parse("2027-01-02T09:00:00+07:00");
    await bell(world);
    const items = await town.itemsOf(workerId);
    expect(items.map(({ period, status, credit }) => `${period} ${status} ${credit}`)).toEqual([
      "2026-11 confirmed 0",
      "2026-12 credited 8400",
      "2027-01 open 13200",
    ]);
    expect(await town.workerNow(workerId)).not.toHaveProperty("credit");
    expect(await carryCredits(town.deps, town.now)).toEqual({ carried: 0 });
  });

  it("of what is kept a text says only what this proof brought, before and after it is confirmed", async () => {
    const { town, workerId } = await newWorld();
    const [pledge] = await town.repositories.pledges.findByWorkers([workerId]);
    const change = { type: "months", monthsAhead: 3 } as const;
    await town.does("Retno", "change-pledge", { pledgeId: pledge?.id ?? "", change });
    const dues = await town.sees("Retno", "reportable-dues", {});
    for (const { period, dueItemId } of dues)
      await town.does("Retno", "report-payment", { dueItemIds: [dueItemId], reference: period }, { effectId: period });
    const kept = async (place: number, surplus: number) => {
      const proofId = town.deps.ids.derive(dues[place]?.period ?? "", "proof");
      const amount = (dues[place]?.amount ?? 0) + surplus;
      const foreseen = await town.sees("Officer", "surplus-use", { proofId, amount });
      await town.does("Officer", "confirm-proof", { proofId, amount });
      const texts = [...town.notices.values()].flatMap((notice) => notice.texts);
      const said = texts.findLast(({ key }) => key === "common.surplus.kept")?.params?.["amount"];
      return [foreseen?.kept.map((one) => one.amount), said];
    };
    expect(await kept(0, 5_000)).toEqual([[5_000], 5_000]);
    expect(await kept(1, 1_000)).toEqual([[1_000], 1_000]);
    expect((await town.workerNow(workerId)).credit).toBe(rupiah(6_000));
  });
});
