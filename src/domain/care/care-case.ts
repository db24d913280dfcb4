/** What befell somebody. */
export type CareKind = "accident" | "death";

/** What has to be done or brought, in the order of the list; each has words in the locales (`papers.item.<id>`). */
export const careItems = [
  "report",
  "card",
  "ktp",
  "ktp-heir",
  "family-card",
  "chronology",
  "witnesses",
  "police",
  "doctor",
  "second-report",
  "receipts",
  "death-certificate",
  "heir-letter",
  "marriage-book",
  "form",
  "bank-book",
  "tax-number",
] as const;
/** One thing on the list. */
export type CareItem = (typeof careItems)[number];

/** One thing that is done: told in words, or shown by a photo. */
export interface CareDone {
  readonly item: CareItem;
  /** Milliseconds. */
  readonly at: number;
  readonly attachmentId?: string;
}

/** An accident or a death that somebody told of, and how far its papers are. */
export interface CareCase {
  readonly id: string;
  readonly revision: number;
  readonly contactId: string;
  readonly kind: CareKind;
  /** Where the officers are that see it; none: all of them. */
  readonly districtCode?: string;
  /** When it happened, as near as it is known; the telling itself where nobody said. Milliseconds. */
  readonly happenedAt: number;
  /** What was said of it so far: whether work was the cause, and whether it was on the road. */
  readonly atWork?: boolean;
  readonly traffic?: boolean;
  readonly done: readonly CareDone[];
  readonly status: "open" | "closed";
  /** Milliseconds. */
  readonly openedAt: number;
}

/** What the papers of an accident at work are (F3.35): the police letter only where it was on the road. */
const accidentItems: readonly CareItem[] = [
  ...(["report", "card", "ktp", "chronology", "witnesses", "police"] as const),
  ...(["doctor", "second-report", "receipts", "bank-book", "tax-number"] as const),
];
/** What the papers of a death are (F4.08). */
const deathItems: readonly CareItem[] = [
  ...(["card", "ktp", "ktp-heir", "family-card", "death-certificate"] as const),
  ...(["heir-letter", "marriage-book", "form", "bank-book", "tax-number"] as const),
];
/**
 * A death by an accident at work is claimed from JKK: the papers of both lists, without the form of JKM. Nobody has
 * published this list as a whole; it is put together from F3.35 and F4.08 and said to be so.
 */
const deathAtWorkItems: readonly CareItem[] = careItems.filter(
  (item) => item !== "form" && (accidentItems.includes(item) || deathItems.includes(item)),
);

/** What has to be done and brought in a case, in the order in which it is listed (F3.35, F4.08); nothing without work (F3.05). */
export function itemsOf({ kind, atWork, traffic }: Pick<CareCase, "kind" | "atWork" | "traffic">): readonly CareItem[] {
  if (kind === "accident" && atWork === false) return [];
  const items = kind === "accident" ? accidentItems : atWork === true ? deathAtWorkItems : deathItems;
  return traffic === true ? items : items.filter((item) => item !== "police");
}

/** What is still missing. Nobody needs a tax number for a small sum, or a marriage book without a marriage: these may stay open. */
export function missingOf(care: CareCase): readonly CareItem[] {
  return itemsOf(care).filter((item) => !care.done.some((one) => one.item === item));
}

const mayStayOpen: ReadonlySet<CareItem> = new Set(["tax-number", "marriage-book", "receipts"]);

/** Whether all is together that everybody needs. */
export function isComplete(care: CareCase): boolean {
  return missingOf(care).every((item) => mayStayOpen.has(item));
}

/** The case with these things ticked off; a photo counts for each of them. What is ticked already stays as it was. */
export function ticked(care: CareCase, items: readonly CareItem[], at: number, attachmentId?: string): CareCase {
  const fresh = items.filter((item) => itemsOf(care).includes(item) && !isKept(care, item, attachmentId));
  if (fresh.length === 0) return care;
  const done = care.done.filter(({ item }) => !fresh.includes(item));
  const added = fresh.map((item) => ({ item, at, ...(attachmentId === undefined ? {} : { attachmentId }) }));
  return { ...care, done: [...done, ...added] };
}

/** A photo may come after the word; a word never takes a photo away. */
function isKept({ done }: CareCase, item: CareItem, attachmentId: string | undefined): boolean {
  const own = done.find((one) => one.item === item);
  return own !== undefined && (attachmentId === undefined || own.attachmentId === attachmentId);
}
