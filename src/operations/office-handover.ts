import { handOverMs, type Office, type OfficeCodeMark, withCode } from "../domain/office/office";
import { fail, ok } from "../domain/shared/result";
import type { Sponsor } from "../domain/sponsor/sponsor";
import type { Effects } from "./catalog";
import type { Act, Deps } from "./deps";
import { announce, contactSubject, type Done, type EffectsOf, plainEffect, wasAnnounced } from "./effect";
import { employeesOf, type OwnOffice } from "./office-access";
import { hashOfOfficeCode, mayGuess, officeByCode, officeCodeFor } from "./office-codes";
import { employedAs, officeInCharge } from "./office-people";
import { change } from "./saving";

type HandOver = Effects["hand-over-office"];
type TakeOver = Effects["take-over-office"];

/** How the coordinator's role goes to somebody else: begun by whoever has it, or by an admin, and done by the successor's yes. */
export const handOverEffects: EffectsOf<"hand-over-office" | "take-over-office"> = {
  "hand-over-office": {
    run: begin,
    recall: async (act, { details }) => beganAs(act, String(details?.["status"])),
  },
  "take-over-office": plainEffect(takeOver),
};

/** The code hangs on the act, so that the act done again gives the same one. */
const codeOf = ({ deps, effectId }: Act): string => officeCodeFor(deps, `${effectId} hand-over`);

function beganAs(act: Act, status: string): HandOver["outcome"] {
  if (status === "code") return { status, code: codeOf(act) };
  return { status: (["asked", "no-chat"] as const).find((one) => one === status) ?? "not-allowed" };
}

async function begin(act: Act, { officeId, employeeId }: HandOver["input"]): Promise<Done<"hand-over-office">> {
  const { deps, contact } = act;
  const own = await officeInCharge(deps, contact.id, officeId);
  if (own === null) return began(act, "not-allowed");
  const employee = employeeId === undefined ? undefined : await deps.repositories.employees.find(employeeId);
  if (employee === null || (employee && employee.officeId !== own.office.id)) return began(act, "not-allowed");
  const to = employee?.contactId;
  if (employee && (to === undefined || to === contact.id)) return began(act, "no-chat");
  await keepCode(act, own.office.id, to);
  if (to !== undefined) await askSuccessor(act, own, to);
  return began(act, employee ? "asked" : "code", own.office.id);
}

function began(act: Act, status: HandOver["outcome"]["status"], officeId?: string): Done<"hand-over-office"> {
  const subject = officeId === undefined ? contactSubject(act) : ({ type: "office", id: officeId } as const);
  const refused = officeId === undefined ? { refused: true as const } : {};
  return { outcome: beganAs(act, status), subject, ...refused, details: { status } };
}

/** In place of an older one: there is one successor at a time. */
async function keepCode(act: Act, officeId: string, to: string | undefined): Promise<void> {
  const { deps, contact, now } = act;
  const hash = hashOfOfficeCode(deps, codeOf(act));
  const mark: OfficeCodeMark = {
    ...{ kind: "hand-over", hash, until: now + handOverMs, by: contact.id },
    ...(to === undefined ? {} : { to }),
  };
  await change(
    () => deps.repositories.offices.find(officeId),
    (office) => ok(office.codes.some((one) => one.hash === hash) ? office : withCode(office, mark, now)),
    (office) => deps.repositories.offices.save(office),
  );
}

async function askSuccessor(act: Act, { name }: OwnOffice, contactId: string): Promise<void> {
  const code = codeOf(act);
  await act.deps.notify({
    id: act.deps.ids.derive(act.effectId, "office-hand-over"),
    contactId,
    rule: "office.rule.hand-over",
    texts: [{ key: "office.hand-over.invited", params: { office: name, code } }],
  });
}

/**
 * The code is used up first, and stays this act's, so that of two who say yes at once one becomes the coordinator. The sponsor
 * that the office is goes over before the office itself: as long as the office has not, what is left undone is found again.
 */
async function takeOver(act: Act, { code, name }: TakeOver["input"]): Promise<Done<"take-over-office">> {
  const begun = await wasAnnounced(act);
  if (begun !== null) return becomeCoordinator(act, begun.subject.id, name);
  if (!(await mayGuess(act))) return refused(act, "unknown-code");
  const own = await officeByCode(act.deps, code, act.now);
  const by = act.deps.ids.derive(act.effectId, "hand-over-used");
  if (own?.mark.kind !== "hand-over" || (own.mark.to ?? act.contact.id) !== act.contact.id)
    return refused(act, "unknown-code");
  if (own.mark.by === act.contact.id || own.office.coordinatorIds.includes(act.contact.id))
    return refused(act, "own-code");
  if ((await act.deps.repositories.sponsors.findByContact(act.contact.id)) !== null)
    return refused(act, "personal-sponsor");
  if (!(await spend(act.deps, own.office.id, own.mark.hash, by))) return refused(act, "unknown-code");
  const subject = { type: "office", id: own.office.id } as const;
  await announce(act, "take-over-office", { type: "contact", id: act.contact.id }, subject);
  return becomeCoordinator(act, own.office.id, name);
}

function refused(act: Act, outcome: TakeOver["outcome"]): Done<"take-over-office"> {
  return { outcome, subject: contactSubject(act), refused: true };
}

async function spend({ repositories }: Deps, officeId: string, hash: string, by: string): Promise<boolean> {
  const spent = await change(
    () => repositories.offices.find(officeId),
    (office) => {
      const mark = office.codes.find((one) => one.hash === hash);
      if (mark === undefined || (mark.spentBy ?? by) !== by) return fail("gone" as const);
      if (mark.spentBy === by) return ok<Office>(office);
      return ok({ ...office, codes: office.codes.map((one) => (one === mark ? { ...one, spentBy: by } : one)) });
    },
    (office) => repositories.offices.save(office),
  );
  return spent.ok;
}

async function becomeCoordinator(act: Act, officeId: string, name?: string): Promise<Done<"take-over-office">> {
  const { deps, contact } = act;
  const { offices, sponsors } = deps.repositories;
  const known = name ?? (await employedAs(deps, contact.id))?.name;
  const sponsor = await change(
    () => sponsors.find(officeId),
    (one) =>
      ok<Sponsor>(one.contactId === contact.id ? one : { ...one, contactId: contact.id, name: known ?? one.name }),
    (one) => sponsors.save(one),
  );
  const before = await offices.find(officeId);
  await tellFormer(
    act,
    before?.coordinatorIds.filter((id) => id !== contact.id) ?? [],
    sponsor.ok ? (sponsor.value.officeName ?? "") : "",
  );
  await closeTask(deps, officeId);
  await change(
    () => offices.find(officeId),
    (office) => ok<Office>(isHers(office, contact.id) ? office : givenTo(office, contact.id)),
    (office) => offices.save(office),
  );
  return { outcome: "done", subject: { type: "office", id: officeId } };
}

const isHers = ({ coordinatorIds, codes }: Office, contactId: string): boolean =>
  coordinatorIds.join() === contactId && !codes.some(({ kind }) => kind !== "join");

/** Whoever had a way in to the page loses it with the role; whether she wants the monthly list is for each to say. */
function givenTo({ isListOff: _off, ...office }: Office, contactId: string): Office {
  return { ...office, coordinatorIds: [contactId], codes: office.codes.filter(({ kind }) => kind === "join") };
}

async function tellFormer(act: Act, contactIds: readonly string[], office: string): Promise<void> {
  for (const contactId of contactIds)
    await act.deps.notify({
      id: act.deps.ids.derive(`${act.effectId} ${contactId}`, "office-handed-over"),
      contactId,
      rule: "office.rule.handed-over",
      texts: [{ key: "office.handed-over", params: { office } }],
    });
}

/** The id of the task that an office without a coordinator is for the admins. */
function leftTaskId({ ids }: Deps, officeId: string): string {
  return ids.derive(officeId, "office-left");
}

async function closeTask(deps: Deps, officeId: string): Promise<void> {
  const { tasks } = deps.repositories;
  await change(
    () => tasks.find(leftTaskId(deps, officeId)),
    (task) => ok(task.status === "done" ? task : { ...task, status: "done" as const }),
    (task) => tasks.save(task),
  );
}

/**
 * The coordinator is gone and has named nobody: the office goes on with its pledges, because its workers must not lose
 * their protection by it, and the admins are asked for a new one. What is told to the coordinator goes to nobody until then.
 */
export async function leaveWithoutSuccessor(deps: Deps, own: OwnOffice, contactId: string, now: number): Promise<void> {
  const { tasks, offices, sponsors } = deps.repositories;
  const { id } = own.office;
  const taskId = leftTaskId(deps, id);
  const task = { status: "open", text: own.name, createdAt: now } as const;
  await tasks.add({ ...{ id: taskId, revision: 0, kind: "office-left" }, ...task });
  // It may have been done once before.
  await change(
    () => tasks.find(taskId),
    (one) => ok(one.status === "open" ? one : { ...one, ...task }),
    (one) => tasks.save(one),
  );
  await change(
    () => offices.find(id),
    (office) => ok<Office>({ ...office, coordinatorIds: office.coordinatorIds.filter((one) => one !== contactId) }),
    (office) => offices.save(office),
  );
  await change(
    () => sponsors.find(id),
    (sponsor) => ok<Sponsor>({ ...sponsor, contactId: `nobody:${id}`, name: own.name }),
    (sponsor) => sponsors.save(sponsor),
  );
}

/** Whether something would be lost with the office: a pledge that has not ended, or somebody on the list. */
export async function isInUse(deps: Deps, { office }: OwnOffice): Promise<boolean> {
  const pledges = await deps.repositories.pledges.findBySponsor(office.id);
  return pledges.some(({ status }) => status !== "ended") || (await employeesOf(deps, office.id)).length > 0;
}
