import type { DueItem } from "../domain/contribution/due-item";
import { futureRungs, REMINDER_HOUR, type RungId } from "./ladder";

/** A message that would be sent, as things stand now. */
export interface ForeseenReminder {
  /** Milliseconds. */
  readonly sendAt: number;
  readonly contactId: string;
  readonly items: readonly { readonly item: DueItem; readonly rung: RungId }[];
}

/**
 * What would be sent between two moments if nobody pays and nothing changes: the rungs of the items, those of one payer at
 * one moment together, because they go out as one message.
 */
export function foresee(
  items: readonly DueItem[],
  payers: ReadonlyMap<string, string>,
  span: { readonly from: number; readonly until: number; readonly hour?: number },
): readonly ForeseenReminder[] {
  const together = new Map<string, { sendAt: number; contactId: string; items: { item: DueItem; rung: RungId }[] }>();
  for (const item of items) {
    const contactId = payers.get(item.id);
    if (contactId === undefined) continue;
    for (const { rung, sendAt } of futureRungs(item, span.from, span.until, span.hour ?? REMINDER_HOUR)) {
      const key = `${sendAt} ${contactId}`;
      const message = together.get(key) ?? { sendAt, contactId, items: [] };
      message.items.push({ item, rung });
      together.set(key, message);
    }
  }
  return [...together.values()].sort(
    (one, other) => one.sendAt - other.sendAt || (one.contactId < other.contactId ? -1 : 1),
  );
}
