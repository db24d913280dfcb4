import type { DueItem } from "../domain/contribution/due-item";
import type { ProofReason } from "../domain/payment/proof";
import type { Deps } from "./deps";

/** Why a proof was rejected, and which contact had sent it. */
type Refusal = { readonly reason: ProofReason; readonly contactId: string };

/**
 * Why the last proof of each item was rejected, and who had sent it, of those of which one was, by the item's id. A proof that was confirmed over
 * other months of it, or is kept no more, is no reason.
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
      if (proof?.status !== "rejected" || proof.reason === undefined) return [];
      return [[id, { reason: proof.reason, contactId: proof.contactId }]];
    }),
  );
}
