import type { DueItem } from "../domain/contribution/due-item";
import { type ProofReason, refusalOf } from "../domain/payment/proof";
import type { Deps } from "./deps";

/** Why a proof did not hold, and which contact had sent it. */
interface Refusal {
  readonly reason: ProofReason;
  readonly contactId: string;
  /** Whether an officer found other months paid with it, and has named this one to its sender as still to be paid. */
  readonly isLetGo: boolean;
}

/**
 * Why the last proof of each item did not hold, and who had sent it, by the item's id. A proof that is kept no more is no
 * reason; see `refusalOf`.
 */
export async function refusalsOf(
  { repositories: { proofs } }: Pick<Deps, "repositories">,
  items: readonly DueItem[],
): Promise<ReadonlyMap<string, Refusal>> {
  const ids = [...new Set(items.flatMap(({ refusedProofId }) => refusedProofId ?? []))];
  const found = new Map((await Promise.all(ids.map((id) => proofs.find(id)))).map((proof) => [proof?.id, proof]));
  return new Map(
    items.flatMap(({ id, refusedProofId }): [string, Refusal][] => {
      const proof = refusedProofId === undefined ? null : found.get(refusedProofId);
      const reason = proof ? refusalOf(proof, id) : undefined;
      return proof && reason !== undefined
        ? [[id, { reason, contactId: proof.contactId, isLetGo: proof.status === "confirmed" }]]
        : [];
    }),
  );
}
