import { type IndexDefinition, type IndexOptions, Schema } from "mongoose";

/** What every document has: an id that we chose ourselves. */
export interface StoredDocument {
  _id: string;
}

/** The order of a list: fields and their direction. */
export type Order = Readonly<Record<string, 1 | -1>>;

/** One collection: its name, its fields and its indexes. */
export interface CollectionPlan {
  readonly name: string;
  readonly fields: Record<string, unknown>;
  readonly indexes: readonly (readonly [IndexDefinition, IndexOptions?])[];
}

/**
 * What is sealed for a document, or for one part of it, is bound to this context and opens in no other place: a collection
 * can therefore be renamed only by sealing everything in it again.
 */
export function contextOf({ name }: CollectionPlan, id: string, ...part: readonly string[]): string {
  return [name, id, ...part].join(":");
}

/** Text, number and truth fields, named once so that plans read as lists of fields. */
export const text = { type: String };
/** A number field. */
export const number = { type: Number };
/** A field that is true or false. */
export const truth = { type: Boolean };
/** A list of texts; absent rather than empty where it was not set. */
export const texts = { type: [String], default: undefined };
/** A moment for a TTL index. */
export const moment = { type: Date };
/** Codes and numbers under names that the writer chooses. */
export const anything = { type: Schema.Types.Mixed };
/** What the vault sealed. */
export const sealed = new Schema({ k: String, b: Buffer }, { _id: false, strict: "throw" });

/** Options of a unique index over the documents that have the field. */
export const uniqueWhere = (field: string): IndexOptions => ({
  unique: true,
  partialFilterExpression: { [field]: { $exists: true } },
});
/** An index over the documents of one state alone: whatever has left that state costs it nothing any more. */
export const whileIn = (state: string): IndexOptions => ({ partialFilterExpression: { state } });
/** A TTL index over `expiresAt`: a document without it stays. */
export const expiry: readonly [IndexDefinition, IndexOptions] = [{ expiresAt: 1 }, { expireAfterSeconds: 0 }];

/** The full hour so many days from now by the real clock, as the engine's TTL goes: what is touched often changes it hourly. */
export function inDays(days: number): Date {
  return new Date(Math.ceil(Date.now() / 3.6e6 + days * 24) * 3.6e6);
}

/** The fields that tell two documents apart: those of the first unique index, if there is one, then the id. */
export function uniqueFieldsOf({ indexes }: CollectionPlan): readonly string[] {
  const unique = indexes.find(([, options]) => options?.unique === true);
  return [...Object.keys(unique?.[0] ?? {}), "_id"];
}

type Loose<T> = { [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | undefined : T[K] };

/** The same object without its undefined fields, which BSON would keep as null. */
export function compact<T extends object>(fields: Loose<T>): T {
  const kept: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields)) if (value !== undefined) kept[field] = value;
  return kept as T;
}

/** The order of plain texts and numbers as the database has it. */
export function inOrder<D extends object>(order: Order): (one: D, other: D) => number {
  return (one, other) => {
    for (const [field, direction] of Object.entries(order)) {
      const [left, right] = [one, other].map((document) => (document as Record<string, string | number>)[field] ?? "");
      if (left !== right && left !== undefined && right !== undefined) return left < right ? -direction : direction;
    }
    return 0;
  };
}
