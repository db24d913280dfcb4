import { house } from "../../src/conversation/flows";
import { type ChatTown, type Chatter, openTown } from "../support/chat";
import { answers, answersOf, beginsRegistration, comesToReview, placeOf } from "../support/ways";

const day = 86_400_000;
let town: ChatTown;
let siti: Chatter;
beforeEach(() => {
  town = openTown();
  siti = town.person("Siti");
});

describe("universal words from the middle of a flow", () => {
  beforeEach(async () => {
    await beginsRegistration(siti);
    await answers(siti, "phone");
  });

  it.each([
    ["menu", "Bapak/Ibu mau apa?", "menu"],
    ["batal", "Jawaban yang tadi kami simpan 30 hari", "menu"],
    ["kembali", "Nama lengkap Bapak/Ibu", "register-worker/name"],
    ["ulang", "Nomor HP Bapak/Ibu?", "register-worker/phone"],
    ["baru", "Ketik BARU sekali lagi", "register-worker/phone"],
    ["bantuan", "Kata yang selalu bisa dipakai", "register-worker/phone"],
    ["kenapa", "menghubungi kalau ada yang perlu dicek", "register-worker/phone"],
    ["status", "Belum ada data atas nama Bapak/Ibu", "register-worker/phone"],
    ["petugas", "Apa yang mau disampaikan ke petugas?", "ask-officer/question"],
    ["bahasa", "Mau pakai bahasa apa?", "language/choose"],
    ["jeda", "Pengingat mau dihentikan berapa lama?", "pause/span"],
    ["lanjut", "Nomor HP Bapak/Ibu?", "register-worker/phone"],
    ["stop", "tidak mau menerima pesan dari kami lagi?", "stop/confirm"],
    ["kecelakaan", "Tolong korban dulu", "emergency/detail"],
    ["bapak saya meninggal", "Kami turut berduka cita", "emergency/detail"],
  ])("%s", async (word, answer, place) => {
    expect(await siti.says(word)).toContain(answer);
    expect(placeOf(siti)).toBe(place);
  });

  it.each(["petugas", "bahasa", "jeda", "stop", "kecelakaan"])(
    "after %s the registration goes on by itself",
    async (word) => {
      const before = answersOf(siti);
      await siti.says(word);
      const heard = await siti.says(word === "petugas" ? "Nama saya di kartu keliru" : "1");
      expect(heard).toContain("Kita teruskan pendaftaran pekerja");
      expect(heard).toContain("Nomor HP Bapak/Ibu?");
      expect(answersOf(siti)).toEqual(before);
    },
  );

  it("kembali goes back one question at a time and says so at the first", async () => {
    await siti.saysAll("kembali", "kembali", "kembali", "kembali");
    expect(placeOf(siti)).toBe("register-worker/relation");
    expect(await siti.says("kembali")).toContain("Ini sudah pertanyaan pertama");
  });

  it("kembali passes over a question whose answer was taken back, so that nothing is read back from nothing", async () => {
    const budi = town.person("Budi");
    await beginsRegistration(budi);
    await answers(budi, "nikCheck");
    await budi.saysAll("2", "kembali");
    expect(placeOf(budi)).toBe("register-worker/relation");
  });

  it("a label typed in full is its choice, also where words are taken", async () => {
    expect(await siti.says("Tidak punya HP")).toContain("kecamatan");
    expect(await siti.saysAll("17", "kalisidi", "Tukang / kuli bangunan")).toContain(
      "BPJS Ketenagakerjaan dari tempat lain",
    );
  });

  it("a word with a slip in it is heard where it is no answer", async () => {
    expect(await siti.says("kmbali")).toContain("Nama lengkap Bapak/Ibu");
  });

  it("lanjut at the menu takes the registration up where it was left", async () => {
    const before = answersOf(siti);
    expect(await siti.says("menu")).toContain("Ada yang belum selesai: pendaftaran pekerja. Ketik LANJUT");
    const heard = await siti.says("lanjut");
    expect(heard).toContain("Jawaban yang tadi masih ada");
    expect(heard).toContain("Nomor HP Bapak/Ibu?");
    expect(answersOf(siti)).toEqual(before);
  });

  it("choosing the same thing at the menu again takes it up as well, and BARU begins with empty hands", async () => {
    await siti.says("menu");
    expect(await siti.says("1")).toContain("Jawaban yang tadi masih ada");
    await siti.saysAll("baru", "baru");
    expect(answersOf(siti)).toEqual({});
    expect(siti.session().state.aside).toEqual([]);
  });

  it("another conversation leaves this one aside", async () => {
    await siti.saysAll("menu", "sponsor", "1", "menu");
    expect(siti.session().state.aside.map(({ flow }) => flow)).toEqual(["register-worker", "become-sponsor"]);
  });
});

describe("a question in the middle of a flow", () => {
  it("is answered with its basis, and the step is asked again with nothing lost", async () => {
    await beginsRegistration(siti);
    await answers(siti, "income");
    const before = answersOf(siti);
    const heard = await siti.says("kalau jatuh di sawah dapat apa?");
    expect(heard).toContain("Dasar:");
    expect(heard).toContain("Kira-kira berapa penghasilan sebulan?");
    expect(answersOf(siti)).toEqual(before);
  });

  it.each([
    ["name", "apa itu JKK?", "Nama lengkap Bapak/Ibu"],
    ["occupation", "iurannya berapa?", "Apa pekerjaan Bapak/Ibu"],
  ] as const)("is not taken for the answer at the %s, where almost anything is one", async (question, typed, again) => {
    await beginsRegistration(siti);
    await answers(siti, question);
    const heard = await siti.says(typed);
    expect(heard).toContain("Dasar:");
    expect(heard).toContain(again);
  });

  it("chooses nothing by a 'gak' inside it, even where nobody knows the answer", async () => {
    await beginsRegistration(siti);
    await answers(siti, "sharesNik");
    await siti.says("nanti tetangga saya yang di Bali bisa lihat gak ya?");
    expect(placeOf(siti)).toBe("register-worker/sharesNik");
    expect(answersOf(siti)).not.toHaveProperty("sharesNik");
  });

  it("a short answer with a question mark is an answer", async () => {
    await beginsRegistration(siti);
    await answers(siti, "sharesNik");
    await siti.says("ya?");
    expect(placeOf(siti)).toBe("register-worker/review");
  });
});

describe("correcting one line of the summary", () => {
  const wrong = async (person: Chatter, label: string): Promise<string> => {
    await person.says("2");
    return person.presses(label);
  };
  beforeEach(async () => {
    await comesToReview(siti);
  });

  it("asks that question alone and comes back", async () => {
    expect(await wrong(siti, "Nama")).toContain("Nama lengkap Bapak/Ibu");
    const review = await siti.says("Sumarni Lestari Ningsih");
    expect(review).toContain("Nama: Sumarni Lestari Ningsih");
    expect(review).toContain("HP: 081234567890");
    expect(review).toContain("Sudah benar semua?");
  });

  it("asks the follow-up questions of the new answer, and only those", async () => {
    await wrong(siti, "Pekerjaan");
    expect(await siti.says("merakit gamelan")).toContain("mengantar orang atau barang");
    expect(await siti.says("tidak")).toContain("Pekerjaan: merakit gamelan");
    await wrong(siti, "Yang bayar");
    expect(await siti.says("1")).toContain("Yang bayar: dibayar sendiri");
  });

  it("asks a NIK that was read back as wrong once more within the correction", async () => {
    await wrong(siti, "NIK");
    expect(await siti.says("3322015708910002")).toContain("17 Agustus 1991");
    expect(await siti.says("salah")).toContain("Tolong tulis NIK");
    await siti.says("3322015708920003");
    const review = await siti.says("betul");
    expect(review).toContain("Lahir: 17 Agustus 1992");
    expect(review).toContain("Sudah benar semua?");
  });

  it("turning back restores the old value", async () => {
    await wrong(siti, "NIK");
    await siti.says("3322015708910002");
    const review = await siti.says("kembali");
    expect(review).toContain("Lahir: 17 Agustus 1990");
    expect(review).toContain("Sudah benar semua?");
  });

  it("the menu in the middle of it keeps the old value for later", async () => {
    await wrong(siti, "Alamat");
    await siti.says("menu");
    expect(await siti.says("lanjut")).toContain("Alamat: Kalisidi, Kecamatan Ungaran Barat");
    expect(await siti.says("1")).toContain("pendaftaran sudah kami terima");
  });

  it("a question in the middle of it is answered and the correction goes on", async () => {
    await wrong(siti, "Nama");
    expect(await siti.says("apa itu JKM?")).toContain("Nama lengkap Bapak/Ibu");
    expect(await siti.says("Sumarni")).toContain("Nama: Sumarni\n");
  });

  it("kembali while choosing the line goes back to the summary", async () => {
    await siti.says("2");
    expect(await siti.says("kembali")).toContain("Sudah benar semua?");
    expect(await siti.says("1")).toContain("pendaftaran sudah kami terima");
  });

  it("every line can be chosen by its number", async () => {
    const labels = (await siti.says("2")).split("\n").filter((line) => /^\d+\. /u.test(line));
    expect(labels.length).toBeGreaterThan(8);
    for (const [index] of labels.entries()) {
      await siti.says(String(index + 1));
      expect(placeOf(siti)).not.toBe("register-worker/review");
      await siti.says("kembali");
      expect(placeOf(siti)).toBe("register-worker/review");
      await siti.says("2");
    }
  });
});

describe("what is not understood", () => {
  it("is asked again twice, and the third time help, an example and an officer are offered", async () => {
    await beginsRegistration(siti);
    await answers(siti, "nik");
    const heard = [await siti.says("apa ya"), await siti.says("123"), await siti.says("tidak hafal")];
    expect(heard.map((text) => text.includes("PETUGAS"))).toEqual([false, false, true]);
    expect(heard[2]).toContain("baris paling atas");
    expect(heard.every((text) => text.includes("Tolong tulis NIK"))).toBe(true);
    expect((await siti.says("124")).includes("PETUGAS")).toBe(false);
  });

  it("at the menu the third time a person is offered", async () => {
    await siti.saysAll("halo", "setuju");
    const heard = [await siti.says("blabla"), await siti.says("blublu"), await siti.says("blibli")];
    expect(heard.map((text) => text.includes("PETUGAS"))).toEqual([false, false, true]);
    await siti.says("blabla");
    await siti.says("status");
    await siti.says("blublu");
    expect((await siti.says("blibli")).includes("PETUGAS")).toBe(false);
  });
});

describe("buttons", () => {
  it("of an earlier question change nothing and are said to be old", async () => {
    await beginsRegistration(siti);
    const old = siti.heard.at(-1)?.options?.[1]?.value ?? "";
    await siti.says("1");
    const heard = await siti.sends({ type: "choice", value: old });
    expect(heard).toContain("Tombol itu dari pertanyaan yang sudah lewat");
    expect(heard).toContain("Tolong tulis NIK");
    expect(answersOf(siti)).toEqual({ relation: "self" });
  });

  it.each(["", "|", "0|self", "zz|register-worker", "self", "__proto__", "!nothing", "!".repeat(64)])(
    "that were never offered (%p) change nothing",
    async (value) => {
      await beginsRegistration(siti);
      await answers(siti, "name");
      const before = answersOf(siti);
      expect(await siti.sends({ type: "choice", value })).not.toBe("");
      const kept = siti.session().state.position ?? siti.session().state.aside.at(-1);
      expect(kept?.answers).toEqual(before);
    },
  );

  it("cannot name an option of the open question that is not among those shown", async () => {
    await beginsRegistration(siti);
    const prompt = siti.session().state.promptId.toString(36);
    expect(await siti.sends({ type: "choice", value: `${prompt}|somebody` })).toContain("sudah lewat");
    expect(placeOf(siti)).toBe("register-worker/relation");
  });

  it("may be pressed twice quickly: the second press answers nothing else", async () => {
    await beginsRegistration(siti);
    const value = siti.heard.at(-1)?.options?.[0]?.value ?? "";
    await siti.sends({ type: "choice", value });
    await siti.sends({ type: "choice", value });
    expect(placeOf(siti)).toBe("register-worker/nik");
  });
});

describe("time and change", () => {
  beforeEach(async () => {
    await beginsRegistration(siti);
    await answers(siti, "phone");
  });

  it("unfinished answers live for 30 days", async () => {
    town.now += 29 * day;
    expect(await siti.says("ulang")).toContain("Nomor HP Bapak/Ibu?");
  });

  it("after that they are gone, and the person is told", async () => {
    town.now += 31 * day;
    const heard = await siti.says("081234567890");
    expect(heard).toContain("lebih dari 30 hari");
    expect(heard).toContain("Siapa yang mau didaftarkan?");
    expect(answersOf(siti)).toEqual({});
  });

  it.each([
    ["udah saya bayar kok", "Belum ada iuran atas nama Bapak/Ibu"],
    ["status", "Belum ada data atas nama Bapak/Ibu"],
    ["batal", "1. Daftar pekerja"],
    ["terima kasih", "Sama-sama"],
    ["berapa iuran per bulan?", "Rp"],
  ])("whoever writes %j after that is heard", async (typed, answer) => {
    town.now += 31 * day;
    const heard = await siti.says(typed);
    expect(heard).toContain("lebih dari 30 hari");
    expect(heard).toContain(answer);
    expect(heard).not.toContain("Siapa yang mau didaftarkan?");
  });

  it.each(["lanjut", "baru", "kembali"])("%j after that begins it again", async (typed) => {
    town.now += 31 * day;
    expect(await siti.says(typed)).toContain("Siapa yang mau didaftarkan?");
  });

  it.each(["1", "yang nomor dua", "iya", "tidak"])(
    "%j after that answers nothing that was not asked",
    async (typed) => {
      town.now += 31 * day;
      expect(await siti.says(typed)).toContain("Siapa yang mau didaftarkan?");
      expect(answersOf(siti)).toEqual({});
    },
  );

  it("where nothing was given, nothing is said to be lost", async () => {
    await siti.saysAll("baru", "baru");
    town.now += 31 * day;
    expect(await siti.says("status")).not.toContain("30 hari");
    await siti.says("daftar");
    town.now += 31 * day;
    const heard = await siti.says("xyzzy");
    expect(heard).toContain("Siapa yang mau didaftarkan?");
    expect(heard).not.toContain("30 hari");
  });

  it("what was put aside is gone after 30 days as well", async () => {
    await siti.says("menu");
    town.now += 31 * day;
    expect(await siti.says("menu")).not.toContain("belum selesai");
    expect(await siti.says("1")).toContain("Siapa yang mau didaftarkan?");
  });

  it("a flow with a new version begins again politely, and never half-resumes", async () => {
    const flow = house.flows.get("register-worker");
    if (!flow) throw new Error("there is no such flow");
    const changed = jest.replaceProperty(flow, "version", flow.version + 1);
    const heard = await siti.says("081234567890");
    changed.restore();
    expect(heard).toContain("pertanyaannya baru saja kami perbarui");
    expect(heard).toContain("Siapa yang mau didaftarkan?");
  });
});

describe("the language", () => {
  it("changes in the middle of a flow, which goes on in it", async () => {
    await beginsRegistration(siti);
    await answers(siti, "name");
    await siti.says("bahasa");
    const heard = await siti.presses("Inggris (English)");
    expect(heard).toContain("All right, we use English.");
    expect(heard).toContain("Your full name, as on the KTP?");
    await siti.says("Sumarni Lestari");
    expect(await siti.says("no phone")).toContain("Which sub-district");
  });
});
