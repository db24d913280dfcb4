import type { Proof } from "../../src/domain/payment/proof";
import { type IsoDay, startOfDay } from "../../src/domain/shared/calendar";
import { carryCredits } from "../../src/operations/credit";
import { markOverdue, openDueItems } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import fc from "../support/property";
import { Crash, DAY, dyingAfter, Town } from "../support/town";

const at = (day: string) => startOfDay(day as IsoDay) + DAY / 3;
const month = 8_400;

let town: Town;
beforeEach(async () => {
  town = await newTown();
});

async function newTown(): Promise<Town> {
  const made = new Town(memoryRepositories());
  await made.officer("Officer");
  return made;
}

/** The same dependencies, where something else happens right after a proof is stored and before its months are marked. */
function betweenStoringAndMarking(of: Town, happens: () => Promise<unknown>): Town["deps"] {
  const { proofs } = of.repositories;
  const add = async (proof: Proof) => {
    const added = await proofs.add(proof);
    await happens();
    return added;
  };
  return { ...of.deps, repositories: { ...of.repositories, proofs: Object.assign(Object.create(proofs), { add }) } };
}

async function confirms(of: Town, proofId: string, amount: number): Promise<void> {
  expect(await of.does("Officer", "confirm-proof", { proofId, amount })).toBe("done");
}

/** What lies on months that count as paid, on months that wait, and on the registration. */
async function accountedFor(of: Town, workerId: string): Promise<number> {
  const items = await of.itemsOf(workerId);
  const onMonths = items.map(({ status, amount, credit }) => (status === "confirmed" ? amount : credit));
  return onMonths.reduce((sum, one) => sum + one, (await of.workerNow(workerId)).credit ?? 0);
}

/** A worker whose sponsor is late, so that either of them may pay the month. */
async function late(of: Town): Promise<string> {
  const workerId = await of.insured("Asih", 1);
  await of.sponsors("Retno");
  of.now = at("2026-11-20");
  await markOverdue(of.deps, of.now);
  return workerId;
}

/** Sponsor and worker report the same month at once; returns their proofs. */
async function bothReport(of: Town, workerId: string): Promise<readonly [string, string]> {
  const [item] = await of.itemsOf(workerId);
  let second = "";
  const deps = betweenStoringAndMarking(of, async () => {
    second = await of.pays("Asih", "worker");
  });
  const effectId = "pay at once";
  await of.does("Retno", "report-payment", { dueItemIds: [item!.id], reference: "sponsor" }, { effectId, deps });
  return [of.deps.ids.derive(effectId, "proof"), second];
}

describe("what an officer found to be paid", () => {
  it.each([
    ["first", 0],
    ["last", 1],
  ] as const)(
    "is kept of both who report one month at once, whosever proof is confirmed %s",
    async (_which, begins) => {
      const workerId = await late(town);
      const proofs = await bothReport(town, workerId);
      await confirms(town, proofs[begins]!, month);
      await confirms(town, proofs[1 - begins]!, month);
      await confirms(town, proofs[1 - begins]!, month);
      expect((await town.workerNow(workerId)).credit).toBe(month);
      town.now = at("2026-12-01");
      await openDueItems(town.deps, town.now);
      await carryCredits(town.deps, town.now);
      expect((await town.itemsOf(workerId)).map(({ status, credit }) => [status, credit])).toEqual([
        ["confirmed", 0],
        ["credited", month],
      ]);
    },
  );

  it("has no receipt for a month that somebody else's proof paid", async () => {
    const workerId = await late(town);
    const [sponsors, workers] = await bothReport(town, workerId);
    await confirms(town, workers, month);
    await confirms(town, sponsors, month);
    const told = (proofId: string) => town.notices.get(town.deps.ids.derive(proofId, "notice.confirmed.payer"));
    expect(told(workers)?.file).toBeDefined();
    expect(told(sponsors)?.file).toBeUndefined();
    expect(told(sponsors)?.texts).toContainEqual({
      key: "notice.confirmed.surplus",
      params: { found: month, surplus: month },
    });
  });

  it("is kept where its month was cancelled before a killed report is done again", async () => {
    const workerId = await town.insured("Asih", 1);
    await town.sponsors("Retno");
    const [item] = await town.itemsOf(workerId);
    const effectId = "pay";
    const input = { dueItemIds: [item!.id], reference: "R" };
    const dying = town.does("Retno", "report-payment", input, { effectId, deps: dyingAfter(town.deps, 1) });
    await expect(dying).rejects.toThrow(Crash);
    await town.does("Asih", "withdraw-worker", { workerId });
    await town.does("Retno", "report-payment", input, { effectId });
    await confirms(town, town.deps.ids.derive(effectId, "proof"), month);
    expect(await town.itemsOf(workerId)).toMatchObject([{ status: "cancelled" }]);
    expect((await town.workerNow(workerId)).credit).toBe(month);
  });

  it("opens the months paid ahead where whoever reported them died before that", async () => {
    const workerId = await town.insured("Asih", 1, { payer: "self" });
    const [item] = await town.itemsOf(workerId);
    await confirms(town, await town.pays("Asih"), month);
    const ahead = item!.id.replace("2026-11", "2026-12");
    const effectId = "ahead";
    const input = { dueItemIds: [ahead], reference: "ahead" };
    const dying = town.does("Asih", "report-payment", input, { effectId, deps: dyingAfter(town.deps, 1) });
    await expect(dying).rejects.toThrow(Crash);
    await confirms(town, town.deps.ids.derive(effectId, "proof"), month);
    expect((await town.itemsOf(workerId)).map(({ status }) => status)).toEqual(["confirmed", "confirmed"]);
  });

  it("leaves no month marked for ever where it is decided while a killed report is done again", async () => {
    const workerId = await town.insured("Asih", 1, { payer: "self" });
    const [item] = await town.itemsOf(workerId);
    const effectId = "pay";
    const proofId = town.deps.ids.derive(effectId, "proof");
    const deps = betweenStoringAndMarking(town, () => confirms(town, proofId, 5_000));
    await town.does("Asih", "report-payment", { dueItemIds: [item!.id], reference: "R" }, { effectId, deps });
    expect(await town.itemsOf(workerId)).toMatchObject([
      { status: "open", credit: 5_000, parts: { [proofId]: 5_000 } },
    ]);
    expect(await town.sees("Asih", "reportable-dues", {})).toMatchObject([{ amount: month - 5_000 }]);
  });

  it("is accounted for to the last rupiah, whoever reports at once, dies or withdraws", async () => {
    const amounts = fc.tuple(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 1, max: 30_000 }));
    const examples = fc.record({
      amounts,
      begins: fc.constantFrom(0, 1),
      ends: fc.constantFrom("none", "between", "before"),
    });
    await fc.assert(
      fc.asyncProperty(examples, async ({ amounts: found, begins, ends }) => {
        const of = await newTown();
        const workerId = await late(of);
        const proofs = await bothReport(of, workerId);
        const withdraws = () => of.does("Asih", "withdraw-worker", { workerId });
        if (ends === "before") await withdraws();
        await confirms(of, proofs[begins]!, found[begins]!);
        if (ends === "between") await withdraws();
        await confirms(of, proofs[1 - begins]!, found[1 - begins]!);
        await carryCredits(of.deps, of.now);
        expect(await accountedFor(of, workerId)).toBe(found[0] + found[1]);
      }),
      { numRuns: 30 },
    );
  });
});
