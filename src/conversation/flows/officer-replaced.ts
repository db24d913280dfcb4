import type { ActContext, Given } from "../flow";
import { type Done, type OfficerWork, openProof } from "./officer-desks";

type Known = Given<OfficerWork>;

/** A decision about a proof as it was shown: where its sender has replaced the paper since, that one is shown first. */
export const asShown =
  <Id extends string>(decide: (given: Known, context: ActContext) => Done<Id>) =>
  (given: Known, context: ActContext): Done<Id | "nextProof"> => {
    const found = openProof(given, context);
    if (found === undefined || (found.replacedAt ?? 0) === (given.shownSince ?? 0)) return decide(given, context);
    return { next: "nextProof", say: [{ key: "officer.proof.replaced" }] };
  };
