import { createService, type Service } from "../../src/service";
import type { Storage } from "../../src/storage/open-storage";
import { recordingChannel, type SentMessage } from "../support/recording-channel";
import { monthsGoBy, silentSponsor } from "../support/silent-town";
import { openTestStorage, silentLogger } from "../support/storage";
import { Town } from "../support/town";

const at = (moment: string): number => Date.parse(`${moment}:00+07:00`);

let storage: Storage;
let close: () => Promise<void>;
let house: Service;
let now: number;
let sent: SentMessage[];

/** A house in which Asih's sponsor fell silent; the one called Officer agreed to messages. */
beforeEach(async () => {
  ({ storage, close } = await openTestStorage());
  now = at("2026-11-05T09:00");
  sent = [];
  house = createService({
    config: { simulator: false, reminderHour: 8 },
    storage,
    logger: silentLogger,
    clock: () => now,
    channels: [recordingChannel((one) => void sent.push(one))],
  });
  await house.start({ bell: false });
  const town = new Town(storage.repositories);
  Object.assign(town.deps, house.deps);
  await town.officer("Officer");
  await town.does("Officer", "record-consent", { status: "given", textVersion: 1, at: now, messageId: "yes" });
  await silentSponsor(town);
  await monthsGoBy(town, at("2027-02-12T07:45"));
});
afterEach(async () => {
  await house.stop();
  await close();
});

async function rings(name: string, moment: string, sentAt = moment): Promise<void> {
  now = at(moment);
  const running = house.jobs.find((job) => job.name === name)?.run(now);
  now = at(sentAt);
  await running;
  await house.settled();
}
const calls = () => sent.filter(({ address, text }) => address === "Officer" && text.includes("hampir berhenti"));

describe("the officer's turn in the whole house", () => {
  it("comes three days before the last day, in one message that morning", async () => {
    await rings("plan-reminders", "2027-02-12T07:45");
    for (const hour of ["08", "12"]) await rings("call-for-lapses", `2027-02-12T${hour}:30`);
    expect(calls()).toHaveLength(1);
    expect(calls()[0]?.text).toContain(
      "Perlindungan 1 pekerja hampir berhenti. Hari terakhir membayar 15 Februari 2027",
    );
  });

  it("is not told of on the next day by the call of the day before", async () => {
    await rings("plan-reminders", "2027-02-12T07:45");
    await rings("call-for-lapses", "2027-02-12T16:30", "2027-02-12T21:00");
    now = at("2027-02-13T07:00");
    await house.settled();
    expect(calls()).toEqual([]);
    await rings("call-for-lapses", "2027-02-13T08:30");
    expect(calls()).toHaveLength(1);
  });
});
