import { type PriceChange, priceChangeWith, tariffChangesWith } from "../domain/contribution/price-change";
import { TARIFF, type Tariff } from "../domain/contribution/tariff-data";
import { firstNameOf } from "../domain/person/person";
import { addMonths, type Period, periodOf } from "../domain/shared/period";
import type { Text } from "../domain/shared/text";
import type { Pledge } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { owesMonths } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { send } from "./notices";
import { pagesOf } from "./saving";
import { personsById } from "./views";

const pageSize = 100;
/** How many workers are named one by one; the others are in the sum. */
const mostNamed = 12;

interface PriceLine extends PriceChange {
  readonly name: string;
}

/**
 * Tells everybody who pays that next month has another price: for whom, from how much to how much, and on what ground; each
 * once for a change, at any time in the month before. The tariff alone decides; nothing is typed anywhere.
 */
export async function announcePrices(
  deps: Deps,
  now: number,
  tariff: Tariff = TARIFF,
): Promise<{ readonly told: number }> {
  const month = addMonths(periodOf(now), 1);
  if (!tariffChangesWith(month, tariff)) return { told: 0 };
  const { sponsors, workers } = deps.repositories;
  let told = 0;
  for await (const page of pagesOf((after) => sponsors.page(after, pageSize)))
    for (const { contactId } of page) if (await tellPayer(deps, contactId, month, tariff)) told += 1;
  for await (const page of pagesOf((after) => workers.page(["verified", "registered", "active"], after, pageSize)))
    for (const contactId of new Set(page.filter(paysHerself).map(({ registeredBy }) => registeredBy.contactId)))
      if (!(await sponsors.findByContact(contactId)) && (await tellPayer(deps, contactId, month, tariff))) told += 1;
  return { told };
}

/** Whoever has lapsed pays nothing now: she reads the price where she is asked for a month. */
const paysHerself = ({ payer, status, withoutSponsorSince }: Worker): boolean =>
  owesMonths(status) && status !== "inactive" && (payer === "self" || withoutSponsorSince !== undefined);

async function tellPayer(deps: Deps, contactId: string, month: Period, tariff: Tariff): Promise<boolean> {
  const lines = await linesFor(deps, contactId, month, tariff);
  const [first] = lines;
  if (first === undefined) return false;
  await send(deps, {
    cause: `${contactId} ${month}`,
    rule: "price",
    contactId,
    texts: [
      { key: "notice.price", params: { month } },
      ...reasonsOf(lines),
      ...lines.slice(0, mostNamed).map(({ name, before, after }) => ({
        key: "notice.price.line",
        params: { name, before, after },
      })),
      ...sumOf(lines),
      { key: "notice.price.certain" },
    ],
    options: ["!status", "!menu"],
  });
  return true;
}

/** Each ground once: most payers have one. */
function reasonsOf(lines: readonly PriceLine[]): Text[] {
  const grounds = new Map(lines.map(({ why, from }) => [`${why.kind} ${why.basis}`, { why, from }]));
  return [...grounds.values()].map(({ why, from }) => ({
    key: `notice.price.why.${why.kind}`,
    params: { basis: why.basis, month: why.kind === "relief-ends" ? addMonths(from, -1) : from },
  }));
}

function sumOf(lines: readonly PriceLine[]): Text[] {
  if (lines.length < 2) return [];
  const total = (of: "before" | "after") => lines.reduce((sum, line) => sum + line[of], 0);
  const params = { count: lines.length, before: total("before"), after: total("after") };
  return [{ key: "notice.price.total", params }];
}

/** Whom a contact pays for, for herself or as a sponsor, where the price changes. */
async function linesFor(deps: Deps, contactId: string, month: Period, tariff: Tariff): Promise<readonly PriceLine[]> {
  const { workers, sponsors, pledges } = deps.repositories;
  const own = (await workers.findByContact(contactId)).filter(paysHerself);
  const sponsor = await sponsors.findByContact(contactId);
  const running = sponsor === null ? [] : (await pledges.findBySponsor(sponsor.id)).filter(isRunning);
  const helped = await workers.findMany(running.flatMap(({ workerId }) => workerId ?? []));
  const persons = await personsById(deps.repositories, [...own, ...helped]);
  const lineOf = (worker: Worker, programmes: Worker["programmes"]): PriceLine[] => {
    const { base, sector, funding, personId } = worker;
    const change = priceChangeWith({ base, sector, funding, programmes }, month, tariff);
    return change === null ? [] : [{ ...change, name: firstNameOf(persons.get(personId)?.name ?? "") }];
  };
  const programmesOf = (worker: Worker) => running.find(({ workerId }) => workerId === worker.id)?.programmes;
  return [
    ...own.flatMap((worker) => lineOf(worker, worker.programmes)),
    ...helped
      .filter(({ status }) => owesMonths(status))
      .flatMap((worker) => lineOf(worker, programmesOf(worker) ?? worker.programmes)),
  ];
}

const isRunning = ({ status }: Pledge): boolean => status === "active" || status === "paused";
