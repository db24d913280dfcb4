import type { Lookups } from "./catalog";
import type { Caller } from "./catalog-views";
import type { Deps } from "./deps";

/** Answers one lookup of the catalogue. */
export type Lookup<N extends keyof Lookups> = (
  deps: Deps,
  input: Lookups[N]["input"],
  caller: Caller,
) => Promise<Lookups[N]["result"]>;

/** The lookups of a part of the catalogue, by name. */
export type LookupsOf<Names extends keyof Lookups> = { readonly [N in Names]: Lookup<N> };
