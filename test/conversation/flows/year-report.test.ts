import { openPeople } from "../../support/people";
import { draftOf } from "../../support/town";

/** Bu Retno sponsors Asih, and an officer has found what she paid. */
async function sponsorWithMonths() {
  const people = await openPeople();
  const { acts } = people;
  const workerId = await acts.worker("Asih", draftOf(1));
  await acts.verifies("Pak Lurah", workerId);
  await people.agrees("Asih");
  await people.agrees("Retno");
  await acts.sponsors("Retno");
  const proofId = await acts.pays("Retno");
  await acts.does("Pak Lurah", "confirm-proof", { proofId });
  return people;
}

describe("laporan kebaikan by chat", () => {
  it("tells a sponsor the months, the people and the sum of the year that she asks for", async () => {
    const { town } = await sponsorWithMonths();
    const retno = town.person("Retno");
    expect(await retno.says("laporan kebaikan")).toContain("1. Tahun 2026\n2. Tahun 2025");
    expect(await retno.says("1")).toContain(
      "Untuk bulan-bulan tahun 2026: 1 bulan iuran untuk 1 pekerja, jumlahnya Rp 8.400.",
    );
    expect(await retno.saysAll("laporan kebaikan", "2")).toContain("Tahun 2025 belum ada bulan yang tercatat lunas");
  });

  it.each([
    ["laporan kebaikan 2026", "Untuk bulan-bulan tahun 2026: 1 bulan iuran"],
    ["Laporan kebaikan tahun 2026.", "Untuk bulan-bulan tahun 2026: 1 bulan iuran"],
    ["laporan tahunan 2024", "Tahun 2024 belum ada bulan yang tercatat lunas"],
  ])("takes the year along from %s, also in the middle of something else", async (typed, words) => {
    const { town } = await sponsorWithMonths();
    const retno = town.person("Retno");
    expect(await retno.says(typed)).toContain(words);
    await retno.saysAll("daftar", "2");
    expect(await retno.says(typed)).toContain(words);
  });

  it.each(["2026", "yang 2026", "tahun 2026 saja", "taun 2026", "thn 2026"])(
    "takes the year itself, as in %p, for an answer",
    async (typed) => {
      const retno = (await sponsorWithMonths()).town.person("Retno");
      expect(await retno.saysAll("laporan kebaikan", typed)).toContain("Untuk bulan-bulan tahun 2026: 1 bulan iuran");
    },
  );

  it("says to anybody else how to become a sponsor", async () => {
    const { town } = await sponsorWithMonths();
    expect(await town.person("Asih").says("laporan kebaikan")).toContain("ketik JADI SPONSOR");
  });

  it("names a worker only after a yes, which can be taken back", async () => {
    const { town } = await sponsorWithMonths();
    const asih = town.person("Asih");
    expect(await asih.says("nama di laporan")).toContain("Bolehkah nama depan dan desa");
    expect(await asih.says("1")).toContain("nama depan dan desanya boleh ditulis");
    const named = async () =>
      (await town.repositories.workers.findByContact((await asih.contact()).id))[0]?.isNamedInReports;
    expect(await named()).toBe(true);
    expect(await asih.saysAll("nama di laporan", "tidak")).toContain("namanya tidak kami tulis");
    expect(await named()).toBe(false);
    expect(await town.person("Retno").saysAll("nama di laporan", "1")).toContain("Belum ada pekerja yang didaftarkan");
  });
});
