import type { DueItem } from "../../src/domain/contribution/due-item";
import type { Contact } from "../../src/domain/messaging/contact";
import { dueDayOf, type IsoDay } from "../../src/domain/shared/calendar";
import type { Period } from "../../src/domain/shared/period";
import type { Text } from "../../src/domain/shared/text";
import { createI18n } from "../../src/i18n";
import { composeReminderTemplates } from "../../src/reminders/compose";
import { type CloudHouse, openCloudHouse } from "../support/cloud-house";
import { dueItem, person, sponsor, worker } from "../support/stored-values";

const dayAt = (day: string): number => Date.parse(`${day}T09:00:00+07:00`);
const translator = createI18n();
const quarterHour = 15 * 60_000;
const buttons = ["!paid", "!stop"];

let house: CloudHouse;
beforeEach(async () => {
  house = await openCloudHouse(dayAt("2026-12-20"));
});
afterEach(() => house.close());

/** Rini, for whom Tono is to pay: November is confirmed, what follows is late. Neither has written for a day. */
async function sponsoredMonths(...periods: string[]) {
  const { repositories } = house.storage;
  const [rini, tono] = [await house.person("Rini"), await house.person("Tono")];
  const who = person({ contactIds: [rini.id] });
  const hers = worker({ personId: who.id, status: "active", registeredBy: { contactId: rini.id, relation: "self" } });
  const his = sponsor({ contactId: tono.id });
  await Promise.all([repositories.persons.add(who), repositories.workers.add(hers), repositories.sponsors.add(his)]);
  const payer = { type: "sponsor", sponsorId: his.id } as const;
  const items = ["2026-11", ...periods].map((one): DueItem => {
    const period = one as Period;
    const status = one === "2026-11" ? "confirmed" : "overdue";
    return dueItem({ workerId: hers.id, period, dueDay: dueDayOf(period), status, payer });
  });
  await repositories.dueItems.addMissing(items);
  return { rini, tono, dueItemId: items.at(-1)?.id ?? "" };
}

async function remind(contact: Contact, dueItemId: string, rung: string): Promise<void> {
  await house.storage.outbox.add([
    {
      ...{ id: `reminder:${dueItemId}-${rung}-${contact.id}`, contactId: contact.id, channel: "whatsapp-cloud" },
      ...{ kind: "reminder", content: { type: "reminder", dueItemId, rung } },
      ...{ rule: "reminder.rule", notBefore: house.now, createdAt: house.now },
    },
  ]);
}

const toldTo = (name: string) => house.sent.filter(({ to }) => to === name).map(({ message }) => message);
const templateTo = (name: string) => toldTo(name).map(({ template }) => [template?.name, template?.params]);

describe("a late month that a sponsor is to pay, outside the window", () => {
  it("is asked of the sponsor, and the worker hears that he is silent, that she may pay, and how it is not paid twice", async () => {
    const { rini, tono, dueItemId } = await sponsoredMonths("2026-12");
    for (const contact of [rini, tono]) await remind(contact, dueItemId, "d+5");
    await house.settled();
    const params = ["Desember 2026", "Rp 16.800", "15 Desember 2026"];
    expect(templateTo("Tono")).toEqual([["lapse_warning", params]]);
    expect(templateTo("Rini")).toEqual([["may_pay", params]]);
    const [{ text = "", template } = {}] = toldTo("Rini");
    expect(text).toContain("belum menerima kabar bayar dari sponsor");
    expect(text).toContain("boleh membayar sendiri");
    expect(text).toContain("sponsor tidak kami ingatkan lagi untuk iuran itu, supaya tidak dibayar dua kali");
    expect(template?.buttons).toEqual(buttons);
  });

  it("is told in the older words while the new template is not approved, so that nobody is left without", async () => {
    const { rini, dueItemId } = await sponsoredMonths("2026-12");
    house.resting.add("may_pay");
    await remind(rini, dueItemId, "d+5");
    await house.settled();
    expect(templateTo("Rini").map(([name]) => name)).toEqual(["lapse_warning"]);
    expect(await house.storage.outbox.counts()).toMatchObject({ queued: 0, failed: 0 });
  });

  it("waits where neither is sent just now, and goes once one of them is", async () => {
    const { rini, dueItemId } = await sponsoredMonths("2026-12");
    for (const name of ["may_pay", "lapse_warning"]) house.resting.add(name);
    await remind(rini, dueItemId, "d+5");
    await house.settled();
    expect(house.sent).toEqual([]);
    house.resting.clear();
    house.now += quarterHour;
    await house.settled();
    expect(templateTo("Rini").map(([name]) => name)).toEqual(["may_pay"]);
  });

  it("says nothing older to somebody to whom the platform takes no more just now", async () => {
    const { rini, dueItemId } = await sponsoredMonths("2026-12");
    house.failures.push({ reason: "throttled", retryAfterMs: 6_000, ofPerson: true });
    await remind(rini, dueItemId, "d+5");
    await house.settled();
    expect(house.sent).toEqual([]);
  });
});

describe("the countdown outside the window", () => {
  it.each([
    ["2026-12-28", ["2026-12"], "lapse+13", "1 bulan", "Desember 2026"],
    ["2027-01-28", ["2026-12", "2027-01"], "lapse+13", "2 bulan", "Januari 2027"],
  ])(
    "says on %s how many months are late, the last day, and what one payment saves",
    async (day, periods, rung, late, month) => {
      house.now = dayAt(day);
      const { rini, tono, dueItemId } = await sponsoredMonths(...periods);
      for (const contact of [rini, tono]) await remind(contact, dueItemId, rung);
      await house.settled();
      const params = [late, "15 Februari 2027", month, "Rp 16.800"];
      expect(templateTo("Rini")).toEqual([["may_pay_countdown", params]]);
      expect(templateTo("Tono")).toEqual([["lapse_countdown", params]]);
      for (const { text } of [...toldTo("Rini"), ...toldTo("Tono")])
        expect(text).toContain("Satu bulan saja dibayar, hitungan 3 bulan itu berhenti.");
      expect(toldTo("Rini")[0]?.text).toContain("sponsor tidak kami ingatkan lagi untuk iuran itu");
    },
  );

  it("keeps its months apart from the others, and of several workers says the first last day and that it is the first", () => {
    const month = { firstName: "Rini", period: "2027-01" as Period, amount: 16_800, dueDay: "2027-01-15" };
    const lapse = (latePeriods: number, lastDay: string) => ({ lapse: { latePeriods, lastDay: lastDay as IsoDay } });
    const composed = composeReminderTemplates(
      [
        month,
        { ...month, ...lapse(1, "2027-03-15") },
        { ...month, ...lapse(2, "2027-02-15") },
        { ...month, as: "worker" },
        { ...month, as: "worker", ...lapse(2, "2027-02-15"), refused: { reason: "unreadable", by: "sponsor" } },
      ],
      "2027-01-28",
    );
    const words = (text: Text): string => translator.render(text, "id");
    expect(composed.map(({ name, params }) => [name, params.map(words)])).toMatchObject([
      ["lapse_warning", ["Januari 2027", "Rp 16.800", "15 Januari 2027"]],
      ["may_pay", ["Januari 2027", "Rp 16.800", "15 Januari 2027"]],
      [
        "lapse_countdown",
        ["1 sampai 2 bulan", "paling cepat 15 Februari 2027", "2 iuran bulan Januari 2027", "Rp 33.600"],
      ],
      [
        "proof_rejected",
        [
          ...["Januari 2027", "Rp 16.800", "15 Januari 2027"],
          "Buktinya dari sponsor, dan sponsor sudah diminta mengirim yang lain. Menurut catatan kami, sudah 2 bulan iuran belum dibayar; hari terakhir sebelum perlindungan berhenti 15 Februari 2027.",
        ],
      ],
    ]);
  });

  it("is told in the older words while its template is not approved", async () => {
    house.now = dayAt("2026-12-30");
    const { tono, dueItemId } = await sponsoredMonths("2026-12");
    house.resting.add("lapse_countdown");
    await remind(tono, dueItemId, "lapse+15");
    await house.settled();
    expect(templateTo("Tono")).toEqual([["lapse_warning", ["Desember 2026", "Rp 16.800", "15 Desember 2026"]]]);
  });
});
