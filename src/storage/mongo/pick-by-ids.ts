import type { StoredDocument } from "./collection-plan";
import { type Documents, FEW } from "./documents";

/**
 * The named fields of those of these ids that are there, in no order. A few are looked for together with what others look
 * for at this moment, as for the reminders that go out one by one; of many only these fields are read.
 */
export async function pickByIds<D extends StoredDocument, K extends keyof D & string>(
  documents: Documents<D>,
  ids: readonly string[],
  fields: readonly K[],
): Promise<readonly Pick<D, K>[]> {
  if (ids.length === 0) return [];
  if (ids.length > FEW) return documents.pickAll(ids, fields);
  const found = await documents.findByIds(ids, {});
  return found.map((document) => only(document, fields));
}

function only<D extends object, K extends keyof D & string>(document: D, fields: readonly K[]): Pick<D, K> {
  const kept = fields.filter((field) => document[field] !== undefined);
  return Object.fromEntries(kept.map((field) => [field, document[field]])) as Pick<D, K>;
}
