import type { Officer, Task } from "../domain/officer/officer";
import { districtByCode } from "../domain/shared/region";
import { fail, ok, type Result } from "../domain/shared/result";
import { officerFor } from "./access";
import type { Effects } from "./catalog";
import type { Act } from "./deps";
import { announce, type Done, type EffectsOf, officerActor, plainEffect, wasAnnounced } from "./effect";
import { tellAnswer, tellEmergency } from "./notices";
import { change } from "./saving";

/** How many officers are told of one emergency. */
const mostOfficersTold = 20;

/** What waits for a human being: asked for by anybody, answered by an officer. */
export const taskEffects: EffectsOf<"open-task" | "answer-task"> = {
  "open-task": plainEffect(open),
  "answer-task": plainEffect(answer),
};

async function open(act: Act, { kind, text, districtCode }: Effects["open-task"]["input"]): Promise<Done<"open-task">> {
  const { deps, contact, effectId, now } = act;
  const place = districtCode ?? (await ownDistrict(act));
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
  if (kind === "emergency") await callOfficers(act, place);
  return { outcome: "done", subject: { type: "task", id }, details: { kind } };
}

/** Where nobody says which kecamatan, that of whoever was registered through this contact first. */
async function ownDistrict({ deps, contact }: Act): Promise<string | undefined> {
  const [first] = await deps.repositories.workers.findByContact(contact.id);
  return first?.districtCode;
}

/** An emergency reaches the officers of the place at once; where there is none, those of the whole regency. */
async function callOfficers(act: Act, districtCode: string | undefined): Promise<void> {
  const { deps, effectId } = act;
  const near = reachable(await deps.repositories.officers.findForPlace(districtCode, mostOfficersTold));
  const called =
    near.length > 0 ? near : reachable(await deps.repositories.officers.findForPlace(undefined, mostOfficersTold));
  const place = districtCode === undefined ? "" : (districtByCode(districtCode)?.name ?? "");
  for (const { id, contactId } of called) await tellEmergency(deps, { cause: `${effectId} ${id}`, contactId, place });
}

function reachable(officers: readonly Officer[]) {
  return officers.flatMap(({ id, contactId, active }) =>
    active && contactId !== undefined ? [{ id, contactId }] : [],
  );
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
  if (task === null || officer === null) return { outcome: "not-allowed", subject, refused: true };
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
