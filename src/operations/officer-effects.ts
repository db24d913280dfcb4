import { isPaid } from "../domain/contribution/due-item";
import type { AuditEntry, Officer } from "../domain/officer/officer";
import { codeLifetimeMs, makeOfficerCode, type OfficerCode, parseOfficerCode } from "../domain/officer/officer-code";
import { dayOf, startOfDay } from "../domain/shared/calendar";
import { ok } from "../domain/shared/result";
import { parseKpj } from "../domain/worker/kpj";
import type { Worker } from "../domain/worker/worker";
import { changeWorker, type WorkerEvent } from "../domain/worker/worker-life";
import { isOwnWorker, officerFor, officerOf } from "./access";
import type { Effects } from "./catalog";
import type { Act, Deps } from "./deps";
import { duesOfSelfPayer } from "./due-plan";
import { mostItems, openDues } from "./dues";
import { announce, contactSubject, type Done, type EffectsOf, officerActor, plainEffect, wasAnnounced } from "./effect";
import { offerWorker } from "./matching";
import { tellRegistered, tellRejected, tellVerified } from "./notices";
import { change } from "./saving";

/** How many wrong codes a contact may try on one day. */
const mostWrongCodes = 5;

/** What officers do with registrations, and how somebody becomes one. */
export const officerEffects: EffectsOf<"redeem-officer-code" | "verify-worker" | "reject-worker" | "record-kpj"> = {
  "redeem-officer-code": { run: redeem, recall: recallRedeemed },
  "verify-worker": plainEffect((act, { workerId, revision }) =>
    decide(act, "verify-worker", { workerId, revision }, { type: "verify" }, afterVerified),
  ),
  "reject-worker": plainEffect((act, { workerId, revision, reason, note }) =>
    decide(
      act,
      "reject-worker",
      { workerId, revision },
      { type: "reject", reason, ...(note === undefined ? {} : { note }) },
      ({ deps }, worker) => tellRejected(deps, worker),
    ),
  ),
  "record-kpj": plainEffect(recordKpj),
};

/**
 * Invites an officer: the returned code is shown once, only its keyed hash is stored; valid for 7 days and one use.
 * `randomBytes` are at least 16.
 */
export async function inviteOfficer(
  deps: Pick<Deps, "repositories" | "ids">,
  of: Pick<Officer, "name" | "role" | "area"> & { readonly now: number; readonly randomBytes: Uint8Array },
): Promise<{ readonly officer: Officer; readonly code: OfficerCode }> {
  const { name, role, area, now, randomBytes } = of;
  const code = makeOfficerCode(randomBytes);
  const codeHash = hashOf(deps, code);
  const id = deps.ids.derive(`${codeHash} ${now}`, "officer");
  const officer = { id, revision: 0, name, role, area, codeHash, codeExpiresAt: now + codeLifetimeMs, active: false };
  await deps.repositories.officers.add(officer);
  return { officer, code };
}

function hashOf({ ids }: Pick<Deps, "ids">, code: OfficerCode): string {
  return ids.hash(code, "officer-code");
}

/** What an effect did to a worker before it crashed is seen in her status: these follow from the decision. */
const statusesAfter = {
  "verify-worker": ["verified", "registered", "active", "inactive"],
  "reject-worker": ["rejected"],
} as const satisfies Partial<Record<keyof Effects, readonly Worker["status"][]>>;

/** Decides about a registration as the officer saw it; whoever registered it, or saw an older one, does not decide. */
async function decide<N extends keyof typeof statusesAfter>(
  act: Act,
  name: N,
  seen: { readonly workerId: string; readonly revision: number },
  event: WorkerEvent,
  after: (act: Act, worker: Worker) => Promise<void>,
): Promise<Done<N>> {
  const subject = { type: "worker", id: seen.workerId } as const;
  const worker = await act.deps.repositories.workers.find(seen.workerId);
  const officer = worker === null ? null : await officerFor(act.deps, act.contact.id, worker);
  if (worker === null || officer === null || (await isInvolved(act, worker)))
    return { outcome: "not-allowed", subject, refused: true };
  const actor = officerActor(officer);
  const decided = await decideOnce(act, name, worker, seen.revision, event, actor);
  if (decided === null) return { outcome: "changed-meanwhile", subject, actor, refused: true };
  await after(act, decided);
  return { outcome: "done", subject, actor, ...("reason" in event ? { details: { reason: event.reason } } : {}) };
}

async function decideOnce(
  act: Act,
  name: keyof typeof statusesAfter,
  worker: Worker,
  revision: number,
  event: WorkerEvent,
  actor: AuditEntry["actor"],
): Promise<Worker | null> {
  if (worker.revision !== revision) {
    const isOwnDecision = (await wasAnnounced(act)) !== null;
    const after: readonly Worker["status"][] = statusesAfter[name];
    return isOwnDecision && after.includes(worker.status) ? worker : null;
  }
  const next = changeWorker(worker, event, act.now);
  if (!next.ok) return null;
  await announce(act, name, actor, { type: "worker", id: worker.id });
  const saved = await act.deps.repositories.workers.save(next.value);
  return saved.ok ? saved.value : null;
}

async function isInvolved({ deps, contact }: Act, worker: Worker): Promise<boolean> {
  if (isOwnWorker(worker, contact.id)) return true;
  const person = await deps.repositories.persons.find(worker.personId);
  return person?.contactIds.includes(contact.id) ?? false;
}

/** What follows from a verification: told; the first month opened, or a waiting sponsor found. Done again it does nothing more. */
async function afterVerified({ deps, now }: Act, worker: Worker): Promise<void> {
  await tellVerified(deps, worker);
  if (worker.payer === "sponsor") {
    await offerWorker(deps, worker.id, now);
    return;
  }
  const items = await deps.repositories.dueItems.findByWorkers([worker.id], mostItems);
  await openDues(deps, duesOfSelfPayer({ worker, items, atMs: now }), now);
}

async function recordKpj(act: Act, input: Effects["record-kpj"]["input"]): Promise<Done<"record-kpj">> {
  const { workers, dueItems } = act.deps.repositories;
  const subject = { type: "worker", id: input.workerId } as const;
  const kpj = parseKpj(input.kpj);
  const worker = await workers.find(input.workerId);
  const officer = worker === null ? null : await officerFor(act.deps, act.contact.id, worker);
  if (!kpj.ok || worker === null || officer === null || (await isInvolved(act, worker)))
    return { outcome: "not-allowed", subject, refused: true };
  const items = await dueItems.findByWorkers([worker.id], mostItems);
  const saved = await change(
    () => workers.find(worker.id),
    (current) => (current.kpj === kpj.value ? ok(current) : withKpj(current, kpj.value, items.some(isPaid), act.now)),
    (next) => workers.save(next),
  );
  if (!saved.ok) return { outcome: saved.error === "kpj-taken" ? "taken" : "not-allowed", subject, refused: true };
  await tellRegistered(act.deps, saved.value);
  return { outcome: "done", subject, actor: officerActor(officer) };
}

function withKpj(worker: Worker, kpj: string, hasPaidMonth: boolean, now: number) {
  const registered = changeWorker(worker, { type: "record-kpj", kpj }, now);
  if (!registered.ok || !hasPaidMonth || registered.value.status !== "registered") return registered;
  return changeWorker(registered.value, { type: "confirm-month" }, now);
}

async function redeem(
  act: Act,
  { code }: Effects["redeem-officer-code"]["input"],
): Promise<Done<"redeem-officer-code">> {
  const begun = await wasAnnounced(act);
  const own = await officerOf(act.deps, act.contact.id);
  if (own !== null) return begun?.subject.id === own.id ? welcome(own) : notWelcome(act, "already-officer");
  const invited = (await mayTry(act)) ? await invitation(act, code) : null;
  if (invited === null) return notWelcome(act, "unknown-code");
  await announce(
    act,
    "redeem-officer-code",
    { type: "contact", id: act.contact.id },
    { type: "officer", id: invited.id },
  );
  const { codeHash: _codeHash, codeExpiresAt: _codeExpiresAt, ...rest } = invited;
  const saved = await act.deps.repositories.officers.save({ ...rest, contactId: act.contact.id, active: true });
  return saved.ok ? welcome(saved.value) : notWelcome(act, "unknown-code");
}

function welcome(officer: Officer): Done<"redeem-officer-code"> {
  const subject = { type: "officer", id: officer.id } as const;
  return { outcome: { status: "welcome", name: officer.name }, subject, details: { status: "welcome" } };
}

function notWelcome(act: Act, status: "already-officer" | "unknown-code"): Done<"redeem-officer-code"> {
  return { outcome: { status }, subject: contactSubject(act), refused: true, details: { status } };
}

async function recallRedeemed({ deps }: Act, entry: AuditEntry): Promise<Effects["redeem-officer-code"]["outcome"]> {
  const status = entry.details?.["status"];
  if (status !== "welcome") return { status: status === "already-officer" ? "already-officer" : "unknown-code" };
  const officer = await deps.repositories.officers.find(entry.subject.id);
  return { status: "welcome", name: officer?.name ?? "" };
}

/** Wrong codes are in the audit log as refused, so they are counted there: guessing is stopped after a few on a day. */
async function mayTry({ deps, contact, now }: Act): Promise<boolean> {
  const counts = await deps.repositories.audit.countByAction(contact.id, startOfDay(dayOf(now)));
  return (counts["redeem-officer-code.refused"] ?? 0) < mostWrongCodes;
}

async function invitation({ deps, now }: Act, typed: string): Promise<Officer | null> {
  const code = parseOfficerCode(typed);
  const officer = code.ok ? await deps.repositories.officers.findByCodeHash(hashOf(deps, code.value)) : null;
  const isOpen = officer !== null && officer.contactId === undefined && (officer.codeExpiresAt ?? 0) > now;
  return isOpen ? officer : null;
}
