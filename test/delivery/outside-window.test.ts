import { changeDueItem } from "../../src/domain/contribution/due-item";
import type { IsoDay } from "../../src/domain/shared/calendar";
import { type CloudHouse, openCloudHouse } from "../support/cloud-house";
import { proof } from "../support/stored-values";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Tuesday, 8 December 2026, 09:00 in Asia/Jakarta; the month's last day is the 15th. */
const morning = Date.parse("2026-12-08T09:00:00+07:00");
const last = "2026-12-15" as IsoDay;

let house: CloudHouse;
beforeEach(async () => {
  house = await openCloudHouse(morning);
});
afterEach(() => house.close());

const sentTo = (name: string): string[] =>
  house.sent
    .filter(({ to }) => to === name)
    .map(({ message }) => message.template?.name ?? message.text.split("\n")[0] ?? "");
const newsTo = (name: string): string[] => sentTo(name).filter((text) => text.startsWith("Jawaban dari petugas"));

/** The month was said to be paid, and the proof did not hold. */
async function refuse(dueItemId: string, { id: contactId }: { readonly id: string }): Promise<void> {
  const { dueItems, proofs } = house.storage.repositories;
  const rejected = proof({ status: "rejected", reason: "not-found-at-bpjs", contactId, dueItemIds: [dueItemId] });
  await proofs.add(rejected);
  for (const event of [{ type: "report", proofId: rejected.id }, { type: "reject-report" }] as const) {
    const item = await dueItems.find(dueItemId);
    const changed = item && changeDueItem(item, event, house.now);
    if (!changed?.ok) throw new Error(`the month does not take: ${event.type}`);
    await dueItems.save(changed.value);
  }
}

describe("a reminder on a channel with a window", () => {
  it("goes in free words to somebody who wrote within a day, and as a template to everybody else", async () => {
    await house.remind(await house.person("Siti", 23 * HOUR), last);
    await house.remind(await house.person("Marni", 24 * HOUR), last);
    await house.remind(await house.person("Dwi"), last);
    await house.settled();
    expect(sentTo("Siti")).toEqual([expect.stringContaining("15 Desember 2026")]);
    expect(house.sent.find(({ to }) => to === "Siti")?.message.template).toBeUndefined();
    for (const name of ["Marni", "Dwi"]) {
      const [own] = house.sent.filter(({ to }) => to === name);
      expect(own?.message.template).toEqual({
        name: "reminder",
        language: "id",
        params: ["Desember 2026", "Rp 16.800", "15 Desember 2026"],
        buttons: ["!paid", "!stop"],
      });
    }
  });

  it("tells the sum of several months, and warns where the first day has passed", async () => {
    const dwi = await house.person("Dwi");
    house.now = morning + 12 * DAY;
    await house.remind(dwi, "2026-11-16" as IsoDay, "d+10");
    await house.remind(dwi, last, "d+5");
    await house.settled();
    expect(house.sent.map(({ message }) => message.template)).toEqual([
      {
        name: "lapse_warning",
        language: "id",
        params: ["2 iuran, November 2026 sampai Desember 2026", "Rp 33.600", "16 November 2026"],
        buttons: ["!paid", "!stop"],
      },
    ]);
  });

  it("says that a proof did not hold and why, and asks for the other months by a template of their own", async () => {
    const dwi = await house.person("Dwi");
    await refuse(await house.remind(dwi, last), dwi);
    await house.remind(dwi, "2027-01-15" as IsoDay);
    await house.settled();
    expect(house.sent.map(({ message }) => message.template)).toEqual([
      expect.objectContaining({ name: "reminder", params: ["Januari 2027", "Rp 16.800", "15 Januari 2027"] }),
      {
        name: "proof_rejected",
        language: "id",
        params: [
          ...["Desember 2026", "Rp 16.800", "15 Desember 2026"],
          "Pembayarannya belum terlihat di BPJS Ketenagakerjaan.",
        ],
        buttons: ["!paid", "!stop"],
      },
    ]);
    expect(await house.storage.outbox.counts()).toMatchObject({ queued: 0 });
  });

  it("is not held up by the other template, which waits until it is approved", async () => {
    const dwi = await house.person("Dwi");
    house.resting.add("proof_rejected");
    await refuse(await house.remind(dwi, last), dwi);
    await house.remind(dwi, "2027-01-15" as IsoDay);
    await house.settled();
    house.now += 15 * 60_000;
    await house.remind(dwi, "2027-02-15" as IsoDay);
    await house.settled();
    expect(sentTo("Dwi")).toEqual(["reminder", "reminder"]);
    house.resting.clear();
    house.now += 15 * 60_000;
    await house.settled();
    expect(sentTo("Dwi")).toEqual(["reminder", "reminder", "proof_rejected"]);
    expect(await house.storage.outbox.counts()).toMatchObject({ queued: 0 });
  });

  it("goes where of two templates one had gone, and the month of the other is reported meanwhile", async () => {
    const dwi = await house.person("Dwi");
    const refusedId = await house.remind(dwi, last);
    await refuse(refusedId, dwi);
    await house.remind(dwi, "2027-01-15" as IsoDay);
    house.failures.push(undefined, { reason: "unreachable" });
    await house.settled();
    const { dueItems } = house.storage.repositories;
    const item = await dueItems.find(refusedId);
    const reported = item && changeDueItem(item, { type: "report", proofId: "another" }, house.now);
    if (!reported?.ok) throw new Error("the month cannot be reported");
    await dueItems.save(reported.value);
    house.now += 60_000;
    await house.settled();
    expect(sentTo("Dwi")).toEqual(["reminder"]);
    expect(await house.storage.outbox.counts()).toMatchObject({ queued: 0 });
  });

  it("goes where an earlier version counted what had gone before it as a part of it", async () => {
    house.now = Date.parse("2026-12-08T23:00:00+07:00");
    const id = await house.remind(await house.person("Dwi"), last);
    await house.storage.outbox.partSent(`reminder:${id}-d-7`, 1, []);
    house.now += 10 * HOUR;
    await house.settled();
    expect(sentTo("Dwi")).toEqual(["reminder"]);
  });

  it("says whose proof did not hold to who has not sent it, and no reason", async () => {
    await refuse(await house.remind(await house.person("Dwi"), last), await house.person("Siti"));
    await house.settled();
    expect(house.sent.map(({ message }) => message.template)).toEqual([
      expect.objectContaining({
        name: "proof_rejected",
        params: expect.arrayContaining(["Buktinya dari sponsor, dan sponsor sudah diminta mengirim yang lain."]),
      }),
    ]);
  });

  it("becomes a template where the platform says that the window is closed, and so does what follows", async () => {
    const siti = await house.person("Siti", HOUR);
    await house.remind(siti, last);
    house.failures.push({ reason: "window-closed" });
    await house.settled();
    expect(sentTo("Siti")).toEqual(["reminder"]);
    await house.tell(siti, "kabar");
    await house.settled();
    expect(sentTo("Siti")).toEqual(["reminder", "status_update"]);
    await house.writes("Siti", "ya");
    expect(newsTo("Siti")).toEqual(["Jawaban dari petugas: kabar"]);
  });
});

describe("news outside the window", () => {
  it("asks the person once to write, through a restart too, and is told in its order as soon as they do", async () => {
    const dwi = await house.person("Dwi", 3 * DAY);
    await house.tell(dwi, "satu");
    await house.settled();
    await house.restart();
    await house.tell(dwi, "dua", "answer");
    await house.settled();
    house.now += 2 * DAY;
    await house.restart();
    await house.tell(dwi, "tiga");
    await house.settled();
    expect(sentTo("Dwi")).toEqual(["status_update"]);

    await house.writes("Dwi", "ada apa");
    await house.settled();
    expect(newsTo("Dwi")).toEqual(["dua", "satu", "tiga"].map((text) => `Jawaban dari petugas: ${text}`));
    expect(await house.storage.outbox.counts()).toMatchObject({ queued: 0 });
  });

  it("asks again where there is other news after another window", async () => {
    const dwi = await house.person("Dwi", 3 * DAY);
    await house.tell(dwi, "satu");
    await house.settled();
    await house.writes("Dwi", "ya");
    house.now += 2 * DAY;
    await house.tell(dwi, "dua");
    await house.settled();
    expect(sentTo("Dwi").filter((text) => text === "status_update")).toHaveLength(2);
    expect(newsTo("Dwi")).toEqual(["Jawaban dari petugas: satu"]);
  });

  it("drops what has lost its moment, and asks nobody to write for it", async () => {
    await house.tell(await house.person("Dwi", 2 * DAY), "lanjutkan", "nudge");
    await house.settled();
    expect(house.sent).toEqual([]);
    expect(await house.storage.outbox.counts()).toMatchObject({ queued: 0 });
  });

  it("asks at night only for what may be told at night", async () => {
    house.now = Date.parse("2026-12-08T23:00:00+07:00");
    await house.tell(await house.person("Dwi", 2 * DAY), "pagi saja");
    await house.tell(await house.person("Petugas", 2 * DAY), "darurat", "urgent");
    await house.settled();
    expect(house.sent.map(({ to }) => to)).toEqual(["Petugas"]);
    house.now += 9 * HOUR;
    await house.settled();
    expect(sentTo("Dwi")).toEqual(["status_update"]);
  });

  it("writes to no stranger first to answer what lay for a day, and answers both when the stranger writes again", async () => {
    await house.writes("Siti", "halo", 2 * DAY);
    expect(house.sent).toEqual([]);
    await house.writes("Siti", "halo?");
    await house.settled();
    expect(sentTo("Siti").length).toBeGreaterThan(1);
  });

  it("asks whoever agreed once to write, where the answer to what they wrote comes a day late", async () => {
    await house.person("Dwi");
    await house.writes("Dwi", "menu", 2 * DAY);
    expect(sentTo("Dwi")).toEqual(["status_update"]);
  });

  it("asks nobody who said STOP to write for a notice, and drops it", async () => {
    const dwi = await house.person("Dwi", 3 * DAY);
    await house.storage.repositories.contacts.update(dwi.id, { optedOutAt: 1 });
    await house.tell(dwi, "untuk yang berhenti");
    await house.settled();
    expect(house.sent).toEqual([]);
    expect(await house.storage.outbox.counts()).toMatchObject({ queued: 0 });
  });

  it("is an officer's task after thirty days in which the person never wrote", async () => {
    await house.tell(await house.person("Dwi", 2 * DAY), "kabar");
    await house.settled();
    house.now += 30 * DAY - HOUR;
    await house.settled();
    const open = () => house.storage.repositories.tasks.open({ type: "all" }, 10, { kind: "undeliverable" });
    expect(await open()).toEqual([]);
    house.now += 2 * HOUR;
    await house.settled();
    expect(await open()).toHaveLength(1);
    expect(sentTo("Dwi")).toEqual(["status_update"]);
    expect(await house.storage.outbox.counts()).toMatchObject({ queued: 0, failed: 1 });
  });
});

describe("an answer on a channel with a window", () => {
  /** How often something is set aside from now on. */
  const countHolds = (): (() => number) => {
    const { outbox } = house.storage;
    const hold = outbox.hold.bind(outbox);
    let holds = 0;
    outbox.hold = async (...args) => {
      holds += 1;
      await hold(...args);
    };
    return () => holds;
  };

  it("goes at once to whoever writes for the first time, after a day, or where the window was said to be closed", async () => {
    const holds = countHolds();
    await house.person("Marni", 30 * HOUR);
    const wati = await house.person("Wati", 2_000);
    await house.storage.repositories.contacts.update(wati.id, { windowClosedAt: morning - 500 });
    await house.writes("Siti", "halo");
    await house.writes("Marni", "halo");
    await house.writes("Wati", "halo", 2_000);
    await house.settled();
    for (const name of ["Siti", "Marni", "Wati"]) expect(sentTo(name)).not.toEqual([]);
    expect(holds()).toBe(0);
    expect(await house.storage.outbox.counts()).toMatchObject({ queued: 0 });
  });
});
