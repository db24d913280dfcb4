import { monthsAheadChoices } from "../../src/domain/sponsor/pledge-life";
import { occupiesWorker } from "../../src/domain/sponsor/sponsor";
import type { Effects } from "../../src/operations/catalog";
import {
  endPauses,
  expireHolds,
  markInactive,
  markOverdue,
  matchWaiting,
  openDueItems,
} from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import fc from "../support/property";
import { Crash, DAY, draftOf, dyingAfter, MORNING, places, Town, wishOf } from "../support/town";

const people = ["Asih", "Budi", "Dwi", "Retno", "Officer", "Near"] as const;
type Shelves = ReturnType<typeof memoryRepositories>["shelves"];
type Act = { [N in keyof Effects]: { name: N; input: Effects[N]["input"] } }[keyof Effects];

/** What somebody tries: `pick` chooses among whatever exists by then, sensible or not. */
interface Attempt {
  readonly kind: number;
  readonly who: (typeof people)[number];
  readonly pick: number;
  /** After how many writes the process dies; it is done again. */
  readonly dies: number;
  readonly days: number;
}

const attempts = fc.array(
  fc.record<Attempt>({
    kind: fc.nat(99),
    who: fc.constantFrom(...people),
    pick: fc.nat(999),
    dies: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 8 })),
    days: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) }),
  }),
  { minLength: 20, maxLength: 90 },
);

function chosen<T extends { readonly id: string }>(
  shelf: { all(): T[] },
  pick: number,
  likely: (value: T) => boolean = () => true,
): T | undefined {
  const all = shelf.all();
  const fitting = all.filter(likely);
  // Every sixth choice does not care whether it makes sense.
  const from = fitting.length > 0 && pick % 6 !== 0 ? fitting : all;
  return from[pick % Math.max(1, from.length)];
}

/** Who tries what; `rightful` is a name or a contact's id of whoever could succeed. */
interface Tried {
  readonly act: Act;
  readonly rightful?: string | undefined;
}

function triedOn(shelves: Shelves, pick: number): readonly Tried[] {
  const officer = pick % 5 === 0 ? "Near" : "Officer";
  const draft = draftOf(pick % 7, {
    ...(pick % 2 === 0 ? places.getasan : places.tengaran),
    payer: pick % 3 === 0 ? "self" : "sponsor",
    relation: pick % 4 === 0 ? "helper" : "self",
  });
  return [
    { act: { name: "submit-worker", input: draft } },
    { act: { name: "submit-worker", input: draft } },
    ...onWorkers(shelves, pick, officer),
    ...onPledges(shelves, pick),
    ...onPayments(shelves, pick, officer),
    { act: { name: "open-task", input: { kind: "emergency", text: "tolong" } } },
    {
      act: { name: "answer-task", input: { taskId: chosen(shelves.tasks, pick)?.id ?? "none", answer: "ya" } },
      rightful: officer,
    },
    // Seldom, because little is left afterwards.
    ...(pick % 5 === 0
      ? [
          { act: { name: "withdraw-consent", input: { textVersion: 1, messageId: "m" } } as const },
          { act: { name: "delete-data", input: {} } as const },
        ]
      : []),
  ];
}

function onWorkers(shelves: Shelves, pick: number, officer: string): Tried[] {
  const of = (...statuses: string[]) => chosen(shelves.workers, pick, ({ status }) => statuses.includes(status));
  const submitted = of("submitted");
  const seen = { workerId: submitted?.id ?? "nobody", revision: submitted?.revision ?? 0 };
  const rejected = of("rejected");
  const any = of("submitted", "verified", "registered", "active");
  const mended = draftOf(pick % 7, { ...(rejected === undefined ? {} : { mends: rejected.id }), payer: "sponsor" });
  return [
    { act: { name: "verify-worker", input: seen }, rightful: officer },
    { act: { name: "verify-worker", input: seen }, rightful: officer },
    { act: { name: "reject-worker", input: { ...seen, reason: "other" } }, rightful: officer },
    {
      act: { name: "record-kpj", input: { workerId: of("verified")?.id ?? "nobody", kpj: "12345678901" } },
      rightful: officer,
    },
    { act: { name: "submit-worker", input: mended }, rightful: rejected?.registeredBy.contactId },
    ...(pick % 3 === 0
      ? [
          {
            act: { name: "withdraw-worker", input: { workerId: any?.id ?? "nobody" } } as const,
            rightful: any?.registeredBy.contactId,
          },
        ]
      : []),
    {
      act: { name: "correct-data", input: { workerId: any?.id ?? "nobody", field: "name", value: "Nama Baru" } },
      rightful: any?.registeredBy.contactId,
    },
  ];
}

function onPledges(shelves: Shelves, pick: number): Tried[] {
  const monthsAhead = monthsAheadChoices[pick % 4] ?? 1;
  const of = (...statuses: string[]) => chosen(shelves.pledges, pick, ({ status }) => statuses.includes(status));
  const ownerOf = (sponsorId: string | undefined) =>
    shelves.sponsors.all().find(({ id }) => id === sponsorId)?.contactId;
  const held = of("held");
  const active = of("active");
  const paused = of("paused");
  const workerId = chosen(shelves.workers, pick, ({ status }) => status === "verified")?.id ?? "nobody";
  const pledgeIds = held === undefined ? [] : [held.id];
  const change = (pledge: typeof active, wanted: Effects["change-pledge"]["input"]["change"]): Tried => ({
    act: { name: "change-pledge", input: { pledgeId: pledge?.id ?? "none", change: wanted } },
    rightful: ownerOf(pledge?.sponsorId),
  });
  return [
    { act: { name: "make-pledges", input: wishOf({ count: 1 + (pick % 3), monthsAhead }) } },
    { act: { name: "make-pledges", input: wishOf({ workerId }) } },
    { act: { name: "confirm-pledges", input: { pledgeIds } }, rightful: ownerOf(held?.sponsorId) },
    { act: { name: "confirm-pledges", input: { pledgeIds } }, rightful: ownerOf(held?.sponsorId) },
    { act: { name: "confirm-pledges", input: { pledgeIds } }, rightful: ownerOf(held?.sponsorId) },
    { act: { name: "decline-pledges", input: { pledgeIds } }, rightful: ownerOf(held?.sponsorId) },
    change(active, { type: "pause", until: MORNING + (pick % 90) * DAY }),
    change(active, { type: "months", monthsAhead }),
    change(active, { type: "end" }),
    change(paused, { type: "resume" }),
  ];
}

function onPayments(shelves: Shelves, pick: number, officer: string): Tried[] {
  const item = chosen(shelves.dueItems, pick, ({ status }) => status === "open" || status === "overdue");
  const sponsorId = item?.payer.type === "sponsor" ? item.payer.sponsorId : undefined;
  const payer =
    sponsorId === undefined
      ? shelves.workers.all().find(({ id }) => id === item?.workerId)?.registeredBy.contactId
      : shelves.sponsors.all().find(({ id }) => id === sponsorId)?.contactId;
  const dueItemIds = pick % 2 === 0 ? shelves.dueItems.all().map(({ id }) => id) : item === undefined ? [] : [item.id];
  const report: Tried = {
    act: { name: "report-payment", input: { dueItemIds, contentHash: `h${pick % 50}` } },
    rightful: payer,
  };
  const proofId = chosen(shelves.proofs, pick, ({ status }) => status === "waiting")?.id ?? "none";
  const confirm: Tried = { act: { name: "confirm-proof", input: { proofId } }, rightful: officer };
  const reject: Tried = { act: { name: "reject-proof", input: { proofId, reason: "other" } }, rightful: officer };
  return [report, report, report, confirm, confirm, confirm, reject];
}

/** The attempt as an effect on what exists now; most are tried by whoever could succeed. */
async function triedNow(
  town: Town,
  shelves: Shelves,
  { kind, pick, who }: Attempt,
): Promise<{ act: Act; who: string }> {
  const all = triedOn(shelves, pick);
  const tried = all[kind % all.length] as Tried;
  const { rightful } = tried;
  if (rightful === undefined || kind % 7 === 0) return { act: tried.act, who };
  const names = await Promise.all(people.map(async (name) => [name, (await town.contact(name)).id] as const));
  return { act: tried.act, who: names.find(([name, id]) => rightful === name || rightful === id)?.[0] ?? who };
}

async function attempt(town: Town, effectId: string, who: string, act: Act, dies: number): Promise<void> {
  const options = { effectId, deps: dies === 0 ? town.deps : dyingAfter(town.deps, dies) };
  try {
    await town.does(who, act.name, act.input, options);
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    await town.does(who, act.name, act.input, { effectId });
  }
}

async function jobs(town: Town): Promise<void> {
  for (const job of [expireHolds, endPauses, matchWaiting, openDueItems, markOverdue, markInactive])
    await Promise.all([job(town.deps, town.now), job(town.deps, town.now)]);
}

async function newTown(): Promise<{ town: Town; shelves: Shelves }> {
  const repositories = memoryRepositories();
  const town = new Town(repositories);
  await town.officer("Officer");
  await town.officer("Near", { type: "district", districtCode: places.getasan.districtCode });
  for (const [index, who] of (["Asih", "Budi", "Dwi"] as const).entries()) {
    const workerId = await town.worker(who, draftOf(index, { payer: index === 2 ? "self" : "sponsor" }));
    await town.verifies("Officer", workerId);
  }
  return { town, shelves: repositories.shelves };
}

/** What must be true at any time, whatever anybody tried. */
function expectOrder(town: Town, shelves: Shelves): void {
  const workers = new Map(shelves.workers.all().map((worker) => [worker.id, worker]));
  const occupied = shelves.pledges.all().filter(({ status }) => occupiesWorker(status));
  const taken = occupied.map(({ workerId }) => workerId);
  expect(new Set(taken).size).toBe(taken.length);
  for (const { workerId } of occupied)
    expect(["verified", "registered", "active", "inactive"]).toContain(workers.get(workerId ?? "")?.status);
  const months = shelves.dueItems.all().map(({ workerId, period }) => `${workerId} ${period}`);
  expect(new Set(months).size).toBe(months.length);
  for (const { status, kpj } of workers.values())
    if (status === "active" || status === "registered") expect(kpj).toBeDefined();
  const waiting = new Set(shelves.proofs.all().flatMap(({ status, id }) => (status === "waiting" ? [id] : [])));
  for (const { status, proofId } of shelves.dueItems.all())
    if (status === "reported") expect(waiting).toContain(proofId);
  const words = JSON.stringify([...town.notices.values()]);
  expect(words).not.toMatch(/3322015708/);
  expect(words).not.toContain("Lestari");
}

/** What is settled stays settled; what is told stays told. */
function settled(shelves: Shelves): string[] {
  return shelves.dueItems.all().flatMap(({ id, status }) => (status === "confirmed" ? [id] : []));
}

function expectOfficersKeptToTheirOwn(shelves: Shelves, effectId: string): void {
  const entry = shelves.audit.find(effectId);
  const worker = entry?.action === "verify-worker" ? shelves.workers.find(entry.subject.id) : null;
  if (entry === null || worker === null) return;
  const officer = shelves.officers.find(entry.actor.id);
  expect(officer?.contactId).not.toBe(worker.registeredBy.contactId);
  if (officer?.area.type === "district") expect(worker.districtCode).toBe(officer.area.districtCode);
}

describe("whatever people try", () => {
  it("one after the other, with crashes and jobs in between, no promise is broken", async () => {
    await fc.assert(
      fc.asyncProperty(attempts, async (list) => {
        const { town, shelves } = await newTown();
        for (const [index, one] of list.entries()) {
          town.now += 60_000 + one.days * DAY;
          const before = settled(shelves);
          const { act, who } = await triedNow(town, shelves, one);
          await attempt(town, `try-${index}`, who, act, one.dies);
          expect(shelves.audit.find(`try-${index}`)).not.toBeNull();
          expectOfficersKeptToTheirOwn(shelves, `try-${index}`);
          if (one.days > 0) await jobs(town);
          expectOrder(town, shelves);
          expect(settled(shelves)).toEqual(expect.arrayContaining(before));
        }
        for (const who of people) await town.sees(who, "own-affairs", {});
      }),
      { numRuns: 80 },
    );
  });

  it("all at once, each contact for itself, no worker has two sponsors and no month two bills", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(attempts, { minLength: 1, maxLength: 4 }),
        fc.scheduler(),
        async (rounds, scheduler) => {
          const { town, shelves } = await newTown();
          for (const who of people) await town.contact(who);
          for (const [round, list] of rounds.entries()) {
            town.now += 60_000;
            const byPerson = people.map((who) => list.filter((one) => one.who === who));
            const lives = byPerson.map(async (own, person) => {
              for (const [index, one] of own.entries()) {
                await scheduler.schedule(Promise.resolve());
                const { act } = await triedNow(town, shelves, { ...one, kind: one.kind * 7 });
                await attempt(town, `try-${round}-${person}-${index}`, one.who, act, one.dies);
              }
            });
            await scheduler.waitFor(Promise.all([...lives, jobs(town)]));
            const taken = shelves.pledges
              .all()
              .flatMap(({ status, workerId }) => (occupiesWorker(status) ? [workerId] : []));
            expect(new Set(taken).size).toBe(taken.length);
            const months = shelves.dueItems.all().map(({ workerId, period }) => `${workerId} ${period}`);
            expect(new Set(months).size).toBe(months.length);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
