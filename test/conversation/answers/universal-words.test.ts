import { exactWord, nearWord, recognizeUniversalWord } from "../../../src/conversation/answers/universal-words";
import { districts, villages } from "../../../src/domain/shared/region";

describe("recognizeUniversalWord", () => {
  it.each([
    ["menu", "menu"],
    ["/menu", "menu"],
    ["MENU!", "menu"],
    ["menuuu", "menu"],
    ["kembali ke menu", "menu"],
    ["menu dong kak", "menu"],
    ["batal", "cancel"],
    ["batal aja pak", "cancel"],
    ["/batal", "cancel"],
    ["cancel", "cancel"],
    ["gak jadi", "cancel"],
    ["ora sido", "cancel"],
    ["btaal", "cancel"],
    ["kembali", "back"],
    ["kmbali", "back"],
    ["kemabli", "back"],
    ["bali", "back"],
    ["back", "back"],
    ["ulang", "repeat"],
    ["ulangi dong", "repeat"],
    ["mbaleni", "repeat"],
    ["bantuan", "help"],
    ["bantaun", "help"],
    ["tulung", "help"],
    ["tolong pak", "help"],
    ["help", "help"],
    ["bingung", "help"],
    ["status", "status"],
    ["cek status saya", "status"],
    ["setatus", "status"],
    ["sttus", "status"],
    ["stop", "stop"],
    ["berhenti", "stop"],
    ["jangan kirim lagi", "stop"],
    ["jeda", "pause"],
    ["nanti dulu ya", "pause"],
    ["mengko disik", "pause"],
    ["lanjut", "resume"],
    ["lanjuttt", "resume"],
    ["teruske", "resume"],
    ["kenapa", "why"],
    ["kenapa?", "why"],
    ["knp", "why"],
    ["buat apa?", "why"],
    ["petugas", "officer"],
    ["ptugas", "officer"],
    ["mau bicara dengan petugas", "officer"],
    ["admin", "officer"],
    ["bahasa", "language"],
    ["ganti bahasa", "language"],
    ["English", "language"],
    ["kecelakaan", "accident"],
    ["kcelakaan", "accident"],
    ["kecelakaan!!!", "accident"],
    ["ada yang kecelakaan", "accident"],
    ["suami saya kecelakaan di sawah tadi pagi", "accident"],
    ["bojoku ketabrak motor", "accident"],
    ["temanku kecelakaan harus gimana?", "accident"],
    ["meninggal", "death"],
    ["bapak saya meninggal", "death"],
    ["bapak saya meninggal dunia kemarin, apa yang harus saya lakukan?", "death"],
    ["simbok seda", "death"],
    ["ibu sudah mninggal", "death"],
  ])("hears %j as %s", (typed, word) => {
    expect(recognizeUniversalWord(typed)).toBe(word);
  });

  it.each([
    "",
    "🙏",
    "status pernikahan apa perlu?",
    "kenapa iuran naik?",
    "bagaimana cara membatalkan pendaftaran sponsor?",
    "apa bahasa jawanya iuran",
    "saya petugas kebersihan",
    "menu makan siang gratis apa ada?",
    "kalau kecelakaan dapat apa?",
    "kalau bapak saya meninggal dapat berapa?",
    "jaminan kecelakaan kerja",
    "apa itu kecelakaan kerja",
    "santunan meninggal berapa",
    "belum pernah kecelakaan",
    "penghasilan saya meningkat",
    "tidak batal",
    "jangan stop",
    "uang",
    "utang",
    "udang",
    "pulang",
    "batik",
    "kelapa",
    "hutan",
    "bahaya",
    "petani",
    "jualan",
    "ya",
    "tidak",
    "1",
    "siti aminah",
    "sutrisno",
    "17 agustus 1990",
    "/start",
    "/start daftar",
  ])("hears none in %j", (typed) => {
    expect(recognizeUniversalWord(typed)).toBeNull();
  });

  it("hears none in the name of a place of ours", () => {
    const heard = [...villages, ...districts].filter(({ name }) => recognizeUniversalWord(name) !== null);
    expect(heard).toEqual([]);
  });

  it("tells what was said plainly from what has a slip in it", () => {
    expect(exactWord("kembali")).toBe("back");
    expect(exactWord("kmbali")).toBeNull();
    expect(nearWord("kmbali")).toBe("back");
  });
});
