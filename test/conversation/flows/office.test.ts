import { atHour, type IsoDay } from "../../../src/domain/shared/calendar";
import type { Chatter } from "../../support/chat";
import { sheetOf } from "../../support/office-town";
import { openPeople, type People } from "../../support/people";
import { monthsGoBy } from "../../support/silent-town";
import { wishOf } from "../../support/town";

let people: People;
let retno: Chatter;

/** A coordinator who has made the board by chat, and whose office pays for three workers. */
beforeEach(async () => {
  people = await openPeople();
  for (const [serial, name] of ["Asih", "Tono", "Wati"].entries())
    await people.payer(name, serial + 1, { payer: "sponsor" });
  await people.agrees("Retno");
  retno = people.town.person("Retno");
  await retno.saysAll("kantor", "1", "1", "Dinas Contoh");
  await retno.says("Retno Dewi");
});

async function pays(): Promise<void> {
  const wish = wishOf({ kind: "office", officeName: "Dinas Contoh", count: 3, route: "coordinator" });
  const { held } = await people.acts.does("Retno", "make-pledges", wish);
  await people.acts.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
}

const board = async (): Promise<string> => {
  await retno.says("menu");
  return retno.says("kantor");
};
const total = async (): Promise<number> => {
  const { id } = await retno.contact();
  const pledges = await people.town.repositories.pledges.findBySponsor(
    (await people.town.repositories.sponsors.findByContact(id))?.id ?? "",
  );
  const items = await people.town.repositories.dueItems.findByWorkers(
    pledges.flatMap(({ workerId }) => workerId ?? []),
    100,
  );
  return items.reduce((sum, { amount }) => sum + amount, 0);
};

describe("office", () => {
  it("is made in a few answers and shows its board", async () => {
    const heard = await board();
    expect(heard).toContain("Dinas Contoh");
    expect(heard).toContain("Belum dibayar: 0");
    expect(heard).toContain("2. Lapor tagihan sudah dibayar");
    expect(await retno.says("2")).toContain("Tidak ada tagihan yang belum dibayar");
  });

  it("takes a typed staff list, says which line could not be read, and saves the rest", async () => {
    await board();
    await retno.saysAll("4", "1");
    const heard = await retno.says("Siti Aminah; 1001\nBudi Santoso, S.Pd.\n; 31-02-2035\nSiti Aminah; 1001");
    expect(heard).toContain("Terbaca 2 pegawai baru. Yang tidak bisa dicatat: 2 baris.");
    expect(heard).toContain("• Siti Aminah, nomor 1001\n• Budi Santoso, S.Pd.\n");
    expect(heard).toContain("Baris 3: tanggal pensiunnya tidak terbaca");
    expect(heard).toContain("Baris 4: sama dengan baris lain");
    const saved = await retno.says("1");
    expect(saved).toContain("2 pegawai dicatat");
    expect(saved).toContain("Pegawai: 2");
  });

  it("takes the telephone and the day out of what was typed beside a name, and shows them before they are saved", async () => {
    await board();
    await retno.saysAll("4", "1");
    const heard = await retno.says("Agus pensiun 1 Desember 2027\n- Endah Lestari, 0812 3456 8001");
    expect(heard).toContain("• Agus, pensiun 1 Desember 2027\n• Endah Lestari, HP 081234568001");
    expect(await retno.saysAll("1", "4", "4", "endah")).toContain("1. Endah Lestari\n");
  });

  it("lets an employee join by the code that the coordinator shares", async () => {
    await board();
    const code = /KANTOR (\S{9})/u.exec(await retno.saysAll("4", "3"))?.[1] ?? "";
    await people.agrees("Siti");
    const siti = people.town.person("Siti");
    expect(await siti.says(`KANTOR ${code}`)).toContain("Ini kantor Dinas Contoh");
    expect(await siti.says("Siti Aminah")).toContain("tercatat sebagai pegawai Dinas Contoh");
    const status = await siti.saysAll("menu", "status");
    expect(status).toContain("tercatat sebagai pegawai Dinas Contoh");
    expect(status).not.toContain("Belum ada data");
    const kept = await siti.says("data saya");
    expect(kept).toContain("Pegawai Dinas Contoh");
    expect(kept).not.toContain("Belum ada pendaftaran");
    await siti.saysAll("menu", "kantor");
    expect(await board()).toContain("Pegawai: 1");
    expect(await siti.saysAll("menu", "kantor")).not.toContain("Lunas:");
  });

  it("reports the bill with one receipt, and an officer confirms it in one act by its control total", async () => {
    await pays();
    const amount = await total();
    await board();
    expect(await retno.says("2")).toContain("Tagihan kantor: 3 iuran");
    const differs = await retno.says(String(amount - 100));
    expect(differs).toContain("Kurangnya Rp 100");
    expect(await retno.says(String(amount))).toContain("foto atau PDF");
    const done = await retno.sends({ type: "media", ref: "slip", kind: "photo" } as never);
    expect(done).toContain("3 iuran dilaporkan sudah dibayar");
    expect(done).toContain("Sudah dilaporkan, menunggu petugas: 3");
    const officer = people.town.person("Pak Lurah");
    const shown = await officer.saysAll("tugas", "2");
    expect(shown).toContain("Tagihan kantor Dinas Contoh");
    await officer.says("1");
    expect(await officer.says(String(amount))).toContain("Tagihan dicatat lunas");
    expect(await board()).toContain("Lunas: 3");
    expect(people.town.notices.filter(({ rule }) => rule === "notice.rule.confirmed.payer")).toHaveLength(1);
  });

  it("is told the difference where less was found, and opens the months that are not paid again", async () => {
    await pays();
    const amount = await total();
    await board();
    await retno.saysAll("2", String(amount), "REF 12345");
    const officer = people.town.person("Pak Lurah");
    await officer.saysAll("tugas", "2", "1");
    const asked = await officer.says(String(amount - 8_400));
    expect(asked).toContain("Selisihnya Rp 8.400");
    expect(asked).toContain("1. ");
    expect(await officer.says("1, 2")).toContain("padahal selisihnya");
    expect(await officer.says("2")).toContain("1 iuran yang lain ditagih lagi. Kantor kami kabari yang mana");
    const told = people.town.notices.findLast(({ rule }) => rule === "notice.rule.confirmed.payer")?.text;
    expect(told).toContain("Pembayaran 2 bulan iuran");
    expect(told).toContain("Yang kami temukan Rp 16.800 dari Rp 25.200. Jadi masih kurang Rp 8.400, untuk:");
    expect(told?.match(/, November 2026|, Desember 2026/gu)).toHaveLength(3);
    expect(told).toContain("Kalau menurut Bapak/Ibu keliru, balas PETUGAS");
    const heard = await board();
    expect(heard).toContain("Lunas: 2");
    expect(heard).toContain("Belum dibayar: 1, Rp 8.400");
  });

  it("is confirmed over more than it costs, and says on whose next months the rest goes", async () => {
    await pays();
    const amount = await total();
    await board();
    await retno.saysAll("2", String(amount), "REF 12345");
    const officer = people.town.person("Pak Lurah");
    const asked = await officer.saysAll("tugas", "2", "1", String(amount + 8_400));
    expect(asked).toContain("Dibayar Rp 33.600, iurannya Rp 25.200, jadi lebih Rp 8.400. Semua bulan dicatat lunas.");
    const whose = /Kelebihan bayarnya untuk:\s+• (\S+), bulan berikutnya: Rp 8\.400\s+Benar\?/u.exec(asked)?.[1] ?? "";
    expect(await officer.says("kenapa")).toContain("Yang lebih untuk bulan pekerjanya yang belum dibayar");
    expect(await officer.says("3")).toContain("Jumlah menurut daftar: Rp 25.200");
    await officer.saysAll("1", String(amount + 8_400));
    expect(await officer.saysAll("2", String(amount + 400))).toContain("jadi lebih Rp 400");
    expect(await officer.says("benar")).toContain("Tagihan dicatat lunas");
    const told = people.town.notices.findLast(({ rule }) => rule === "notice.rule.confirmed.payer")?.text;
    expect(told).toContain("ada kelebihan Rp 400");
    const { workers } = people.town.repositories;
    const withCredit = await workers.findMany((await workers.withCredit(null, 10)).map(({ id }) => id));
    expect(withCredit.map(({ credit }) => credit)).toEqual([400]);
    const person = await people.town.repositories.persons.find(withCredit[0]?.personId ?? "");
    expect(person?.name).toContain(whose);
    expect(await board()).toContain("Lunas: 3");
  });

  it("takes no more than it costs where a month of it waits with another proof, and says so before it is confirmed", async () => {
    await pays();
    const amount = await total();
    await board();
    await retno.saysAll("2", String(amount), "REF 12345");
    const { proofs, dueItems } = people.town.repositories;
    const [bill] = await proofs.findByContact((await retno.contact()).id, 1);
    const [due] = await dueItems.findMany(bill?.dueItemIds.slice(0, 1) ?? []);
    if (due) await dueItems.save({ ...due, proofId: "hers" });
    const officer = people.town.person("Pak Lurah");
    const asked = await officer.saysAll("tugas", "2", "1", String(amount));
    expect(asked).toContain("Ada iuran di daftar ini yang dilaporkan dengan bukti lain. Lebihnya Rp 8.400 mungkin");
    expect(asked).not.toMatch(/dicatat lunas|Benar/u);
    expect(asked).toContain("1. Ganti jumlahnya\n2. Kembali ke buktinya");
    expect(await officer.saysAll("1", String(amount - 8_400))).toContain("Tagihan dicatat lunas");
  });

  it("takes a bill without a proof, and one of which more was paid than it costs", async () => {
    await pays();
    const amount = await total();
    await board();
    const more = await retno.saysAll("2", String(amount + 8_400));
    expect(more).toContain("Lebihnya Rp 8.400");
    expect(more).not.toContain("SUDAH BAYAR");
    expect(await retno.says("2")).toContain("Berapa yang dibayar menurut bukti?");
    const asked = await retno.saysAll(String(amount + 400), "1");
    expect(asked).toContain("1. Tidak punya bukti");
    expect(await retno.says("2")).toContain("Kalau tidak punya, balas 1");
    expect(await retno.says("1")).toContain("3 iuran dilaporkan sudah dibayar");
    const shown = await people.town.person("Pak Lurah").saysAll("tugas", "2");
    expect(shown).toContain("Jumlah menurut daftar: Rp 25.200");
    expect(shown).toContain("Dibayar menurut kantor: Rp 25.600");
  });

  it("says of a bill whose proof did not hold to ask first, and asks for none of it again", async () => {
    await pays();
    await board();
    await retno.saysAll("2", String(await total()), "1", "1");
    const [proof] = await people.town.repositories.proofs.findByContact((await retno.contact()).id, 1);
    await people.acts.does("Pak Lurah", "reject-proof", { proofId: proof?.id ?? "", reason: "not-found-at-bpjs" });
    const heard = await board();
    expect(heard).toContain("Belum dibayar: 0, Rp 0\nBukti belum cocok, tanya dulu: 3, Rp 25.200");
    expect(heard).toContain("Kalau sudah dibayar, jangan dibayar lagi; tanya dulu, ketik PETUGAS:\n• Sumarni");
    expect(heard).not.toContain("Yang belum dibayar:");
    expect(await retno.says("2")).toContain("Tagihan kantor: 3 iuran, jumlahnya Rp 25.200");
  });

  it("leads whoever has paid only some of the bill to its months, also where one is left", async () => {
    await pays();
    await board();
    const less = await retno.saysAll("2", "8400");
    expect(less).toContain("Kurangnya Rp 16.800");
    expect(await retno.says("sudah bayar")).toContain("Iuran mana yang sudah dibayar?");
    expect(await retno.saysAll("1 dan 2", "REF 12345", "1")).toContain("2 bulan sudah kami terima");
    await board();
    await retno.saysAll("2", "8000");
    expect(await retno.says("sudah bayar")).toContain("foto bukti bayarnya");
  });

  it("pairs employees with workers by itself, names who has not paid, and reminds once a week", async () => {
    await retno.saysAll("4", "1", "Siti\nBudi", "1");
    await pays();
    const heard = await board();
    expect(heard).toContain("• Budi untuk");
    expect(heard).toContain("Pekerja yang belum punya pegawai: 1");
    expect(await retno.says("3")).toContain("Tidak ada yang bisa diingatkan lewat sini");
  });

  const codeIn = (heard: string): string => /KANTOR (\S{9})/u.exec(heard)?.[1] ?? "";
  async function joins(who: string, name: string): Promise<Chatter> {
    await board();
    const code = codeIn(await retno.saysAll("4", "3"));
    await people.agrees(who);
    const chatter = people.town.person(who);
    await chatter.saysAll(`KANTOR ${code}`, name);
    return chatter;
  }
  const toldTo = async (who: Chatter): Promise<string | undefined> => {
    const { id } = await who.contact();
    return people.town.notices.findLast(({ contactId }) => contactId === id)?.text;
  };

  it("names the months of each who has not paid once, and tells the officer whom the months are for", async () => {
    await retno.saysAll("4", "1", "Siti\nBudi", "1");
    await pays();
    await monthsGoBy(people.acts, atHour("2027-01-05" as IsoDay, 9));
    people.town.now = people.acts.now;
    const heard = await board();
    expect(heard).toContain("Dinas Contoh, 5 Januari 2027");
    expect(heard).not.toContain("Dinas Contoh, Januari 2027");
    const lines = heard.split("\n").filter((line) => line.includes("bulan: "));
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^• Budi untuk \S+, .+: 2 bulan: Desember 2026, Januari 2027$/u);
    expect(lines[2]).toMatch(/\(belum ada pegawainya\): 2 bulan: /u);
    const amount = Number(/jumlahnya Rp ([\d.]+)/u.exec(await retno.says("2"))?.[1]?.replaceAll(".", ""));
    await retno.saysAll(String(amount), "REF 12345");
    const officer = people.town.person("Pak Lurah");
    const shown = await officer.saysAll("tugas", "2");
    expect(shown).toContain("Tagihan kantor Dinas Contoh: 6 iuran, 2 bulan: Desember 2026, Januari 2027.");
    const listed = (await officer.saysAll("1", String(amount - 8_400)))
      .split("\n")
      .filter((line) => /^\d+\. /u.test(line));
    expect(listed).toHaveLength(6);
    for (const line of listed) expect(line).toMatch(/^\d+\. \S+, .+, \S+ 202[67]: Rp [\d.]+\. NIK \d{16}$/u);
  });

  it("knows an employee again who joins with a title, and asks where it is not sure, so that nobody is there twice", async () => {
    await board();
    await retno.saysAll("4", "1", "Siti Aminah\nBudi Santoso; 1002\nBudi Hartono", "1");
    const siti = await joins("Siti", "Siti Aminah S.P.");
    expect(await siti.saysAll("menu", "kantor")).toContain("Bapak/Ibu tercatat sebagai pegawai Dinas Contoh");
    expect(await board()).toContain("Pegawai: 3");
    const budi = await joins("Budi", "Drs. Budi");
    const asked = await budi.says("ulang");
    expect(asked).toContain("Apakah Bapak/Ibu ada di daftar pegawai ini?");
    expect(asked).toContain(
      "1. Budi Hartono\n2. Budi Santoso, nomor berakhir 1002\n3. Bukan, saya belum ada di daftar",
    );
    expect(await budi.says("2")).toContain("tercatat sebagai pegawai Dinas Contoh");
    expect(await board()).toContain("Pegawai: 3");
    const other = await joins("Budi kedua", "Budi");
    expect(await other.says("1. ")).toContain("tercatat sebagai pegawai Dinas Contoh");
    expect(await board()).toContain("Pegawai: 3");
    const third = await joins("Siti kedua", "Siti Rahayu");
    expect(await third.saysAll("menu", "kantor")).toContain("Bapak/Ibu tercatat sebagai pegawai");
    expect(await board()).toContain("Pegawai: 4");
    await retno.saysAll("5", "1", "siti aminah", "1");
    expect(await retno.says("1")).toContain("Sudah kami tanyakan");
  });

  it("is left by an employee who is told first what becomes of her worker", async () => {
    await board();
    await retno.saysAll("4", "1", "Siti Aminah", "1");
    await pays();
    await board();
    const siti = await joins("Siti", "siti aminah");
    expect(await siti.saysAll("menu", "kantor")).toContain("Bapak/Ibu tercatat sebagai pegawai Dinas Contoh");
    const asked = await siti.saysAll("2");
    expect(asked).toContain("tetap dibayar Dinas Contoh");
    expect(await siti.says("mungkin")).toContain("1. Ya, keluar");
    expect(await siti.says("1")).toContain("sudah keluar dari kantor itu");
    expect(await siti.says("keluar dari kantor")).toContain("Saya pegawai, punya kode kantor");
    expect(await toldTo(retno)).toContain("Iurannya tetap masuk tagihan kantor");
    expect(await board()).toContain("Pegawai: 0");
  });

  it("lets its coordinator take an employee off, found by a part of the name", async () => {
    await board();
    await retno.saysAll("4", "1", "Siti Aminah; 1001\nSiti Rahayu; 1002\nBudi", "1");
    await board();
    await retno.saysAll("4", "4");
    expect(await retno.says("zzz")).toContain("Tidak ada di daftar");
    const found = await retno.says("siti");
    expect(found).toContain("1. Siti Aminah, 1001");
    expect(found).toContain("3. Tidak ada di sini");
    expect(await retno.says("9")).toContain("Siti Rahayu");
    expect(await retno.says("2")).toContain("Siti Rahayu dikeluarkan dari daftar pegawai?");
    expect(await retno.says("2")).toContain("Pegawai kantor. Mau apa?");
    await retno.saysAll("4", "1002", "1");
    expect(await retno.says("ya")).toContain("Sudah dikeluarkan");
    expect(await board()).toContain("Pegawai: 2");
  });

  it("is handed on to an employee who says yes, and the former coordinator is told", async () => {
    await pays();
    const siti = await joins("Siti", "Siti Aminah");
    await board();
    expect(await retno.saysAll("5", "1", "siti", "1")).toContain("Kami tanyakan ke Siti Aminah?");
    expect(await retno.says("1")).toContain("Sudah kami tanyakan");
    const code = codeIn((await toldTo(siti)) ?? "");
    expect(await siti.says(`KANTOR ${code}`)).toContain("diminta menjadi koordinator Dinas Contoh");
    expect(await siti.says("besok")).toContain("1. Ya, saya bersedia");
    expect(await siti.says("1")).toContain("Belum dibayar: 3");
    expect(await toldTo(retno)).toContain("sekarang punya koordinator baru");
    expect(await board()).toContain("Saya koordinator, buat papan kantor");
  });

  it("is handed on by a code to somebody from outside, who may also refuse", async () => {
    await board();
    const code = codeIn(await retno.saysAll("5", "2"));
    for (const who of ["Joko", "Dwi"]) await people.agrees(who);
    expect(await people.town.person("Joko").saysAll(`kantor ${code}`, "2")).toContain("Ketik KANTOR kapan saja");
    const dwi = people.town.person("Dwi");
    await dwi.saysAll(`kantor ${code}`, "1");
    expect(await dwi.says("8")).not.toContain("Dinas Contoh,");
    expect(await dwi.says("Dwi Lestari")).toMatch(/Dinas Contoh, \d+ November 2026/u);
    expect(await retno.says(`kantor ${code}`)).toContain("kode itu tidak kami kenal");
  });

  it("outlives a coordinator whose data are deleted: an admin names another from the officers' menu", async () => {
    await pays();
    await people.acts.officer("Bu Admin", { type: "all" }, "admin");
    await people.agrees("Bu Admin");
    await retno.saysAll("menu", "data saya");
    expect(await retno.says("hapus")).toContain("Ketik GANTI KOORDINATOR dulu");
    await retno.says("hapus");
    const admin = people.town.person("Bu Admin");
    expect(await admin.saysAll("tugas", "3")).toContain("tidak punya koordinator lagi");
    expect(await admin.saysAll("menu", "tugas", "koordinator")).toContain("Kantor yang mana?");
    expect(await admin.says("sekolah")).toContain("Kantor itu tidak ada");
    const code = codeIn(await admin.saysAll("contoh", "1", "2"));
    expect(await people.town.person("Pak Lurah").saysAll("tugas", "koordinator")).not.toContain("Kantor yang mana?");
    await people.agrees("Dwi");
    expect(await people.town.person("Dwi").saysAll(`kantor ${code}`, "1", "Dwi")).toContain("Belum dibayar: 3");
  });

  it("takes the staff list as Excel, and anything else it says it cannot read", async () => {
    await board();
    expect(await retno.saysAll("4", "2")).toContain("Isi satu baris satu pegawai, lalu kirim kembali ke sini");
    expect(await retno.sends({ type: "media", ref: "photo", kind: "photo" } as never)).toContain("bukan Excel");
    people.town.sheets.set("hash-broken", Buffer.from("PK broken"));
    expect(await retno.sends({ type: "media", ref: "broken", kind: "document" } as never)).toContain(
      "tidak bisa dibaca",
    );
    expect(await retno.says("1")).toContain("Atau kirim berkas Excel");
    const rows = [
      ["Nama", "Tanggal pensiun"],
      ["Siti Aminah", "1-4-2035"],
      ["", "1-4-2035"],
      ["Budi", "31-02-2035"],
    ];
    people.town.sheets.set("hash-staff", await sheetOf(rows));
    const staff = { type: "media", ref: "staff", kind: "document" } as never;
    const heard = await retno.sends(staff);
    expect(heard).toContain("Terbaca 1 pegawai baru. Yang tidak bisa dicatat: 2 baris.");
    expect(heard).toContain("Baris 3: namanya tidak ada");
    expect(heard).toContain("Baris 4: tanggal pensiunnya tidak terbaca");
    expect(await retno.says("1")).toContain("1 pegawai dicatat");
    await retno.saysAll("4", "1");
    expect(await retno.sends(staff)).toContain("Terbaca 0 pegawai baru");
    expect(await board()).toContain("Pegawai: 1");
  });

  it("says kindly that the board opens in no browser where the service has no public address", async () => {
    await board();
    expect(await retno.says("6")).toContain("Papan di browser belum bisa dibuka");
    expect(await retno.says("buka di browser")).toContain("8. Selesai");
  });
});
