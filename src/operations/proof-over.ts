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
  const sent = await deps.repositories.dueItems.findMany(monthsSentFor(proof));
  const all = [...new Set(sent.map(({ workerId }) => workerId))];
  // Months are named to the sender only where all that the proof was for are of one worker: the others may be asked for still.
  const isOfOne = all.length === 1;
  const isFormer = isOfOne && contactId !== proof.contactId;
  await tell(deps, proof, {
    to: "sender",
    contactId: proof.contactId,
    cause: proof.id,
    months: isOfOne ? months : [],
    next: (await paysForAll(deps, proof.contactId, all)) ? "pays" : isFormer ? "former" : "status",
  });
  if (contactId === proof.contactId) return;
  const next = (await paysForAll(deps, contactId, [worker.id])) ? "pays" : "status";
  await tell(deps, proof, { to: "worker", contactId, cause: `${proof.id} ${worker.id}`, months, next });
}

/**
 * Whether a chat is the one that pays for each of these workers from now on: as her sponsor, or where none pays because it
 * registered her. Two who are both told to pay would pay twice.
 */
async function paysForAll({ repositories }: Deps, contactId: string, workerIds: readonly string[]): Promise<boolean> {
  const { sponsors, workers, pledges } = repositories;
  const sponsor = await sponsors.findByContact(contactId);
  // One record that cannot be read may keep nobody else from hearing of it.
  const registered = await workers.findByContact(contactId).catch(() => []);
  const own = new Set(registered.map(({ id }) => id));
  const paying = (await pledges.findByWorkers(workerIds)).filter(({ status }) => status === "active");
  const payers = new Map(paying.map(({ workerId = "", sponsorId }) => [workerId, sponsorId]));
  return workerIds.every((id) => (payers.has(id) ? payers.get(id) === sponsor?.id : own.has(id)));
}

async function tell(
  deps: Deps,
  { status, createdAt }: Proof,
  of: {
    readonly to: "sender" | "worker";
    readonly contactId: string;
    readonly cause: string;
    readonly months: readonly NamedMonth[];
    /** Who is to read it: whoever pays now, a sponsor who does not pay for the worker any more, or somebody whose STATUS says it. */
    readonly next: "pays" | "former" | "status";
  },
): Promise<void> {
  const { to, contactId, cause, months, next } = of;
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
      { key: `notice.proof-over.next.${next}`, params: { name: months.at(0)?.name ?? "" } },
    ],
    options: ["!status"],
  });
}
