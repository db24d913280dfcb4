/** What may fail in an expected way: a value, or the reason why there is none. A defect is thrown instead. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Wraps a value as a success. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** Wraps the reason of an expected failure. */
export const fail = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** Stops the program where a union was not handled completely; the compiler refuses the call before that. */
export function unreachable(value: never): never {
  throw new Error(
    `a case is not handled: ${typeof value === "object" ? Object.keys(value as object).join(",") : String(value)}`,
  );
}
