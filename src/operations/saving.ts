import { fail, ok, type Result } from "../domain/shared/result";
import type { ManyAtOnce } from "./repositories";
import { walkPageSize } from "./walk";

/** How often a change is tried anew when somebody else saved in between; more would mean a defect, not bad luck. */
const MOST_TRIES = 8;

/**
 * Reads, decides and saves, again from the reading where somebody saved in between. `decide` returns what to save, or the
 * very value that it was given where nothing is left to do. Other faults of saving are handed on.
 */
export async function change<T, Refusal, Fault extends string>(
  find: () => Promise<T | null>,
  decide: (current: T) => Result<T, Refusal>,
  save: (next: T) => Promise<Result<T, Fault | "changed-meanwhile">>,
): Promise<Result<T, Refusal | Exclude<Fault, "changed-meanwhile"> | "missing">> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const current = await find();
    if (current === null) return fail("missing");
    const next = decide(current);
    if (!next.ok) return next;
    if (next.value === current) return ok(current);
    const saved = await save(next.value);
    if (saved.ok) return saved;
    if (saved.error !== "changed-meanwhile") return fail(saved.error as Exclude<Fault, "changed-meanwhile">);
  }
  throw new Error(`a document changed ${MOST_TRIES} times while it was being saved; look for two writers in a loop`);
}

/** So many documents are read and written at once: a page of a walk is one batch. */
const batchSize = walkPageSize;

/** The values in pieces of at most so many. */
export function* batchesOf<T>(values: readonly T[], size = batchSize): Generator<readonly T[]> {
  for (let start = 0; start < values.length; start += size) yield values.slice(start, start + size);
}

/**
 * Like `change`, for many documents in few calls. `decide` returns what to save, or the very value that it was given where
 * nothing is left to do: it is asked again of those that somebody else may have saved in between, so what it has done once
 * it must know again. It takes no unique key.
 */
export async function changeMany<T extends { readonly id: string }>(
  repository: ManyAtOnce<T>,
  ids: readonly string[],
  decide: (current: T) => T,
): Promise<void> {
  for (const batch of batchesOf([...new Set(ids)])) await changeBatch(repository, batch, decide);
}

async function changeBatch<T extends { readonly id: string }>(
  repository: ManyAtOnce<T>,
  ids: readonly string[],
  decide: (current: T) => T,
): Promise<void> {
  let left = ids;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const changed = (await repository.findMany(left)).flatMap((current) => {
      const next = decide(current);
      return next === current ? [] : [next];
    });
    if (changed.length === 0 || (await repository.saveMany(changed)) === changed.length) return;
    left = changed.map(({ id }) => id);
  }
  throw new Error(`documents changed ${MOST_TRIES} times while they were being saved; look for two writers in a loop`);
}

/** All pages of a walk through a collection in the order of ids, one page at a time. */
export async function* pagesOf<T extends { readonly id: string }>(
  page: (afterId: string | null) => Promise<readonly T[]>,
): AsyncGenerator<readonly T[]> {
  let afterId: string | null = null;
  for (;;) {
    const found: readonly T[] = await page(afterId);
    const last = found.at(-1);
    if (last === undefined) return;
    yield found;
    afterId = last.id;
  }
}
