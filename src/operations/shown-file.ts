import { mayHandle } from "../domain/officer/area";
import type { Officer } from "../domain/officer/officer";
import type { Attachment } from "../domain/payment/proof";
import { officerOf, placeOfProof } from "./access";
import type { Deps } from "./deps";

/** How many proofs of one sender are looked through. */
const mostProofs = 1_000;

/** A kept file for whom it may be shown to: what the house made for this contact, or a proof for an officer of the place. */
export async function shownFileFor(deps: Deps, attachmentId: string, contactId: string): Promise<Attachment | null> {
  const kept = await deps.repositories.attachments.find(attachmentId);
  if (kept?.made !== undefined) return kept.contactId === contactId ? kept : null;
  return proofFileFor(deps, attachmentId, contactId);
}

/** A photo of the papers of an accident or a death, for the officers of its place. */
async function isOfCare({ repositories }: Deps, { id, contactId }: Attachment, officer: Officer): Promise<boolean> {
  const cares = await repositories.cares.findByContact(contactId, mostProofs);
  const care = cares.find(({ done }) => done.some(({ attachmentId }) => attachmentId === id));
  return care !== undefined && mayHandle(officer, { districtCode: care.districtCode });
}

/**
 * The file of a proof, for an officer who may decide about it; null for everybody else, and where it is gone. Asked again
 * at the moment of sending: whoever is no officer of the place any more is shown nothing that was queued before.
 */
async function proofFileFor(deps: Deps, attachmentId: string, contactId: string): Promise<Attachment | null> {
  const { attachments, proofs } = deps.repositories;
  const officer = await officerOf(deps, contactId);
  const attachment = officer === null ? null : await attachments.find(attachmentId);
  if (officer === null || attachment === null || attachment.contactId === contactId) return null;
  if (await isOfCare(deps, attachment, officer)) return attachment;
  const sent = await proofs.findByContact(attachment.contactId, mostProofs);
  const proof = sent.find((one) => one.attachmentId === attachmentId);
  return proof !== undefined && mayHandle(officer, await placeOfProof(deps, proof)) ? attachment : null;
}
