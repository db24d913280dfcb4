import { type DueItem, isPaid } from "../domain/contribution/due-item";
import type { ShownFile } from "../domain/messaging/message";
import type { Area } from "../domain/officer/officer";
import type { Proof } from "../domain/payment/proof";
import { makeReceiptCode, type ReceiptCode } from "../domain/payment/receipt-code";
import { type Found, type Share, surplusFound } from "../domain/payment/settlement";
import { firstNameOf } from "../domain/person/person";
import { dayOf } from "../domain/shared/calendar";
import { comparePeriods, type Period } from "../domain/shared/period";
import { districtByCode, villageById } from "../domain/shared/region";
import type { Text } from "../domain/shared/text";
import type { ReceiptGlimpse, ReceiptTakenBack } from "./catalog-views";
import type { Act, Deps } from "./deps";
import { keepMade } from "./made-file";
import { rupiahText, type Sheet, type SheetLine } from "./papers";
import { personsById } from "./views";

/** How many months a receipt names one by one: so many can be read on a small phone. */
const mostLines = 14;

/** One month of a receipt: whose, in first name and village only. */
export interface ReceiptMonth {
  readonly name: string;
  readonly villageId: string;
  readonly period: Period;
  /** Rupiah. */
  readonly amount: number;
}

/** A confirmed proof with what was found. */
export type Receipted = Proof & { readonly found: Found };

/** The shares of a proof that paid a month whole, with the item of each. */
export type PaidMonths = readonly (Share & { readonly item: DueItem })[];

/** The check code of the receipt for a proof: keyed, so that nobody outside can make one that is true. */
export function receiptCodeOf({ ids }: Pick<Deps, "ids">, proofId: string): ReceiptCode {
  return makeReceiptCode(Buffer.from(ids.hash(proofId, "receipt code"), "base64url"));
}

/** By which a receipt is found again from its code. */
export function receiptHashOf({ ids }: Pick<Deps, "ids">, code: ReceiptCode): string {
  return ids.hash(code, "receipt");
}

/**
 * The shares of a proof that paid a month whole, with its item, oldest first; only what counts as paid to this day, and not what
 * went on top of a month that something else had settled.
 */
export function monthsPaid({ id, found }: Receipted, items: readonly DueItem[]): PaidMonths {
  const byId = new Map(items.filter(isPaid).map((item) => [item.id, item]));
  return found.shares
    .flatMap((share) => {
      const item = byId.get(share.dueItemId);
      const isPart = share.amount < share.owed || share.owed === 0 || item?.parts?.[id] !== undefined;
      return item === undefined || isPart ? [] : [{ ...share, item }];
    })
    .toSorted((a, b) => comparePeriods(a.item.period, b.item.period));
}

/** What anybody may know of a receipt; null where no proof has that code, or nothing of it counts as paid any more. */
export async function receiptGlimpse(
  deps: Deps,
  code: ReceiptCode,
  contactId: string,
): Promise<ReceiptGlimpse | ReceiptTakenBack | null> {
  const { takenBack } = (await deps.repositories.proofs.findByReceipt(receiptHashOf(deps, code))) ?? {};
  if (takenBack !== undefined) return { takenBackOn: dayOf(takenBack.at) };
  const known = await receiptOf(deps, code);
  if (known === null || known.paid.length === 0) return null;
  const { proof, paid } = known;
  const { amount, at, officerId } = proof.found;
  const counts = new Map<Period, number>();
  for (const { item } of paid) counts.set(item.period, (counts.get(item.period) ?? 0) + 1);
  return {
    months: [...counts].map(([period, count]) => ({ period, count })),
    amount,
    checkedOn: dayOf(at),
    checkedBy: officeText((await deps.repositories.officers.find(officerId))?.area),
    isOwn: proof.contactId === contactId,
  };
}

/** The picture of one's own receipt, drawn anew where it was let go of. */
export async function repeatReceipt(act: Act, code: ReceiptCode): Promise<ShownFile | undefined> {
  const known = await receiptOf(act.deps, code);
  if (known === null || known.proof.contactId !== act.contact.id) return undefined;
  const { proof, paid } = known;
  return drawReceipt(act.deps, {
    proof,
    months: await receiptMonths(act.deps, paid),
    cause: act.effectId,
    now: act.now,
  });
}

async function receiptOf(deps: Deps, code: ReceiptCode): Promise<{ proof: Receipted; paid: PaidMonths } | null> {
  const proof = await deps.repositories.proofs.findByReceipt(receiptHashOf(deps, code));
  if (proof?.found === undefined || proof.status !== "confirmed") return null;
  const items = await deps.repositories.dueItems.findMany(proof.dueItemIds);
  const receipted = { ...proof, found: proof.found };
  return { proof: receipted, paid: monthsPaid(receipted, items) };
}

/** Paid months with whom they are for. */
export async function receiptMonths({ repositories }: Deps, paid: PaidMonths): Promise<readonly ReceiptMonth[]> {
  const workers = await repositories.workers.findMany([...new Set(paid.map(({ item }) => item.workerId))]);
  const persons = await personsById(repositories, workers);
  const byId = new Map(workers.map((worker) => [worker.id, worker]));
  return paid.map(({ item, owed }) => {
    const worker = byId.get(item.workerId);
    const name = firstNameOf(persons.get(worker?.personId ?? "")?.name ?? "");
    return { name, villageId: worker?.villageId ?? "", period: item.period, amount: owed };
  });
}

/**
 * The receipt as a picture for whoever sent the proof; none where nothing is drawn, or where drawing fails: the news is
 * told all the same, with the code in words.
 */
export async function drawReceipt(
  deps: Deps,
  of: {
    readonly proof: Receipted;
    readonly months: readonly ReceiptMonth[];
    /** What it is drawn for: the same cause keeps the picture once. */
    readonly cause: string;
    readonly now: number;
  },
): Promise<ShownFile | undefined> {
  const { proof, months, cause, now } = of;
  const contact = await deps.repositories.contacts.find(proof.contactId);
  if (deps.papers === undefined || contact === null || months.length === 0) return undefined;
  const code = receiptCodeOf(deps, proof.id);
  const area = (await deps.repositories.officers.find(proof.found.officerId))?.area;
  const sheet = receiptSheet({ found: proof.found, months, code, area });
  const bytes = await deps.papers.draw(sheet, contact.language).catch((error: unknown) => {
    deps.logger?.error({ err: error }, "a receipt could not be drawn; its words go without it");
    return undefined;
  });
  if (bytes === undefined) return undefined;
  const file = { mimeType: "image/png", bytes, name: { key: "receipt.file", params: { code } } } as const;
  return keepMade(deps, { cause: `receipt ${cause}`, contactId: proof.contactId, file, now });
}

function receiptSheet(of: {
  readonly found: Found;
  readonly months: readonly ReceiptMonth[];
  readonly code: ReceiptCode;
  readonly area: Area | undefined;
}): Sheet {
  const { found, months, code, area } = of;
  const rest = months.length - mostLines;
  const surplus = surplusFound(found);
  const part = found.amount - surplus - months.reduce((sum, { amount }) => sum + amount, 0);
  return {
    look: "receipt",
    title: { key: "receipt.title" },
    figure: {
      label: { key: "receipt.amount" },
      value: rupiahText(found.amount),
      below: { key: "receipt.months", params: { count: months.length } },
    },
    lines: months.slice(0, mostLines).map(lineOf),
    ...(rest > 0 ? { more: { key: "receipt.more", params: { count: rest } } } : {}),
    facts: [
      ...(surplus > 0 ? [{ label: { key: "receipt.surplus" }, value: rupiahText(surplus) }] : []),
      ...(part > 0 ? [{ label: { key: "receipt.part" }, value: rupiahText(part) }] : []),
      { label: { key: "receipt.checked-on" }, value: { key: "receipt.day", params: { day: dayOf(found.at) } } },
      { label: { key: "receipt.checked-by" }, value: officeText(area) },
    ],
    code: {
      label: { key: "receipt.code" },
      value: code,
      how: { key: "receipt.how", params: { code } },
    },
    closing: [{ key: "receipt.no-money" }, { key: "receipt.not-bpjs" }],
  };
}

function lineOf({ name, villageId, period, amount }: ReceiptMonth): SheetLine {
  const village = villageById(villageId)?.name ?? "";
  return {
    left: { key: "receipt.name", params: { name, village } },
    below: { key: "receipt.month", params: { month: period } },
    right: rupiahText(amount),
  };
}

/** Where the officer serves, never who it is. */
function officeText(area: Area | undefined): Text {
  if (area?.type === "village")
    return { key: "receipt.office.village", params: { village: villageById(area.villageId)?.name ?? "" } };
  if (area?.type === "district")
    return { key: "receipt.office.district", params: { district: districtByCode(area.districtCode)?.name ?? "" } };
  return { key: "receipt.office.all" };
}
