import { createHmac } from "node:crypto";
import { inviteOfficer } from "../../../src/operations/officer-effects";
import { openPeople, type People } from "../../support/people";
import { DAY, draftOf, places } from "../../support/town";

async function desk() {
  const people = await openPeople();
  return { people, chat: people.town.person("Pak Lurah") };
}

async function statusOf(people: People, workerId: string) {
  return (await people.town.repositories.workers.find(workerId))?.status;
}

describe("an officer's work by chat", () => {
  it("sends everybody else away kindly", async () => {
    const { people } = await desk();
    expect(await people.town.person("Asih").saysAll("halo", "2", "verifikasi")).toContain("khusus petugas");
  });

  it("sends an officer who is misunderstood time and again to no other officer", async () => {
    const { people, chat } = await desk();
    await people.acts.worker("Asih", draftOf(1));
    await chat.saysAll("verifikasi", "1");
    const heard = await chat.saysAll("zzz", "qqq", "xxx");
    expect(heard).toContain("KEMBALI untuk pertanyaan sebelumnya, MENU untuk berhenti dulu. Yang belum diputuskan");
    expect(heard).not.toContain("PETUGAS");
  });

  it("shows a registration with all that an officer types at BPJS Ketenagakerjaan, and what to look at", async () => {
    const { people, chat } = await desk();
    const draft = draftOf(1, {
      relation: "helper",
      consentNote: "family",
      warnings: ["birth-day-differs", "says-insured", "unheard-of"],
    });
    await people.acts.worker("Asih", draft);
    const other = await people.acts.worker("Budi", draftOf(2, { name: draft.name }));
    expect(await chat.says("verifikasi")).toContain("Yang menunggu: 2 pendaftaran");
    const shown = await chat.says("1");
    for (const part of [
      "NIK: 3322015708900001",
      "Nama: Sumarni1 Lestari",
      "Perempuan, lahir 17 Agustus 1990",
      "HP: tidak punya",
      "Kopeng, Kecamatan Getasan",
      "Pekerjaan: Petani",
      "Rp 1.000.000 sebulan",
      "Kecelakaan kerja dan kematian",
      "mencari sponsor",
      "Didaftarkan oleh orang lain",
      "keluarganya yang menyampaikan",
      "Tanggal lahir di KTP lain",
      "Mengaku sudah punya BPJS Ketenagakerjaan",
      "Ada hal lain yang perlu dipastikan",
      `${await people.numberOf(other)}, Kopeng`,
    ])
      expect(shown).toContain(part);
    expect(await chat.says("ulang")).toContain("NIK: 3322015708900001");
  });

  it("says why the menu is there, shows it to TUGAS, and opens the citizens' requests by their name", async () => {
    const { chat } = await desk();
    await chat.says("verifikasi");
    expect(await chat.says("kenapa")).toContain("yang paling lama menunggu");
    const again = await chat.says("tugas");
    expect(again).toContain("3. Permintaan warga");
    expect(again).not.toContain("Tidak ada permintaan yang menunggu");
    expect(await chat.says("permintaan")).toContain("Tidak ada permintaan yang menunggu");
  });

  it("accepts, comes back to the menu, and has told the worker", async () => {
    const { people, chat } = await desk();
    const workerId = await people.acts.worker("Asih", draftOf(1));
    await chat.saysAll("verifikasi", "1");
    const menu = await chat.says("1");
    expect(menu).toContain(`${await people.numberOf(workerId)} diterima`);
    expect(menu).toContain("Yang menunggu: 0 pendaftaran");
    expect(await statusOf(people, workerId)).toBe("verified");
    expect(people.town.notices.map(({ rule }) => rule)).toEqual(["notice.rule.verified"]);
    expect(await chat.says("1")).toContain("Tidak ada pendaftaran yang menunggu");
    expect(await chat.says("6")).toContain("Terima kasih atas kerjanya");
  });

  it("refuses with a reason and a note, both of which the worker is told", async () => {
    const { people, chat } = await desk();
    const workerId = await people.acts.worker("Asih", draftOf(1));
    await chat.saysAll("verifikasi", "1");
    expect(await chat.says("2")).toContain("1. NIK tidak cocok dengan KTP.");
    expect(await chat.says("2")).toContain("Mau menambah catatan");
    expect(await chat.says("Kurang huruf h di belakang")).toContain("ditolak");
    expect(await statusOf(people, workerId)).toBe("rejected");
    expect(people.town.notices[0]?.text).toContain("Nama tidak cocok dengan KTP.");
    expect(people.town.notices[0]?.text).toContain("Kurang huruf h di belakang");
  });

  it("takes a reason that is written at once, and shows it before it is sent", async () => {
    const { people, chat } = await desk();
    const workerId = await people.acts.worker("Asih", draftOf(1));
    await chat.saysAll("verifikasi", "1", "2");
    expect(await chat.says("9")).toContain("Kenapa ditolak?");
    expect(await chat.says("Foto KTP buram, tolong kirim lagi")).toContain(
      "Akan kami sampaikan begini: Foto KTP buram, tolong kirim lagi",
    );
    expect(await statusOf(people, workerId)).toBe("submitted");
    expect(await chat.says("1")).toContain("ditolak");
    expect(people.town.notices[0]?.text).toContain("Foto KTP buram, tolong kirim lagi");
    await people.acts.worker("Budi", draftOf(2));
    expect(await chat.saysAll("1", "2", "6")).toContain("Tolong tulis alasannya");
  });

  it("needs no note for a reason that says enough, and insists on one for another reason", async () => {
    const { people, chat } = await desk();
    const first = await people.acts.worker("Asih", draftOf(1));
    const second = await people.acts.worker("Budi", draftOf(2));
    await chat.saysAll("verifikasi", "1", "2", "5", "1");
    expect(await statusOf(people, first)).toBe("rejected");
    expect(await chat.saysAll("1", "2", "6")).toContain("Tolong tulis alasannya");
    expect(await chat.says("-")).toContain("Tolong tulis alasannya");
    expect(await statusOf(people, second)).toBe("submitted");
    await chat.says("Alamat belum jelas");
    expect(await statusOf(people, second)).toBe("rejected");
  });

  it("passes cases over, says when only those are left, and shows them again afterwards", async () => {
    const { people, chat } = await desk();
    await people.acts.worker("Asih", draftOf(1));
    await people.acts.worker("Budi", draftOf(2));
    expect(await chat.saysAll("verifikasi", "1")).toContain("3322015708900001");
    expect(await chat.says("3")).toContain("3322015708900002");
    expect(await chat.says("3")).toContain("Tinggal 2 pendaftaran yang tadi dilewati");
    expect(await chat.says("1")).toContain("3322015708900001");
    expect(await chat.says("4")).toContain("Menu petugas");
  });

  it("notes nothing about a registration that another officer decided meanwhile", async () => {
    const { people, chat } = await desk();
    await people.officer("Bu Camat");
    const workerId = await people.acts.worker("Asih", draftOf(1));
    await chat.saysAll("verifikasi", "1");
    await people.acts.verifies("Bu Camat", workerId);
    expect(await chat.saysAll("2", "1", "1")).toContain("sudah diurus petugas lain");
    expect(await statusOf(people, workerId)).toBe("verified");
  });

  it("leaves to others what an officer lost the right to while looking at it", async () => {
    const { people, chat } = await desk();
    const workerId = await people.acts.worker("Asih", draftOf(1));
    await chat.saysAll("verifikasi", "1");
    const { officers } = people.town.repositories;
    const officer = await officers.findByContact((await chat.contact()).id);
    if (!officer) throw new Error("Pak Lurah is no officer");
    await officers.save({ ...officer, area: { type: "district", districtCode: places.tengaran.districtCode } });
    expect(await chat.says("ulang")).toContain("sudah tidak ada");
    expect(await chat.says("1")).toContain("tidak bisa Bapak/Ibu putuskan");
    expect(await statusOf(people, workerId)).toBe("submitted");
  });

  it("confirms a proof with its months, amounts and reference", async () => {
    const { people, chat } = await desk();
    const workerId = await people.payer("Asih", 1);
    const [due] = await people.town.repositories.dueItems.findByWorkers([workerId], 1);
    await people.acts.does("Asih", "report-payment", { dueItemIds: [due?.id ?? ""], reference: "BRI 1234" });
    const shown = await chat.saysAll("periksa", "2");
    expect(shown).toContain("Sumarni1, Desember 2026: Rp 8.400. NIK 3322015708900001");
    expect(shown).toContain("Nomor bukti: BRI 1234");
    expect(await chat.says("1")).toContain("dicatat lunas");
    expect(await people.town.repositories.dueItems.find(due?.id ?? "")).toMatchObject({ status: "confirmed" });
  });

  it.each([
    ["5.000", "Kurangnya Rp 3.400 tetap terbuka", "open", "Jadi masih kurang Rp 3.400"],
    ["20 ribu", "• Sumarni1, bulan berikutnya: Rp 11.600", "confirmed", "ada kelebihan Rp 11.600"],
    ["8.400", "sama dengan iurannya", "confirmed", "tercatat lunas"],
  ])("confirms a proof over what was really paid: %s", async (typed, becomes, status, told) => {
    const { people, chat } = await desk();
    const workerId = await people.payer("Asih", 1);
    const [due] = await people.town.repositories.dueItems.findByWorkers([workerId], 1);
    await people.acts.does("Asih", "report-payment", { dueItemIds: [due?.id ?? ""], reference: "BRI 1234" });
    await chat.saysAll("periksa", "2");
    expect(await chat.says("5")).toContain("Berapa yang benar-benar dibayar?");
    expect(await chat.says("entah")).not.toContain("Benar?");
    await chat.says("99");
    expect(await chat.says("2")).toContain("Berapa yang benar-benar dibayar?");
    expect(await chat.says(typed)).toContain(becomes);
    expect(await chat.says("1")).toContain("dicatat sesuai jumlah itu");
    expect(await people.town.repositories.dueItems.find(due?.id ?? "")).toMatchObject({ status });
    expect(people.town.notices.at(-1)?.text).toContain(told);
  });

  it("names the months that a surplus pays, to the officer before it is saved, then to the payer and the worker", async () => {
    const { people, chat } = await desk();
    const { acts, town } = people;
    const workerId = await people.payer("Asih", 1, { payer: "sponsor" });
    await people.agrees("Retno");
    await acts.sponsors("Retno", { monthsAhead: 3 });
    const [, , last] = await acts.itemsOf(workerId);
    await acts.does("Retno", "report-payment", { dueItemIds: [last?.id ?? ""], reference: "BRI 1234" });
    await chat.saysAll("periksa", "2", "5");
    const goes = ["Sumarni1, Desember 2026: lunas", "Sumarni1, Januari 2027: tinggal Rp 13.400"];
    const asked = await chat.says("28.600");
    for (const month of goes) expect(asked).toContain(`• ${month}`);
    expect(asked).toContain("Benar?");
    await chat.says("1");
    for (const who of ["Retno", "Asih"]) {
      const { id } = await town.person(who).contact();
      const told = town.notices.filter(({ contactId }) => contactId === id).at(-1)?.text ?? "";
      expect(told).toContain("Kelebihan bayarnya untuk:");
      for (const month of goes) expect(`${who} ${told}`).toContain(`• ${month}`);
      expect(told).not.toContain("bulan berikutnya");
    }
  });

  it("shows the photo with its case, and refuses a proof with a reason that its sender is told", async () => {
    const { people, chat } = await desk();
    const workerId = await people.payer("Asih", 1);
    const [due] = await people.town.repositories.dueItems.findByWorkers([workerId], 1);
    const dueItemIds = [due?.id ?? ""];
    await people.acts.does("Asih", "report-payment", { dueItemIds, attachmentId: "abcdefghijkl", contentHash: "x" });
    expect(await chat.saysAll("periksa", "2")).toContain("cocokkan jumlah dan bulannya dengan bukti di atas");
    expect(chat.heard.map(({ file }) => file)).toEqual([{ attachmentId: "abcdefghijkl" }]);
    expect((await chat.says("ulang")) && chat.heard.at(-1)?.file).toEqual({ attachmentId: "abcdefghijkl" });
    expect(await chat.says("2")).toContain("1. Bukti bayarnya tidak terbaca.");
    expect(await chat.saysAll("1", "1")).toContain("iurannya terbuka lagi");
    expect(await people.town.repositories.dueItems.find(due?.id ?? "")).toMatchObject({ status: "open" });
    expect(people.town.notices.at(-1)?.text).toContain("Bukti bayarnya tidak terbaca.");
    expect(await chat.says("2")).toContain("Tidak ada bukti bayar yang menunggu");
  });

  it("passes a proof over, and explains when it was decided meanwhile", async () => {
    const { people, chat } = await desk();
    await people.officer("Bu Camat");
    const workerId = await people.payer("Asih", 1);
    const [due] = await people.town.repositories.dueItems.findByWorkers([workerId], 1);
    await people.acts.does("Asih", "report-payment", { dueItemIds: [due?.id ?? ""] });
    expect(await chat.saysAll("periksa", "2")).toContain("Tanpa bukti");
    expect(chat.heard.some((message) => "file" in message)).toBe(false);
    expect(await chat.says("3")).toContain("Tinggal 1 bukti yang tadi dilewati");
    await chat.says("2");
    const { id } = await people.acts.contact("Asih");
    const [proof] = await people.town.repositories.proofs.findByContact(id, 1);
    await people.acts.does("Bu Camat", "confirm-proof", { proofId: proof?.id ?? "" });
    expect(await chat.says("ulang")).toContain("sudah diurus petugas lain");
    expect(chat.heard.some((message) => "file" in message)).toBe(false);
    expect(await chat.saysAll("2", "1", "1")).toContain("tidak bisa Bapak/Ibu putuskan");
  });

  it("answers a citizen in words that were read once more, and closes what was taken care of", async () => {
    const { people, chat } = await desk();
    await people.town.person("Asih").saysAll("petugas", "Nama di kartu keliru");
    await people.town.person("Budi").says("kecelakaan");
    const urgent = await chat.saysAll("periksa", "3");
    expect(urgent).toContain("DARURAT");
    expect(urgent).toContain("ada kecelakaan");
    expect(await chat.says("2")).toContain("Dicatat sudah ditangani");
    expect(await chat.says("3")).toContain("Isinya: Nama di kartu keliru");
    await chat.says("1");
    expect(await chat.says("Silahkan datang")).toContain("Kirim sekarang?");
    expect(await chat.says("2")).toContain("Tulis jawabannya");
    expect(await chat.says("Silakan datang ke kantor desa")).toContain("Silakan datang ke kantor desa");
    expect(people.town.notices.filter(({ rule }) => rule === "notice.rule.answer")).toEqual([]);
    expect(await chat.says("1")).toContain("Jawaban sudah dikirim");
    expect(people.town.notices.at(-1)?.text).toContain("Silakan datang ke kantor desa");
    expect(await chat.says("3")).toContain("Tidak ada permintaan yang menunggu");
  });

  it("explains that another officer has answered already, and offers no answer where nobody can be answered", async () => {
    const { people, chat } = await desk();
    await people.officer("Bu Camat");
    await people.town.person("Asih").saysAll("petugas", "Nama di kartu keliru");
    await chat.saysAll("periksa", "3");
    const [task] = await people.town.repositories.tasks.open({ type: "all" }, 1);
    await people.acts.does("Bu Camat", "answer-task", { taskId: task?.id ?? "" });
    expect(await chat.saysAll("1", "Halo Bu Asih", "1")).toContain("sudah diurus petugas lain");

    await people.town.repositories.tasks.add({
      id: "parked",
      revision: 0,
      kind: "parked-message",
      status: "open",
      createdAt: people.town.now,
    });
    expect(await chat.says("3")).toContain("1. Sudah ditangani\n2. Lewati dulu");
    expect(await chat.says("2")).toContain("Tinggal 1 permintaan");
  });

  it("records a KPJ by registration number, 11 digits read back", async () => {
    const { people, chat } = await desk();
    const workerId = await people.payer("Asih", 1);
    const number = await people.numberOf(workerId);
    await chat.saysAll("periksa", "4");
    expect(await chat.says("KL-0000")).toContain("Tolong periksa");
    expect(await chat.says(number.toLowerCase())).toContain(`KPJ untuk Sumarni1 Lestari (${number})`);
    expect(await chat.says("1234")).toContain("Yang ditulis 4");
    expect(await chat.says("12345678901")).toContain("KPJ 1234 5678 901 untuk Sumarni1 Lestari. Betul?");
    expect(await chat.says("2")).toContain("Berapa nomor KPJ");
    expect(await chat.saysAll("1234-5678-902", "1")).toContain("sudah dicatat");
    expect(await people.town.repositories.workers.find(workerId)).toMatchObject({
      kpj: "12345678902",
      status: "registered",
    });
  });

  it("records no KPJ for somebody who was not accepted, or who lives elsewhere", async () => {
    const { people, chat } = await desk();
    const workerId = await people.acts.worker("Asih", draftOf(1));
    const number = await people.numberOf(workerId);
    expect(await chat.saysAll("periksa", "4", number, "12345678901", "1")).toContain("harus diterima dulu");

    await people.officer("Bu Kades", { type: "district", districtCode: places.tengaran.districtCode });
    const kades = people.town.person("Bu Kades");
    expect(await kades.saysAll("periksa", "4", number)).toContain("tidak ada di wilayah Bapak/Ibu");
    expect(await kades.says("menu")).toContain("Daftar pekerja");
  });

  it("shows the figures of the day in five lines, and how many have to be called", async () => {
    const { people, chat } = await desk();
    await people.payer("Asih", 1);
    await people.acts.worker("Budi", draftOf(2));
    const shown = await chat.saysAll("periksa", "5");
    expect(shown.split("\n---\n")[0]?.split("\n")).toEqual([
      "Pendaftaran menunggu: 1",
      "Bukti bayar menunggu: 0",
      "Permintaan warga menunggu: 0",
      "Pekerja: 0 terlindungi, 1 belum mulai, 0 terhenti",
      "Hari ini Bapak/Ibu: 1 terima, 0 tolak, 0 KPJ, 0 bukti, 0 permintaan",
      "",
      "Perlu ditelepon: 0 orang",
    ]);
    expect(shown).toContain("Menu petugas");
  });

  it("asks again after nonsense", async () => {
    const { people, chat } = await desk();
    await people.acts.worker("Asih", draftOf(1));
    expect(await chat.saysAll("periksa", "xyzzy")).toContain("Menu petugas");
    expect(await chat.saysAll("1", "xyzzy")).toContain("NIK: 3322015708900001");
  });
});

describe("becoming an officer", () => {
  async function invited() {
    const people = await openPeople();
    const { code } = await inviteOfficer(people.acts.deps, {
      name: "Bu Camat",
      role: "verifier",
      area: { type: "all" },
      now: people.town.now,
      randomBytes: createHmac("sha256", "code").update("camat").digest(),
    });
    await people.agrees("Wati");
    return { people, code, chat: people.town.person("Wati") };
  }

  it("takes the code, says welcome, and opens the officers' menu", async () => {
    const { code, chat } = await invited();
    const welcome = await chat.says(code.toLowerCase());
    expect(welcome).toContain("Selamat datang, Bu Camat.");
    expect(welcome).toContain("Menu petugas");
  });

  it("says kindly that a code is not known, and takes it again", async () => {
    const { code, chat } = await invited();
    const wrong = code.startsWith("2") ? `3${code.slice(1)}` : `2${code.slice(1)}`;
    expect(await chat.says(wrong)).toContain("sudah lewat 7 hari");
    expect(await chat.says("xyzzy")).toContain("bentuknya XXXX-XXXX");
    expect(await chat.says(code)).toContain("Selamat datang, Bu Camat.");
  });

  it("knows a code that is too old no more, and one that was used", async () => {
    const { people, code, chat } = await invited();
    people.town.now += 8 * DAY;
    expect(await chat.says(code)).toContain("tidak kami kenal");
    people.town.now -= 8 * DAY;
    expect(await chat.says(code)).toContain("Selamat datang");
    await people.agrees("Tono");
    expect(await people.town.person("Tono").says(code)).toContain("tidak kami kenal");
  });

  it("tells an officer that she is one already", async () => {
    const { code, chat } = await invited();
    await chat.saysAll(code, "6");
    expect(await chat.says(code)).toContain("sudah terdaftar sebagai petugas");
  });
});
