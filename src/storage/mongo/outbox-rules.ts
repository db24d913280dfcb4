import type { Documents } from "./documents";
import type { OutboxDocument } from "./outbox-document";

/** What was sent to a contact without being asked for. */
const automaticTo = (contactId: string) =>
  ({ contactId, state: "sent", kind: { $ne: "reply" }, rule: { $exists: true } }) as const;

/** The rule of the last automatic message that was sent to a contact, and whether no reply was sent after it. */
export async function lastAutomatic(
  entries: Documents<OutboxDocument>,
  contactId: string,
): Promise<{ rule: string; isNewest: boolean } | null> {
  const [last] = await entries.pick(automaticTo(contactId), ["rule", "endedAt"], { endedAt: -1, _id: 1 }, 1);
  if (last?.rule === undefined) return null;
  const after = { contactId, state: "sent", kind: "reply", endedAt: { $gt: last.endedAt ?? 0 } } as const;
  return { rule: last.rule, isNewest: (await entries.pick(after, ["_id"], {}, 1)).length === 0 };
}

/** The rule of the automatic message that the contact was sent under a platform's id, which is given as its hash. */
export async function ruleUnder(
  entries: Documents<OutboxDocument>,
  contactId: string,
  providerHashes: string,
): Promise<string | null> {
  const [quoted] = await entries.pick({ ...automaticTo(contactId), providerHashes }, ["rule"], {}, 1);
  return quoted?.rule ?? null;
}
