import { changeDueItem, type DueItem, type Payer, protectedUntil } from "../domain/contribution/due-item";
import { addDays, atHour, dayOf, type IsoDay, startOfDay } from "../domain/shared/calendar";
import { comparePeriods, periodOf } from "../domain/shared/period";
import { changePledge } from "../domain/sponsor/pledge-life";
import type { Pledge, Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { changeWorker } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { adoptDueItem, duesOfPledge, duesOfSelfPayer, outsideOf, startOfPaying, whenPayerLeaves } from "./due-plan";
import { mostItems } from "./dues";

/** A worker's months as they will stand in the morning of a day. */
export interface ForeseenDay {
  readonly day: IsoDay;
  readonly items: readonly DueItem[];
}

/** What of a worker's world moves by the calendar alone. */
interface Foreseen {
  readonly worker: Worker;
  readonly pledge: Pledge | null;
  readonly sponsor: Sponsor | null;
  readonly items: ReadonlyMap<string, DueItem>;
}

/**
 * The due items of a worker in the morning of each day between two moments (milliseconds), if nobody does anything: months
 * open and become late, pauses end, a sponsor retires, and a protection lapses as the jobs of the calendar will have it.
 */
export async function foreseenDays(
  { repositories }: Pick<Deps, "repositories">,
  worker: Worker,
  from: number,
  until: number,
): Promise<readonly ForeseenDay[]> {
  const known = await repositories.dueItems.findByWorkers([worker.id], mostItems);
  const pledge = await repositories.pledges.findByWorker(worker.id);
  const [sponsor = null] = pledge === null ? [] : await repositories.sponsors.findMany([pledge.sponsorId]);
  let world: Foreseen = { worker, pledge, sponsor, items: new Map(known.map((item) => [item.id, item])) };
  const days: ForeseenDay[] = [];
  for (let day = dayOf(from); startOfDay(day) < until; day = addDays(day, 1)) {
    world = morningOf(world, day);
    days.push({ day, items: [...world.items.values()] });
  }
  return days;
}

/** The jobs of a night and a morning, in their order. */
function morningOf(world: Foreseen, day: IsoDay): Foreseen {
  const opened = opening(world, startOfDay(day));
  return [passing, resuming, lapsing, retiring].reduce((before, job) => job(before, atHour(day, 7)), opened);
}

function withItems(world: Foreseen, planned: readonly DueItem[], at: number): Foreseen {
  const items = new Map(world.items);
  for (const plan of planned) {
    const existing = items.get(plan.id);
    items.set(plan.id, existing === undefined ? plan : (adoptDueItem(existing, plan, at) ?? existing));
  }
  return { ...world, items };
}

function opening(world: Foreseen, atMs: number): Foreseen {
  const { worker, pledge } = world;
  const isPaidFor = pledge?.status === "active";
  const ofPledge = isPaidFor ? duesOfPledge({ pledge, worker, period: periodOf(atMs), atMs }) : [];
  const opened = withItems(world, ofPledge, atMs);
  const paysHerself = worker.payer === "self" || !isPaidFor;
  const items = [...opened.items.values()];
  return paysHerself ? withItems(opened, duesOfSelfPayer({ worker, items, atMs }), atMs) : opened;
}

function passing(world: Foreseen, atMs: number): Foreseen {
  const late = [...world.items].map(([id, item]): [string, DueItem] => {
    const passed = item.status === "open" ? changeDueItem(item, { type: "pass-due-day" }, atMs) : undefined;
    return [id, passed?.ok ? passed.value : item];
  });
  return { ...world, items: new Map(late) };
}

function resuming(world: Foreseen, atMs: number): Foreseen {
  const { pledge, worker } = world;
  if (pledge?.status !== "paused" || pledge.pausedUntil === undefined || pledge.pausedUntil > atMs) return world;
  const items = [...world.items.values()];
  const startPeriod = startOfPaying(pledge.startPeriod, items, atMs);
  const resumed = changePledge(pledge, { type: "resume", startPeriod }, atMs);
  if (!resumed.ok) return world;
  const { withoutSponsorSince: _since, ...paidFor } = worker;
  const current = periodOf(atMs);
  const period = comparePeriods(startPeriod, current) > 0 ? startPeriod : current;
  const planned = duesOfPledge({ pledge: resumed.value, worker: paidFor, period, atMs });
  const left = letGoOf(world, outsideOf(planned, items, pledge.id), undefined, atMs);
  return withItems({ ...left, worker: paidFor, pledge: resumed.value }, planned, atMs);
}

function lapsing(world: Foreseen, atMs: number): Foreseen {
  const { worker } = world;
  const items = [...world.items.values()];
  const isOver = worker.status === "active" && protectedUntil(items, dayOf(atMs)).status === "inactive";
  if (!isOver || items.some(({ status }) => status === "reported")) return world;
  const lapsed = changeWorker(worker, { type: "lapse" }, atMs);
  return lapsed.ok ? { ...world, worker: lapsed.value } : world;
}

/** The day of a sponsor who hands over: what is unpaid is the worker's, and nobody is foreseen to follow. */
function retiring(world: Foreseen, atMs: number): Foreseen {
  const { sponsor, pledge, worker } = world;
  const { retiresOn, retirementPlan } = sponsor ?? {};
  if (pledge === null || retiresOn === undefined || retirementPlan !== "successor") return world;
  if (retiresOn > dayOf(atMs) || pledge.createdAt >= startOfDay(retiresOn)) return world;
  if (pledge.status === "held") return { ...world, pledge: null };
  const items = [...world.items.values()];
  const heir: Payer = { type: "worker", personId: worker.personId };
  const own = items.filter(({ pledgeId }) => pledgeId === pledge.id);
  const left = letGoOf(world, own, heir, atMs);
  const alone = { ...worker, withoutSponsorSince: worker.withoutSponsorSince ?? atMs };
  const planned = duesOfSelfPayer({ worker: alone, items, atMs });
  return withItems({ ...left, worker: alone, pledge: null }, planned, atMs);
}

function letGoOf(world: Foreseen, going: readonly DueItem[], heir: Payer | undefined, atMs: number): Foreseen {
  const items = new Map(world.items);
  for (const item of going) items.set(item.id, whenPayerLeaves(item, heir, atMs));
  return { ...world, items };
}
