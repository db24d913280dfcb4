import { openPeople, type People } from "../../support/people";
import { draftOf } from "../../support/town";

async function asih(changes: Parameters<typeof draftOf>[1] = {}) {
  const people = await openPeople();
  await people.agrees("Asih");
  const workerId = await people.acts.worker("Asih", draftOf(1, { payer: "self", ...changes }));
  return { people, workerId, chat: people.town.person("Asih") };
}

async function personOf(people: People, workerId: string) {
  const worker = await people.town.repositories.workers.find(workerId);
  return worker && people.town.repositories.persons.find(worker.personId);
}

describe("my data", () => {
  it("shows what is kept, and never the NIK", async () => {
    const { people, workerId, chat } = await asih();
    const shown = await chat.says("data saya");
    expect(shown).toContain("Sumarni1 Lestari (Bapak/Ibu sendiri)");
    expect(shown).toContain(await people.numberOf(workerId));
    expect(shown).toContain("NIK, tanggal lahir, nomor HP, dan penghasilan juga tersimpan");
    expect(shown).toContain("Persetujuan: diberikan 23 November 2026");
    expect(shown).not.toMatch(/\d{5}/u);
    expect(await chat.says("4")).toContain("ketik DATA SAYA");
  });

  it("shows the work in the words in which it was told", async () => {
    const { chat } = await asih({ occupationId: "other", occupationText: "merakit gamelan" });
    expect(await chat.says("data saya")).toContain("Pekerjaan: merakit gamelan");
  });

  it("says so when nothing is kept, and offers nothing to correct", async () => {
    const people = await openPeople();
    await people.agrees("Budi");
    const shown = await people.town.person("Budi").says("data saya");
    expect(shown).toContain("Belum ada pendaftaran yang tersimpan");
    expect(shown).not.toContain("Memperbaiki");
  });

  it("corrects a name after reading it back, and comes back to what is kept", async () => {
    const { people, workerId, chat } = await asih();
    await chat.saysAll("data saya", "1", "1");
    expect(await chat.says("Sumarni Lestar")).toContain("Jadi yang benar: Sumarni Lestar. Betul?");
    expect(await chat.saysAll("2", "1")).toContain("Nama lengkap yang benar");
    const back = await chat.saysAll("Sumarni Lestari Putri", "1");
    expect(back).toContain("Sudah kami perbaiki");
    expect(back).toContain("Sumarni Lestari Putri (Bapak/Ibu sendiri)");
    expect(await personOf(people, workerId)).toMatchObject({ name: "Sumarni Lestari Putri" });
  });

  it("corrects the phone of the person who was chosen, and asks again for a number that is none", async () => {
    const { people, workerId, chat } = await asih();
    const other = await people.acts.worker("Asih", draftOf(2, { relation: "helper", consentNote: "present" }));
    expect(await chat.saysAll("data saya", "1")).toContain("Data siapa");
    expect(await chat.saysAll("2", "2")).toContain("Nomor HP yang benar?");
    expect(await chat.says("0812")).toContain("Nomor HP yang benar?");
    expect(await chat.sends({ type: "phone-card", phone: "+6281234567890", own: true })).toContain(
      "081234567890. Betul?",
    );
    await chat.says("betul");
    expect(await personOf(people, other)).toMatchObject({ phone: "+6281234567890" });
    expect((await personOf(people, workerId))?.phone).toBeUndefined();
  });

  it("sends to an officer for what has to match the KTP", async () => {
    const { chat } = await asih();
    const answer = await chat.saysAll("data saya", "1", "3");
    expect(answer).toContain("Ketik PETUGAS");
    expect(answer).toContain("Mau bagaimana?");
  });

  it("withdraws consent only after it was explained and confirmed", async () => {
    const { people, workerId, chat } = await asih();
    const explained = await chat.saysAll("data saya", "2");
    expect(explained).toContain("Pendaftaran Bapak/Ibu dibatalkan");
    expect(explained).toContain("paling lama 3 x 24 jam");
    expect(await chat.says("2")).toContain("Mau bagaimana?");
    expect((await chat.contact()).consent?.status).toBe("given");
    expect(await chat.saysAll("2", "1")).toContain("Persetujuan sudah ditarik");
    expect((await people.acts.contact("Asih")).consent?.status).toBe("withdrawn");
    expect((await people.town.repositories.workers.find(workerId))?.status).toBe("withdrawn");
  });

  it("deletes for the word HAPUS, and not for a plain yes", async () => {
    const { people, workerId, chat } = await asih();
    const explained = await chat.saysAll("data saya", "3");
    expect(explained).toContain("Yang masih harus disimpan: iuran yang belum selesai");
    expect(explained).toContain("balas HAPUS atau 1");
    expect(await chat.says("jangan hapus")).toContain("balas HAPUS atau 1");
    expect(await people.town.repositories.workers.find(workerId)).not.toBeNull();
    const gone = await chat.says("HAPUS");
    expect(gone).toContain("Data Bapak/Ibu sudah dihapus.");
    expect(gone).toContain("Catatan kerja petugas tetap ada");
    expect(await people.town.repositories.workers.find(workerId)).toBeNull();
  });

  it("keeps what is registered at BPJS, says why, and warns of those who were registered by a helper", async () => {
    const { people, workerId, chat } = await asih();
    await people.acts.worker("Asih", draftOf(2, { relation: "helper", consentNote: "present" }));
    await people.acts.verifies("Pak Lurah", workerId);
    await people.acts.does("Pak Lurah", "record-kpj", { workerId, kpj: "12345678901" });
    expect(await chat.saysAll("data saya", "3")).toContain("Orang lain yang Bapak/Ibu daftarkan tidak ikut dihapus");
    const partly = await chat.says("1");
    expect(partly).toContain("kecuali yang masih harus disimpan");
    expect(partly).toContain("Data yang sudah terdaftar di BPJS Ketenagakerjaan");
    expect(await people.town.repositories.workers.find(workerId)).toMatchObject({ status: "withdrawn" });
  });

  it("asks again after nonsense, and explains why it shows this", async () => {
    const { chat } = await asih();
    expect(await chat.saysAll("data saya", "xyzzy")).toContain("Mau bagaimana?");
    expect(await chat.says("kenapa")).toContain("Menurut undang-undang, Bapak/Ibu berhak");
  });
});
