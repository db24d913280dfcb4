import { createService, type Service } from "../../src/service";
import type { Storage } from "../../src/storage/open-storage";
import { recordingChannel, type SentMessage } from "../support/recording-channel";
import { openTestStorage, silentLogger } from "../support/storage";
import { Town } from "../support/town";

const at = (moment: string): number => Date.parse(`${moment}:00+07:00`);

let storage: Storage;
let close: () => Promise<void>;
let house: Service;
let town: Town;
let sent: SentMessage[];

beforeEach(async () => {
  ({ storage, close } = await openTestStorage());
  town = new Town(storage.repositories);
  sent = [];
  house = createService({
    config: { simulator: false, reminderHour: 8 },
    storage,
    logger: silentLogger,
    clock: () => town.now,
    channels: [recordingChannel((one) => void sent.push(one))],
  });
  await house.start({ bell: false });
  Object.assign(town.deps, house.deps);
  await town.officer("Officer");
});
afterEach(async () => {
  await house.stop();
  await close();
});

/** Moves the clock and lets go out what may; returns what has gone out to somebody since. */
async function goesOut(moment: string): Promise<(who: string) => string> {
  sent.length = 0;
  town.now = at(moment);
  await house.settled();
  return (who) =>
    sent
      .filter(({ address }) => address === who)
      .map(({ text }) => text)
      .join("\n");
}

describe("a confirmation that is taken back in the whole house", () => {
  it("is not told as good news in the morning after", async () => {
    for (const who of ["Asih", "Retno"])
      await town.does(who, "record-consent", { status: "given", textVersion: 1, at: town.now, messageId: "yes" });
    await town.insured("Asih", 1);
    await town.sponsors("Retno");
    const proofId = await town.pays("Retno");
    await goesOut("2026-11-05T20:30");
    await town.does("Officer", "confirm-proof", { proofId });
    await goesOut("2026-11-05T20:40");
    expect(await town.does("Officer", "take-back-proof", { proofId, reason: "not-found-at-bpjs" })).toBe("done");
    const toldTo = await goesOut("2026-11-06T07:00");
    expect(toldTo("Retno")).toContain("tetapi catatan itu terpaksa kami tarik");
    expect(toldTo("Asih")).toContain("ternyata belum bisa dipastikan");
    for (const who of ["Asih", "Retno"]) expect(toldTo(who)).not.toContain("tercatat lunas:");
  });

  it("is told to no sponsor as paid by the worker", async () => {
    for (const who of ["Asih", "Retno"])
      await town.does(who, "record-consent", { status: "given", textVersion: 1, at: town.now, messageId: "yes" });
    await town.insured("Asih", 1);
    await town.sponsors("Retno");
    await goesOut("2026-11-20T08:00");
    for (const job of house.jobs.filter(({ name }) => name === "mark-overdue")) await job.run(town.now);
    const proofId = await town.pays("Asih");
    await goesOut("2026-11-20T20:30");
    await town.does("Officer", "confirm-proof", { proofId });
    await town.does("Officer", "take-back-proof", { proofId, reason: "not-found-at-bpjs" });
    const toldTo = await goesOut("2026-11-21T07:00");
    expect(toldTo("Retno")).toContain("ternyata belum lunas");
    expect(toldTo("Retno")).not.toContain("dibayar sendiri oleh pekerjanya");
  });
});
