import type { InboundContent } from "../../../src/domain/messaging/message";
import type { Papers } from "../../../src/operations/papers";
import { readPdf } from "../../../src/papers/pdf-text";
import { pdfOf } from "../../support/pdf";
import { openPeople } from "../../support/people";

const document = (ref: string): InboundContent => ({ type: "media", kind: "document", ref });
const papers: Papers = { readPdf, printOf: async () => null, draw: async () => new Uint8Array() };
const lines = ["BANK CONTOH", "No. Ref 202611200938471", "Total Rp 8.400", "20 Nov 2026 09:38"];

/** Asih and Budi each have one month to pay, PDFs are read as in the house, and these may be sent. */
async function payers() {
  const people = await openPeople();
  Object.assign(people.town.deps, { papers });
  for (const [index, who] of ["Asih", "Budi"].entries()) {
    await people.agrees(who);
    await people.payer(who, index + 1);
  }
  // A bank writes a PDF anew at each download: the same words in other bytes.
  const anew = Buffer.concat([pdfOf(lines), Buffer.from("% 24 Nov 2026\n")]);
  const honest = pdfOf(lines.map((line) => line.replace("0938471", "1015222")));
  for (const [ref, bytes] of Object.entries({ first: pdfOf(lines), anew, honest }))
    people.town.sheets.set(`hash-${ref}`, Uint8Array.from(bytes));
  const sends = async (who: string, ref: string): Promise<string> => {
    const chat = people.town.person(who);
    await chat.says("sudah bayar");
    const review = await chat.sends(document(ref));
    await chat.says("1");
    people.town.now += 3_600_000;
    return review;
  };
  return { people, sends, officer: people.town.person("Pak Lurah") };
}

describe("a PDF of a receipt", () => {
  it("says amount and day to whoever sent it, and to the officer", async () => {
    const { sends, officer } = await payers();
    expect(await sends("Asih", "first")).toContain("• Bukti: kami baca Rp 8.400, tanggal 20 November 2026");
    const shown = await officer.saysAll("periksa", "2");
    expect(shown).toContain("• Jumlah Rp 8.400");
    expect(shown).toContain("• Tanggal 20 November 2026");
    expect(shown).not.toContain("⚠️");
  });

  it("that names another sum than its months cost is said to differ, to whoever sent it too", async () => {
    const { people, officer } = await payers();
    const asih = people.town.person("Asih");
    const less = "BANK CONTOH. Pembayaran BPJS TK berhasil Rp 5.400 tgl 20/11/2026. Ref 88372610";
    const review = await asih.says(less);
    expect(review).toContain(
      "• Bukti: kami baca Rp 5.400, tanggal 20 November 2026. Jumlahnya tidak sama dengan iurannya, Rp 8.400",
    );
    await asih.says("1");
    expect(await officer.saysAll("periksa", "2")).toContain("Tidak sama dengan iurannya, Rp 8.400");
    const budi = people.town.person("Budi");
    expect(await budi.says(less.replace("5.400", "8.400").replace("610", "611"))).not.toContain("tidak sama");
  });

  it("that was downloaded anew is taken, and the officer reads that its number was sent before", async () => {
    const { sends, officer } = await payers();
    await sends("Asih", "first");
    expect(await sends("Budi", "anew")).toContain("Rp 8.400");
    expect(await officer.saysAll("periksa", "2", "3")).toContain(
      "Isi bukti ini sama dengan bukti yang masuk 23 November 2026 pukul 09.00",
    );
  });

  it("that was used before is refused for that, and its sender is told so", async () => {
    const { people, sends, officer } = await payers();
    await sends("Asih", "first");
    await sends("Budi", "anew");
    expect(await officer.saysAll("periksa", "2", "3", "2")).toContain("6. Bukti ini sudah dipakai untuk iuran lain.");
    await officer.saysAll("6", "tidak ada");
    expect(people.town.notices.at(-1)?.text).toContain("Bukti ini sudah dipakai untuk iuran lain.");
    expect(await people.town.person("Budi").says("sudah bayar")).toContain(
      "(bukti belum cocok). Bukti ini sudah dipakai untuk iuran lain.",
    );
  });

  it("is known by its number where somebody else types it", async () => {
    const { people, sends, officer } = await payers();
    await sends("Asih", "first");
    const budi = people.town.person("Budi");
    await budi.saysAll("sudah bayar", "BRI 2026 1120 0938 471", "1");
    expect(await officer.saysAll("periksa", "2", "3")).toContain("Nomor di bukti ini juga ada di bukti yang masuk");
  });

  it("resembles no other payment of the same day and amount", async () => {
    const { sends, officer } = await payers();
    await sends("Asih", "first");
    await sends("Budi", "honest");
    const shown = await officer.saysAll("periksa", "2", "3");
    expect(shown).toContain("• Sumarni2, Desember 2026");
    expect(shown).not.toContain("⚠️");
  });
});
