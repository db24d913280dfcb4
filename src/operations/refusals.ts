import type { DueItem } from "../domain/contribution/due-item";
import type { ProofReason } from "../domain/payment/proof";
import type { Deps } from "./deps";

/** Why a proof did not hold, and which contact had sent it. */
export interface Refusal {
  readonly reason: ProofReason;
  readonly contactId: string;
}

/**
 * Why the last proof of each item did not hold, and who had sent it, by the item's id. A proof that is kept no more is no
 * reason, nor is one that was confirmed over other months: its sender was told that this one is still to be paid, and nobody
 * has to ask before paying it.
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
      return proof?.status === "rejected" && proof.reason !== undefined
        ? [[id, { reason: proof.reason, contactId: proof.contactId }]]
        : [];
    }),
  );
}
