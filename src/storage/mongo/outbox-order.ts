import { priorityOf } from "../../delivery/outbox";
import type { OutboxDocument } from "./outbox-document";

/** What tells an entry's place in the order of sending. */
export const placeFields = [
  "_id",
  "contactId",
  "channel",
  "kind",
  "priority",
  "createdAt",
  "place",
  "notBefore",
  "heldFor",
  "leaseUntil",
] as const;
/** An entry's place in the order of sending. */
export type Place = Pick<OutboxDocument, (typeof placeFields)[number]>;

/** The order of sending, for sorting what was read: the same as the index has. */
export function inOrder(one: Place, other: Place): number {
  return (
    one.priority - other.priority ||
    one.createdAt - other.createdAt ||
    one.place - other.place ||
    (one._id < other._id ? -1 : 1)
  );
}

/**
 * Whether an entry of the same contact is older and of the same or a better priority. One that waits for a later moment
 * holds up nothing unless it is a reply, whose parts make sense in their order only; one that was set aside never does.
 */
export function goesBefore(other: Place, candidate: Place, now: number): boolean {
  const mayBeOvertaken = other.priority > priorityOf.reply || other.heldFor !== undefined;
  // What waits for one platform, perhaps for a process that is away, does not keep a person silent on another.
  if (other.channel !== candidate.channel) return false;
  if (mayBeOvertaken && other.notBefore > now) return false;
  if (other.priority > candidate.priority || other._id === candidate._id) return false;
  if (other.createdAt !== candidate.createdAt) return other.createdAt < candidate.createdAt;
  if (other.place !== candidate.place) return other.place < candidate.place;
  return other._id < candidate._id;
}
