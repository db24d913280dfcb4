import { type DueItem, isPaid } from "../domain/contribution/due-item";
import { type PriceChange, priceChangeWith, tariffChangesWith } from "../domain/contribution/price-change";
import { TARIFF, type Tariff } from "../domain/contribution/tariff-data";
import { firstNameOf } from "../domain/person/person";
import { dayOf } from "../domain/shared/calendar";
import { addMonths, type Period, periodOf } from "../domain/shared/period";
import type { Text } from "../domain/shared/text";
import type { Pledge } from "../domain/sponsor/sponsor";
import type { Worker, WorkerTerms } from "../domain/worker/worker";
import { owesMonths } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { itemsOfWorkers } from "./dues";
import { eachSafely, toLog } from "./each-safely";
import { send } from "./notices";
import { personsById } from "./views";

/** How many workers are named one by one; the others are in the sum. */
const mostNamed = 12;
/** From this day of the month before on, nobody's news waits for an officer any more. */
const dayAtLatest = 20;

interface PriceLine extends PriceChange {
  readonly name: string;
  /** The last month that is paid already, where the change falls into months that are. */
  readonly paidUntil?: Period;
  /** True while an officer has to find out whether the month of the change is paid. */
  readonly isReported?: true;
}

/**
 * Tells everybody who pays that next month has another price: for whom, from how much to how much, and on what ground; each
 * once for a change, at any time in the month before. Where an officer still looks at a payment for that month, all that this
 * payer is told waits for it, until the 20th at the latest: then its price is told without saying whether it is paid. The tariff
 * alone decides; nothing is typed anywhere.
 */
export async function announcePrices(
  deps: Deps,
  now: number,
  tariff: Tariff = TARIFF,
): Promise<{ readonly told: number }> {
  const month = addMonths(periodOf(now), 1);
  if (!tariffChangesWith(month, tariff)) return { told: 0 };
  let told = 0;
  const mayWait = Number(dayOf(now).slice(-2)) < dayAtLatest;
  const tell = async (contactId: string): Promise<void> => {
    const lines = await linesFor(deps, contactId, month, tariff);
    if (lines.length === 0 || (mayWait && lines.some(({ isReported }) => isReported))) return;
    await tellPayer(deps, contactId, month, lines);
    told += 1;
  };
  await eachSafely(payers(deps), tell, toLog(deps.logger, "announce-prices"));
  return { told };
}

/** The contacts of all who pay, each once. Nothing is unsealed to find them, so that a record that cannot be read hides none. */
async function* payers({ repositories }: Deps): AsyncGenerator<string> {
  const { pledges, sponsors, workers } = repositories;
  const seen = new Set<string>();
  const unseen = (contacts: ReadonlyMap<string, string>): string[] => {
    const fresh = [...new Set(contacts.values())].filter((id) => !seen.has(id));
    for (const id of fresh) seen.add(id);
    return fresh;
  };
  for await (const page of (await pledges.walk(["active", "paused"])).pages)
    yield* unseen(await sponsors.contactsOf([...new Set(page.map(({ sponsorId }) => sponsorId))]));
  for await (const page of (await workers.walkTerms(["verified", "registered", "active"])).pages)
    yield* unseen(await workers.contactsOf(page.filter(paysHerself).map(({ id }) => id)));
}

/** Whoever has lapsed pays nothing now: she reads the price where she is asked for a month. */
const paysHerself = ({ payer, status, withoutSponsorSince }: WorkerTerms): boolean =>
  owesMonths(status) && status !== "inactive" && (payer === "self" || withoutSponsorSince !== undefined);

async function tellPayer(deps: Deps, contactId: string, month: Period, lines: readonly PriceLine[]): Promise<void> {
  await send(deps, {
    cause: `${contactId} ${month}`,
    rule: "price",
    contactId,
    texts: [
      { key: "notice.price", params: { month } },
      ...reasonsOf(lines),
      ...lines.slice(0, mostNamed).map(lineText),
      ...sumOf(lines.filter(({ paidUntil }) => paidUntil === undefined)),
      { key: "notice.price.certain" },
    ],
    options: ["!status", "!menu"],
  });
}

/** What is paid already is not paid again; by what price it was paid, the official bill has decided (F2.29). */
const lineText = ({ name, before, after, paidUntil: month }: PriceLine): Text =>
  month === undefined
    ? { key: "notice.price.line", params: { name, before, after } }
    : { key: "notice.price.line-paid", params: { name, month, after } };

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
  const begun = sponsor === null ? [] : (await pledges.findBySponsor(sponsor.id)).filter(isBegun);
  const helped = await workers.findMany(begun.flatMap(({ workerId }) => workerId ?? []));
  const persons = await personsById(deps.repositories, [...own, ...helped]);
  const items = await itemsOfWorkers(
    deps,
    [...own, ...helped].map(({ id }) => id),
  );
  const lineOf = (worker: Worker, programmes: Worker["programmes"]): PriceLine[] => {
    const { id, base, sector, funding, personId } = worker;
    const change = priceChangeWith({ base, sector, funding, programmes }, month, tariff);
    const hers = items.filter(({ workerId }) => workerId === id);
    if (change === null) return [];
    const isReported = hers.some((item) => item.period === month && item.status === "reported");
    const paid = isReported ? { isReported } : paidFrom(month, hers);
    return [{ ...change, name: firstNameOf(persons.get(personId)?.name ?? ""), ...paid }];
  };
  const programmesOf = (worker: Worker) => begun.find(({ workerId }) => workerId === worker.id)?.programmes;
  return [
    ...own.flatMap((worker) => lineOf(worker, worker.programmes)),
    ...helped
      .filter(({ status }) => owesMonths(status))
      .flatMap((worker) => lineOf(worker, programmesOf(worker) ?? worker.programmes)),
  ];
}

/** The last of the months paid without a gap from this one on; nothing where this one is not paid. */
function paidFrom(month: Period, items: readonly DueItem[]): Pick<PriceLine, "paidUntil"> {
  const paid = new Set(items.filter(isPaid).map(({ period }) => period));
  if (!paid.has(month)) return {};
  let paidUntil = month;
  while (paid.has(addMonths(paidUntil, 1))) paidUntil = addMonths(paidUntil, 1);
  return { paidUntil };
}

const isBegun = ({ status }: Pledge): boolean => status === "active" || status === "paused";
