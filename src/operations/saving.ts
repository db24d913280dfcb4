import { fail, ok, type Result } from "../domain/shared/result";

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
