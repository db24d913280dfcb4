import { mayHandle, type Place } from "../domain/officer/area";
import type { Officer } from "../domain/officer/officer";
import type { Proof } from "../domain/payment/proof";
import type { Worker } from "../domain/worker/worker";
import type { Deps } from "./deps";

/** The active officer that speaks through this contact, or null. */
export async function officerOf({ repositories }: Deps, contactId: string): Promise<Officer | null> {
  const officer = await repositories.officers.findByContact(contactId);
  return officer?.active && officer.contactId === contactId ? officer : null;
}

/** The officer if the place is in her area, or null. */
export async function officerFor(deps: Deps, contactId: string, place: Place): Promise<Officer | null> {
  const officer = await officerOf(deps, contactId);
  return officer !== null && mayHandle(officer, place) ? officer : null;
}

/** Whether the contact registered this worker: nobody decides on an own case, and nobody else sees it. */
export function isOwnWorker(worker: Worker, contactId: string): boolean {
  return worker.registeredBy.contactId === contactId;
}

/** Where a proof is: with the first of its workers, or in the kecamatan that it names. */
export async function placeOfProof({ repositories }: Deps, proof: Proof): Promise<Place> {
  const [dueItemId] = proof.dueItemIds;
  const item = dueItemId === undefined ? null : await repositories.dueItems.find(dueItemId);
  const worker = item === null ? null : await repositories.workers.find(item.workerId);
  return worker ?? { districtCode: proof.districtCode };
}
