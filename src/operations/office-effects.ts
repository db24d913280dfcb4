import { type Employee, mostEmployees, type Office } from "../domain/office/office";
import { ok } from "../domain/shared/result";
import type { Pledge, Sponsor } from "../domain/sponsor/sponsor";
import type { Effects } from "./catalog";
import type { Act, Deps } from "./deps";
import { contactSubject, type Done, type EffectsOf, plainEffect } from "./effect";
import { employeesOf, type OwnOffice, officeOf } from "./office-access";
import type { JoinOutcome } from "./office-catalog";
import { hashOfOfficeCode, mayGuess, officeByCode, officeCodeFor } from "./office-codes";
import { employedAs, namedLike } from "./office-people";
import { rowsOf } from "./office-rows";
import { batchesOf, change, changeMany } from "./saving";

/** How long employees are left alone between two reminders of their office. Milliseconds. */
const weekMs = 7 * 86_400_000;

/** What is done with an office and its employees; its bills stand apart. */
export const officeEffects: EffectsOf<
  "open-office" | "join-office" | "office-code" | "pair-employees" | "remind-employees"
> = {
  "open-office": plainEffect(open),
  "join-office": {
    run: join,
    recall: async (act, { details }, { code }) => recallJoined(act, String(details?.["status"]), code),
  },
  "office-code": {
    run: async (act) => ({ outcome: await joinCodeOf(act), subject: contactSubject(act) }),
    recall: (act) => joinCodeOf(act),
  },
  "pair-employees": {
    run: pair,
    recall: async (_act, { details }) => ({ paired: Number(details?.["paired"] ?? 0) }),
  },
  "remind-employees": { run: remind, recall: async (_act, { details }) => recallReminded(details ?? {}) },
};

/** A sponsor without an office becomes one; made again for the same caller it is the same office. */
async function open(act: Act, input: Effects["open-office"]["input"]): Promise<Done<"open-office">> {
  const subject = contactSubject(act);
  const { sponsors, offices } = act.deps.repositories;
  const id = act.deps.ids.derive(act.effectId, "sponsor");
  const known = await sponsors.findByContact(act.contact.id);
  if (known !== null && known.kind === "person") return { outcome: "personal-sponsor", subject, refused: true };
  if (known !== null && known.id !== id && (await offices.find(known.id)) !== null)
    return { outcome: "already", subject, refused: true };
  const { officeName, name, kind } = input;
  const fresh: Sponsor = {
    ...{ id, revision: 0, contactId: act.contact.id, name, kind: "office", officeName },
    ...{ showsName: true, createdAt: act.now },
  };
  const added = known === null ? await sponsors.add(fresh) : ok(known);
  if (!added.ok) return { outcome: "personal-sponsor", subject, refused: true };
  await offices.add(officeFor(act.deps, added.value.id, act.contact.id, kind, act.now));
  return { outcome: "done", subject };
}

function officeFor(deps: Deps, id: string, contactId: string, kind: Office["kind"], now: number): Office {
  const code = officeCodeFor(deps, `${id} 1`);
  const codes = [{ kind: "join", hash: hashOfOfficeCode(deps, code) }] as const;
  return { id, revision: 0, kind, coordinatorIds: [contactId], codes, joinSerial: 1, createdAt: now };
}

async function joinCodeOf({ deps, contact }: Act): Promise<Effects["office-code"]["outcome"]> {
  const own = await officeOf(deps, contact.id);
  return own === null ? {} : { code: officeCodeFor(deps, `${own.office.id} ${own.office.joinSerial}`) };
}

async function join(act: Act, { code, name, as }: Effects["join-office"]["input"]): Promise<Done<"join-office">> {
  if (!(await mayGuess(act))) return refusedJoin(act, "too-many");
  const own = await officeByCode(act.deps, code, act.now);
  if (own?.mark.kind === "hand-over") return answered(act, { status: "hand-over", office: own.name });
  if (own?.mark.kind !== "join") return refusedJoin(act, "unknown-code");
  const id = act.deps.ids.derive(`${own.office.id} ${act.contact.id}`, "employee");
  const joined = await employedAs(act.deps, act.contact.id);
  if (joined !== null && joined.officeId !== own.office.id) return answered(act, { status: "already" });
  if (name === undefined) return answered(act, { status: "name-needed", office: own.name });
  const all = await employeesOf(act.deps, own.office.id);
  if (all.length >= mostEmployees) return answered(act, { status: "full" });
  if (joined === null) {
    const { same, like } = namedLike(all, name);
    if (as === undefined && same === undefined && like.length > 0)
      return answered(act, { status: "unsure", office: own.name });
    const meant = as === undefined ? same : like.find((one) => one.id === as);
    await enter(act, { id, officeId: own.office.id, name, contactId: act.contact.id }, meant);
  }
  return answered(act, { status: "joined", office: own.name });
}

/** Whom the coordinator entered is found again; else she is new, or comes back. */
async function enter(
  act: Act,
  of: Pick<Employee, "id" | "officeId" | "name"> & { contactId: string },
  same: Employee | undefined,
): Promise<void> {
  const { employees } = act.deps.repositories;
  if (same !== undefined) {
    await change(
      () => employees.find(same.id),
      (one) => ok(one.contactId === undefined ? { ...one, contactId: of.contactId } : one),
      (one) => employees.save(one),
    );
    return;
  }
  const fresh: Employee = { ...of, revision: 0, status: "active", createdAt: act.now };
  if ((await employees.addMissing([fresh])) > 0) return;
  await change(
    () => employees.find(of.id),
    (one) => ok(one.status === "active" ? one : { ...fresh, revision: one.revision }),
    (one) => employees.save(one),
  );
}

function answered(act: Act, outcome: JoinOutcome): Done<"join-office"> {
  return { outcome, subject: contactSubject(act), details: { status: outcome.status } };
}

function refusedJoin(act: Act, status: "unknown-code" | "too-many"): Done<"join-office"> {
  return { outcome: { status }, subject: contactSubject(act), refused: true, details: { status } };
}

async function recallJoined({ deps, now }: Act, status: string, code: string): Promise<JoinOutcome> {
  if (status === "joined" || status === "name-needed" || status === "hand-over" || status === "unsure")
    return { status, office: (await officeByCode(deps, code, now))?.name ?? "" };
  const refusals = ["unknown-code", "too-many", "full", "already"] as const;
  return { status: refusals.find((one) => one === status) ?? "unknown-code" };
}

/** Who was entered first stands behind the pledge that was made first; what a crash has left is gone on with. */
async function pair(act: Act): Promise<Done<"pair-employees">> {
  const subject = contactSubject(act);
  const own = await officeOf(act.deps, act.contact.id);
  if (own === null) return { outcome: { paired: 0 }, subject, refused: true };
  const rows = await rowsOf(act.deps, own, act.now);
  const oldest = (a: Employee, b: Employee) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
  const free = rows.flatMap(({ employee, pledgeId }) => (employee && pledgeId === undefined ? [employee] : []));
  const waiting = new Set(rows.flatMap(({ employee, pledgeId }) => (employee || !pledgeId ? [] : [pledgeId])));
  const queue = free.sort(oldest);
  const by = act.deps.ids.derive(act.effectId, "paired");
  const pledges = new Map((await ofOffice(act, own)).map((pledge) => [pledge.id, pledge]));
  const pairs = new Map([...waiting].slice(0, queue.length).map((id, place) => [id, queue[place]?.id ?? ""]));
  await changeMany(act.deps.repositories.pledges, [...pairs.keys()], (pledge) => {
    const employeeId = pairs.get(pledge.id);
    // Whoever was given an employee in between keeps that one.
    const isFree = pledge.employeeId === pledges.get(pledge.id)?.employeeId;
    return isFree && employeeId !== undefined ? { ...pledge, employeeId, pairedBy: by } : pledge;
  });
  const paired = (await ofOffice(act, own)).filter(({ pairedBy }) => pairedBy === by).length;
  return { outcome: { paired }, subject, details: { paired } };
}

const ofOffice = ({ deps }: Act, { office }: OwnOffice): Promise<readonly Pledge[]> =>
  deps.repositories.pledges.findBySponsor(office.id);

/** Noted on the office before anybody is written to: of two who remind at once, one does, and a crash is gone on with. */
async function remind(act: Act): Promise<Done<"remind-employees">> {
  const own = await officeOf(act.deps, act.contact.id);
  if (own === null) return reminded(act, { status: "not-allowed" });
  const rows = (await rowsOf(act.deps, own, act.now)).filter(({ month }) => month?.state === "unpaid");
  const people = new Map(rows.flatMap(({ employee }) => (employee?.contactId ? [[employee.contactId, employee]] : [])));
  const by = act.deps.ids.derive(act.effectId, "reminded");
  const isOurs = own.office.reminded?.by === by;
  if (people.size === 0) return reminded(act, { status: "nobody" });
  if (!isOurs && act.now - (own.office.reminded?.at ?? Number.NEGATIVE_INFINITY) < weekMs)
    return reminded(act, { status: "too-soon" });
  const noted = await act.deps.repositories.offices.save({ ...own.office, reminded: { at: act.now, by } });
  if (!noted.ok) return reminded(act, { status: "too-soon" });
  for (const batch of batchesOf([...people.keys()]))
    await act.deps.notify(
      batch.map((contactId) => ({
        id: act.deps.ids.derive(`${by} ${contactId}`, "office-reminder"),
        contactId,
        kind: "nudge",
        rule: "office.rule.remind",
        texts: [{ key: "office.remind.text", params: { office: own.name } }],
      })),
    );
  return reminded(act, { status: "reminded", count: people.size });
}

function reminded(act: Act, outcome: Effects["remind-employees"]["outcome"]): Done<"remind-employees"> {
  return { outcome, subject: contactSubject(act), details: { ...outcome } };
}

function recallReminded(details: Readonly<Record<string, string | number>>): Effects["remind-employees"]["outcome"] {
  const { status, count } = details;
  if (status === "reminded") return { status, count: Number(count) };
  return { status: (["too-soon", "nobody"] as const).find((one) => one === status) ?? "not-allowed" };
}
