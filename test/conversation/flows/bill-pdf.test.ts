import type { InboundContent } from "../../../src/domain/messaging/message";
import type { Papers } from "../../../src/operations/papers";
import { readPdf } from "../../../src/papers/pdf-text";
import { pdfOf } from "../../support/pdf";
import { openPeople } from "../../support/people";
import { wishOf } from "../../support/town";

const document = (ref: string): InboundContent => ({ type: "media", kind: "document", ref });
const papers: Papers = { readPdf, printOf: async () => null, draw: async () => new Uint8Array() };

/** Retno's office owes Rp 8.400, PDFs are read as in the house, and one of each of these sums may be sent. */
async function coordinator() {
  const people = await openPeople();
  Object.assign(people.town.deps, { papers });
  await people.payer("Asih", 1, { payer: "sponsor" });
  await people.agrees("Retno");
  const retno = people.town.person("Retno");
  await retno.saysAll("kantor", "1", "1", "Dinas Contoh", "Retno Dewi");
  const wish = wishOf({ kind: "office", officeName: "Dinas Contoh", count: 1, route: "coordinator" });
  const { held } = await people.acts.does("Retno", "make-pledges", wish);
  await people.acts.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
  for (const sum of ["8.400", "6.400"]) {
    const lines = ["BANK CONTOH", `No. Ref 2026112009384${sum.at(0)}`, `Total Rp ${sum}`, "20 Nov 2026 09:38"];
    people.town.sheets.set(`hash-${sum}`, Uint8Array.from(pdfOf(lines)));
  }
  const proofs = async () => people.town.repositories.proofs.findByContact((await retno.contact()).id, 10);
  return { retno, proofs, officer: people.town.person("Pak Lurah") };
}

describe("the bill of an office by PDF", () => {
  it("says amount and day to the coordinator with the thanks, and to the officer", async () => {
    const { retno, officer } = await coordinator();
    await retno.saysAll("menu", "kantor", "2", "8400");
    expect(await retno.sends(document("8.400"))).toContain(
      "1 iuran dilaporkan sudah dibayar. Petugas akan memeriksa, lalu kami kabari.\n\nDi buktinya kami baca Rp 8.400, tanggal 20 November 2026.",
    );
    const shown = await officer.saysAll("periksa", "2");
    expect(shown).toContain(
      "Terbaca dari buktinya (tolong dicocokkan):\n• Jumlah Rp 8.400\n• Tanggal 20 November 2026",
    );
    expect(shown).not.toContain("Tidak sama");
  });

  it("of another sum is asked about before it is reported, and the officer reads that they differ", async () => {
    const { retno, proofs, officer } = await coordinator();
    await retno.saysAll("menu", "kantor", "2", "8400");
    const asked = await retno.sends(document("6.400"));
    expect(asked).toContain("Yang ditulis Rp 8.400, tetapi di buktinya kami baca Rp 6.400, tanggal 20 November 2026.");
    expect(asked).toContain("1. Yang ditulis benar, laporkan\n2. Kirim bukti yang lain\n3. Kembali ke papan");
    expect(await proofs()).toEqual([]);
    expect(await retno.says("1")).toContain("1 iuran dilaporkan sudah dibayar");
    expect(await officer.saysAll("periksa", "2")).toContain("• Tidak sama dengan yang dilaporkan kantor, Rp 8.400");
  });

  it("gives way to another one, also where it had come before the amount was asked for", async () => {
    const { retno, proofs } = await coordinator();
    await retno.sends(document("6.400"));
    expect(await retno.saysAll("1", "8400")).toContain("di buktinya kami baca Rp 6.400");
    expect(await retno.says("2")).toContain("Kirim foto atau PDF bukti bayarnya");
    expect(await retno.sends(document("8.400"))).toContain("Di buktinya kami baca Rp 8.400");
    expect(await proofs()).toMatchObject([{ contentHash: "hash-8.400", bill: { claimed: 8_400 } }]);
  });

  it("leaves all as it was where she goes back to the board", async () => {
    const { retno, proofs } = await coordinator();
    await retno.saysAll("menu", "kantor", "2", "8400");
    await retno.sends(document("6.400"));
    expect(await retno.says("3")).toContain("Dinas Contoh, 23 November 2026");
    expect(await proofs()).toEqual([]);
    await retno.saysAll("2", "8400");
    expect(await retno.sends(document("8.400"))).toContain("1 iuran dilaporkan");
  });
});
