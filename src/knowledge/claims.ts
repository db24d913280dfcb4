import claims from "./content/claims.json";
import type { Reading } from "./words";

/** A wrong claim that people have read somewhere (section 11 of the fact sheet), and the topic that sets it right. */
export interface WrongClaim {
  readonly id: string;
  readonly topic: string;
}

/** The wrong claim that a question repeats, or `null`. */
export function wrongClaimIn({ plain, canonical }: Reading): WrongClaim | null {
  const words = new Set([...plain, ...canonical]);
  const claim = claims.find(({ all }) => all.every((alternatives) => alternatives.some((word) => words.has(word))));
  return claim === undefined ? null : { id: claim.id, topic: claim.topic };
}
