import { contributionFor } from "../../../src/domain/contribution/contribution";
import { type DueItemStatus, dueItemStatuses, openDueItem } from "../../../src/domain/contribution/due-item";
import { rupiah } from "../../../src/domain/shared/money";
import { addMonths, type Period, periodOf } from "../../../src/domain/shared/period";
import type { PledgeStatus } from "../../../src/domain/sponsor/sponsor";
import type { Worker, WorkerStatus } from "../../../src/domain/worker/worker";
import { carryCredits } from "../../../src/operations/credit";
import { markInactive, markOverdue, openDueItems } from "../../../src/operations/scheduled";
import { openPeople, type People } from "../../support/people";
import { dueItem, pledge, sponsor, worker as storedWorker } from "../../support/stored-values";
import { wishOf } from "../../support/town";

let people: People;
beforeEach(async () => {
  people = await openPeople();
});

const worker = async (id: string): Promise<Worker> => {
  const found = await people.town.repositories.workers.find(id);
  if (!found) throw new Error("the worker is not there");
  return found;
};

/** Puts a worker into a state, however she would have come to it. */
async function put(id: string, status: WorkerStatus, changes: Partial<Worker> = {}): Promise<void> {
  const saved = await people.town.repositories.workers.save({ ...(await worker(id)), ...changes, status });
  expect(saved.ok).toBe(true);
}

const priced = (of: Worker, period: Period) =>
  contributionFor({ base: of.base, sector: of.sector, programmes: of.programmes, funding: of.funding, period });

/** A month of a worker in a state. */
async function month(id: string, period: string, status: DueItemStatus): Promise<void> {
  const of = await worker(id);
  const payer = { type: "worker", personId: of.personId } as const;
  const contribution = priced(of, period as Period);
  const item = openDueItem({ workerId: id, contribution, payer, atMs: people.town.now });
  await people.town.repositories.dueItems.addMissing([{ ...item, status }]);
  const kept = (await people.town.repositories.dueItems.findByWorkers([id], 10)).find((one) => one.period === period);
  if (kept) await people.town.repositories.dueItems.save({ ...kept, status });
}

const states: readonly [WorkerStatus, string][] = [
  ["submitted", "menunggu diperiksa petugas"],
  ["verified", "sedang didaftarkan ke BPJS Ketenagakerjaan"],
  ["registered", "sudah terdaftar di BPJS Ketenagakerjaan"],
  ["active", "aktif"],
  ["inactive", "tidak aktif karena iuran belum dibayar"],
  ["deceased", "sudah wafat"],
];

const dueWords: Readonly<Record<DueItemStatus, string>> = {
  open: "belum dibayar, paling lambat 15 Desember 2026",
  reported: "sudah dilaporkan, menunggu petugas",
  confirmed: "lunas",
  overdue: "sudah lewat batas bayar, belum dibayar",
  credited: "lunas dari kelebihan bayar",
  cancelled: "dibatalkan",
};

describe("status", () => {
  it("says how to begin where there is nothing", async () => {
    expect(await people.town.person("Budi").says("status")).toContain("ketik DAFTAR");
  });

  it.each(states)("of a worker who is %s", async (status, words) => {
    const id = await people.payer("Asih", 1);
    await put(id, status);
    const heard = await people.town.person("Asih").says("status");
    expect(heard).toContain(`Sumarni1 Lestari (${(await worker(id)).number}): `);
    expect(heard).toContain(words);
    expect(heard).toContain("Status resmi hanya dari BPJS Ketenagakerjaan");
    expect(heard).toContain("MENU");
  });

  it("leaves out what was withdrawn, and months that were cancelled", async () => {
    const id = await people.payer("Asih", 1);
    await month(id, "2026-12", "cancelled");
    expect(await people.town.person("Asih").says("status")).not.toContain("Desember 2026");
    await put(id, "withdrawn");
    expect(await people.town.person("Asih").says("status")).toContain("Belum ada data");
  });

  it("of somebody who has died asks nobody to pay", async () => {
    await put(await people.payer("Asih", 1), "deceased");
    const heard = await people.town.person("Asih").says("status");
    expect(heard).toContain("Kami turut berduka cita");
    expect(heard).not.toMatch(/bayar|Iuran/u);
  });

  it("of a rejected registration tells why, in kind words, and how to mend it", async () => {
    const id = await people.payer("Asih", 1);
    const rejection = { reason: "name-mismatch", note: "Tolong tulis nama lengkap", at: people.town.now } as const;
    await put(id, "rejected", { rejection });
    const heard = await people.town.person("Asih").says("status");
    expect(heard).toContain("Nama tidak cocok dengan KTP.");
    expect(heard).toContain("Pesan dari petugas: Tolong tulis nama lengkap");
    expect(heard).toContain("Bisa diperbaiki");
  });

  it.each(
    dueItemStatuses.filter((status) => status !== "cancelled").map((status) => [status, dueWords[status]] as const),
  )("of a month that is %s", async (status, words) => {
    const id = await people.payer("Asih", 1);
    await month(id, "2026-12", status);
    const { total } = priced(await worker(id), "2026-12" as Period);
    const amount = `Rp ${new Intl.NumberFormat("id-ID").format(total)}`;
    expect(await people.town.person("Asih").says("status")).toContain(`• Desember 2026: ${amount}, ${words}.`);
  });

  it("tells until when the confirmed months protect, and how many there are in a row", async () => {
    const id = await people.payer("Asih", 1);
    for (const period of ["2026-10", "2026-11"]) await month(id, period, "confirmed");
    await put(id, "active");
    expect(await people.town.person("Asih").says("status")).toMatch(
      /terlindungi sampai \d+ \w+ 202\d\. Sudah 2 bulan/u,
    );
  });

  it.each([
    ["self", "Bayar sekarang supaya tidak putus"],
    ["sponsor", "iuran terakhir berlaku sampai"],
  ] as const)("after the last paid month says so without promising anything (paid by %s)", async (payer, words) => {
    const id = await people.payer("Asih", 1, { payer });
    if (payer === "sponsor") await people.acts.sponsors("Retno");
    await month(id, "2026-11", "confirmed");
    people.town.now = Date.parse("2027-02-03T09:00:00+07:00");
    const heard = await people.town.person("Asih").says("status");
    expect(heard).toContain(words);
    expect(heard.includes("Bayar sekarang")).toBe(payer === "self");
  });

  it("does not ask whoever has lost her protection to pay so that it does not break", async () => {
    const id = await people.payer("Asih", 1);
    await month(id, "2026-11", "confirmed");
    people.town.now = Date.parse("2027-02-20T09:00:00+07:00");
    const heard = await people.town.person("Asih").says("status");
    expect(heard).toContain(
      "jadi perlindungannya berhenti. Kalau iuran dibayar lagi, perlindungan bisa berjalan lagi.",
    );
    expect(heard).not.toContain("supaya tidak putus");
  });

  it("says from which month on protection can run again where one is paid ahead", async () => {
    const id = await people.payer("Asih", 1);
    for (const period of ["2026-11", "2027-03"]) await month(id, period, "confirmed");
    people.town.now = Date.parse("2027-02-20T09:00:00+07:00");
    expect(await people.town.person("Asih").says("status")).toContain(
      "Maret 2027 sudah dibayar, jadi mulai bulan itu perlindungan bisa berjalan lagi.",
    );
  });

  it("tells what was paid too much: kept for a month that is not open yet, or already on one that is", async () => {
    await people.payer("Asih", 1);
    const asih = people.town.person("Asih");
    people.acts.now = people.town.now;
    const proofId = await people.acts.pays("Asih");
    await people.acts.does("Pak Lurah", "confirm-proof", { proofId, amount: 10_400 });
    expect(await asih.says("status")).toMatch(/Kelebihan bayar yang kami catat untuk bulan berikutnya: Rp\s?2\.000\./u);
    people.town.now = Date.parse("2027-01-02T09:00:00+07:00");
    await openDueItems(people.town.deps, people.town.now);
    await carryCredits(people.town.deps, people.town.now);
    const later = await asih.says("status");
    expect(later).toMatch(/Januari 2027: Rp\s?14\.800 \(sudah dikurangi kelebihan bayar Rp\s?2\.000\), belum dibayar/u);
    expect(later).not.toContain("untuk bulan berikutnya");
  });

  it("shows the last four months only", async () => {
    const id = await people.payer("Asih", 1);
    const months = Array.from({ length: 6 }, (_, index) => addMonths("2026-07" as Period, index));
    for (const period of months) await month(id, period, "confirmed");
    const heard = await people.town.person("Asih").says("status");
    expect(heard.split("\n").filter((line) => line.startsWith("• "))).toHaveLength(4);
    expect(heard).not.toContain("Agustus 2026: ");
  });

  it("begins with the present month where many are paid ahead, and tells up to when", async () => {
    const id = await people.payer("Asih", 1);
    const present = periodOf(people.town.now);
    for (let ahead = -2; ahead < 12; ahead += 1) await month(id, addMonths(present, ahead), "confirmed");
    const lines = (await people.town.person("Asih").says("status")).split("\n").filter((line) => line.startsWith("• "));
    expect(lines[0]).toContain("November 2026: ");
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toBe("• Sesudah itu 8 bulan lagi sudah lunas, sampai Oktober 2027.");
    await month(id, addMonths(present, 6), "open");
    expect(await people.town.person("Asih").says("status")).toContain("masih ada 8 bulan lagi, sampai Oktober 2027");
  });

  it("says with which month protection begins where the first paid one is yet to come", async () => {
    const id = await people.payer("Asih", 1);
    expect(await people.town.person("Asih").says("status")).toContain("perlindungan belum mulai");
    await month(id, addMonths(periodOf(people.town.now), 1), "confirmed");
    const heard = await people.town.person("Asih").says("status");
    expect(heard).toContain(
      "Iuran mulai Desember 2026 sudah lunas. Menurut catatan kami, perlindungan mulai bulan itu.",
    );
    expect(heard).not.toContain("belum mulai");
  });

  it("lists what is late or waits for an officer, however many months ago", async () => {
    const id = await people.payer("Asih", 1);
    const months = Array.from({ length: 9 }, (_, index) => addMonths("2026-03" as Period, index));
    for (const period of months) await month(id, period, "confirmed");
    await month(id, "2026-01", "overdue");
    await month(id, "2026-02", "reported");
    const heard = await people.town.person("Asih").says("status");
    expect(heard).toMatch(/• Januari 2026: Rp\s?[\d.]+, sudah lewat batas bayar, belum dibayar\./u);
    expect(heard).toMatch(/• Februari 2026: Rp\s?[\d.]+, sudah dilaporkan, menunggu petugas\./u);
    expect(heard.split("\n").filter((line) => line.startsWith("• ") && line.includes("2026: "))).toHaveLength(2 + 4);
  });

  it("calls a month of several that are paid at once late only when its own day is over", async () => {
    await people.payer("Asih", 1, { payer: "sponsor" });
    await people.acts.sponsors("Retno", { monthsAhead: 3, startPeriod: "2026-12" as Period });
    const asih = people.town.person("Asih");
    const retno = people.town.person("Retno");
    const before = await retno.says("status");
    expect(before).toMatch(/Februari 2027: Rp\s?16\.800, belum dibayar, paling lambat 15 Desember 2026\./u);
    expect(await asih.says("status")).toMatch(/Februari 2027: Rp\s?16\.800, belum dibayar, paling lambat 15 Februari/u);
    people.town.now = Date.parse("2026-12-20T09:00:00+07:00");
    await markOverdue(people.town.deps, people.town.now);
    for (const heard of [await retno.says("status"), await asih.says("status")]) {
      expect(heard).toMatch(/Desember 2026: Rp\s?8\.400, sudah lewat batas bayar, belum dibayar\./u);
      expect(heard).toMatch(/Februari 2027: Rp\s?16\.800, belum dibayar, paling lambat 15 Februari 2027\./u);
    }
  });

  it("names a worker that a helper registered by the first name only", async () => {
    await people.payer("Asih", 1, { relation: "helper", consentNote: "present" });
    const heard = await people.town.person("Asih").says("status");
    expect(heard).toContain("Sumarni1 (KL-");
    expect(heard).not.toContain("Lestari");
  });
});

describe("status of who pays", () => {
  it("sought, then named with the sponsor's consent", async () => {
    await people.payer("Asih", 1, { payer: "sponsor" });
    expect(await people.town.person("Asih").says("status")).toContain("Sponsor sedang dicarikan");
    await people.acts.sponsors("Retno");
    expect(await people.town.person("Asih").says("status")).toContain("Iuran dibayarkan oleh sponsor: Bu Retno.");
  });

  it("a way to pay meanwhile is answered when it is typed as we say", async () => {
    expect(await people.town.person("Asih").says("CARA BAYAR")).toContain("Dasar:");
  });
});

describe("status of a sponsor", () => {
  const pledgeStates: readonly [PledgeStatus, string][] = [
    [
      "held",
      "menunggu jawaban Bapak/Ibu.\n\n• Untuk menjawab sampai 25 November 2026 pukul 09.30, ketik PEKERJA SAYA.",
    ],
    ["active", "berjalan."],
    ["paused", "dijeda."],
  ];

  it.each(pledgeStates)("of a pledge that is %s", async (status, words) => {
    await people.payer("Asih", 1, { payer: "sponsor" });
    const pledgeId = await people.acts.sponsors("Retno");
    const pledge = await people.town.repositories.pledges.find(pledgeId);
    const heldUntil = Date.parse("2026-11-25T09:30:00+07:00");
    if (pledge) await people.town.repositories.pledges.save({ ...pledge, status, heldUntil });
    const heard = await people.town.person("Retno").says("status");
    expect(heard.replaceAll(/\n+/gu, "\n\n")).toContain(`Sumarni1, Kopeng, Kecamatan Getasan: ${words}`);
    // Who waits for an answer is not helped yet.
    const [helped, offered] = ["Bapak/Ibu membantu 1 pekerja:", "Kami tawarkan 1 pekerja untuk dibantu:"];
    expect(heard).toContain(status === "held" ? offered : helped);
    expect(heard).not.toContain(status === "held" ? helped : offered);
  });

  it("tells who has left what still waits for an officer, and to help again only where something was paid", async () => {
    await people.payer("Asih", 1, { payer: "sponsor" });
    const pledgeId = await people.acts.sponsors("Retno", { startPeriod: "2026-12" as Period });
    const proofId = await people.acts.pays("Retno");
    await people.acts.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
    const retno = people.town.person("Retno");
    const waiting = await retno.says("status");
    expect(waiting).toContain("masih dicek petugas, untuk pekerja yang tidak Bapak/Ibu bantu lagi:");
    expect(waiting).toMatch(/• Sumarni1, Desember 2026: Rp\s?8\.400\./u);
    expect(waiting).toContain("Untuk membantu, ketik JADI SPONSOR");
    await people.acts.does("Pak Lurah", "confirm-proof", { proofId });
    const paid = await retno.says("status");
    expect(paid).not.toContain("masih dicek petugas");
    expect(paid).toContain("Untuk membantu lagi, ketik JADI SPONSOR");
  });

  it("counts every month that was paid for many workers over a year", async () => {
    const { repositories } = people.town;
    await people.agrees("Retno");
    const { id: contactId } = await people.town.person("Retno").contact();
    const { id: sponsorId } = sponsor({ contactId });
    await repositories.sponsors.add(sponsor({ id: sponsorId, contactId }));
    const payer = { type: "sponsor", sponsorId } as const;
    for (let count = 0; count < 201; count += 1) {
      const of = storedWorker({ status: "active", districtCode: "33.22.01", villageId: "33.22.01-kopeng" });
      const { id: pledgeId } = pledge({ sponsorId, workerId: of.id, status: "ended" });
      await repositories.workers.add(of);
      await repositories.pledges.add(pledge({ id: pledgeId, sponsorId, workerId: of.id, status: "ended" }));
      const paid = { payer, pledgeId, status: "confirmed", paid: rupiah(8_400) } as const;
      const months = Array.from({ length: 12 }, (_, index) => addMonths("2025-12" as Period, index));
      await repositories.dueItems.addMissing(months.map((period) => dueItem({ ...paid, workerId: of.id, period })));
    }
    expect(await people.town.person("Retno").says("status")).toMatch(
      /sudah membayar 2\.?412 bulan iuran, seluruhnya Rp\s?20\.260\.800, terakhir untuk November 2026/u,
    );
  });

  it("tells of a worker whose protection has ended which month lets it run again, and no month before", async () => {
    const id = await people.payer("Asih", 1, { payer: "sponsor" });
    await people.acts.sponsors("Retno", { startPeriod: "2026-12" as Period });
    await month(id, "2026-11", "confirmed");
    for (const day of ["2026-12-20", "2027-01-20", "2027-02-16", "2027-03-02"]) {
      people.town.now = Date.parse(`${day}T07:00:00+07:00`);
      await openDueItems(people.town.deps, people.town.now);
      await markOverdue(people.town.deps, people.town.now);
      await markInactive(people.town.deps, people.town.now);
    }
    const heard = await people.town.person("Retno").says("status");
    expect(heard).toContain("Perlindungan Sumarni1 sudah berhenti");
    expect(heard).toContain("Kalau iuran Maret 2027 dibayar, perlindungan bisa berjalan lagi.");
    expect(heard).toMatch(/• Maret 2027: Rp\s?16\.800, belum dibayar, paling lambat 15 Maret 2027\./u);
    expect(heard).not.toMatch(/sudah lewat batas bayar/u);
    people.acts.now = people.town.now;
    await people.acts.pays("Retno");
    const reported = await people.town.person("Retno").says("status");
    expect(reported).toContain("Kalau petugas memastikan iuran Maret 2027, perlindungan bisa berjalan lagi.");
    expect(reported).toMatch(/• Maret 2027: Rp\s?16\.800, sudah dilaporkan, menunggu petugas\./u);
    expect(reported).not.toContain("Kalau iuran April 2027");
  });

  it("shows the NIK for paying only where the worker agreed", async () => {
    await people.payer("Asih", 1, { payer: "sponsor" });
    await people.acts.sponsors("Retno");
    expect(await people.town.person("Retno").says("status")).toContain("NIK untuk membayar: 3322015708900001");
    await people.payer("Tono", 2, { payer: "sponsor", sharesNikWithSponsor: false });
    await people.acts.sponsors("Budi");
    expect(await people.town.person("Budi").says("status")).not.toContain("NIK");
  });

  it.each([
    [0, 3, []],
    [1, 2, ["Kami tawarkan 1 pekerja untuk dibantu:"]],
  ])(
    "with %d found counts the %d still sought once, and only whom there is as offered",
    async (found, sought, says) => {
      if (found > 0) await people.payer("Asih", 1, { payer: "sponsor" });
      await people.acts.does("Retno", "make-pledges", {
        ...{ name: "Retno", kind: "person" as const, showsName: true, count: 3, wishes: {}, monthsAhead: 1 },
        ...{ programmes: "JKK+JKM" as const, startPeriod: "2026-12" as Period, route: "direct" as const },
      });
      const heard = await people.town.person("Retno").says("status");
      expect(heard.split("masih kami carikan")).toHaveLength(2);
      expect(heard).toContain(`${sought} pekerja masih kami carikan.`);
      expect(heard.match(/(?:Bapak\/Ibu membantu|Kami tawarkan).*:/gu) ?? []).toEqual(says);
    },
  );

  it("tells who does not pay for whom he helps when another is sought, until he pays again or says so", async () => {
    await people.payer("Asih", 1, { payer: "sponsor" });
    await people.acts.sponsors("Retno");
    await people.acts.does("Retno", "make-pledges", wishOf({ name: "Retno" }));
    const retno = people.town.person("Retno");
    people.town.now = Date.parse("2026-12-25T09:00:00+07:00");
    await markOverdue(people.acts.deps, people.town.now);
    expect(await retno.says("status")).toContain("1 pekerja masih kami carikan.");
    people.town.now = Date.parse("2026-12-26T09:00:00+07:00");
    const heard = await retno.says("status");
    expect(heard).toContain("Sesudah Bapak/Ibu membayar lagi, 1 pekerja lagi kami carikan.");
    expect(heard).not.toContain("masih kami carikan");
    await people.acts.pays("Retno");
    expect(await retno.says("status")).toContain("1 pekerja masih kami carikan.");
  });
});
