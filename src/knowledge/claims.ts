import rows from "./content/claims.json";
import type { Reading } from "./words";

/** A wrong claim that people have read somewhere (section 11 of the fact sheet), and the topic that sets it right. */
export interface WrongClaim {
  readonly id: string;
  readonly topic: string;
}

/** How a claim is known: one word of each list in `all` and none of `none`; it is wrong only `while` a fact holds. */
interface Row extends WrongClaim {
  readonly all: readonly (readonly string[])[];
  readonly none?: readonly string[];
  readonly while?: string;
}

const claims: readonly Row[] = rows;

/** The wrong claim that a question repeats, or `null`; `holds` tells whether a fact holds on the day of the question. */
export function wrongClaimIn({ plain, canonical }: Reading, holds: (factId: string) => boolean): WrongClaim | null {
  const words = new Set([...plain, ...canonical]);
  const says = (alternatives: readonly string[]) => alternatives.some((word) => words.has(word));
  const claim = claims.find(
    ({ all, none = [], while: fact }) => all.every(says) && !says(none) && (fact === undefined || holds(fact)),
  );
  return claim === undefined ? null : { id: claim.id, topic: claim.topic };
}
