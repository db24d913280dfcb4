import type { DueItem } from "../domain/contribution/due-item";
import type { Deps } from "./deps";

/** Puts each of these months' workers on the officers' list of her kecamatan, once a month however often it is asked for. */
export async function openLapseTasks(deps: Deps, items: readonly DueItem[], now: number): Promise<void> {
  const { workers, tasks } = deps.repositories;
  const found = new Map(
    (await workers.findMany([...new Set(items.map(({ workerId }) => workerId))])).map((one) => [one.id, one]),
  );
  for (const { id, workerId } of items) {
    const worker = found.get(workerId);
    if (worker === undefined) continue;
    const { registeredBy, districtCode } = worker;
    await tasks.add({
      ...{ id: deps.ids.derive(id, "lapse-task"), revision: 0, kind: "lapse", status: "open", workerId, districtCode },
      ...{ contactId: registeredBy.contactId, createdAt: now },
    });
  }
}
