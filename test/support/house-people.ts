import { randomBytes } from "node:crypto";
import { inviteOfficer } from "../../src/operations/officer-effects";
import { createOperations } from "../../src/operations/operations";
import { contactOf } from "./house-state";
import type { RunningHouse } from "./one-house";
import { textFrom } from "./recording-channel";

/** Says these lines one after the other and waits for every answer; `from` is the place of the first among all of that person. */
export async function saysAll(
  house: RunningHouse,
  name: string,
  lines: readonly string[],
  at: number,
  from = 1,
): Promise<number> {
  let sequence = from;
  for (const line of lines) {
    await house.channel.deliver(textFrom(name, line, sequence, at + sequence));
    await house.service.settled();
    sequence += 1;
  }
  return sequence;
}

/** What somebody answers to the registration, from the first word up to the summary: a farmer of Kopeng who needs a sponsor. */
export const registrationAnswers = (serial: number): readonly string[] => [
  "daftar",
  "1",
  "1",
  `3322015708900${String(serial).padStart(3, "0")}`,
  "1",
  "Sumarni Lestari",
  "1",
  "Getasan",
  "Kopeng",
  "petani",
  "1",
  "1",
  "1",
  "2",
  "1",
];
/** What somebody answers who pays for herself. */
export const ownRegistrationAnswers = (serial: number): readonly string[] => [
  ...registrationAnswers(serial).slice(0, -2),
  "1",
];
/** What a sponsor answers, from the first word up to the summary: one worker, whoever waits longest, for one month, direct. */
export const sponsorAnswers = ["sponsor", "1", "1", "Retno Dewi", "1", "1", "1", "1", "1", "1", "1", "1", "1"] as const;
/** What is answered to every summary that is right. */
export const yes = "1";

/** An officer accepts every registration that waits. */
export async function verifyAll(house: RunningHouse, at: number): Promise<void> {
  const { deps } = house.service;
  const { perform } = createOperations(deps);
  const contact = await contactOf(house, "Petugas");
  const { code } = await inviteOfficer(deps, {
    name: "Pak Joko",
    role: "verifier",
    area: { type: "all" },
    now: at,
    randomBytes: randomBytes(32),
  });
  await perform("redeem-officer-code", { code }, { contact, now: at, effectId: "test:officer" });
  for (const { id, revision } of await deps.repositories.workers.toVerify({ type: "all" }, 100))
    await perform("verify-worker", { workerId: id, revision }, { contact, now: at, effectId: `test:verify:${id}` });
  await house.service.settled();
}
