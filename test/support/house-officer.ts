import { randomBytes } from "node:crypto";
import type { Area, OfficerRole } from "../../src/domain/officer/officer";
import { inviteOfficer } from "../../src/operations/officer-effects";
import { createOperations } from "../../src/operations/operations";
import type { TwoChannels } from "./two-channels";

/** Somebody on the simulator agrees, becomes an officer of the area, and accepts every registration there that waits. */
export async function houseOfficer(
  house: TwoChannels,
  who: string,
  area: Area = { type: "all" },
  role: OfficerRole = "verifier",
): Promise<void> {
  const { deps } = house.service;
  const { perform } = createOperations(deps);
  await house.says(who, "simulator", "menu", "1");
  const { now } = house;
  const { code } = await inviteOfficer(deps, { name: who, role, area, now, randomBytes: randomBytes(32) });
  const contact = await house.contact(who, "simulator");
  await perform("redeem-officer-code", { code }, { contact, now, effectId: `test:officer:${who}` });
  for (const { id, revision } of await deps.repositories.workers.toVerify(area, 100))
    await perform("verify-worker", { workerId: id, revision }, { contact, now, effectId: `test:verify:${id}` });
  await house.settled();
}
