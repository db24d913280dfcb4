import { readChoice } from "../../src/conversation/answers/choice";
import { readEntryWish } from "../../src/conversation/answers/entry-words";
import { readPersonName } from "../../src/conversation/answers/person-name";
import { asksAboutStep } from "../../src/conversation/answers/question";
import { nearWord } from "../../src/conversation/answers/universal-words";
import { type Chatter, openTown } from "../support/chat";
import { answers, beginsRegistration } from "../support/ways";

let siti: Chatter;
beforeEach(() => {
  siti = openTown().person("Siti");
});

const consent = async (): Promise<string | undefined> => (await siti.contact()).consent?.status;

describe("the consent", () => {
  it.each(["iya", "ya setuju", "setuju pak", "nggih", "iya boleh", "oke", "👍", "1"])(
    "is given by %s",
    async (typed) => {
      const heard = await siti.saysAll("daftar", typed);
      expect(heard).toContain("Siapa yang mau didaftarkan?");
    },
  );

  it.each(["tidak", "ndak mau", "ora", "mboten", "belum", "gak setuju", "2"])("is not given by %s", async (typed) => {
    expect(await siti.saysAll("daftar", typed)).toContain("Tidak apa-apa");
  });

  it.each(["-1", "- 1", "-2", "tau ah", "boleh tidak?"])("is neither given nor refused by %s", async (typed) => {
    expect(await siti.saysAll("daftar", typed)).toContain("Bapak/Ibu setuju?");
    expect(await consent()).toBeUndefined();
  });
});

describe("yes and no where right and wrong are offered", () => {
  it.each([
    ["iya betul pak", "name"],
    ["bener", "name"],
    ["bukan", "nik"],
    ["gak bener", "nik"],
  ])("%s", async (typed, step) => {
    await beginsRegistration(siti);
    await answers(siti, "nikCheck");
    await siti.says(typed);
    expect(siti.session().state.position?.step).toBe(step);
  });
});

describe("a no", () => {
  const people = [
    { value: "self", label: "Diri saya sendiri" },
    { value: "other", label: "Orang lain" },
    { value: "cannot", label: "Tidak tahu" },
  ];

  it("is not the beginning of a choice", () => {
    expect(readChoice("ora", people).ok).toBe(false);
    expect(readChoice("orang", people)).toMatchObject({ ok: true, value: "other" });
    expect(readChoice("tidak", people)).toMatchObject({ ok: true, value: "cannot" });
  });

  it.each(["tidak ada", "tidak adil", "gak ada", "ora ana"])("%s with more words is no slip of another", (typed) => {
    expect(nearWord(typed)).toBeNull();
  });
});

describe("words of the talk", () => {
  it.each(["sudah", "nama", "bener", "nik", "iya", "belum", "nama saya", "ya sudah", "KTP"])(
    "%s is no name",
    (typed) => {
      expect(readPersonName(typed)).toEqual({ ok: false, error: { key: "answers.name.talk" } });
    },
  );

  it.each(["Iyan", "Nama saya Belum Sunarto", "Sudahri", "Bener Santoso", "Nikmah"])("%s is one", (typed) => {
    expect(readPersonName(typed).ok).toBe(true);
  });
});

describe("an occupation", () => {
  it.each(["admin", "operator", "cs"])("%s is one, and calls no officer", async (typed) => {
    await beginsRegistration(siti);
    await answers(siti, "occupation");
    await siti.says(typed);
    expect(siti.session().state.position?.flow).toBe("register-worker");
  });

  it.each(["petugas", "bicara dengan petugas", "hubungi admin"])("%s calls one", async (typed) => {
    await beginsRegistration(siti);
    await answers(siti, "occupation");
    expect(await siti.says(typed)).toContain("Apa yang mau disampaikan ke petugas?");
  });
});

describe("a sentence that wants something", () => {
  it.each([
    ["mau daftarin tetangga saya mbah Karto gak punya hp", "register"],
    ["berhenti bantu sumarni", "stop-helping"],
    ["libur dulu bayar sumarni", "rest-helping"],
    ["leren dhisik mbayari mbak Sumarni", "rest-helping"],
    ["saya mau berhenti jadi sponsor", "stop-helping"],
    ["saya ingin berhenti membantu bayar iuran", "stop-helping"],
    ["pengen berhenti bantu bayar", "stop-helping"],
    ["saya berhenti jadi donatur bulan ini", "stop-helping"],
    ["jeda dulu bayarnya", "rest-helping"],
    ["saya sudah berhenti kerja di pabrik, mau daftar", "register"],
    ["berhenti kirim pesan", null],
    ["stop bayar tiga bulan kartu saya mati", null],
    ["tidak mau berhenti membantu", null],
    ["saya mau daftar bpjs", "register"],
    ["badhe ndaftaraken ibu kulo", "register"],
    ["tolong daftarkan bapak saya", "register"],
    ["saya pns mau jadi sponsor", "sponsor"],
    ["kami ingin bantu bayar iuran tetangga", "sponsor"],
    ["bu saya sdh byr kemarin", "paid"],
    ["iuran bulan ini sudah saya bayar", "paid"],
    ["saya mau tanya cara daftar", null],
    ["daftar iuran", null],
    ["saya tidak mau daftar", null],
    ["saya belum bayar", null],
    ["saya sudah daftar tapi kartunya belum jadi", null],
    ["gimana cara daftar", null],
    ["berapa iurannya", null],
  ])("%s", (typed, wish) => {
    expect(readEntryWish(typed)).toBe(wish);
  });

  it.each([
    ["mau daftarin tetangga saya mbah Karto gak punya hp", "Siapa yang mau didaftarkan?"],
    ["saya pns mau jadi sponsor", "membantu sebagai apa"],
  ])("is remembered over the consent: %s", async (typed, question) => {
    await siti.says(typed);
    expect(await siti.says("iya")).toContain(question);
    await siti.says("menu");
  });
});

describe("what is asked about the open question", () => {
  it.each(["apa bedanya 1 dan 2?", "maksudnya apa", "apa maksudnya pak?", "maksude piye"])("%s", (typed) => {
    expect(asksAboutStep(typed)).toBe(true);
  });

  it.each(["apa bedanya JKK dan JKM?", "apa arti BPU", "apa itu JKK?", "1 dan 2", "apa"])(
    "%s is something else",
    (typed) => {
      expect(asksAboutStep(typed)).toBe(false);
    },
  );

  it("is answered with its own example, and it is asked again", async () => {
    await siti.says("daftar");
    const heard = await siti.says("apa bedanya 1 dan 2?");
    expect(heard).toContain("Balas 1 kalau setuju");
    expect(heard).toContain("Bapak/Ibu setuju?");
  });
});
