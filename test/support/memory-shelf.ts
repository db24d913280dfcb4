import type { Area } from "../../src/domain/officer/officer";
import { fail, ok, type Result } from "../../src/domain/shared/result";
import type { Walk } from "../../src/operations/walk";

type Kept = { readonly id: string };
type Revised = Kept & { readonly revision: number };
/** Which unique key of the others a value would take, or null. */
export type ClashOf<T, E> = (value: T, others: readonly T[]) => E | null;

/** Documents by id. What goes in and comes out is a copy, as from a real store. */
export class Shelf<T extends Kept> {
  readonly byId = new Map<string, T>();

  all(keep: (value: T) => boolean = () => true, order?: (a: T, b: T) => number): T[] {
    const found = [...this.byId.values()].filter(keep);
    return structuredClone(order === undefined ? found : found.sort(order));
  }

  find(id: string): T | null {
    return structuredClone(this.byId.get(id) ?? null);
  }

  put(value: T): void {
    this.byId.set(value.id, structuredClone(value));
  }

  add<E>(value: T, clashOf: ClashOf<T, E>): Result<T, E> {
    const stored = this.find(value.id);
    if (stored !== null) return ok(stored);
    const clash = clashOf(value, this.all());
    if (clash !== null) return fail(clash);
    this.put(value);
    return ok(value);
  }
}

/** Stores the next revision; refuses a value that was read before another change, or whose unique key is taken. */
export function save<T extends Revised, E>(
  shelf: Shelf<T>,
  value: T,
  clashOf: ClashOf<T, E>,
): Result<T, E | "changed-meanwhile"> {
  if (shelf.find(value.id)?.revision !== value.revision) return fail("changed-meanwhile");
  const clash = clashOf(
    value,
    shelf.all(({ id }) => id !== value.id),
  );
  if (clash !== null) return fail(clash);
  const saved = { ...value, revision: value.revision + 1 };
  shelf.put(saved);
  return ok(saved);
}

/** Stores the next revision of those that nobody has changed since they were read; returns how many that were. */
export function saveMany<T extends Revised, E>(shelf: Shelf<T>, values: readonly T[], clashOf: ClashOf<T, E>): number {
  const others = shelf.all();
  const current = values.filter((value) => shelf.find(value.id)?.revision === value.revision);
  for (const value of current) {
    if (clashOf(value, others) !== null) throw new Error("a unique key is taken; what takes one is saved by itself");
    shelf.put({ ...value, revision: value.revision + 1 });
  }
  return current.length;
}

/** For values without a unique key but their id. */
export const noClash = (): null => null;

/** Like `save`, for values without a unique key but their id. */
export function saveFreely<T extends Revised>(shelf: Shelf<T>, value: T): Result<T, "changed-meanwhile"> {
  return save<T, never>(shelf, value, noClash);
}

/** A walk through what a shelf holds now, in pages small enough that a test has several. */
export function memoryWalk<T>(found: readonly T[]): Walk<T> {
  return {
    count: async () => found.length,
    pages: (async function* () {
      for (let from = 0; from < found.length; from += 3) yield found.slice(from, from + 3);
    })(),
  };
}

/** Texts by their code units, as a store sorts them. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** By id, where nothing else decides. */
export const byId = (a: Kept, b: Kept): number => byText(a.id, b.id);
/** Whether a thing of that kecamatan, or of none, lies in the area. */
export const inDistrict = (area: Area, districtCode: string | undefined): boolean =>
  area.type === "all" || districtCode === undefined || area.districtCode === districtCode;

/** How many values there are by their key. */
export function tally<T>(values: readonly T[], key: (value: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[key(value)] = (counts[key(value)] ?? 0) + 1;
  return counts;
}
