import { covers } from "../domain/officer/area";
import type { Officer } from "../domain/officer/officer";
import type { Proof } from "../domain/payment/proof";
import { PROOF_CALLS, proofCallDay, proofCallsDue } from "../domain/payment/proof-wait";
import { dayOf, type IsoDay } from "../domain/shared/calendar";
import { ok } from "../domain/shared/result";
import type { Deps } from "./deps";
import { eachSafely, toLog } from "./each-safely";
import { tellProofsWait } from "./notices";
import { change } from "./saving";

const mostOfficers = 1_000;
/** So many of the oldest are looked through for one that the officer may decide about. */
const mostLookedAt = 200;

type Active = Officer & { readonly contactId: string };

/**
 * Calls the officers of an area to proofs that have waited too long, and with the second call the admins; at once the
 * admins, where nobody else may decide. One notice to each, however many wait, and for what waits together one a week.
 */
export async function callForProofs(deps: Deps, now: number): Promise<{ readonly called: number }> {
  const officers = (await deps.repositories.officers.list(mostOfficers)).filter(isActive);
  const verifiers = officers.filter(({ role }) => role === "verifier");
  let called = 0;
  const call = async (officer: Active): Promise<void> => {
    if (await callOne(deps, officer, verifiers, dayOf(now))) called += 1;
  };
  await eachSafely(officers, call, toLog(deps.logger, "call-for-proofs"));
  return { called };
}

const isActive = (officer: Officer): officer is Active => officer.active && officer.contactId !== undefined;

/** Whether she is called today; the call of an earlier day of this week is only made up for where a crash left it untold. */
async function callOne(deps: Deps, officer: Active, verifiers: readonly Active[], today: IsoDay): Promise<boolean> {
  const { proofs } = deps.repositories;
  const waiting = await proofs.waiting(officer.area, mostLookedAt);
  const [first] = waiting;
  const oldest = waiting.find((proof) => isCalledTo(officer, proof, verifiers, today));
  if (first === undefined || oldest === undefined) return false;
  const day = await notedDay(deps, officer.id, dayOf(first.createdAt), today);
  if (day === undefined) return false;
  await tellProofsWait(deps, {
    cause: `${officer.id} ${day}`,
    contactId: officer.contactId,
    count: await proofs.countWaiting(officer.area),
    since: dayOf(oldest.createdAt),
  });
  return day === today;
}

/** Noted before she is called: whoever goes on after a crash, or at the same time, calls under the same day. */
async function notedDay(
  { repositories: { officers } }: Deps,
  officerId: string,
  waitsSince: IsoDay,
  today: IsoDay,
): Promise<IsoDay | undefined> {
  const noted = await change(
    () => officers.find(officerId),
    (current) => {
      const proofsCalledOn = proofCallDay(current.proofsCalledOn, waitsSince, today);
      return ok(proofsCalledOn === current.proofsCalledOn ? current : { ...current, proofsCalledOn });
    },
    (next) => officers.save(next),
  );
  return noted.ok ? noted.value.proofsCalledOn : undefined;
}

/** Nobody decides about her own proof, so nobody is called to it. */
function isCalledTo(officer: Active, proof: Proof, verifiers: readonly Active[], today: IsoDay): boolean {
  const calls = proofCallsDue(proof, today);
  if (calls === 0 || proof.contactId === officer.contactId) return false;
  const hasOther = verifiers.some(({ area, contactId }) => covers(area, proof) && contactId !== proof.contactId);
  return officer.role === "verifier" || calls >= PROOF_CALLS.adminsFrom || !hasOther;
}
