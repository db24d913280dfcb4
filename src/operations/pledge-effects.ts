import { ok } from "../domain/shared/result";
import { changePledge } from "../domain/sponsor/pledge-life";
import type { Pledge, Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { stands } from "../domain/worker/worker-life";
import type { Effects } from "./catalog";
import type { Act } from "./deps";
import { contactSubject, type Done, type EffectsOf, plainEffect } from "./effect";
import { makePledges, recallPledges } from "./make-pledges";
import { endPledge } from "./pledge-ends";
import { tellPaused, tellResumed } from "./pledge-notices";
import { beginPledge, explainPaying, firstMonth, leaveToWorker, openDuesOfPledge } from "./pledge-start";
import { planRetirement } from "./retirement";
import { change } from "./saving";
import { setStandBy } from "./stand-by";
import { takeOver } from "./take-over";

type ChangeInput = Effects["change-pledge"]["input"]["change"];

/** What a sponsor does with pledges. */
export const pledgeEffects: EffectsOf<
  "make-pledges" | "confirm-pledges" | "decline-pledges" | "change-pledge" | "plan-retirement" | "set-stand-by"
> = {
  "make-pledges": { run: makePledges, recall: recallPledges },
  "confirm-pledges": {
    run: confirm,
    recall: async (_act, { details }) => ({
      active: Number(details?.["active"] ?? 0),
      gone: Number(details?.["gone"] ?? 0),
    }),
  },
  "decline-pledges": plainEffect(decline),
  "change-pledge": plainEffect(changeOwn),
  "plan-retirement": planRetirement,
  "set-stand-by": setStandBy,
};

async function confirm(
  act: Act,
  { pledgeIds }: { readonly pledgeIds: readonly string[] },
): Promise<Done<"confirm-pledges">> {
  const sponsor = await act.deps.repositories.sponsors.findByContact(act.contact.id);
  const active: Pledge[] = [];
  let gone = 0;
  for (const id of new Set(pledgeIds)) {
    const begun = sponsor === null ? null : await confirmOne(act, id, sponsor);
    if (begun === null) gone += 1;
    else if (begun !== "before") active.push(begun);
  }
  if (sponsor !== null) await explainPaying(act.deps, sponsor, active, act.effectId, act.now);
  const outcome = { active: active.length, gone };
  return { outcome, subject: contactSubject(act), details: outcome };
}

/** The pledge that begins with this yes; null where it cannot, and `before` where it has begun with another one. */
async function confirmOne(act: Act, id: string, sponsor: Sponsor): Promise<Pledge | "before" | null> {
  const { pledges } = act.deps.repositories;
  const pledge = await ownPledge(act, id, sponsor);
  if (pledge === null) return null;
  if (!(await canStillBePaidFor(act, pledge))) return null;
  if (pledge.standBy !== undefined) return takeOver(act.deps, pledge, sponsor, act.now);
  const yes = { type: "confirm", startPeriod: await firstMonth(act.deps, pledge, act.now), by: act.effectId } as const;
  const active = await change(
    () => pledges.find(id),
    (current) => (current.status === "active" ? ok(current) : changePledge(current, yes, act.now)),
    (next) => pledges.save(next),
  );
  if (!active.ok) return null;
  if (active.value.confirmedBy !== act.effectId) return "before";
  await beginPledge(act.deps, active.value, sponsor, act.now);
  return active.value;
}

/** A worker who left in the very moment in which she was held is let go. */
async function canStillBePaidFor(act: Act, pledge: Pledge): Promise<boolean> {
  const worker = pledge.workerId === undefined ? null : await act.deps.repositories.workers.find(pledge.workerId);
  if (worker === null || !stands(worker.status) || worker.status === "deceased") {
    if (pledge.status === "held") await endPledge(act.deps, pledge.id, { reason: "worker-withdrew" }, act.now);
    return false;
  }
  return true;
}

async function decline(
  act: Act,
  { pledgeIds }: { readonly pledgeIds: readonly string[] },
): Promise<Done<"decline-pledges">> {
  const { deps, now, contact } = act;
  const sponsor = await deps.repositories.sponsors.findByContact(contact.id);
  for (const id of sponsor === null ? [] : new Set(pledgeIds)) {
    const pledge = sponsor === null ? null : await ownPledge(act, id, sponsor);
    if (pledge === null) continue;
    const isUndecided = pledge.status === "waiting" || pledge.status === "held";
    if (isUndecided || pledge.endReason === "declined") await endPledge(deps, id, { reason: "declined" }, now);
  }
  return { outcome: "done", subject: contactSubject(act), details: { count: pledgeIds.length } };
}

async function changeOwn(act: Act, input: Effects["change-pledge"]["input"]): Promise<Done<"change-pledge">> {
  const subject = { type: "pledge", id: input.pledgeId } as const;
  const sponsor = await act.deps.repositories.sponsors.findByContact(act.contact.id);
  const pledge = sponsor === null ? null : await ownPledge(act, input.pledgeId, sponsor);
  const changed = pledge !== null && (await changeOne(act, pledge, input.change));
  if (!changed) return { outcome: "not-allowed", subject, refused: true };
  return { outcome: "done", subject, details: { change: input.change.type } };
}

async function changeOne(act: Act, pledge: Pledge, wanted: ChangeInput): Promise<boolean> {
  if (wanted.type !== "end") return (await changeRunning(act, pledge, wanted)) !== null;
  if (pledge.status === "ended" && pledge.endReason !== "sponsor-left") return false;
  const why = wanted.why === undefined ? {} : { why: wanted.why };
  await endPledge(act.deps, pledge.id, { reason: "sponsor-left", ...why }, act.now);
  return true;
}

async function changeRunning(
  act: Act,
  pledge: Pledge,
  wanted: Exclude<ChangeInput, { type: "end" }>,
): Promise<Pledge | null> {
  const { deps, now } = act;
  const startPeriod = await firstMonth(deps, pledge, now);
  const changed = await change(
    () => deps.repositories.pledges.find(pledge.id),
    (current) => (isAsWanted(current, wanted) ? ok(current) : changePledge(current, eventOf(wanted, startPeriod), now)),
    (next) => deps.repositories.pledges.save(next),
  );
  if (!changed.ok) return null;
  const { workerId } = changed.value;
  const worker = workerId === undefined ? null : await deps.repositories.workers.find(workerId);
  if (worker !== null) await afterChange(act, changed.value, worker, wanted);
  return changed.value;
}

/** What the sponsor asks for is so already: this effect, or an earlier one, has done it. */
function isAsWanted(pledge: Pledge, wanted: Exclude<ChangeInput, { type: "end" }>): boolean {
  if (wanted.type === "months") return pledge.monthsAhead === wanted.monthsAhead && pledge.status !== "ended";
  if (wanted.type === "pause") return pledge.status === "paused" && pledge.pausedUntil === wanted.until;
  return pledge.status === "active";
}

function eventOf(wanted: Exclude<ChangeInput, { type: "end" }>, startPeriod: Pledge["startPeriod"]) {
  if (wanted.type === "months") return { type: "set-months", monthsAhead: wanted.monthsAhead, startPeriod } as const;
  if (wanted.type === "resume") return { type: "resume", startPeriod } as const;
  const { type, until, reason } = wanted;
  return { type, ...(until === undefined ? {} : { until }), ...(reason === undefined ? {} : { reason }) } as const;
}

async function afterChange(act: Act, pledge: Pledge, worker: Worker, wanted: ChangeInput): Promise<void> {
  const { deps, now, effectId } = act;
  if (wanted.type === "pause") {
    await leaveToWorker(deps, pledge, worker, now);
    await tellPaused(deps, pledge, worker, effectId, now);
    return;
  }
  await openDuesOfPledge(deps, pledge, worker, now);
  if (wanted.type === "resume") await tellResumed(deps, worker, { month: pledge.startPeriod, cause: effectId, now });
}

async function ownPledge({ deps }: Act, id: string, sponsor: Sponsor): Promise<Pledge | null> {
  const pledge = await deps.repositories.pledges.find(id);
  return pledge?.sponsorId === sponsor.id ? pledge : null;
}
