import { type Chatter, openTown } from "../../support/chat";

let siti: Chatter;
beforeEach(async () => {
  siti = openTown().person("Siti");
  await siti.saysAll("halo", "tidak");
});

/** What is written, and what the answer must hold, in this order. */
const sums: readonly (readonly [typed: readonly string[], holds: readonly string[]])[] = [
  [
    ["itung iuran 2 juta ojek"],
    [
      "Iuran November 2026: Rp 13.400.",
      "Kecelakaan kerja (JKK): Rp 10.000.",
      "Kematian (JKM): Rp 3.400.",
      "tidak ada potongan: Rp 26.800",
      "Mulai April 2027 menjadi Rp 26.800.",
      "Rp 40.000, semuanya Rp 53.400",
      "Dasar:",
      "Data per 22 November 2026",
    ],
  ],
  [["hitung", "iuran", "pekerjaan lain", "1", "Januari"], ["Iuran Januari 2027: Rp 16.800."]],
  [
    ["berapa santunan kalau cacat 20 persen upah 1 juta", "hilang"],
    [
      "Santunan untuk cacat 20 persen: Rp 16.000.000.",
      "golongan 1, jadi dasarnya Rp 1.000.000",
      "20 persen dari 80 kali Rp 1.000.000: Rp 16.000.000",
      "Dokter dan BPJS",
    ],
  ],
  [
    ["hitung cacat", "1", "10", "2", "50"],
    ["Rp 4.000.000", "50 persen dari 10 persen dari 80 kali Rp 1.000.000: Rp 4.000.000"],
  ],
  [
    ["hitung tidak bisa kerja", "1 juta", "14 bulan"],
    ["14 bulan tidak bisa bekerja: Rp 13.000.000", "12 bulan, tiap bulan 100 persen", "2 bulan, tiap bulan 50 persen"],
  ],
  [
    ["hitung cacat total upah 1 juta"],
    [
      "Menurut perkiraan kami sendiri, belum resmi: Santunan cacat total tetap: Rp 68.000.000.",
      "Rp 56.000.000",
      "Rp 12.000.000",
    ],
  ],
  [
    ["hitung santunan meninggal", "1", "1"],
    ["belum resmi: Keluarga menerima Rp 70.000.000.", "Rp 48.000.000", "Rp 10.000.000", "Rp 12.000.000"],
  ],
  [
    ["hitung santunan meninggal karena sakit", "5"],
    ["Keluarga menerima Rp 42.000.000.", "Santunan kematian: Rp 20.000.000", "hitungan bulannya belum pasti", "175"],
  ],
  [
    ["hitung santunan meninggal karena sakit", "2"],
    ["Keluarga menerima Rp 10.000.000 saja, karena iurannya belum 3 bulan"],
  ],
  [["hitung santunan meninggal karena sakit", "0"], ["Belum ada yang diterima keluarga"]],
  [
    ["beasiswa anak SD dan SMA"],
    [
      "paling banyak Rp 18.000.000",
      "Anak ke-1, SD: Rp 1.500.000 setahun",
      "Anak ke-2, SMA: Rp 3.000.000 setahun",
      "sudah 3 tahun",
      "belum 23 tahun",
    ],
  ],
  [
    ["hitung tabungan", "1", "1 tahun", "5"],
    [
      "Ini hanya seandainya, bukan janji.",
      "5 persen setahun: Rp 245.500",
      "Setoran 12 bulan, tiap bulan Rp 20.000: Rp 240.000",
    ],
  ],
  [
    ["hitung pajak jht 60 juta", "ya"],
    [
      "Dari Rp 60.000.000 diterima Rp 59.500.000",
      "Sampai Rp 50.000.000 tidak kena pajak",
      "5 persen, yaitu Rp 500.000",
    ],
  ],
  [
    ["hitung pajak jht 60 juta", "tidak"],
    ["belum bisa kami hitung", "175"],
  ],
];

describe("reckon", () => {
  it.each(sums)("%j is told with its working", async (typed, holds) => {
    const heard = await siti.saysAll(...typed);
    let at = 0;
    for (const part of holds) {
      expect(heard.slice(at)).toContain(part);
      at = heard.indexOf(part, at) + part.length;
    }
    expect(siti.session().state.position).toBeUndefined();
  });

  it("asks one thing at a time, and says again what it could not read", async () => {
    expect(await siti.says("hitung")).toContain("Mau menghitung apa?");
    expect(await siti.says("3")).toContain("Berapa penghasilan sebulan");
    expect(await siti.says("500 ribu")).toContain("paling sedikit Rp 1.000.000");
    expect(await siti.says("1 juta")).toContain("Berapa persen cacatnya");
    expect(await siti.says("150")).toContain("dari 1 sampai 100");
    expect(await siti.says("kembali")).toContain("Berapa penghasilan sebulan");
  });

  it("more children than the scholarship is for are named again", async () => {
    expect(await siti.says("hitung beasiswa sd smp sma")).toContain("paling banyak untuk 2 anak");
    expect(await siti.says("sd, smp, kuliah")).toContain("paling banyak untuk 2 anak");
    expect(await siti.says("smp, kuliah")).toContain("Rp 66.000.000");
  });

  it("a month before the tariff is asked for again", async () => {
    expect(await siti.says("hitung iuran 2 juta petani januari 2010")).toContain("Iuran bulan apa?");
    expect(await siti.says("2010-01")).toContain("terlalu lama");
    expect(await siti.says("bulan ini")).toContain("Iuran November 2026");
  });

  it("forgets the figures of one sum where another is chosen", async () => {
    await siti.saysAll("hitung", "2", "1", "kembali", "kembali");
    expect(await siti.says("5")).toContain("Meninggalnya karena apa?");
    expect(await siti.says("2")).toContain("Sudah berapa bulan iuran lunas");
  });

  it("answers a question in between and goes on", async () => {
    await siti.saysAll("hitung", "2");
    const heard = await siti.says("apa itu JKM?");
    expect(heard).toContain("Berapa penghasilan sebulan");
  });

  it("is offered where the answer was about something that can be reckoned", async () => {
    const heard = await siti.says("kalau cacat sebagian dapat berapa?");
    expect(heard).toContain("Mau saya hitungkan? Ketik HITUNG CACAT.");
    expect(await siti.says("HITUNG CACAT")).toContain("Berapa penghasilan sebulan");
  });

  it("every offered word is understood", async () => {
    for (const word of [
      "IURAN",
      "TIDAK BISA KERJA",
      "CACAT",
      "CACAT TOTAL",
      "SANTUNAN MENINGGAL",
      "BEASISWA",
      "TABUNGAN",
      "PAJAK JHT",
    ]) {
      await siti.says("menu");
      expect(await siti.says(`HITUNG ${word}`)).not.toContain("Mau menghitung apa?");
      expect(siti.session().state.position?.flow).toBe("reckon");
    }
  });

  it("in English as well", async () => {
    await siti.saysAll("bahasa", "2");
    expect(await siti.says("hitung iuran 1 juta petani")).toContain("The contribution of November 2026: Rp 8.400.");
  });
});

describe("a sum in the middle of a registration", () => {
  it("loses nothing: the same question comes back by itself", async () => {
    const budi = openTown().person("Budi");
    await budi.saysAll("daftar", "setuju", "1");
    const asked = budi.heard.at(-1)?.text ?? "";
    const heard = await budi.says("hitung iuran 1 juta petani");
    expect(heard).toContain("Rp 8.400");
    expect(heard).toContain(asked);
    expect(await budi.says("berapa iuran kalau gaji 2 juta")).toContain("Pekerjaannya apa?");
    expect(await budi.says("2")).toContain(asked);
    expect(budi.session().state.position?.flow).toBe("register-worker");
  });
});
