import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";
import { wishOf } from "../../support/town";

let people: People;
let retno: Chatter;

/** Retno's office pays for three workers; the proof of one of their months was refused. */
beforeEach(async () => {
  people = await openPeople();
  const workerIds: string[] = [];
  for (const [serial, name] of ["Asih", "Tono", "Wati"].entries())
    workerIds.push(await people.payer(name, serial + 1, { payer: "sponsor" }));
  await people.agrees("Retno");
  retno = people.town.person("Retno");
  await retno.saysAll("kantor", "1", "1", "Dinas Contoh", "Retno Dewi");
  const wish = wishOf({ kind: "office", officeName: "Dinas Contoh", count: 3, route: "coordinator" });
  const { held } = await people.acts.does("Retno", "make-pledges", wish);
  await people.acts.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
  const [due] = await people.acts.itemsOf(workerIds[0] ?? "");
  await people.acts.does("Retno", "report-payment", { dueItemIds: [due?.id ?? ""], reference: "REF 12345" });
  const [proof] = await people.town.repositories.proofs.findByContact((await retno.contact()).id, 1);
  await people.acts.does("Pak Lurah", "reject-proof", { proofId: proof?.id ?? "", reason: "not-found-at-bpjs" });
});

const board = async (): Promise<string> => {
  await retno.says("menu");
  return retno.says("kantor");
};

describe("the bill of an office where a proof did not hold", () => {
  it("is reported over exactly what the board says is unpaid, and leaves the refused month as it was", async () => {
    const heard = await board();
    expect(heard).toContain("Belum dibayar: 2, Rp 16.800\nBukti belum cocok, tanya dulu: 1, Rp 8.400");
    expect(await retno.says("2")).toContain(
      "Yang belum dibayar: 2 iuran, jumlahnya Rp 16.800. Dengan 1 iuran yang buktinya belum cocok: 3 iuran, jumlahnya Rp 25.200.",
    );
    expect(await retno.says("16800")).toContain("Kirim foto atau PDF bukti bayarnya");
    const done = await retno.says("REF 67890");
    expect(done).toContain("2 iuran dilaporkan sudah dibayar");
    expect(done).toContain("menunggu petugas: 2, Rp 16.800\nBelum dibayar: 0, Rp 0\nBukti belum cocok, tanya dulu: 1");
    const officer = people.town.person("Pak Lurah");
    expect(await officer.saysAll("tugas", "2")).toContain("Jumlah menurut daftar: Rp 16.800");
    expect(await officer.saysAll("1", "16800")).toContain("Tagihan dicatat lunas");
    expect(await board()).toContain("Lunas: 2, Rp 16.800");
  });

  it("is reported as a whole where all of it was paid", async () => {
    await board();
    expect(await retno.saysAll("2", "25200", "REF 67890")).toContain("3 iuran dilaporkan sudah dibayar");
  });

  it("says both sums where what was written is between them, and what is missing where it is less", async () => {
    await board();
    expect(await retno.saysAll("2", "20000")).toContain(
      "Yang belum dibayar Rp 16.800, dan dengan yang buktinya belum cocok Rp 25.200",
    );
    expect(await retno.says("8400")).toContain("di daftar Rp 16.800. Kurangnya Rp 8.400");
    expect(await retno.says("26000")).toContain("di daftar Rp 25.200. Lebihnya Rp 800");
  });

  it("is measured anew by whoever goes back and writes another sum", async () => {
    await board();
    await retno.saysAll("2", "16800", "kembali");
    await retno.saysAll("26000", "1", "kembali", "kembali");
    expect(await retno.saysAll("25200", "REF 67890")).toContain("3 iuran dilaporkan sudah dibayar");
  });

  it("is offered to a photo with both sums", async () => {
    await board();
    expect(await retno.sends({ type: "media", kind: "photo", ref: "slip" })).toContain(
      "1. Tagihan kantor, Rp 16.800, atau Rp 25.200 dengan yang buktinya belum cocok",
    );
    expect(await retno.saysAll("1", "16800")).toContain("2 iuran dilaporkan sudah dibayar");
  });
});
