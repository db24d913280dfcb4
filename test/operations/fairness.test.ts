import { fitsWishes } from "../../src/domain/sponsor/pledge-life";
import { occupiesWorker, type Pledge } from "../../src/domain/sponsor/sponsor";
import type { Worker } from "../../src/domain/worker/worker";
import { mayBeSponsored } from "../../src/domain/worker/worker-life";
import { expireHolds, matchWaiting } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import fc from "../support/property";
import { askedIn, nightsIn, silentSponsor } from "../support/silent-town";
import { DAY, places, Town, wishOf } from "../support/town";

type Shelves = ReturnType<typeof memoryRepositories>["shelves"];
const sponsors = ["Retno", "Joko", "Tini"] as const;

/** What happens next in a town; numbers choose among what is there. */
const happenings = fc.array(
  fc.record({
    kind: fc.constantFrom<"register" | "wish" | "confirm" | "decline" | "end" | "days">(
      ...(["register", "wish", "wish", "confirm", "decline", "end", "days"] as const),
    ),
    who: fc.constantFrom(...sponsors),
    pick: fc.nat(99),
  }),
  { minLength: 5, maxLength: 30 },
);
type Happening = { readonly kind: string; readonly who: (typeof sponsors)[number]; readonly pick: number };

const placeOf = (pick: number) => (pick % 2 === 0 ? places.getasan : places.tengaran);
const wishesOf = (pick: number): Pledge["wishes"] => ({
  ...(pick % 3 === 0 ? { districtCode: placeOf(pick).districtCode } : {}),
  ...(pick % 5 === 0 ? { occupationId: "trader" } : {}),
  ...(pick % 4 === 0 ? { villageId: placeOf(pick).villageId } : {}),
});

async function happens(town: Town, { kind, who, pick }: Happening, serial: number): Promise<void> {
  const own = (await town.sees(who, "own-affairs", {})).pledges;
  const of = (...statuses: string[]) => own.filter(({ status }) => statuses.includes(status))[pick % 3]?.pledgeId;
  const held = of("held");
  const begun = of("active", "paused", "waiting");
  if (kind === "register")
    await town.verified(`W${serial}`, serial, { ...placeOf(pick), occupationId: pick % 3 === 1 ? "trader" : "farmer" });
  if (kind === "wish")
    await town.does(who, "make-pledges", wishOf({ name: who, count: 1 + (pick % 2), wishes: wishesOf(pick) }));
  if (kind === "confirm" && held) await town.does(who, "confirm-pledges", { pledgeIds: [held] });
  if (kind === "decline" && held) await town.does(who, "decline-pledges", { pledgeIds: [held] });
  if (kind === "end" && begun) await town.does(who, "change-pledge", { pledgeId: begun, change: { type: "end" } });
  if (kind === "days") {
    town.now += (1 + (pick % 3)) * DAY;
    await expireHolds(town.deps, town.now);
  }
  await matchWaiting(town.deps, town.now);
}

const holds = (shelves: Shelves) => shelves.pledges.all().filter(({ status }) => status === "held");
const freeOf = (shelves: Shelves): Worker[] => {
  const taken = shelves.pledges
    .all()
    .filter(({ status }) => occupiesWorker(status))
    .map(({ workerId }) => workerId);
  return shelves.workers.all().filter((worker) => mayBeSponsored(worker) && !taken.includes(worker.id));
};

/** Where a worker stands in the line of a pledge: the lower, the sooner. */
function lineOf(worker: Worker, { wishes }: Pledge): string {
  const village = wishes.villageId === worker.villageId ? 0 : 1;
  const left = worker.withoutSponsorSince === undefined ? 1 : 0;
  return `${village} ${left} ${String(worker.submittedAt).padStart(16, "0")} ${worker.id}`;
}

/** Nobody who was free before and is still free stood before whoever was found for a pledge. */
function expectNobodyPassedOver(
  shelves: Shelves,
  freeBefore: ReadonlyMap<string, Worker>,
  before: readonly Pledge[],
): void {
  const known = new Set(before.filter(({ status }) => status === "held").map(({ id }) => id));
  const waitingBefore = before.filter(({ status }) => status === "waiting");
  for (const pledge of holds(shelves).filter(({ id }) => !known.has(id))) {
    const found = shelves.workers.find(pledge.workerId ?? "");
    if (found === null) throw new Error("a hold names nobody");
    for (const other of freeOf(shelves).filter(({ id }) => freeBefore.has(id)))
      if (fitsWishes(pledge.wishes, other)) expect(lineOf(other, pledge) > lineOf(found, pledge)).toBe(true);
    const stillWaiting = waitingBefore.filter(({ id }) => shelves.pledges.find(id)?.status === "waiting");
    const longer = stillWaiting.filter(
      ({ createdAt, sponsorId }) => createdAt < pledge.createdAt && sponsorId !== pledge.sponsorId,
    );
    // A sponsor who has just let her go is not offered the same worker again.
    const letGo = new Set(
      shelves.pledges
        .all()
        .flatMap(({ workerId, sponsorId, status }) => (workerId === found.id && status === "ended" ? [sponsorId] : [])),
    );
    for (const one of longer.filter(({ sponsorId }) => !letGo.has(sponsorId)))
      expect(fitsWishes(one.wishes, found)).toBe(false);
  }
}

describe("fair matching", () => {
  it("passes nobody over who fits equally and has waited longer, neither workers nor sponsors", async () => {
    await fc.assert(
      fc.asyncProperty(happenings, async (list) => {
        const repositories = memoryRepositories();
        const { shelves } = repositories;
        const town = new Town(repositories);
        await town.officer("Officer");
        for (const [serial, one] of list.entries()) {
          const freeBefore = new Map(freeOf(shelves).map((worker) => [worker.id, worker]));
          const before = shelves.pledges.all();
          town.now += 60_000;
          await happens(town, one, serial);
          expectNobodyPassedOver(shelves, freeBefore, before);
          // Whoever is free fits nobody who waits, but a sponsor who has let her go.
          for (const worker of freeOf(shelves)) {
            const letGo = shelves.pledges
              .all()
              .filter(({ workerId }) => workerId === worker.id)
              .map(({ sponsorId }) => sponsorId);
            const wanting = shelves.pledges
              .all()
              .filter(
                ({ status, wishes, sponsorId }) =>
                  status === "waiting" && fitsWishes(wishes, worker) && !letGo.includes(sponsorId),
              );
            expect(wanting).toEqual([]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("puts whoever lost a sponsor at the head of the line", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    const first = await town.verified("Asih", 1, places.tengaran);
    const second = await town.verified("Budi", 2);
    const pledgeId = await town.sponsors("Retno", { wishes: { districtCode: places.getasan.districtCode } });
    expect((await town.repositories.pledges.find(pledgeId))?.workerId).toBe(second);
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
    const candidates = await town.sees("Joko", "candidates", { wishes: {}, count: 5 });
    expect(candidates.map(({ workerId }) => workerId)).toEqual([second, first]);
  });
});

describe("a sponsor who does not pay for whom he helps", () => {
  /** Retno, who paid November for Asih and no more, has waited for one more worker longer than Dewi. */
  async function silentTown(): Promise<Town> {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    await silentSponsor(town);
    for (const name of ["Retno", "Dewi"]) await town.does(name, "make-pledges", wishOf({ name }));
    return town;
  }
  const offered = (town: Town) =>
    town.heard().flatMap((line) => (line.endsWith(" notice.rule.matched") ? [line.split(" ")[0]] : []));
  const seen = async (town: Town) => (await town.sees("Retno", "own-affairs", {})).sponsor?.isSilent;

  it("is not offered another until the last reminder has waited for an answer, and is passed over after that", async () => {
    const town = await silentTown();
    await nightsIn(town, "2026-12-16", "2026-12-25");
    expect(await seen(town)).toBeUndefined();
    await nightsIn(town, "2026-12-26");
    expect(await seen(town)).toBe(true);
    await town.verified("Budi", 2);
    expect(offered(town)).toEqual(["Dewi"]);
    await town.verified("Tari", 3);
    await matchWaiting(town.deps, town.now);
    expect(offered(town)).toEqual(["Dewi"]);
  });

  it("is offered one again when he says that he has paid", async () => {
    const town = await silentTown();
    await nightsIn(town, "2026-12-26");
    await town.verified("Budi", 2);
    await town.verified("Tari", 3);
    await town.pays("Retno");
    expect(await seen(town)).toBeUndefined();
    await matchWaiting(town.deps, town.now);
    expect(offered(town)).toEqual(["Dewi", "Retno"]);
  });

  it("is passed over where the protection has ended, though its months are asked of nobody any more", async () => {
    const town = await silentTown();
    await nightsIn(town, "2026-12-16", "2027-01-16", "2027-02-17", "2027-03-02");
    const late = await askedIn(town, "Retno");
    expect(late).toEqual(["2027-03 2027-03-15"]);
    await town.verified("Budi", 2);
    expect(offered(town)).toEqual(["Dewi"]);
    expect(await seen(town)).toBe(true);
  });

  it("stands in the way of nobody, however many workers he waits for", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    await silentSponsor(town);
    for (let time = 0; time < 6; time += 1)
      await town.does("Retno", "make-pledges", wishOf({ name: "Retno", count: 10 }));
    await town.does("Dewi", "make-pledges", wishOf({ name: "Dewi" }));
    await nightsIn(town, "2026-12-26");
    await town.verified("Budi", 2);
    expect(offered(town)).toEqual(["Dewi"]);
  });
});
