import { adminTaskKinds, type Task } from "../domain/officer/officer";
import { districtByCode } from "../domain/shared/region";
import { fail, ok, type Result } from "../domain/shared/result";
import { officerFor } from "./access";
import { openCare } from "./care-work";
import type { Effects } from "./catalog";
import type { Act } from "./deps";
import { announce, type Done, type EffectsOf, officerActor, plainEffect, wasAnnounced } from "./effect";
import { tellAnswer, tellEmergency } from "./notices";
import { change } from "./saving";

/** How many officers are told of one emergency. */
const mostOfficersTold = 20;

/** What waits for a human being: asked for by anybody, answered by an officer. */
export const taskEffects: EffectsOf<"open-task" | "answer-task"> = {
  "open-task": { run: open, recall: async (_act, { details }) => ({ told: Number(details?.["told"] ?? 0) }) },
  "answer-task": plainEffect(answer),
};

async function open(act: Act, input: Effects["open-task"]["input"]): Promise<Done<"open-task">> {
  const { deps, contact, effectId, now } = act;
  const { kind, text, districtCode, happened } = input;
  const known = districtCode ?? (await ownDistrict(act));
  const near = known === undefined ? [] : await reachable(act, known);
  // What nobody of the place can look at is everybody's.
  const place = near.length > 0 ? known : undefined;
  const officers = near.length > 0 ? near : await reachable(act, undefined);
  const id = deps.ids.derive(effectId, "task");
  await deps.repositories.tasks.add({
    id,
    revision: 0,
    kind,
    status: "open",
    contactId: contact.id,
    ...(text === undefined ? {} : { text }),
    ...(place === undefined ? {} : { districtCode: place }),
    createdAt: now,
  });
  if (happened !== undefined) await openCare(act, happened, place);
  if (kind === "emergency") await call(act, officers, known);
  const told = officers.length;
  return { outcome: { told }, subject: { type: "task", id }, details: { kind, told } };
}

/** Where nobody says which kecamatan, that of whoever was registered through this contact first. */
async function ownDistrict({ deps, contact }: Act): Promise<string | undefined> {
  const [first] = await deps.repositories.workers.findByContact(contact.id);
  return first?.districtCode;
}

async function call({ deps, effectId }: Act, officers: readonly Reachable[], districtCode?: string): Promise<void> {
  const place = districtCode === undefined ? "" : (districtByCode(districtCode)?.name ?? "");
  for (const { id, contactId } of officers) await tellEmergency(deps, { cause: `${effectId} ${id}`, contactId, place });
}

interface Reachable {
  readonly id: string;
  readonly contactId: string;
}

/** The officers of a place, or of all without one, to whom a message can get: not the one who asks, nor who blocked us. */
async function reachable({ deps, contact }: Act, districtCode: string | undefined): Promise<readonly Reachable[]> {
  const { officers, contacts } = deps.repositories;
  const found: Reachable[] = [];
  for (const { id, contactId } of await officers.findForPlace(districtCode, mostOfficersTold)) {
    if (contactId === undefined || contactId === contact.id) continue;
    const own = await contacts.find(contactId);
    if (own === null) continue;
    const chats = [own, ...(await contacts.endpoints(contactId))];
    if (chats.some(({ blockedAt }) => blockedAt === undefined)) found.push({ id, contactId });
  }
  return found;
}

async function answer(
  act: Act,
  { taskId, answer: words }: Effects["answer-task"]["input"],
): Promise<Done<"answer-task">> {
  const subject = { type: "task", id: taskId } as const;
  const { tasks } = act.deps.repositories;
  const task = await tasks.find(taskId);
  const officer =
    task === null ? null : await officerFor(act.deps, act.contact.id, { districtCode: task.districtCode });
  const isForAdmins = adminTaskKinds.some((kind) => kind === task?.kind);
  if (task === null || officer === null || (isForAdmins && officer.role !== "admin"))
    return { outcome: "not-allowed", subject, refused: true };
  const actor = officerActor(officer);
  const isAgain = (await wasAnnounced(act)) !== null;
  if (task.status === "open") await announce(act, "answer-task", actor, subject);
  const closed = await change(
    () => tasks.find(taskId),
    (current) => close(current, isAgain),
    (next) => tasks.save(next),
  );
  if (!closed.ok) return { outcome: "not-allowed", subject, actor, refused: true };
  if (words !== undefined && task.contactId !== undefined)
    await tellAnswer(act.deps, { cause: act.effectId, contactId: task.contactId, answer: words });
  return { outcome: "done", subject, actor };
}

/** A task is answered once; only the effect that had begun to answer it finds it done and goes on. */
function close(task: Task, isAgain: boolean): Result<Task, "done-already"> {
  if (task.status === "open") return ok({ ...task, status: "done" });
  return isAgain ? ok(task) : fail("done-already");
}
