import type { Proof } from "../domain/payment/proof";
import { fail, ok, type Result } from "../domain/shared/result";
import type { Effects } from "./catalog";
import type { WaitingProof } from "./catalog-views";
import type { Act, Deps } from "./deps";
import { type EffectsOf, plainEffect } from "./effect";
import type { LookupsOf } from "./lookup";
import { dueViews } from "./payers";
import { countedHashOf, knownBy } from "./same-receipt";
import { change } from "./saving";

/** How many of a contact's latest proofs are looked through. */
const mostRead = 40;

type Paper = Omit<Effects["replace-proof"]["input"], "proofId">;

/** What a contact sees of its proofs that wait for an officer. */
export const waitingProofLookups: LookupsOf<"waiting-proofs"> = {
  "waiting-proofs": async (deps, _input, { contact }) => {
    const latest = await deps.repositories.proofs.latestOf(contact.id, mostRead);
    const waiting = latest.filter(({ status }) => status === "waiting");
    const found = await Promise.all(waiting.map((proof) => waitingProof(deps, proof)));
    return found.filter(({ dues }) => dues.length > 0);
  },
};

/** A better paper may come while the first one waits: the months stay reported, and the proof keeps its place. */
export const replaceProofEffects: EffectsOf<"replace-proof"> = {
  "replace-proof": plainEffect(async (act, { proofId, ...paper }) => {
    const subject = { type: "proof", id: proofId } as const;
    const outcome = await replace(act, proofId, paper);
    return outcome === "done" ? { outcome, subject } : { outcome, subject, refused: true };
  }),
};

async function waitingProof(deps: Deps, { id, bill, dueItemIds }: Proof): Promise<WaitingProof> {
  const items = await deps.repositories.dueItems.findMany(dueItemIds);
  const reported = items.filter((item) => item.status === "reported" && item.proofId === id);
  return { proofId: id, ...(bill && { isBill: true as const }), dues: await dueViews(deps, reported) };
}

async function replace(act: Act, proofId: string, paper: Paper): Promise<Effects["replace-proof"]["outcome"]> {
  const { proofs } = act.deps.repositories;
  const before = await proofs.find(proofId);
  if (before === null || before.contactId !== act.contact.id) return "gone";
  if (hasPaper(before, paper)) return "done";
  const known = await shownBy(act, before, paper);
  const replaced = await change(
    () => proofs.find(proofId),
    (proof): Result<Proof, "gone" | "same-proof"> => {
      if (proof.status !== "waiting") return fail("gone");
      const isSame = known.contentHash !== undefined && known.contentHash === proof.contentHash;
      return isSame ? fail("same-proof") : ok({ ...withoutPaper(proof), ...known, replacedAt: act.now });
    },
    (proof) => proofs.save(proof),
  );
  if (replaced.ok) return "done";
  return replaced.error === "same-proof" ? "same-proof" : "gone";
}

/** Whether it was done already: a file that is sent again comes under another id. */
const hasPaper = ({ replacedAt, ...proof }: Proof, { attachmentId, reference, text }: Paper): boolean =>
  replacedAt !== undefined &&
  proof.attachmentId === attachmentId &&
  proof.reference === reference &&
  proof.text === text;

/** What is kept of the new paper. */
async function shownBy({ deps, now }: Act, { id, contactId, dueItemIds }: Proof, paper: Paper) {
  const { attachmentId, reference, text } = paper;
  const items = await deps.repositories.dueItems.findMany(dueItemIds);
  const workerIds = items.map(({ workerId }) => workerId);
  const contentHash = countedHashOf(deps, paper);
  return {
    ...(attachmentId === undefined ? {} : { attachmentId }),
    ...(contentHash === undefined ? {} : { contentHash }),
    ...(reference === undefined ? {} : { reference }),
    ...(text === undefined ? {} : { text }),
    ...(await knownBy(deps, { contactId, attachmentId, reference, text, workerIds, replacing: id }, now)),
  };
}

/** A proof without what was sent for it, and without what was read in that. */
function withoutPaper(proof: Proof): Proof {
  const { id, revision, contactId, dueItemIds, districtCode, status, bill, createdAt } = proof;
  return { id, revision, contactId, dueItemIds, districtCode, status, ...(bill && { bill }), createdAt };
}
