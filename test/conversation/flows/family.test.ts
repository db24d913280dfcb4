import { contributionFor } from "../../../src/domain/contribution/contribution";
import { openDueItem } from "../../../src/domain/contribution/due-item";
import type { Period } from "../../../src/domain/shared/period";
import { openPeople, type People } from "../../support/people";

let people: People;
beforeEach(async () => {
  people = await openPeople();
  await people.agrees("Asih");
});

const question = "kalau saya meninggal hari ini keluarga dapat apa";

/** Months of a worker that are confirmed. */
async function paid(id: string, ...periods: readonly string[]): Promise<void> {
  const { workers, dueItems } = people.town.repositories;
  const worker = await workers.find(id);
  if (!worker) throw new Error("the worker is not there");
  const payer = { type: "worker", personId: worker.personId } as const;
  for (const period of periods as Period[]) {
    const item = openDueItem({
      workerId: id,
      contribution: contributionFor({ ...worker, period }),
      payer,
      atMs: people.town.now,
    });
    await dueItems.addMissing([{ ...item, status: "confirmed" }]);
  }
}

describe("family", () => {
  it("with two months in a row tells the smaller sum, and what the next month unlocks", async () => {
    await paid(await people.payer("Asih", 1), "2026-10", "2026-11");
    const heard = await people.town.person("Asih").says(question);
    expect(heard).toContain("menurut catatan kami, kalau meninggal hari ini keluarga menerima:");
    expect(heard).toContain("Karena kecelakaan kerja: Rp 70.000.000. Ini perkiraan kami sendiri, belum resmi.");
    expect(heard).toContain("Karena sebab lain, misalnya sakit: Rp 10.000.000.");
    expect(heard).toContain("Beasiswa anak: hanya kalau karena kecelakaan kerja.");
    expect(heard).toContain("untuk sebab lain menjadi Rp 42.000.000.");
    expect(heard).toContain("lunas sampai 30 November 2026");
    expect(heard).toContain("Status resmi hanya dari BPJS Ketenagakerjaan");
    expect(heard).toContain("Dasar:");
  });

  it("with three months in a row tells the whole sum", async () => {
    await paid(await people.payer("Asih", 1), "2026-09", "2026-10", "2026-11");
    const heard = await people.town.person("Asih").says("hak keluarga");
    expect(heard).toContain("misalnya sakit: Rp 42.000.000.");
    expect(heard).not.toContain("bulan berikutnya lunas");
  });

  it("before the first payment says that there is nothing yet", async () => {
    await people.payer("Asih", 1);
    const heard = await people.town.person("Asih").says(question);
    expect(heard).toContain("hari ini keluarga belum menerima apa-apa");
    expect(heard).toContain("Sesudah iuran pertama lunas");
  });

  it("with late months promises nothing, and after three of them says that it has ended", async () => {
    await paid(await people.payer("Asih", 1), "2026-11");
    people.town.now = Date.parse("2027-01-20T09:00:00+07:00");
    const late = await people.town.person("Asih").says(question);
    expect(late).toContain("Belum pasti keluarga menerima apa");
    expect(late).not.toMatch(/Rp \d/u);
    people.town.now = Date.parse("2027-03-20T09:00:00+07:00");
    const ended = await people.town.person("Asih").says(question);
    expect(ended).toContain("perlindungan berhenti");
    expect(ended).not.toMatch(/Rp \d/u);
  });

  it("before the month is late tells what paying it brings", async () => {
    await paid(await people.payer("Asih", 1), "2026-10", "2026-11");
    people.town.now = Date.parse("2026-12-03T09:00:00+07:00");
    const heard = await people.town.person("Asih").says(question);
    expect(heard).toContain("iuran terakhir lunas sampai 30 November 2026");
    expect(heard).toContain("Sesudah iuran bulan ini lunas");
    expect(heard).toContain("misalnya sakit: Rp 42.000.000.");
  });

  it("the status leads to it, and in the middle of something else nothing is lost", async () => {
    await people.payer("Asih", 1);
    const asih = people.town.person("Asih");
    expect(await asih.says("perlindungan saya")).toContain("Ketik HAK KELUARGA.");
    await asih.says("tanya");
    const heard = await asih.says("HAK KELUARGA");
    expect(heard).toContain("keluarga belum menerima apa-apa");
    expect(heard).toContain("Mau tanya tentang apa?");
  });

  it("of somebody who is not registered the knowledge tells what any family would receive", async () => {
    const heard = await people.town.person("Budi").says(question);
    expect(heard).not.toContain("menurut catatan kami");
    expect(heard).toContain("Dasar:");
  });
});
