import { readSmallTalk } from "../../../src/conversation/answers/small-talk";

describe("a courtesy", () => {
  it.each([
    ["Assalamu'alaikum", "greeting"],
    ["selamat pagi pak", "greeting"],
    ["HALO", "greeting"],
    ["kulo nuwun", "greeting"],
    ["terima kasih banyak bu", "thanks"],
    ["matur nuwun", "thanks"],
    ["mksh", "thanks"],
    ["oke", "fine"],
    ["baik pak", "fine"],
  ])("%s is %s", (typed, talk) => {
    expect(readSmallTalk(typed)).toBe(talk);
  });

  it.each(["", "halo saya mau daftar", "terima kasih, berapa iurannya?", "petani", "Siti Rahayu", "1"])(
    "%s is none",
    (typed) => {
      expect(readSmallTalk(typed)).toBeNull();
    },
  );
});
