import type { DueItem } from "../domain/contribution/due-item";
import { monthsSentFor, type Proof } from "../domain/payment/proof";
import { dayOf } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import type { Worker } from "../domain/worker/worker";
import type { Deps } from "./deps";
import { calledOf, type NamedMonth, send } from "./notices";

/**
 * Of months of a lapsed worker that are let go although another proof of them was waited for, as the one that was sent did not
 * hold for them, the whole of it or a part: tells whoever sent it, once for the proof, and the worker's own chat, what became of
 * them and the way on.
 */
export async function tellProofOver(deps: Deps, workerId: string, past: readonly DueItem[]): Promise<void> {
  const refused = past.filter(({ refusedProofId }) => refusedProofId !== undefined);
  const worker = refused.length === 0 ? null : await deps.repositories.workers.find(workerId);
  for (const [proofId, items] of groupBy(refused, ({ refusedProofId = "" }) => refusedProofId)) {
    const proof = await deps.repositories.proofs.find(proofId);
    if (worker !== null && proof !== null && proof.status !== "waiting") await tellBoth(deps, worker, proof, items);
  }
}

async function tellBoth(deps: Deps, worker: Worker, proof: Proof, items: readonly DueItem[]): Promise<void> {
  const { name } = await calledOf(deps, worker);
  const months = items.map(({ period }) => ({ name, month: period }));
  const { contactId } = worker.registeredBy;
  await tell(deps, proof, {
    to: "sender",
    contactId: proof.contactId,
    cause: proof.id,
    months: (await isOfOne(deps, proof)) ? months : [],
  });
  if (contactId !== proof.contactId)
    await tell(deps, proof, { to: "worker", contactId, cause: `${proof.id} ${worker.id}`, months });
}

/** Months are named to the sender only where all that the proof was for are of one worker: the others may be asked for still. */
async function isOfOne({ repositories }: Deps, proof: Proof): Promise<boolean> {
  const items = await repositories.dueItems.findMany(monthsSentFor(proof));
  return new Set(items.map(({ workerId }) => workerId)).size === 1;
}

async function tell(
  deps: Deps,
  { status, createdAt }: Proof,
  of: {
    readonly to: "sender" | "worker";
    readonly contactId: string;
    readonly cause: string;
    readonly months: readonly NamedMonth[];
  },
): Promise<void> {
  const { to, contactId, cause, months } = of;
  const key =
    status === "confirmed" ? (`notice.proof-over.${to}.short` as const) : (`notice.proof-over.${to}` as const);
  await send(deps, {
    cause,
    rule: `proof-over.${to}`,
    contactId,
    texts: [
      { key, params: { day: dayOf(createdAt) } },
      ...months.map((params) => ({ key: "notice.month", params })),
      { key: "notice.proof-over.next" },
    ],
    options: ["!status"],
  });
}
