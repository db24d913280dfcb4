import { suspicionOf } from "../../../src/conversation/answers/suspicious";

describe("a message that was handed over to be checked", () => {
  it.each([
    "Mereka yang bekerja antara tahun 1990 dan 2021 berhak menarik dana, cek nama Anda",
    "Siapa yang pernah bekerja dari tahun 2000 sampai 2023 boleh ambil uangnya, sebarkan",
    "Pekerja berhak menerima bantuan sosial finansial sebesar Rp 3.550.000",
    "Bantuan 3,55 juta untuk semua pekerja",
    "Anda berhak menarik Rp 21 juta dari BPJS, lihat daftarnya",
    "Karyawan diminta mengisi formulir update rekening agar BSU cair",
    "BSU Rp1,7 juta sudah dibuka, segera daftarkan diri",
  ])("is known as old false news: %s", (message) => {
    expect(suspicionOf(message)).toBe("hoax");
  });

  it.each([
    "Iuran bulan ini Rp 8.400, paling lambat tanggal 31. Bayar di Indomaret terdekat",
    "Rapat RT nanti malam jam 7 di balai desa, membahas jalan",
    "Upah minimum tahun 2021 dan 2022 berbeda untuk tiap daerah",
    "BSU tahun ini belum ada kabarnya dari pemerintah",
  ])("is none where it only looks a little alike: %s", (message) => {
    expect(suspicionOf(message)).toBe("none");
  });

  it.each(["Kirim kode OTP yang masuk ke HP Anda ya", "Transfer biaya admin dulu ke rekening ini", "Buka bit.ly/xyz"])(
    "asks for what none of ours asks for: %s",
    (message) => {
      expect(suspicionOf(message)).toBe("asks");
    },
  );

  it("is not suspected for warning of what others ask for", () => {
    expect(suspicionOf("Kami tidak pernah meminta kode OTP atau PIN kepada siapa pun")).toBe("none");
  });
});
