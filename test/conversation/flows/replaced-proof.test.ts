import type { InboundContent } from "../../../src/domain/messaging/message";
import type { Papers } from "../../../src/operations/papers";
import { readPdf } from "../../../src/papers/pdf-text";
import { pdfOf } from "../../support/pdf";
import { openPeople, type People } from "../../support/people";
import { wishOf } from "../../support/town";

const photo = (ref: string): InboundContent => ({ type: "media", kind: "photo", ref });
const bank = "Transaksi Berhasil 20 Nov 2026 08:51 BPJS Ketenagakerjaan BPU SUMARNI LESTARI Rp 8.400 No. Ref 778812345";

/** Asih, who has reported her month with a photo that waits for an officer. */
async function asih() {
  const people = await openPeople();
  await people.agrees("Asih");
  await people.payer("Asih", 1);
  const chat = people.town.person("Asih");
  await chat.sends(photo("keliru"));
  await chat.says("1");
  people.town.now += 3_600_000;
  return { people, chat, officer: people.town.person("Pak Lurah") };
}

async function proofsOf(people: People, who: string) {
  const { id } = await people.town.person(who).contact();
  return people.town.repositories.proofs.findByContact(id, 10);
}

describe("while a proof waits", () => {
  it("another photo may take its place, and the officer is shown that one and when it came", async () => {
    const { people, chat, officer } = await asih();
    const [before] = await proofsOf(people, "Asih");
    const asked = await chat.sends(photo("benar"));
    expect(asked).toContain("Sudah dilaporkan dan menunggu diperiksa petugas:\nSumarni1, Desember 2026: Rp 8.400");
    expect(asked).toContain("Mau memakai yang baru dikirim itu sebagai buktinya?");
    expect(asked).not.toContain("Yang baru dikirim:");
    expect(asked).toContain("1. Ya, bukti yang baru\n2. Bukan, ini untuk bulan lain\n3. Tidak, biarkan");
    expect(await chat.says("1")).toContain("Bukti yang baru sudah kami terima. Petugas akan memeriksa yang ini.");
    const [after, ...others] = await proofsOf(people, "Asih");
    expect(others).toEqual([]);
    expect(after).toMatchObject({ id: before?.id, contentHash: "hash-benar", status: "waiting" });
    expect(after?.attachmentId).not.toBe(before?.attachmentId);
    const shown = await officer.saysAll("periksa", "2");
    expect(officer.heard.at(-1)?.file?.attachmentId).toBe(after?.attachmentId);
    expect(shown).toContain("Bukti ini dikirim menyusul, 23 November 2026 pukul 10.00");
    expect(await officer.says("1")).toContain("lunas");
  });

  it("it stays where that was not meant, and what was sent may be for another month", async () => {
    const { people, chat } = await asih();
    await chat.sends(photo("lain"));
    expect(await chat.says("tidak")).toContain("laporannya tetap seperti tadi");
    expect(await proofsOf(people, "Asih")).toMatchObject([{ contentHash: "hash-keliru" }]);
    await chat.sends(photo("lain"));
    expect(await chat.says("2")).toContain("Kalau sudah membayar mulai Januari 2027, untuk berapa bulan?");
    expect(await chat.saysAll("1", "1")).toContain("Laporan bayar untuk 1 bulan");
    expect(await proofsOf(people, "Asih")).toMatchObject([
      { contentHash: "hash-keliru" },
      { contentHash: "hash-lain" },
    ]);
    const both = await chat.sends(photo("ketiga"));
    expect(both).toContain("1. Bukti baru untuk Sumarni1, Januari 2027\n2. Bukti baru untuk Sumarni1, Desember 2026");
    await chat.says("2");
    expect(await proofsOf(people, "Asih")).toMatchObject([
      { contentHash: "hash-ketiga" },
      { contentHash: "hash-lain" },
    ]);
  });

  it("whoever says again that it is paid reads what waits, and may send another proof", async () => {
    const { people, chat } = await asih();
    expect(await chat.says("sudah bayar, ini buktinya")).toContain("Mau mengirim bukti yang baru?");
    expect(await chat.says("ya")).toContain("Tolong kirim foto bukti bayarnya");
    expect(await chat.says("tidak punya bukti")).toContain("laporannya tetap seperti tadi");
    await chat.saysAll("sudah bayar", "ya");
    await chat.sends(photo("benar"));
    expect(await proofsOf(people, "Asih")).toMatchObject([{ contentHash: "hash-benar" }]);
    expect(await chat.says(bank)).toContain("Yang baru dikirim: kami baca Rp 8.400, tanggal 20 November 2026.");
    await chat.says("1");
    const [proof, ...others] = await proofsOf(people, "Asih");
    expect(others).toEqual([]);
    expect(proof).toMatchObject({ text: bank, suggestion: { amount: 8_400 }, status: "waiting" });
    expect(proof).not.toHaveProperty("attachmentId");
    expect(await chat.says("sudah bayar, ref 20261114900123")).toContain("Yang baru dikirim: nomor 20261114900123.");
    await chat.says("1");
    expect(await proofsOf(people, "Asih")).toMatchObject([{ reference: "20261114900123" }]);
  });

  it("a month that was reported without one is given the proof that was found", async () => {
    const people = await openPeople();
    await people.agrees("Asih");
    await people.payer("Asih", 1);
    const chat = people.town.person("Asih");
    await chat.saysAll("sudah bayar", "tidak punya", "1");
    const asked = await chat.sends(photo("ketemu"));
    expect(asked).toContain("Mau memakai yang baru dikirim itu sebagai buktinya?");
    expect(asked).not.toContain("ganti");
    await chat.says("1");
    expect(await proofsOf(people, "Asih")).toMatchObject([{ contentHash: "hash-ketemu", status: "waiting" }]);
  });

  it("what was sent before takes no place, neither its own nor another's", async () => {
    const { people, chat } = await asih();
    await chat.sends(photo("keliru"));
    const heard = await chat.says("1");
    expect(heard).toContain("sudah pernah dikirim, jadi laporannya belum berubah");
    expect(heard).toContain("Mau mengirim bukti yang baru?");
    await people.agrees("Budi");
    await people.payer("Budi", 2);
    const budi = people.town.person("Budi");
    await budi.sends(photo("budi"));
    await budi.says("1");
    await chat.saysAll("ya");
    expect(await chat.sends(photo("budi"))).toContain("sudah pernah dikirim");
    expect(await proofsOf(people, "Asih")).toMatchObject([{ contentHash: "hash-keliru" }]);
  });

  it("an officer who has the earlier one before her decides nothing about it", async () => {
    const { people, chat, officer } = await asih();
    await officer.saysAll("periksa", "2");
    await chat.sends(photo("benar"));
    await chat.says("1");
    const [proof] = await proofsOf(people, "Asih");
    const heard = await officer.says("1");
    expect(heard).toContain("Pengirim baru saja mengirim bukti yang lain, jadi belum ada yang dicatat");
    expect(officer.heard.at(-1)?.file?.attachmentId).toBe(proof?.attachmentId);
    expect(await proofsOf(people, "Asih")).toMatchObject([{ status: "waiting" }]);
    await officer.says("1");
    expect(await proofsOf(people, "Asih")).toMatchObject([{ status: "confirmed" }]);
  });

  it("the new one begins a report of its own where an officer has refused the old one meanwhile", async () => {
    const { people, chat } = await asih();
    await chat.sends(photo("benar"));
    const [proof] = await proofsOf(people, "Asih");
    await people.acts.does("Pak Lurah", "reject-proof", { proofId: proof?.id ?? "", reason: "unreadable" });
    const heard = await chat.says("1");
    expect(heard).toContain("• Iuran: Sumarni1, Desember 2026");
    expect(await chat.says("1")).toContain("Laporan bayar untuk 1 bulan");
    expect(await proofsOf(people, "Asih")).toMatchObject([
      { contentHash: "hash-keliru", status: "rejected" },
      { contentHash: "hash-benar", status: "waiting" },
    ]);
  });

  it("a clearer copy of the same receipt is not told as one that was sent before", async () => {
    const people = await openPeople();
    const papers: Papers = { readPdf, printOf: async () => null, draw: async () => new Uint8Array() };
    Object.assign(people.town.deps, { papers });
    const pdf = pdfOf(["BANK CONTOH", "No. Ref 202611200938471", "Total Rp 8.400", "20 Nov 2026 09:38"]);
    people.town.sheets.set("hash-first", Uint8Array.from(pdf));
    people.town.sheets.set("hash-anew", Uint8Array.from(Buffer.concat([pdf, Buffer.from("% anew\n")])));
    await people.agrees("Asih");
    await people.payer("Asih", 1);
    const chat = people.town.person("Asih");
    for (const ref of ["first", "anew"]) {
      await chat.sends({ type: "media", kind: "document", ref });
      await chat.says("1");
    }
    expect(await proofsOf(people, "Asih")).toMatchObject([{ contentHash: "hash-anew" }]);
    const shown = await people.town.person("Pak Lurah").saysAll("periksa", "2");
    expect(shown).toContain("• Jumlah Rp 8.400");
    expect(shown).not.toContain("⚠️");
  });
});

it("replaces the proof of an office's bill by a photo or a number, and by no words", async () => {
  const people = await openPeople();
  await people.payer("Asih", 1, { payer: "sponsor" });
  await people.agrees("Retno");
  const retno = people.town.person("Retno");
  await retno.saysAll("kantor", "1", "1", "Dinas Contoh", "Retno Dewi");
  const wish = wishOf({ kind: "office", officeName: "Dinas Contoh", count: 1, route: "coordinator" });
  const { held } = await people.acts.does("Retno", "make-pledges", wish);
  await people.acts.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
  await retno.saysAll("menu", "kantor", "2", "8400");
  await retno.sends(photo("keliru"));
  expect(await retno.sends(photo("benar"))).toContain("Mau memakai yang baru dikirim itu");
  const back = await retno.says("1");
  expect(back).toContain("Bukti yang baru sudah kami terima");
  expect(back).toContain("Dinas Contoh, 23 November 2026");
  expect(await proofsOf(people, "Retno")).toMatchObject([
    { contentHash: "hash-benar", bill: { claimed: 8_400 }, status: "waiting" },
  ]);
  await retno.saysAll("menu", "sudah bayar", "ya");
  expect(await retno.says(bank)).toContain("Kirim foto atau PDF bukti bayarnya");
  await retno.says("BRI 1234 5678");
  expect(await proofsOf(people, "Retno")).toMatchObject([{ reference: "BRI 1234 5678", bill: { claimed: 8_400 } }]);
});

describe("where nothing is to be reported, one answer is said that is true", () => {
  /** Rini's month is said to be paid, or paid, by Tono, her sponsor. */
  const rini = async (isConfirmed: boolean) => {
    const people = await openPeople();
    for (const who of ["Rini", "Tono"]) await people.agrees(who);
    await people.payer("Rini", 1, { payer: "sponsor" });
    await people.acts.sponsors("Tono");
    await people.payer("Rini", 2, { name: "Sari Utami", relation: "helper" });
    await people.acts.pays("Rini", "R-2");
    await people.acts.does("Pak Lurah", "confirm-proof", { proofId: await people.acts.pays("Tono") });
    if (isConfirmed) {
      const [own] = await proofsOf(people, "Rini");
      await people.acts.does("Pak Lurah", "confirm-proof", { proofId: own?.id ?? "" });
    }
    return people;
  };

  it("of months that wait for an officer", async () => {
    const people = await rini(false);
    const chat = people.town.person("Rini");
    const heard = await chat.saysAll("sudah bayar", "untuk bulan lain", "belum membayar lagi");
    expect(heard).toContain("Yang sudah dilaporkan dan menunggu diperiksa petugas:\nSari, Desember 2026: Rp 8.400");
    expect(heard).not.toContain("Mungkin");
  });

  it("of months that are all paid", async () => {
    const people = await rini(true);
    const paid = "Semua iuran yang sudah dibuka sudah lunas, dan bulan berikutnya belum dibuka";
    expect(await people.town.person("Tono").says("sudah bayar")).toContain(paid);
    expect(await people.town.person("Rini").saysAll("sudah bayar", "belum membayar lagi")).toContain(paid);
  });
});
