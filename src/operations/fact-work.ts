import { adminTaskKinds, type Officer } from "../domain/officer/officer";
import { dayOf } from "../domain/shared/calendar";
import { ok } from "../domain/shared/result";
import { officerOf } from "./access";
import type { Effects } from "./catalog";
import type { Act, Deps } from "./deps";
import { type Done, type EffectsOf, officerActor, plainEffect } from "./effect";
import type { FactVerdict } from "./fact-desk";
import type { LookupsOf } from "./lookup";
import { change } from "./saving";
import { tellAdmins } from "./tell-admins";

/** How many open tasks are read to close those of one fact. */
const mostTasks = 200;

/** The facts that admins are shown; nobody else is. */
export const factLookups: LookupsOf<"next-fact" | "fact-case"> = {
  "next-fact": async (deps, { skipIds }, { contact, now }) =>
    (await adminOf(deps, contact.id)) === null ? null : (deps.facts?.next(skipIds, dayOf(now)) ?? null),
  "fact-case": async (deps, { factId }, { contact, now }) =>
    (await adminOf(deps, contact.id)) === null ? null : (deps.facts?.find(factId, dayOf(now)) ?? null),
};

/** What an admin says of a fact. */
export const factEffects: EffectsOf<"mark-fact"> = { "mark-fact": plainEffect(mark) };

async function adminOf(deps: Deps, contactId: string): Promise<Officer | null> {
  const officer = await officerOf(deps, contactId);
  return officer?.role === "admin" ? officer : null;
}

async function mark(act: Act, { factId, verdict }: Effects["mark-fact"]["input"]): Promise<Done<"mark-fact">> {
  const { deps, effectId, now } = act;
  const subject = { type: "fact", id: factId } as const;
  const officer = await adminOf(deps, act.contact.id);
  if (officer === null || deps.facts === undefined) return { outcome: "not-allowed", subject, refused: true };
  const actor = officerActor(officer);
  const by = { id: deps.ids.derive(effectId, "fact-mark"), factId, by: officer.id, on: dayOf(now), at: now };
  const fault = await deps.facts.mark(by, verdict);
  if (fault !== null) return { outcome: fault, subject, actor, refused: true };
  await closeTasksOf(deps, factId);
  return { outcome: "done", subject, actor, details: detailsOf(verdict) };
}

function detailsOf(verdict: FactVerdict): Readonly<Record<string, string | number>> {
  const { kind } = verdict;
  if (kind === "confirmed") return { kind };
  if (kind === "expired") return { kind, until: verdict.until };
  const { name, unit, value } = verdict.figure;
  return { kind, figure: name, unit, value, from: verdict.from };
}

/** Whoever marked a fact has done what its alarms asked for. */
async function closeTasksOf({ repositories: { tasks } }: Deps, factId: string): Promise<void> {
  for (const kind of adminTaskKinds)
    for (const task of await tasks.open({ type: "all" }, mostTasks, { kind }))
      if (task.text === factId)
        await change(
          () => tasks.find(task.id),
          (current) => ok({ ...current, status: "done" as const }),
          (next) => tasks.save(next),
        );
}

/** Tells the admins that a fact ends, or has ended, on a day (`YYYY-MM-DD`): once for both, told whether it was news. */
export function alarmOfEnd(deps: Deps, of: { factId: string; until: string }, now: number): Promise<boolean> {
  const when = of.until < dayOf(now) ? "ended" : "ending";
  return alarm(deps, { ...of, kind: "fact-ending", day: of.until, text: `facts.alarm.${when}` }, now);
}

/** Tells the admins that an answer was withheld because a fact has ended: once for the fact and the day. */
export function alarmOfWithheld(deps: Deps, of: { factId: string; until: string }, now: number): Promise<boolean> {
  return alarm(deps, { ...of, kind: "fact-withheld", day: dayOf(now), text: "facts.alarm.withheld" }, now);
}

/** The task is written last: where it is found, the admins have been told. */
async function alarm(
  deps: Deps,
  of: { factId: string; until: string; kind: (typeof adminTaskKinds)[number]; day: string; text: string },
  now: number,
): Promise<boolean> {
  const { factId, until, kind, day, text } = of;
  const { contacts, officers, tasks } = deps.repositories;
  const id = deps.ids.derive(`${kind} ${factId} ${day}`, "task");
  if ((await tasks.find(id)) !== null) return false;
  await tellAdmins(
    { officers, findContact: (contactId) => contacts.find(contactId), notify: deps.notify },
    {
      cause: `${kind}:${factId}:${day}`,
      rule: "facts.alarm.rule",
      kind: "notice",
      texts: [{ key: text, params: { factId, until } }],
      options: [{ value: "!facts", label: { key: "facts.alarm.open" } }],
    },
  );
  await tasks.add({ id, revision: 0, kind, status: "open", text: factId, createdAt: now });
  return true;
}
