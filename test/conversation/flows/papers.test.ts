import { careJob } from "../../../src/jobs/care";
import { loadFacts } from "../../../src/knowledge/facts";
import { shownFileFor } from "../../../src/operations/shown-file";
import { openPeople } from "../../support/people";
import { DAY, draftOf } from "../../support/town";

const HOUR = DAY / 24;

async function family() {
  const people = await openPeople();
  await people.agrees("Asih");
  return { people, chat: people.town.person("Asih"), officer: people.town.person("Pak Lurah") };
}

const photo = (ref: string, caption?: string) =>
  ({ type: "media", kind: "photo", ref, ...(caption === undefined ? {} : { caption }) }) as const;

describe("the papers of an accident", () => {
  it("are offered after the first steps, and listed with the deadline in figures", async () => {
    const { chat } = await family();
    expect(await chat.saysAll("kecelakaan", "1")).toContain("ketik BERKAS");
    expect(await chat.says("berkas")).toContain("Celakanya waktu bekerja");
    expect(await chat.says("ya")).toContain("di jalan raya");
    expect(await chat.says("2")).toContain("Kapan kejadiannya?");
    const list = await chat.says("hari ini");
    expect(list).toContain("2 x 24 jam sejak kejadian, ke nomor 175");
    expect(list).toContain("berlaku 5 tahun");
    expect(list).toContain("1. Lapor kejadian ke BPJS Ketenagakerjaan");
    expect(list).not.toContain("polisi");
  });

  it("are ticked off by number, by name and by photo, and kept for weeks", async () => {
    const { people, chat } = await family();
    await chat.saysAll("kecelakaan", "1", "berkas", "ya", "ya", "kemarin");
    expect(await chat.says("sudah 2 dan 3")).toContain("✓ Kartu peserta");
    expect(await chat.says("sudah lapor")).toContain("✓ Lapor kejadian");
    expect(await chat.sends(photo("a", "surat polisi"))).toContain("✓ Surat dari polisi");
    expect(await chat.sends(photo("b"))).toContain("Foto ini surat yang mana?");
    expect(await chat.says("Buku tabungan")).toContain("✓ Buku tabungan");
    expect(await chat.says("selesai")).toContain("Daftarnya kami simpan");
    people.town.now += 20 * DAY;
    const later = await chat.says("berkas");
    expect(later).toContain("Sudah ada 5, masih kurang 6");
    expect(later).toContain("✓ Buku tabungan");
  });

  it("take a photo also later, when nothing is being asked", async () => {
    const { chat } = await family();
    await chat.saysAll("kecelakaan", "1", "berkas", "ya", "tidak", "1", "selesai", "menu");
    expect(await chat.sends(photo("c"))).toContain("Foto ini surat yang mana?");
    expect(await chat.says("KTP peserta")).toContain("✓ KTP peserta");
  });

  it("tick nothing off that is denied, unknown or beyond the list", async () => {
    const { chat } = await family();
    await chat.saysAll("kecelakaan", "1", "berkas", "ya", "tidak", "1");
    expect(await chat.says("KTP belum ada")).toContain("Yang mana yang sudah ada?");
    expect(await chat.says("sudah 99")).toContain("Nomornya 1 sampai");
    expect(await chat.says("ulang")).not.toContain("✓");
  });

  it("are none where work was not the cause, which is said kindly and with who can tell", async () => {
    const { chat } = await family();
    expect(await chat.saysAll("kecelakaan", "1", "berkas", "tidak")).toContain("nomor 175");
    expect(await chat.says("berkas")).toContain("Tidak ada surat yang sedang disiapkan");
  });

  it("end kindly once they are complete, and officers of the place see list and photos", async () => {
    const { people, chat, officer } = await family();
    await people.acts.worker("Asih", draftOf(1));
    await chat.saysAll("kecelakaan", "1", "berkas", "ya", "tidak", "1");
    await chat.sends(photo("d", "ktp"));
    const shown = await officer.saysAll("tugas", "3");
    expect(shown).toContain("Surat: 1 sudah");
    expect(shown).toContain("belum: Surat dokter");
    const seen = await officer.says("Lihat foto surat");
    expect(seen).toContain("Foto 1 dari 1");
    expect(officer.heard.at(-1)?.file).toBeDefined();
    expect(await officer.says("Kembali ke permintaan")).toContain("DARURAT");
    expect(await chat.says("sudah 1, 2, 4, 5, 6, 7 dan 9")).toContain("surat yang perlu sudah lengkap");
    await officer.says("Sudah ditangani");
    expect(await officer.says("3")).toContain("Surat-surat keluarga sudah lengkap");
  });

  it("are shown to an officer of the place, and to nobody else", async () => {
    const { people, chat } = await family();
    await people.acts.worker("Asih", draftOf(1));
    await people.officer("Jauh", { type: "district", districtCode: "33.22.19" });
    await chat.saysAll("kecelakaan", "1", "berkas", "ya", "tidak", "1");
    await chat.sends(photo("e", "ktp"));
    const [care] = await people.acts.sees("Asih", "own-cares", {});
    const attachmentId = care!.photos[0]!;
    const contactId = (await people.acts.contact("Asih")).id;
    await people.town.repositories.attachments.add({
      ...{
        id: attachmentId,
        contactId,
        mimeType: "image/png",
        bytes: new Uint8Array(1),
        contentHash: "h",
        createdAt: 1,
      },
    });
    const fileFor = async (who: string) =>
      shownFileFor(people.acts.deps, attachmentId, (await people.acts.contact(who)).id);
    expect(await fileFor("Pak Lurah")).not.toBeNull();
    expect(await fileFor("Jauh")).toBeNull();
    expect(await fileFor("Budi")).toBeNull();
    expect(await fileFor("Asih")).toBeNull();
  });

  it("are gone with the data of the family", async () => {
    const { people, chat } = await family();
    await chat.saysAll("kecelakaan", "1");
    await people.acts.does("Asih", "delete-data", {});
    expect(await people.acts.sees("Asih", "own-cares", {})).toEqual([]);
  });

  it("belong to whoever told: nobody else can tick, describe or close", async () => {
    const { people, chat } = await family();
    await chat.saysAll("kecelakaan", "1");
    const [care] = await people.acts.sees("Asih", "own-cares", {});
    const { careId } = care!;
    expect(await people.acts.does("Budi", "tick-care", { careId, items: ["ktp"] })).toBe("not-allowed");
    expect(await people.acts.does("Budi", "close-care", { careId })).toBe("not-allowed");
  });
});

describe("the papers of a death", () => {
  it("have a list of their own, no deadline that nobody knows, and gentle words", async () => {
    const { chat } = await family();
    await chat.saysAll("bapak saya meninggal", "1");
    expect(await chat.says("berkas")).toContain("Maaf, kami perlu bertanya");
    const list = await chat.says("tidak");
    expect(list).toContain("Batas waktu untuk mengurus tidak kami temukan");
    expect(list).toContain("Surat keterangan ahli waris");
    expect(list).not.toContain("x 24 jam");
    expect(await chat.says("tutup")).toContain("daftarnya kami tutup");
  });

  it("by an accident at work join both lists, and say that nobody has published them so", async () => {
    const { chat } = await family();
    await chat.saysAll("suami saya meninggal kecelakaan kerja", "1", "berkas", "ya", "ya");
    const list = await chat.says("1");
    expect(list).toContain("kami gabung dari dua daftar resmi");
    expect(list).toContain("Surat dari polisi");
    expect(list).toContain("Akta kematian");
  });
});

describe("the deadlines", () => {
  it("are told by themselves, each once, and stop with the report", async () => {
    const { people, chat } = await family();
    await chat.saysAll("kecelakaan", "1", "berkas", "ya", "tidak", "hari ini", "selesai");
    const deps = people.acts.deps;
    const job = careJob({ deps: () => deps, facts: loadFacts });
    const start = people.town.now;
    const texts = () =>
      [...people.acts.notices.values()].filter(({ rule }) => rule === "papers.rule").flatMap((one) => one.texts);
    for (let hour = 0; hour < 60; hour += 1) await job.run(start + hour * HOUR);
    expect(texts().map(({ key }) => key)).toEqual([
      "papers.rung.report-soon",
      "papers.rung.report-last",
      "papers.rung.report-late",
    ]);
    expect(texts()[0]?.params).toMatchObject({ times: 2, hours: 24, callCentre: "175" });
    await chat.saysAll("berkas", "tutup");
    expect(await job.run(start + 7 * DAY)).toEqual({ told: 0 });
  });

  it("run once for an accident that is told twice", async () => {
    const { people, chat } = await family();
    await chat.saysAll("kecelakaan", "1", "kecelakaan", "1");
    expect(await people.acts.sees("Asih", "own-cares", {})).toHaveLength(1);
  });
});
