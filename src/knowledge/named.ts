import type { Reading } from "./words";

/** What our texts tell people to type that only an answer opens, and how the same is said in Javanese. */
const named: ReadonlyMap<string, string> = new Map(
  ["cara bayar", "cara mbayar", "carane mbayar"].map((phrase) => [phrase, "payment.channels"]),
);

/** The topic of words that we tell people to type, CARA BAYAR: they mean the same whatever was asked before; else `null`. */
export const namedIn = ({ plain }: Reading): string | null => named.get(plain.join(" ")) ?? null;
