import { myPledges } from "../../../src/conversation/flows/my-pledges";
import { type IsoDay, startOfDay } from "../../../src/domain/shared/calendar";
import type { Period } from "../../../src/domain/shared/period";
import { markInactive, markOverdue, openDueItems } from "../../../src/operations/scheduled";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";
import { wishOf } from "../../support/town";

let people: People;
let retno: Chatter;
let pledgeId: string;

beforeEach(async () => {
  people = await openPeople();
  await people.payer("Asih", 1, { payer: "sponsor" });
  pledgeId = await people.acts.sponsors("Retno");
  await people.agrees("Retno");
  retno = people.town.person("Retno");
});

const pledge = () => people.town.repositories.pledges.find(pledgeId);
const toldToAsih = async (): Promise<string> => {
  const { id } = await people.town.person("Asih").contact();
  return (
    people.town.notices
      .filter(({ contactId }) => contactId === id)
      .map(({ text }) => text)
      .at(-1) ?? ""
  );
};

/** Lets the months go by until the morning of a day, with the nightly jobs of every 1st and 17th. */
async function lives(until: string): Promise<void> {
  const { town } = people;
  const days = ["2026-12-17", "2027-01-01", "2027-01-17", "2027-02-01", "2027-02-17", "2027-03-01", "2027-03-17"];
  for (const day of [...days.filter((one) => one < until), until]) {
    town.now = Date.parse(`${day}T07:00:00+07:00`);
    await openDueItems(town.deps, town.now);
    await markOverdue(town.deps, town.now);
    await markInactive(town.deps, town.now);
  }
}

describe("my-pledges", () => {
  it("is on the menu of whoever helps somebody, and of nobody else", async () => {
    expect(await retno.says("menu")).toContain("8. Pekerja yang saya bantu");
    expect(await people.town.person("Asih").saysAll("halo", "menu")).not.toContain("Pekerja yang saya bantu");
  });

  it("says how to begin to somebody who helps nobody", async () => {
    await people.agrees("Budi");
    const heard = await people.town.person("Budi").says("pekerja saya");
    expect(heard).toContain("tidak membantu pekerja");
    expect(heard).toContain("ketik JADI SPONSOR");
    expect(await people.town.person("Budi").says("JADI SPONSOR")).toContain("membantu sebagai apa?");
  });

  it("is one of the things that BERHENTI may mean to who helps somebody", async () => {
    expect(await retno.says("berhenti")).toMatch(
      /mau berhenti apa\?.*1\. Berhenti menerima pesan.*2\. Berhenti membantu pekerja.*3\. Jeda dulu saja.*4\. Tidak jadi/su,
    );
    const which = await retno.says("2");
    expect(which).toContain("Yang mana?\n\n1. Sumarni1, Kopeng, Kecamatan Getasan (berjalan)");
    expect(which).not.toContain("pensiun");
    expect(await retno.says("1")).toContain("Boleh tahu kenapa berhenti?");
    expect(await retno.saysAll("5", "ya")).toContain("Terima kasih banyak atas kebaikan Bapak/Ibu");
    expect((await pledge())?.status).toBe("ended");
  });

  it("goes on where BERHENTI means the messages only", async () => {
    const contact = async () => people.town.repositories.contacts.find((await retno.contact()).id);
    await retno.saysAll("berhenti", "2");
    expect((await contact())?.optedOutAt).toBeUndefined();
    expect(await retno.saysAll("menu", "stop", "pesannya saja")).toContain("Kami tidak mengirim pesan lagi");
    expect((await contact())?.optedOutAt).toBe(people.town.now);
    expect((await pledge())?.status).toBe("active");
  });

  it("takes STOP, said once more, for the messages; a bare BERHENTI is asked again, and then helped", async () => {
    const contact = async () => people.town.repositories.contacts.find((await retno.contact()).id);
    await retno.says("berhenti");
    for (const typed of ["berhenti", "berhenti aja"]) {
      const heard = await retno.says(typed);
      expect(heard).toContain("Balas dengan angka 1 sampai 4.");
      expect(heard).toContain("1. Berhenti menerima pesan");
    }
    expect(await retno.says("berhenti")).toContain("ketik PETUGAS");
    expect((await contact())?.optedOutAt).toBeUndefined();
    expect(await retno.says("stop aja bu")).toContain("Kami tidak mengirim pesan lagi");
    expect((await contact())?.optedOutAt).toBe(people.town.now);
    expect((await pledge())?.status).toBe("active");
  });

  it("lists every pledge and what may be done with it", async () => {
    expect(await retno.says("pekerja saya")).toContain("1. Sumarni1, Kopeng, Kecamatan Getasan (berjalan)");
    const heard = await retno.says("1");
    for (const act of ["1. Jeda dulu", "2. Ubah lamanya sekali bayar", "3. Berhenti membantu", "4. Biarkan saja"]) {
      expect(heard).toContain(act);
    }
  });

  /** Has an officer confirm everything that Retno has to pay now. */
  const pays = async (): Promise<void> => {
    await people.acts.does("Pak Lurah", "confirm-proof", { proofId: await people.acts.pays("Retno") });
  };

  it.each([
    ["1", "2027-01-01"],
    ["2", "2027-02-01"],
  ])("pauses for %s unpaid months, asks why first, tells the worker, and goes on by LANJUT", async (span, day) => {
    expect(await retno.saysAll("pekerja saya", "1", "jeda dulu")).toContain("Boleh tahu kenapa dijeda?");
    expect(await retno.says("kesulitan uang")).toContain("Dijeda berapa lama? Iuran Sumarni1 yang belum dibayar mulai");
    const heard = await retno.says(span);
    expect(heard).toContain("Bapak/Ibu membayar lagi mulai");
    expect(heard).toContain("tiga hari sebelumnya");
    const until = startOfDay(day as IsoDay);
    expect(await pledge()).toMatchObject({ status: "paused", pausedUntil: until, pauseReason: "money" });
    const told = await toldToAsih();
    expect(told).toContain("Sponsor untuk Sumarni1 berhenti sementara. Ia membayar lagi mulai");
    expect(told).toContain("Yang belum dibayar mulai Desember 2026: Rp 8.400, paling lambat 15 Desember 2026.");
    expect(told).not.toContain("uang");
    const resumed = await retno.saysAll("pekerja saya", "1", "1");
    expect(resumed).toContain("Iuran Sumarni1 berjalan lagi mulai Desember 2026");
    expect(resumed).toContain("Yang dibayar: Rp 8.400 untuk Desember 2026, paling lambat 15 Desember 2026.");
    expect(await pledge()).toMatchObject({ status: "active", startPeriod: "2026-12" });
    expect(await pledge()).not.toHaveProperty("pauseReason");
    expect(await toldToAsih()).toContain("membayar iuran lagi, mulai Desember 2026");
  });

  it("JEDA asks what is meant, and LANJUT lets a paused pledge go on", async () => {
    expect(await retno.says("jeda")).toContain("Yang mau dijeda apanya?");
    const which = await retno.says("2");
    expect(which).toContain("Yang mana?");
    expect(which).not.toContain("pensiun");
    expect(await retno.says("1")).toContain("Boleh tahu kenapa dijeda?");
    await retno.saysAll("1", "1");
    expect((await pledge())?.status).toBe("paused");
    expect(await retno.says("lanjut")).toContain("Bantuan untuk Sumarni1 masih dijeda. Dilanjutkan lagi?");
    expect(await retno.says("tidak")).toContain("Pengingat kami kirim lagi");
    expect((await pledge())?.status).toBe("paused");
    await retno.says("lanjut");
    const resumed = await retno.says("ya");
    expect(resumed).toContain("Iuran Sumarni1 berjalan lagi mulai Desember 2026");
    expect(resumed).toContain("Yang dibayar: Rp 8.400 untuk Desember 2026, paling lambat 15 Desember 2026.");
    expect((await pledge())?.status).toBe("active");
    expect(await retno.saysAll("jeda", "1")).toContain("Pengingat mau dihentikan berapa lama?");
  });

  it.each([
    { answer: "tidak", status: "paused", says: "Pengingat kami kirim lagi" },
    { answer: "ya", status: "active", says: "Iuran Sumarni1 berjalan lagi" },
  ])(
    "LANJUT asks about the pause first where something is unfinished too, which goes on after $answer",
    async (one) => {
      const unfinished = await retno.saysAll("daftar", "1");
      await retno.saysAll("menu", "pekerja saya", "1", "jeda dulu", "1");
      const paused = await retno.says("1");
      expect(paused).toContain("Kalau mau lebih cepat, ketik LANJUT.");
      expect(paused).toContain("Ada yang belum selesai: pendaftaran pekerja. Ketik LANJUT");
      expect(await retno.says("lanjut")).toContain("Bantuan untuk Sumarni1 masih dijeda. Dilanjutkan lagi?");
      const heard = await retno.says(one.answer);
      expect(heard).toContain(one.says);
      expect(heard).toContain("Kita teruskan pendaftaran pekerja");
      expect(heard).toContain(unfinished.split("\n").at(-1));
      expect((await pledge())?.status).toBe(one.status);
    },
  );
  it("LANJUT tells what is to be paid of several months at once, less what was paid too much", async () => {
    await people.acts.does("Pak Lurah", "confirm-proof", { proofId: await people.acts.pays("Retno"), amount: 10_400 });
    await retno.saysAll("pekerja saya", "1", "2", "3 bulan");
    await retno.saysAll("pekerja saya", "1", "jeda dulu", "2", "1", "lanjut");
    expect(await retno.says("ya")).toContain(
      "Yang dibayar: Rp 48.400 untuk 3 bulan mulai Januari 2027, paling lambat 15 Januari 2027.",
    );
  });

  it("LANJUT after a lapse says that protection has ended and which month lets it run again", async () => {
    await pays();
    await retno.saysAll("pekerja saya", "1", "jeda dulu", "2", "3", "3");
    await lives("2027-03-20");
    await retno.says("lanjut");
    const resumed = await retno.says("ya");
    expect(resumed).toContain("Yang dibayar: Rp 16.800 untuk April 2027, paling lambat 15 April 2027.");
    // March is late and the worker's own, and paying it is enough; he can pay April only.
    const either = "Kalau Sumarni1 membayar iuran Maret 2027, atau Bapak/Ibu membayar iuran April 2027,";
    expect(resumed).toContain(either);
    expect(await toldToAsih()).toContain("Kalau iuran Maret 2027 dibayar, perlindungan bisa berjalan lagi.");
    expect(await retno.says("status")).toContain(either);
  });

  it.each(["lanjutkan saja", "teruskan"])("%p is what may be done with a paused pledge", async (text) => {
    await retno.saysAll("pekerja saya", "1", "jeda", "1", "1", "pekerja saya", "1");
    expect(await retno.says(text)).toContain("Iuran Sumarni1 berjalan lagi");
  });

  it("LANJUT with several paused asks which", async () => {
    await people.payer("Tono", 2, { payer: "sponsor", name: "Tono Wijaya" });
    const other = await people.acts.sponsors("Retno");
    for (const id of [pledgeId, other])
      await people.acts.does("Retno", "change-pledge", { pledgeId: id, change: { type: "pause" } });
    expect(await retno.says("lanjut")).toContain("Ada 2 pekerja yang bantuannya masih dijeda");
    expect(await retno.says("ya")).toContain("Yang mana?");
    expect(await retno.says("2")).toContain("berjalan lagi mulai Desember 2026");
  });

  it("JEDA lists only what can be paused, and of a pause asks anew how long it lasts", async () => {
    await retno.saysAll("pekerja saya", "1", "jeda dulu", "1", "1");
    await people.payer("Tono", 2, { payer: "sponsor", name: "Tono Wijaya" });
    await people.acts.sponsors("Retno");
    await people.acts.does("Retno", "make-pledges", wishOf({ name: "Bu Retno" }));
    const which = await retno.saysAll("jeda", "2");
    expect(which).toContain("2. Tono");
    expect(which).not.toContain("3. ");
    await retno.presses(which.match(/Sumarni1.*/u)?.[0] ?? "");
    expect(retno.heard.at(-1)?.text).toContain("Dijeda berapa lama?");
  });

  it("a pause begins where what is paid ends, and names it", async () => {
    await retno.saysAll("pekerja saya", "1", "2", "2");
    await pays();
    await retno.saysAll("pekerja saya", "1", "jeda dulu", "2");
    expect(retno.heard.at(-1)?.text).toContain("yang belum dibayar mulai Maret 2027");
    const heard = await retno.says("1");
    expect(heard).toContain("Yang sudah dibayar tetap berlaku sampai Februari 2027.");
    expect(heard).toContain("membayar lagi mulai April 2027");
    expect(await toldToAsih()).toContain("Iuran sudah dibayar sampai Februari 2027.");
  });

  it("a month may be named; one that is paid, gone or far away is asked again", async () => {
    await retno.saysAll("pekerja saya", "1", "1", "salah paham", "4");
    expect(retno.heard.at(-1)?.text).toContain("Contoh: April 2027");
    expect(await retno.says("Desember")).toContain("Paling cepat Januari 2027");
    expect(await retno.says("Mei 2029")).toContain("Paling lama sampai Desember 2027");
    expect(await retno.says("yang itu")).toContain("Bayar lagi mulai bulan apa?");
    const heard = await retno.says("februari");
    expect(heard).toContain("membayar lagi mulai Februari 2027");
    expect(heard).toContain("ketik PETUGAS. Kami jelaskan pelan-pelan.");
  });

  it("for longer than protection lasts a successor is offered; two months, or the wish all the same, are possible", async () => {
    const asksLong = () => retno.saysAll("pekerja saya", "1", "jeda dulu", "2", "4", "juli 2027");
    expect(await asksLong()).toContain("Mau kami carikan sponsor lain?");
    expect(await retno.says("jeda 2 bulan saja")).toContain("membayar lagi mulai Februari 2027");
    await retno.saysAll("pekerja saya", "1", "lanjutkan lagi");
    await asksLong();
    expect(await retno.says("3")).toContain("membayar lagi mulai Juli 2027");
    await retno.saysAll("pekerja saya", "1", "ubah akhir jeda", "4", "juni 2027");
    expect(await retno.says("ya, carikan sponsor lain")).toContain("Boleh tahu kenapa berhenti?");
    expect(await retno.says("5")).toContain("Yakin berhenti membantu Sumarni1?");
    expect(await retno.says("ya")).toContain("Terima kasih banyak atas kebaikan Bapak/Ibu");
    expect(await pledge()).toMatchObject({ status: "ended", endReason: "sponsor-left" });
  });

  it("takes no number for an answer to the choices that an earlier version gave for a long pause", async () => {
    const earlier = jest.replaceProperty(myPledges, "version", 3);
    await retno.saysAll("pekerja saya", "1", "jeda dulu", "2", "4", "juli 2027");
    earlier.restore();
    expect(await retno.says("2")).toContain("pertanyaannya baru saja kami perbarui");
    expect(await pledge()).toMatchObject({ status: "active" });
  });

  const ENDS = "Kalau 3 bulan berturut-turut tidak ada yang membayar, perlindungannya berhenti.";

  it("warns of three months from the list, says whose they are, and offers as many as protection bears", async () => {
    await pays();
    await retno.saysAll("pekerja saya", "1", "jeda dulu", "2");
    const asked = await retno.says("3");
    expect(asked).toContain(`Selama jeda, iuran menjadi bagian Sumarni1 sendiri. ${ENDS}`);
    expect(asked).not.toContain("ikut dihitung");
    expect(asked).toContain("2. Jeda 2 bulan saja");
    expect(asked).toContain("3. Tetap jeda sampai April 2027");
    const paused = await retno.says("2");
    expect(paused).toContain("membayar lagi mulai Maret 2027");
    expect(paused).toContain("Selama jeda, iuran menjadi bagian Sumarni1 sendiri.");
  });

  it.each([
    ["2027-01-20", "1", ["Bapak/Ibu membayar lagi mulai Maret 2027"], [ENDS]],
    ["2027-01-20", "2", [ENDS, "1 bulan sebelum jeda belum dibayar", "Jeda 1 bulan saja", "sampai April 2027"], []],
    ["2027-02-20", "1", [ENDS, "2 bulan sebelum jeda belum dibayar", "sampai April 2027"], ["bulan saja"]],
    [
      "2027-03-20",
      "1",
      ["Iuran terakhir yang sudah dibayar: Desember 2026.", "membayar lagi mulai Mei 2027"],
      ["Selama jeda", "tetap berlaku"],
    ],
  ])("counts the months before that nobody has paid: on %s for %s months", async (day, span, says, not) => {
    await pays();
    await lives(day);
    await retno.saysAll("pekerja saya", "1", "jeda dulu", "2");
    const heard = await retno.says(span);
    for (const text of says) expect(heard).toContain(text);
    for (const text of not) expect(heard).not.toContain(text);
  });

  it("says to whoever pauses for long before anything is paid that protection has not begun", async () => {
    const heard = await retno.saysAll("pekerja saya", "1", "jeda dulu", "2", "3");
    expect(heard).toContain("Perlindungan Sumarni1 belum mulai, dan baru mulai kalau iuran dibayar.");
  });

  it("the end of a pause may be moved while it lasts", async () => {
    await retno.saysAll("pekerja saya", "1", "jeda dulu", "1", "1");
    const heard = await retno.saysAll("pekerja saya", "1", "ubah akhir jeda", "2");
    expect(heard).toContain("membayar lagi mulai Februari 2027");
    expect(await pledge()).toMatchObject({ status: "paused", pausedUntil: startOfDay("2027-02-01" as IsoDay) });
  });

  it("changes for how many months is paid at a time, and says from when", async () => {
    const asked = await retno.saysAll("pekerja saya", "1", "2", "3");
    expect(asked).toContain("Maksudnya 3 bulan, atau nomor 3, yaitu 6 bulan? Ketik 3 bulan atau 6 bulan.");
    expect(await retno.presses("6 bulan")).toContain("Mulai Desember 2026, sekali bayar untuk 6 bulan");
    expect((await pledge())?.monthsAhead).toBe(6);
  });

  it("asks why and once more before it ends, says why it asks, and a no changes nothing", async () => {
    await retno.saysAll("pekerja saya", "1", "berhenti membantu");
    expect(await retno.says("kenapa")).toContain("tidak kami sampaikan ke pekerja");
    expect(await retno.says("tidak usah dijawab")).toContain("Yakin berhenti membantu Sumarni1?");
    expect(await retno.says("kenapa")).toContain("perlindungan pekerja bisa hilang");
    expect(await retno.says("tidak")).toContain("tidak ada yang diubah");
    expect((await pledge())?.status).toBe("active");
  });

  it("ends with thanks for what was given; what is paid stays, and the worker is told what comes next", async () => {
    await pays();
    const heard = await retno.saysAll("pekerja saya", "1", "3", "pindah", "ya");
    expect(heard).toContain("Terima kasih banyak atas kebaikan Bapak/Ibu");
    expect(heard).toContain("sudah melindungi Sumarni1 selama 1 bulan, seluruhnya Rp 8.400.");
    expect(heard).toContain("tetap berlaku sampai Desember 2026");
    expect(heard).toContain("ketik JADI SPONSOR");
    expect(await pledge()).toMatchObject({ status: "ended", leaveReason: "moved" });
    const told = await toldToAsih();
    expect(told).toContain("Kami carikan sponsor baru. Sumarni1 ada di urutan terdepan.");
    expect(told).toContain("Iuran sudah dibayar sampai Desember 2026.");
    expect(told).toContain("Yang belum dibayar mulai Januari 2027: Rp 16.800, paling lambat 15 Januari 2027.");
    expect(await people.town.person("Asih").says("status")).toContain("Sponsor sedang dicarikan");
  });

  it("names the successor's time where somebody waits, and promises nothing more", async () => {
    await people.acts.does("Budi", "make-pledges", wishOf({ name: "Budi Santoso" }));
    await retno.saysAll("pekerja saya", "1", "3", "5", "ya");
    expect(await toldToAsih()).toContain("Sudah ada calon sponsor baru. Jawabannya kami tunggu sampai");
    expect(await toldToAsih()).not.toMatch(/Budi|urutan/u);
  });

  it("a worker that is held may be accepted or declined here", async () => {
    await people.payer("Tono", 2, { payer: "sponsor", name: "Tono Wijaya" });
    const made = { name: "Bu Retno", kind: "person", showsName: true, count: 1, wishes: {}, monthsAhead: 1 } as const;
    const offer = { ...made, programmes: "JKK+JKM", route: "direct", startPeriod: "2026-12" as Period } as const;
    await people.acts.does("Retno", "make-pledges", offer);
    await retno.says("pekerja saya");
    await retno.presses("Tono, Kopeng, Kecamatan Getasan (menunggu jawaban Bapak/Ibu)");
    const heard = await retno.presses("Ya, saya bantu");
    expect(heard).toContain("Terima kasih banyak");
    expect(heard).toContain("Bapak/Ibu membantu 2 pekerja");
    expect(await people.town.person("Tono").says("status")).toContain("Iuran dibayarkan oleh sponsor: Bu Retno.");
  });

  it("leaving it changes nothing and shows a way on", async () => {
    const heard = await retno.saysAll("pekerja saya", "1", "4");
    expect(heard).toContain("tidak ada yang diubah");
    expect(heard).toContain("MENU");
  });

  it("says so where the pledge has ended meanwhile", async () => {
    await retno.saysAll("pekerja saya", "1", "1", "1");
    await people.acts.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
    const heard = await retno.says("1");
    expect(heard).toMatch(/keadaannya sudah berubah|tidak ada yang diubah/u);
  });
});
