import { languages } from "../../src/domain/messaging/contact";
import { createKnowledge } from "../../src/knowledge";
import { noonOf, topicOf, wordsOf } from "./support";

const knowledge = createKnowledge();
const asked = (question: string) => knowledge.ask(question, noonOf("2026-11-22"));

describe("what is dead", () => {
  it.each([
    ["hp saya mati", "out-of-scope"],
    ["hp bapak saya mati", "out-of-scope"],
    ["bpjs kesehatan saya mati", "out-of-scope"],
    ["listrik mati", "out-of-scope"],
    ["motor mati", "out-of-scope"],
    ["sapi saya mati", "out-of-scope"],
    ["kartu mati", "contribution.reactivation"],
    ["kartu bapak saya mati", "contribution.reactivation"],
    ["bpjs saya mati", "contribution.reactivation"],
  ])("is no person in %p", (typed, expected) => {
    expect(topicOf(asked(typed))).toBe(expected);
  });

  it.each(["bapak saya mati", "bapak mati ketabrak motor", "simbah mati tadi pagi", "ibu jatuh dari motor mati"])(
    "is a person in %p",
    (typed) => expect(wordsOf(asked(typed))).toMatch(/^Kami turut berduka cita/),
  );
});

describe("a wish to die", () => {
  it.each([
    "saya mau bunuh diri",
    "pengen mati saja",
    "aku pingin mati wae",
    "saya mau mati",
    "mending mati aja",
    "capek hidup",
    "kepikiran bunuh diri",
    "kalau saya bunuh diri anak dapat berapa",
    "suami saya mau bunuh diri",
    "i want to die",
  ])("is met with care and a human being, and with no figure: %p", (typed) => {
    const reply = asked(typed);
    expect(reply.reaction).toBe("emergency");
    expect(wordsOf(reply)).toMatch(/tidak sendirian.*keluarga.*puskesmas.*\*petugas\*/s);
    for (const language of languages) expect(wordsOf(reply, language)).not.toMatch(/\d/);
  });

  it.each(["bunuh diri dapat gak", "suami saya bunuh diri apa dapat santunan", "nek bunuh diri piye"])(
    "is not read into a question, which gets what is known and what is not: %p",
    (typed) => {
      const reply = asked(typed);
      expect(reply).toMatchObject({ reaction: "answer", topic: "jkm.causes" });
      expect(wordsOf(reply)).toMatch(/^Kami ikut prihatin.*sebab apa pun.*Setahu kami.*belum pasti.*175/s);
    },
  );
});

describe("an accident that is told", () => {
  it.each(["bapak saya kecelakaan jatuh dari sawah", "saya jatuh dari pohon", "teman saya ketabrak truk"])(
    "is met with the first steps and the deadline: %p",
    (typed) => {
      expect(asked(typed).reaction).toBe("emergency");
      expect(wordsOf(asked(typed))).toMatch(/2 x 24 jam/);
    },
  );

  it.each(["tetangga jatuh dari genteng kemarin dapat ganti?", "bapak jatuh dari pohon kemarin dapat apa"])(
    "together with a question gets the condition and the deadline, and no refusal: %p",
    (typed) => {
      const reply = asked(typed);
      expect(reply).toMatchObject({ reaction: "answer", topic: "jkk.what" });
      expect(wordsOf(reply)).toMatch(/^Bila kecelakaan karena kerja.*2 x 24 jam/s);
      expect(reply.reaction === "answer" && reply.facts).toContain("F3.30");
    },
  );

  it.each([
    "saya dulu pernah kecelakaan",
    "bapak tahun lalu jatuh dari pohon",
    "saya takut jatuh",
    "saya tukang, sering jatuh",
  ])("long ago or only feared is no emergency: %p", (typed) => {
    expect(asked(typed).reaction).not.toBe("emergency");
  });
});

it.each(["apa itu kartu peserta", "kartu bpjs ketenagakerjaan itu apa"])("tells what the card is: %p", (typed) => {
  expect(asked(typed)).toMatchObject({ reaction: "answer", topic: "register.card" });
  expect(wordsOf(asked(typed))).toMatch(/tanda ikut.*KPJ, 11 angka/s);
});

it("asks back rather than says no where it is unsure what was asked", () => {
  const reply = asked("jatuh di rumah tetangga dapat gak");
  expect(reply.reaction === "clarify" && reply.options.map(({ topic }) => topic)).toContain("jkk.not-covered");
});
