import { type IsoDay, startOfDay } from "../../src/domain/shared/calendar";
import type { Period } from "../../src/domain/shared/period";
import { composeReminder, composeReminderTemplates } from "../../src/reminders/compose";
import { ladderOf, type Told } from "../support/memory-ladder";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas, reportOf } from "../support/office-town";
import { Town, wishOf } from "../support/town";

const december = startOfDay("2026-12-01" as IsoDay);

/** Rini, for whom Tono is to pay so many months at once from a month on; it is November. */
async function sponsoredTown(monthsAhead = 1, startPeriod = "2026-11") {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  const workerId = await town.insured("Rini", 1);
  await town.sponsors("Tono", {
    ...{ ...wishOf(), workerId, name: "Tono" },
    ...{ monthsAhead, startPeriod: startPeriod as Period },
  });
  const ids = { Rini: (await town.contact("Rini")).id, Tono: (await town.contact("Tono")).id };
  /** What somebody was told on a day. */
  const heard = (sent: readonly Told[], who: keyof typeof ids, day: string): string =>
    sent
      .filter((one) => one.contactId === ids[who] && one.day === day)
      .map(({ text }) => text)
      .join("\n");
  return { town, workerId, ladder: ladderOf(town), ids, heard };
}

/** The same, once the officer has confirmed November. */
async function protectedTown() {
  const rig = await sponsoredTown();
  await rig.town.does("Officer", "confirm-proof", { proofId: await rig.town.pays("Tono") });
  rig.town.now = december;
  return rig;
}

describe("why a worker may pay for herself", () => {
  it("is that protection does not break off, while it runs", async () => {
    const { ladder, heard } = await protectedTown();
    const sent = await ladder.pass(25);
    expect(heard(sent, "Rini", "2026-12-20")).toContain("Supaya perlindungan tidak putus, Bapak/Ibu boleh membayar");
  });

  it("is that it begins, where no month was ever confirmed", async () => {
    const { town, ladder, heard } = await sponsoredTown();
    town.now = startOfDay("2026-11-10" as IsoDay);
    const sent = await ladder.pass(15);
    expect(heard(sent, "Rini", "2026-11-21")).toContain("Supaya perlindungan mulai, Bapak/Ibu boleh membayar");
    expect(heard(sent, "Rini", "2026-11-21")).not.toContain("putus");
  });

  it("is that it holds again, once it has ended", async () => {
    const { town, ladder, heard } = await protectedTown();
    const sent = await ladder.pass(31 + 31 + 25);
    expect(town.told("Rini")).toContain("notice.rule.inactive");
    expect(heard(sent, "Rini", "2027-02-20")).toContain("Supaya perlindungan berlaku lagi, Bapak/Ibu boleh membayar");
    expect(heard(sent, "Rini", "2027-02-20")).not.toContain("putus");
  });
});

describe("a reminder of the present month after a lapse", () => {
  it("says to the sponsor that protection has ended and runs again once it is paid, and names no month before", async () => {
    const { ladder, heard } = await protectedTown();
    const sent = await ladder.pass(31 + 31 + 28 + 20);
    const before = heard(sent, "Tono", "2027-03-08");
    expect(before).toContain("Maret 2027");
    expect(before).toContain("Perlindungan Sumarni1 sudah berhenti");
    expect(before).toContain("Kalau iuran bulan ini dibayar, perlindungan bisa berjalan lagi.");
    for (const { day, text } of sent.filter((one) => one.day >= "2027-03-01")) {
      expect(`${day} ${text}`).not.toMatch(/Desember 2026|Januari 2027|Februari 2027/u);
      expect(text).not.toContain("bulan belum dibayar, hari terakhir");
    }
  });

  it("outside WhatsApp's window does not warn of a lapse that has come", () => {
    const late = { firstName: "Rini", period: "2027-03" as Period, amount: 16_800, dueDay: "2027-03-15" };
    const nameOf = (fact: object) =>
      composeReminderTemplates([{ ...late, ...fact }], "2027-03-20").map(({ name }) => name);
    expect(nameOf({})).toEqual(["lapse_warning"]);
    expect(nameOf({ hasLapsed: true })).toEqual(["reminder"]);
  });
});

describe("the present month after a lapse of several months that were to be paid at once", () => {
  /** The months asked of Tono from a day on: `month-day: months`. */
  async function askedAfterLapse(monthsAhead: number) {
    const { town, workerId, ladder, ids, heard } = await sponsoredTown(1);
    await town.does("Officer", "confirm-proof", { proofId: await town.pays("Tono") });
    const [pledge] = await town.repositories.pledges.findByWorkers([workerId]);
    const change = { type: "months", monthsAhead } as const;
    await town.does("Tono", "change-pledge", { pledgeId: pledge?.id ?? "", change });
    town.now = december;
    const sent = await ladder.pass(31 + 31 + 28 + 31);
    const own = sent.filter(({ contactId, day }) => contactId === ids.Tono && day >= "2027-02-16");
    return own.map(({ day }) => `${day.slice(5)} ${monthsIn(heard(sent, "Tono", day))}`);
  }
  const monthsIn = (text: string): string =>
    (text.match(/, \w+ 202\d: Rp/gu) ?? []).map((one) => one.slice(2, 5)).join(" ");

  it.each([
    [1, "Feb", "Mar"],
    [3, "Feb Mar Apr", "Mar Apr Mei"],
    [6, "Feb Mar Apr Mei Jun Jul", "Mar Apr Mei Jun Jul Agu"],
  ])("is asked of the sponsor first, on each of its days, where he pays %s", async (monthsAhead, first, second) => {
    expect(await askedAfterLapse(monthsAhead)).toEqual([
      ...[`02-20 ${first}`, `02-25 ${first}`],
      ...[`03-08 ${second}`, `03-12 ${second}`, `03-15 ${second}`, `03-20 ${second}`, `03-25 ${second}`],
    ]);
  });
});

describe("months that a sponsor pays at once", () => {
  it("are asked of him by their one day, and told to the worker one by one by their own", async () => {
    const { town, ladder, ids, heard } = await sponsoredTown(3, "2026-12");
    town.now = december;
    const sent = await ladder.pass(31 + 31);
    const months = (text: string): string[] => text.match(/\w+ 202\d: Rp/gu) ?? [];
    expect(months(heard(sent, "Tono", "2026-12-20"))).toHaveLength(3);
    expect(months(heard(sent, "Rini", "2026-12-20"))).toEqual(["Desember 2026: Rp"]);
    expect(months(heard(sent, "Rini", "2027-01-20"))).toEqual(["Januari 2027: Rp"]);
    const daysOf = (id: string) => sent.filter(({ contactId }) => contactId === id).map(({ day }) => day.slice(5));
    expect(daysOf(ids.Rini)).toEqual(["12-20", "12-25", "01-20", "01-25"]);
    expect(daysOf(ids.Tono)).toEqual(["12-08", "12-12", "12-15", "12-20", "12-25"]);
  });

  it("are told only once to whoever registered the worker whom she pays for", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    const workerId = await town.insured("Tono", 1, { relation: "helper" });
    const startPeriod = "2026-12" as Period;
    await town.sponsors("Tono", { ...wishOf(), workerId, name: "Tono", monthsAhead: 3, startPeriod });
    town.now = december;
    const sent = await ladderOf(town).pass(31 + 31);
    expect(sent.map(({ day }) => day.slice(5))).toEqual(["12-08", "12-12", "12-15", "12-20", "12-25"]);
  });
});

describe("reminders after a rejected proof", () => {
  it("say why to whoever sent it, and to the other whose it was, and that nothing is to be paid twice", async () => {
    const { town, ladder, heard } = await protectedTown();
    await ladder.pass(13);
    const proofId = await town.pays("Tono");
    await ladder.pass(3);
    await town.does("Officer", "reject-proof", { proofId, reason: "not-found-at-bpjs" });
    const sent = await ladder.pass(10);
    const [toRini, toTono] = [heard(sent, "Rini", "2026-12-20"), heard(sent, "Tono", "2026-12-20")];
    expect(toTono).toContain("bukti bayar yang dikirim untuk iuran ini belum bisa kami pastikan");
    expect(toTono).toMatch(/Desember 2026: Rp\s?8\.400\. Pembayarannya belum terlihat di BPJS Ketenagakerjaan\./u);
    expect(toTono).toContain("jangan dibayar lagi");
    expect(toRini).toContain("bukti bayar dari sponsor belum bisa kami pastikan");
    expect(toRini).toMatch(/Desember 2026: Rp\s?8\.400\n/u);
    expect(toRini).not.toMatch(/belum terlihat|bukti yang lain/u);
    expect(toRini).toContain("Jangan dibayar dulu");
    for (const text of [toRini, toTono]) {
      expect(text).toContain("ketik PETUGAS");
      expect(text).not.toMatch(/belum kami terima kabarnya|belum menerima kabar|boleh membayar sendiri/u);
    }
  });

  it("say the same the other way round where the worker had sent it", async () => {
    const { town, ladder, heard } = await protectedTown();
    await ladder.pass(20);
    const proofId = await town.pays("Rini");
    await ladder.pass(2);
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    const sent = await ladder.pass(5);
    const [toRini, toTono] = [heard(sent, "Rini", "2026-12-25"), heard(sent, "Tono", "2026-12-25")];
    expect(toRini).toContain("Bukti bayarnya tidak terbaca.");
    expect(toRini).toContain("kirim bukti yang lain");
    expect(toTono).toContain("pekerja mengirim bukti bayar, tetapi belum bisa kami pastikan");
    expect(toTono).not.toMatch(/tidak terbaca|bukti yang lain/u);
    expect(toTono).toContain("Supaya tidak dibayar dua kali, tanyakan dulu: ketik PETUGAS");
  });

  it("never say to pay and not to pay in one message, also where the countdown speaks", () => {
    const fact = { firstName: "Rini", period: "2027-03" as Period, amount: 16_800, dueDay: "2027-03-15", as: "worker" };
    const lapse = { latePeriods: 2, lastDay: "2027-04-15" as IsoDay };
    const { texts } = composeReminder(
      [{ ...fact, as: "worker", lapse, refused: { reason: "unreadable", by: "sponsor" } }],
      "2027-03-25",
    );
    const keys = texts.map(({ key }) => key);
    expect(keys).toContain("reminder.lapse.line.refused");
    expect(keys).toContain("reminder.refused.sponsor.next");
    expect(keys).not.toContain("reminder.lapse.line");
  });

  it("say nothing of it where a later proof was confirmed and taken back, or of another month", async () => {
    const { town, ladder, heard } = await protectedTown();
    await ladder.pass(10);
    await town.does("Officer", "reject-proof", { proofId: await town.pays("Tono", "A"), reason: "unreadable" });
    await town.does("Officer", "confirm-proof", { proofId: await town.pays("Tono", "B") });
    const sent = await ladder.pass(21 + 25);
    expect(heard(sent, "Tono", "2027-01-20")).toContain("belum kami terima kabarnya");
    expect(sent.filter(({ text }) => /bukti bayar (yang dikirim|dari sponsor)/u.test(text))).toEqual([]);
  });
});

describe("reminders of the bill of an office", () => {
  /** What the coordinator is told of her office's months, and of one of her own that waits beside them. */
  async function toCoordinator(paysHerself: boolean): Promise<string> {
    const town = new Town(memoryRepositories());
    await dinas(town);
    if (paysHerself) await town.insured("Retno", 9, { payer: "self" });
    const retno = await town.contact("Retno");
    const sent = await ladderOf(town).pass(5);
    return sent.find(({ contactId }) => contactId === retno.id)?.text ?? "";
  }

  it("name the board, where the receipt is sent, as the list of the month does", async () => {
    const text = await toCoordinator(false);
    expect(text).toContain("kirim buktinya lewat KANTOR juga.");
    expect(text).not.toContain("SUDAH BAYAR");
  });

  it("let each month be chosen where one of her own is among them", async () => {
    const text = await toCoordinator(true);
    expect(text).toContain("ketik SUDAH BAYAR");
    expect(text).not.toContain("KANTOR");
  });
});

describe("reminders of a month of a bill that an officer named as not paid", () => {
  /** What Retno's office and the worker of the second month on its list are told while November is owed. */
  async function namedUnpaid(): Promise<readonly { who: string; day: string; text: string }[]> {
    const town = new Town(memoryRepositories());
    const { bill } = await dinas(town);
    await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
    const proofId = town.deps.ids.derive("bill", "proof");
    await town.does("Officer", "confirm-bill", { proofId, found: bill - 8_400, unpaid: [2] });
    const retno = await town.contact("Retno");
    const sent = await ladderOf(town).pass(22);
    return sent.map(({ contactId, day, text }) => ({ who: contactId === retno.id ? "Retno" : "worker", day, text }));
  }

  it("ask the office for it as it was told, and say to the worker that she may pay it", async () => {
    const sent = await namedUnpaid();
    const told = (who: string, day: string) => sent.find((one) => one.who === who && one.day === day)?.text;
    expect(told("Retno", "2026-11-16")).toContain("hari ini batas bayar");
    expect(told("worker", "2026-11-21")).toContain("boleh membayar sendiri");
    for (const { day, text } of sent) expect(`${day} ${text}`).not.toMatch(/belum bisa kami pastikan|angan dibayar/u);
  });
});
