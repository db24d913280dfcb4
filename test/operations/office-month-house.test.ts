import { createService, type Service } from "../../src/service";
import type { Storage } from "../../src/storage/open-storage";
import { dinas } from "../support/office-town";
import { recordingChannel, type SentMessage, textFrom } from "../support/recording-channel";
import { openTestStorage, silentLogger } from "../support/storage";
import { Town } from "../support/town";

const at = (moment: string): number => Date.parse(`${moment}:00+07:00`);
/** The list's hour in the month in which the office begins. */
const RING = at("2026-11-05T09:45");

let storage: Storage;
let close: () => Promise<void>;
let houses: readonly Service[];
let town: Town;
let now: number;
let sent: (SentMessage & { readonly house: number })[];

/** Two services on one storage, as two processes have them, and an office that owes for two workers. */
beforeEach(async () => {
  ({ storage, close } = await openTestStorage());
  now = at("2026-11-05T09:00");
  sent = [];
  houses = [0, 1].map((house) =>
    createService({
      config: { simulator: false, reminderHour: 8 },
      storage,
      logger: silentLogger,
      clock: () => now,
      channels: [recordingChannel((one) => void sent.push({ ...one, house }))],
    }),
  );
  for (const house of houses) await house.start({ bell: false });
  town = new Town(storage.repositories);
  Object.assign(town.deps, houses[0]?.deps);
  await town.does("Retno", "record-consent", { status: "given", textVersion: 1, at: now, messageId: "yes" });
  await dinas(town, 2);
});
afterEach(async () => {
  for (const house of houses) await house.stop();
  await close();
});

/** Both processes are rung by the clock at once, as a clumsy coordinator would, and send what may go. */
async function rings(moment: number): Promise<void> {
  now = moment;
  const jobs = houses.flatMap((house) => house.jobs.filter(({ name }) => name === "send-monthly-lists"));
  expect(jobs).toHaveLength(2);
  await Promise.all(jobs.map((job) => job.run(now)));
  for (const house of houses) await house.settled();
}
const lists = (): readonly string[] =>
  sent.filter(({ address, text }) => address === "Retno" && text.startsWith("Daftar iuran")).map(({ text }) => text);
const contact = () => town.contact("Retno");

describe("an office's monthly list in the whole house", () => {
  it("goes out once from two processes, and is explained", async () => {
    for (const day of ["05", "06", "07"]) await rings(at(`2026-11-${day}T09:45`));
    expect(lists()).toHaveLength(1);
    expect(lists()[0]).toContain("2 iuran dari 2 pegawai, jumlahnya Rp 16.800");
    const last = await storage.outbox.lastAutomatic((await contact()).id);
    expect(last).toEqual({ rule: "office.rule.monthly-list", isNewest: true });
    const [channel] = houses[0]?.channels ?? [];
    await (channel as ReturnType<typeof recordingChannel>).deliver(textFrom("Retno", "kenapa?", 1, now));
    await houses[0]?.settled();
    expect(sent.slice(-2).map(({ text }) => text)).toContainEqual(
      expect.stringContaining("ketik BERHENTI DAFTAR BULANAN"),
    );
  });

  it.each([
    ["who said STOP", { optedOutAt: 1 }],
    ["who blocked us", { blockedAt: 1 }],
    ["who took the consent back", { consent: null }],
  ])("does not go to a coordinator %s", async (_who, change) => {
    await storage.repositories.contacts.update((await contact()).id, change);
    await rings(RING);
    expect(lists()).toEqual([]);
    expect((await storage.outbox.counts()).queued).toBe(0);
  });

  it("waits for the morning where the night comes between its making and its sending", async () => {
    now = RING;
    const job = houses[0]?.jobs.find(({ name }) => name === "send-monthly-lists");
    const running = job?.run(now);
    now = at("2026-11-05T21:00");
    await running;
    for (const house of houses) await house.settled();
    expect(lists()).toEqual([]);
    now = at("2026-11-06T07:00");
    for (const house of houses) await house.settled();
    expect(lists()).toHaveLength(1);
  });
});
