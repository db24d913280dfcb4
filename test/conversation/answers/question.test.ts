import { looksLikeQuestion } from "../../../src/conversation/answers/question";
import { districts, villages } from "../../../src/domain/shared/region";

describe("looksLikeQuestion", () => {
  it.each([
    "apa itu JKK",
    "berapa iurannya",
    "brp bayarnya",
    "piro bayare",
    "pinten iuranipun",
    "kapan harus bayar",
    "gimana caranya",
    "gmn daftar",
    "pripun carane",
    "kepiye nek telat",
    "bisa ga kalau telat",
    "bisa gak dicicil",
    "boleh tidak ikut dua",
    "harus bayar sendiri?",
    "iuran?",
    "iurannya naik ya?",
    "status pernikahan apa perlu",
    "kenapa iuran naik",
    "kok mahal banget",
    "siapa yang bayar",
    "mana buktinya",
    "mau tanya soal santunan",
    "cara bayar di indomaret",
    "how much is it",
    "can i pay monthly",
    "maksudnya",
    "aman gak",
    "sawah saya banjir, dapat nggak",
    "gratis?",
    "is it free",
  ])("takes %j for a question", (typed) => {
    expect(looksLikeQuestion(typed)).toBe(true);
  });

  it.each([
    "",
    "?",
    "ya",
    "ya?",
    "1",
    "2?",
    "dua?",
    "tidak",
    "tidak apa apa",
    "gak apa-apa",
    "ora opo opo",
    "apa saja",
    "kapan saja",
    "Siti Aminah",
    "Siti?",
    "Sutrisno",
    "petani",
    "buruh tani",
    "kalisidi",
    "17 agustus 1990",
    "1,5 juta",
    "besok",
    "saya bayar sendiri",
    "3322185708900001",
    "0812 3456 7890",
    "saya tidak bisa",
    "🙏",
    "terima kasih",
  ])("takes %j for an answer", (typed) => {
    expect(looksLikeQuestion(typed)).toBe(false);
  });

  it("takes no name of a place for a question", () => {
    expect([...districts, ...villages].filter(({ name }) => looksLikeQuestion(name))).toEqual([]);
  });
});
