import { languages } from "../../src/domain/messaging/contact";
import { createKnowledge } from "../../src/knowledge";
import claims from "../../src/knowledge/content/claims.json";
import { loadFacts } from "../../src/knowledge/facts";
import { loadTopics } from "../../src/knowledge/topics";
import { noonOf, topicOf, wordsOf } from "./support";

const knowledge = createKnowledge();
const topics = loadTopics();
const day = noonOf("2026-11-22");

/** What people have read (section 11 of the fact sheet), the topic that sets it right, and the truth it tells. */
const cases: readonly (readonly [id: string, topic: string, truth: RegExp, ...asked: string[]])[] = [
  [
    "W1",
    "jkm.waiting",
    /Santunan penuh Rp 42\.000\.000 baru berlaku sesudah 3 bulan/,
    "katanya 42 juta dari hari pertama?",
    "baru daftar sehari meninggal langsung dapat 42jt ya",
    "begitu bayar sekali ahli waris dapat Rp42.000.000 kan 42 juta",
  ],
  ["W2", "contribution.price", /mulai Rp 8\.400 sebulan/, "iuran sekarang 16.800 ya", "katanya bayar bulan ini 16800"],
  ["W3", "programmes.pension", /tidak ada jaminan pensiun/, "jp boleh dipilih untuk bpu ya", "katanya bpu ada pensiun"],
  [
    "W4",
    "programmes.not-bpjs-health",
    /PANDAWA dan Mobile JKN milik BPJS Kesehatan/,
    "hubungi pandawa untuk bpu",
    "nomor pandawa bisa buat lapor kecelakaan kerja?",
  ],
  [
    "W5",
    "jkk.stmb",
    /100%.*12 bulan pertama, lalu 50%/,
    "stmb 100 75 50 persen per 6 bulan kan",
    "bulan ketujuh tidak kerja diganti 75% gaji ya",
  ],
  [
    "W6",
    "jkm.amount",
    /Rp 42\.000\.000/,
    "santunan meninggal 24 juta ya",
    "katanya santunan kematian 16,2 juta",
    "santunan berkala 4,8 juta ya",
    "biaya pemakaman 3 juta kan",
  ],
  [
    "W7",
    "jkm.inactive",
    /hanya ada bila.*aktif/,
    "nonaktif 24 bulan meninggal masih dapat jkm",
    "kalau nunggak 3 bulan meninggal dapat 5 juta ya",
  ],
  ["W9", "contribution.with-jht", /JHT 2% dari dasar penghasilan/, "jht bayar 5,7 persen sendiri ya"],
  [
    "W10",
    "contribution.income-bands",
    /mengikuti penghasilan/,
    "iuran jkk tergantung risiko pekerjaan",
    "kerja bahaya iurannya lebih mahal katanya",
  ],
  ["W10", "contribution.with-jht", /mulai Rp 28\.400 sebulan/, "bayarnya 36.800 ditambah 6.800 ya"],
  ["W11", "jkk.claim-expiry", /gugur 5 tahun/, "klaim kecelakaan hangus setelah 3 tahun", "klaim jkk gugur 2 tahun ya"],
  ["W12", "contact.call-centre", /175/, "telepon 1500910 ya", "nomornya 1500 910 kan"],
  ["W13", "scholarship.conditions", /langsung ada bila/, "beasiswa kecelakaan kerja harus 3 tahun dulu"],
];

describe("a wrong claim that people have read", () => {
  const asked = cases.flatMap(([id, topic, truth, ...questions]) =>
    questions.map((question) => ({ id, topic, truth, question })),
  );

  it.each(asked)("$id is set right kindly: $question", ({ topic, truth, question }) => {
    const reply = knowledge.ask(question, day);
    expect(topicOf(reply)).toBe(topic);
    expect(wordsOf(reply)).toMatch(/^Kabar itu kurang tepat, Bapak\/Ibu\. Yang benar begini\./);
    expect(wordsOf(reply)).toMatch(truth);
    expect(wordsOf(reply, "en").length).toBeGreaterThan(40);
  });

  it.each(["lapor meninggal harus dalam 30 hari", "klaim kematian paling lambat 30 hari ya"])(
    "W8 is called unfounded, not wrong, because the truth is open: %s",
    (question) => {
      const reply = knowledge.ask(question, day);
      expect(reply).toMatchObject({ reaction: "open", topic: "jkm.deadline" });
      expect(wordsOf(reply)).toMatch(/^Kabar itu tidak kami temukan dalam aturan/);
      expect(wordsOf(reply)).toMatch(/secepatnya.*175/s);
    },
  );

  it("W2 is no wrong claim once the reduction has ended", () => {
    const on = (at: string) => wordsOf(knowledge.ask("iuran sekarang 16.800 ya", noonOf(at)));
    expect(on("2026-12-31")).toMatch(/^Kabar itu kurang tepat/);
    expect(on("2027-01-05")).not.toMatch(/Kabar itu/);
    expect(on("2027-01-05")).toMatch(/Rp 16\.800/);
  });

  it("W14, the old hoax, is met as a fraud", () => {
    const reply = knowledge.ask("kerja 1990 sampai 2021 dapat 3,55 juta katanya klik link ini", day);
    expect(reply.reaction).toBe("fraud-check");
  });

  it.each([
    "berapa bulan ikut baru dapat 42 juta",
    "bayar tiga bulan sekaligus apa langsung dapat 42 juta",
    "sudah bayar 16800 padahal diskon",
    "beasiswa harus ikut berapa tahun",
    "iurannya berapa",
    "klaim jkk hangus setelah berapa tahun",
  ])("is not heard in an honest question: %s", (question) => {
    expect(wordsOf(knowledge.ask(question, day))).not.toMatch(/Kabar itu/);
  });

  it("is recognised for each row of section 11, and set right by a topic that exists", () => {
    const known = new Set(claims.map(({ id }) => id));
    expect([...Array(13).keys()].map((at) => `W${at + 1}`).filter((id) => !known.has(id))).toEqual([]);
    const ids = new Set(topics.map(({ id }) => id));
    expect(claims.filter(({ topic }) => !ids.has(topic))).toEqual([]);
    expect(() => claims.map((claim) => "while" in claim && loadFacts().byId(String(claim.while)))).not.toThrow();
  });
});

describe("what is said of any topic", () => {
  /** Each wrong claim as it would be worded, in whatever language. */
  const wrong: readonly (readonly [string, RegExp])[] = [
    ["W1", /42\.000\.000[^.]*(hari pertama|first day)/i],
    ["W3", /(JP|pensiun)[^.]*(boleh dipilih|pilihan|optional)/],
    ["W4", /0811|8165/],
    ["W5", /75 ?%/],
    ["W6", /16[.,]2|16\.200\.000|4\.800\.000|(pemakaman|funeral)[^.]{0,20}Rp 3\.000\.000/],
    ["W7", /24 (bulan|months)[^.]*(tidak aktif|inactive)|Rp 5\.000\.000[^.]*(kematian|death)/],
    ["W8", /30 (hari|days)/],
    ["W9", /5[.,]7 ?%/],
    ["W10", /0[.,]24|1[.,]74|(risiko|risk class)/],
    ["W11", /(gugur|lapses?) [23] (tahun|years)/],
    ["W12", /1500 ?910/],
    ["W13", /(apa pun sebab|whatever the cause)[^.]*3/],
    ["W14", /3\.550\.000|21\.000\.000/],
  ];
  const days = ["2026-03-10", "2026-11-22", "2027-01-05", "2027-04-05"];
  const said = languages.flatMap((language) =>
    days.flatMap((on) =>
      topics.map(({ id }) => {
        const reply = knowledge.answerTopic(id, noonOf(on));
        const further = reply.reaction === "answer" ? { ...reply, messages: reply.further } : reply;
        return { id, words: `${wordsOf(reply, language)}\n${wordsOf(further, language)}` };
      }),
    ),
  );

  it.each(wrong)("is never %s", (_id, claim) => {
    expect([...new Set(said.filter(({ words }) => claim.test(words)).map(({ id }) => id))]).toEqual([]);
  });

  it("is never today's price of January, nor January's price of today (W2)", () => {
    const price = (on: string) => wordsOf(knowledge.answerTopic("contribution.price", noonOf(on))).split("\n")[0];
    expect(price("2026-11-22")).toMatch(/mulai Rp 8\.400 sebulan/);
    expect(price("2027-01-05")).toMatch(/mulai Rp 16\.800 sebulan/);
  });
});
