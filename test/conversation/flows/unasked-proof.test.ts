import { readForwardedReceipt, readNamedReference } from "../../../src/conversation/answers/unasked-proof";
import { openPeople } from "../../support/people";

const bank = "Transaksi Berhasil 09 Des 2026 08:51 BPJS Ketenagakerjaan BPU SUMARNI LESTARI Rp 8.400 No. Ref 778812345";

describe("a bank's confirmation that nobody asked for", () => {
  it.each([
    bank,
    "Terima kasih telah melakukan pembayaran iuran BPU bulan Nov 2026 sebesar Rp8.400",
    "Ini bukti saya bu: Pembayaran BPJSTK sukses, total Rp 16.800, ref 20261114900123",
    "LIVIN: Pembayaran BPJS TK Rp 16.800 berhasil. Biaya admin Rp 0. Jangan berikan PIN kepada siapa pun.",
  ])("is one: %s", (typed) => {
    expect(readForwardedReceipt(typed)).toBe(typed);
  });

  it.each([
    "berapa iuran kalau penghasilan Rp 2.000.000?",
    "kenapa transaksi BPJS saya Rp 16.800 berhasil tapi belum tercatat",
    "Transaksi gagal. BPJS Ketenagakerjaan BPU Rp 8.400 No. Ref 778812345",
    "Pembayaran iuran BPU Rp 8.400 belum berhasil, no ref 778812345",
    "saya sudah berhasil bayar iuran Rp 16.800 di Indomaret tadi pagi",
    "Transaksi Berhasil 09 Des 2026 PLN Token Rp 50.000 No. Ref 778812345",
    "Selamat, bantuan BPJS Ketenagakerjaan Rp 600.000 berhasil, klik di sini",
    "berhasil Rp 8.400 BPJS",
  ])("is none: %s", (typed) => {
    expect(readForwardedReceipt(typed)).toBeNull();
  });

  it.each([
    ["sudah bayar, ref 20261114900123", "20261114900123"],
    ["sudah saya bayar no. referensi: TK-88213344", "TK-88213344"],
    ["sudah bayar, hp saya 081234567890", null],
    ["sudah bayar Rp 16.800 referensi bank", null],
  ])("has the reference of %j named: %s", (typed, reference) => {
    expect(readNamedReference(typed)).toBe(reference);
  });
});

describe("whoever has a month to pay and forwards it unasked", () => {
  const asih = async (...serials: number[]) => {
    const people = await openPeople();
    await people.agrees("Asih");
    for (const serial of serials) await people.payer("Asih", serial);
    const chat = people.town.person("Asih");
    const proofs = async () => people.town.repositories.proofs.findByContact((await chat.contact()).id, 10);
    return { chat, proofs };
  };

  it("reads at once what was understood, and it counts once she agrees", async () => {
    const { chat, proofs } = await asih(1);
    const heard = await chat.says(bank.replace("09 Des", "20 Nov"));
    expect(heard).toContain("Tolong periksa dulu");
    expect(heard).toContain("kami baca Rp 8.400, tanggal 20 November 2026");
    expect(await proofs()).toEqual([]);
    expect(await chat.says("1")).toContain("Terima kasih. Laporan bayar untuk 1 bulan");
    expect(await proofs()).toMatchObject([{ text: bank.replace("09 Des", "20 Nov"), status: "waiting" }]);
  });

  it("is asked which month first where there are several, and may send another proof at the summary", async () => {
    const { chat } = await asih(1, 2);
    expect(await chat.says(bank)).toContain("Iuran mana yang sudah dibayar?");
    expect(await chat.says("2")).toContain("• Bukti: kami baca Rp 8.400");
    expect(await chat.saysAll("salah", "2")).toContain("Tolong kirim foto bukti bayarnya");
    expect(await chat.says("BRI 1234 5678")).toContain("• Bukti: nomor BRI 1234 5678");
  });

  it("is not asked again for the number that was said", async () => {
    const { chat } = await asih(1);
    expect(await chat.says("sudah bayar, ref 20261114900123")).toContain("• Bukti: nomor 20261114900123");
    expect(await chat.says("1")).toContain("Terima kasih");
  });

  it("still has a question answered", async () => {
    const { chat } = await asih(1);
    expect(await chat.says("berapa iuran kalau penghasilan Rp 2.000.000?")).toContain("Pekerjaannya apa?");
  });
});

it("opens nothing for whoever has no month to pay", async () => {
  const people = await openPeople();
  await people.agrees("Asih");
  expect(await people.town.person("Asih").says(bank)).not.toContain("Tolong periksa dulu");
});
