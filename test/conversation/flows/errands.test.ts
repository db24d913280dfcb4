import { openPeople } from "../../support/people";
import { DAY } from "../../support/town";

async function budi() {
  const people = await openPeople();
  await people.agrees("Budi");
  const chat = people.town.person("Budi");
  const contact = () => people.acts.contact("Budi");
  const tasks = () => people.town.repositories.tasks.open({ type: "all" }, 10);
  return { people, chat, contact, tasks };
}

/** The first question of a registration, which an errand interrupts. */
const interrupted = "Kita teruskan pendaftaran pekerja";

describe("language", () => {
  it("asks in both languages, answers in the one chosen, and goes on with what it interrupted", async () => {
    const { chat, contact } = await budi();
    await chat.saysAll("daftar", "1");
    expect(await chat.says("bahasa")).toContain("Which language would you like?");
    const english = await chat.says("2");
    expect(english).toContain("All right, we use English.");
    expect(english).toContain("Please type your NIK");
    expect((await contact()).language).toBe("en");
    expect(await chat.saysAll("bahasa", "1")).toContain("Baik, kita pakai Bahasa Indonesia.");
  });

  it("asks again after nonsense", async () => {
    const { chat } = await budi();
    expect(await chat.saysAll("bahasa", "xyzzy")).toContain("2. Inggris (English)");
  });
});

describe("pause and resume", () => {
  it.each([
    ["1", 7],
    ["satu bulan", 30],
    ["3", 365],
  ])("sends no reminders after %p for %d days", async (answer, days) => {
    const { people, chat, contact } = await budi();
    const said = await chat.saysAll("jeda", answer);
    expect(said).toContain("ketik LANJUT");
    expect((await contact()).pausedUntil).toBe(people.town.now + days * DAY);
  });

  it("names the day until when", async () => {
    const { chat } = await budi();
    expect(await chat.saysAll("jeda", "1")).toContain("sampai 30 November 2026");
  });

  it("takes reminders up again", async () => {
    const { chat, contact } = await budi();
    await chat.saysAll("jeda", "1");
    expect(await chat.says("lanjut")).toContain("Pengingat kami kirim lagi");
    expect((await contact()).pausedUntil).toBeUndefined();
  });

  it("asks whoever had said STOP before any message is sent again", async () => {
    const { chat, contact } = await budi();
    await chat.saysAll("stop", "1");
    expect(await chat.says("lanjut")).toContain("Sekarang boleh kami kirimi lagi?");
    expect(await chat.says("2")).toContain("tetap seperti semula");
    expect((await contact()).optedOutAt).toBeDefined();
    await chat.saysAll("lanjut", "1");
    expect((await contact()).optedOutAt).toBeUndefined();
  });
});

describe("stop", () => {
  it("stops after a yes, says how to come back, and comes back", async () => {
    const { people, chat, contact } = await budi();
    expect(await chat.says("stop")).toContain("Jadi Bapak/Ibu tidak mau menerima pesan");
    expect((await contact()).optedOutAt).toBeUndefined();
    const stopped = await chat.says("ya");
    expect(stopped).toContain("tetap boleh menulis ke sini kapan saja");
    expect(stopped).toContain("ketik MULAI");
    expect((await contact()).optedOutAt).toBe(people.town.now);
    expect(await chat.says("mulai")).toContain("Kabar dan pengingat kami kirim lagi");
    expect((await contact()).optedOutAt).toBeUndefined();
  });

  it("offers a pause instead, and leaves everything as it was for a no", async () => {
    const { chat, contact } = await budi();
    expect(await chat.saysAll("stop", "2")).toContain("berapa lama");
    expect(await chat.saysAll("menu", "stop", "3")).toContain("Pesan tetap kami kirim");
    expect((await contact()).optedOutAt).toBeUndefined();
  });

  it.each(["stop", "Berhenti ya pak", "jangan kirim pesan lagi ya bu", "aja ngirimi maneh"])(
    "takes %p, said at its own question, for the answer",
    async (again) => {
      const { people, chat, contact } = await budi();
      expect(await chat.saysAll("stop", again)).toContain("Kami tidak mengirim pesan lagi");
      expect((await contact()).optedOutAt).toBe(people.town.now);
      expect(await chat.says("stop")).toContain("Boleh kami kirimi lagi?");
      expect(await chat.says(again)).toContain("tetap seperti semula");
      expect((await contact()).optedOutAt).toBe(people.town.now);
    },
  );

  it("asks somebody who had stopped already whether messages may come again", async () => {
    const { chat, contact } = await budi();
    await chat.saysAll("stop", "1");
    expect(await chat.says("stop")).toContain("Kami memang sudah tidak mengirim pesan");
    expect(await chat.says("2")).toContain("tetap seperti semula");
    await chat.saysAll("stop", "1");
    expect((await contact()).optedOutAt).toBeUndefined();
  });
});

describe("KENAPA about a reminder", () => {
  it("offers a worker no rest from helping, only one from reminders, which JEDA is", async () => {
    const { people, chat } = await budi();
    const { id: contactId } = await chat.contact();
    await people.town.deps.notify({
      ...{ id: "silent", contactId, rule: "reminder.rule" },
      texts: [{ key: "reminder.left" }],
    });
    const heard = await chat.says("kenapa");
    expect(heard).toContain("Mau pengingatnya berhenti dulu, ketik JEDA");
    expect(heard).toContain("ketik SUDAH BAYAR");
    expect(heard).not.toContain("libur");
    expect(await chat.says("jeda")).toContain("Pengingat mau dihentikan berapa lama?");
  });
});

describe("asking for an officer", () => {
  it("passes on what was written, says when to expect an answer, and names the call centre", async () => {
    const { chat, tasks } = await budi();
    expect(await chat.says("petugas")).toContain("Tulis dalam satu pesan");
    const passed = await chat.says("Berapa lama pendaftaran saya diperiksa?");
    expect(passed).toContain("pada hari dan jam kerja");
    expect(passed).toContain("nomor 175");
    expect(await tasks()).toMatchObject([{ kind: "question", text: "Berapa lama pendaftaran saya diperiksa?" }]);
  });

  it("asks again for something too short or no text, and opens nothing when it is called off", async () => {
    const { chat, tasks } = await budi();
    expect(await chat.saysAll("petugas", "?!")).toContain("Tulis dalam satu pesan");
    expect(await chat.sends({ type: "unreadable", kind: "voice" })).toContain("Tulis dalam satu pesan");
    expect(await chat.says("batal")).toContain("Baik, dibatalkan");
    expect(await tasks()).toEqual([]);
  });

  it("goes on with what it interrupted", async () => {
    const { chat } = await budi();
    await chat.saysAll("daftar", "1");
    expect(await chat.saysAll("petugas", "Apa gunanya NIK saya")).toContain(interrupted);
  });
});

describe("an emergency", () => {
  it("says first what helps after an accident and has told the officers before anything is asked", async () => {
    const { people, chat, tasks } = await budi();
    const [steps = "", question = ""] = (await chat.says("ada kecelakaan")).split("\n---\n");
    expect(steps).toContain("1. Tolong korban dulu.");
    expect(steps).toContain("PLKK");
    expect(steps).toContain("paling lambat 2 x 24 jam ke nomor 175");
    expect(steps).toContain("Petugas sudah kami beri tahu.");
    expect(question).toContain("Kalau sempat");
    expect(await tasks()).toMatchObject([{ kind: "emergency", text: "ada kecelakaan" }]);
    expect(people.town.notices.map(({ rule }) => rule)).toEqual(["notice.rule.emergency"]);
  });

  it("condoles, hurries nobody, names papers and place, and promises no money", async () => {
    const { chat, tasks } = await budi();
    const said = await chat.says("bapak saya meninggal");
    expect(said).toContain("Kami turut berduka cita.");
    expect(said).toContain("Urusan surat tidak perlu buru-buru");
    expect(said).toContain("nomor 175 atau kantor cabang");
    expect(said).toContain("formulir F4");
    expect(said).not.toMatch(/Rp|juta|santunan/u);
    expect(await tasks()).toMatchObject([{ kind: "emergency", text: "bapak saya meninggal" }]);
  });

  const late = "laporkan paling lambat 2 x 24 jam ke nomor 175";

  it("says after every death that one by accident has to be reported, and says it first where the words name one", async () => {
    const { chat } = await budi();
    const plain = await chat.says("bapak saya meninggal");
    expect(plain.indexOf(late)).toBeGreaterThan(plain.indexOf("formulir F4"));
    const fallen = await chat.saysAll("1", "suami saya meninggal tadi malam jatuh dari pohon kelapa");
    expect(fallen).toContain(late);
    expect(fallen.indexOf(late)).toBeLessThan(fallen.indexOf("buru-buru"));
    const sudden = await chat.saysAll("1", "simbah tiba-tiba meninggal");
    expect(sudden.indexOf(late)).toBeGreaterThan(sudden.indexOf("buru-buru"));
  });

  it("shows the officer the words in which it was told, with what is added after them", async () => {
    const { chat, tasks } = await budi();
    const first = "suami saya meninggal tadi malam jatuh dari pohon kelapa";
    await chat.says(first);
    expect(await tasks()).toMatchObject([{ kind: "emergency", text: first }]);
    await chat.says("di Kopeng");
    expect((await tasks()).map(({ text }) => text)).toContain(`${first}\ndi Kopeng`);
  });

  it("names the kind where one word was all", async () => {
    const { chat, tasks } = await budi();
    await chat.says("MENINGGAL");
    expect(await tasks()).toMatchObject([{ kind: "emergency", text: "death" }]);
  });

  it.each(["terus saya harus gimana", "harus gimana ini pak?", "lapor kemana"])(
    "says the steps once more to %p",
    async (asked) => {
      const { chat, tasks } = await budi();
      await chat.says("bapak saya meninggal");
      expect(await chat.says(asked)).toContain("Urusan surat tidak perlu buru-buru");
      expect(await chat.says("di Kopeng")).toContain("Sudah kami sampaikan");
      expect(await tasks()).toHaveLength(2);
    },
  );

  it("answers a question first, and passes on one that it cannot answer as a question", async () => {
    const { chat, tasks } = await budi();
    await chat.says("bapak saya meninggal");
    expect(await chat.says("kalau meninggal dapat apa?")).toContain("Kalau sempat");
    expect(await tasks()).toHaveLength(1);
    expect(await chat.says("xyzzy plugh kapan tekan kene?")).toContain("Itu akan dijawab petugas");
  });

  it("takes one more line, or a number to call, and passes it on", async () => {
    const { chat, tasks } = await budi();
    expect(await chat.saysAll("kecelakaan", "jatuh dari pohon di Kopeng")).toContain("Sudah kami sampaikan ke petugas");
    await chat.says("kecelakaan");
    await chat.sends({ type: "phone-card", phone: "081234567890", own: true });
    const texts = (await tasks()).map(({ text }) => text);
    expect(texts).toContain("jatuh dari pohon di Kopeng");
    expect(texts).toContain("+6281234567890");
  });

  it.each([
    "bapak tidak sadar",
    "tidak bernapas",
    "korban sudah dibawa ke RSUD Ungaran",
    "sudah tidak ada",
    "nomor saya mati, cukup telepon pak RT",
  ])("passes on %p, although a word of it also means that nothing more is to be said", async (line) => {
    const { chat, tasks } = await budi();
    expect(await chat.saysAll("kecelakaan", line)).toContain("Sudah kami sampaikan ke petugas");
    expect((await tasks()).map(({ text }) => text)).toContain(line);
  });

  it.each([
    "1",
    "no 1",
    "satu",
    "tidak",
    "tidak ada",
    "ora ono",
    "sudah cukup",
    "Sudah, terima kasih pak",
    "that is enough",
  ])("asks for no more after %p", async (answer) => {
    const { chat, tasks } = await budi();
    expect(await chat.saysAll("kecelakaan", answer)).toContain("Baik, Bapak/Ibu.");
    expect(await tasks()).toHaveLength(1);
  });

  it("comes before the welcome for somebody we have never met", async () => {
    const { people, tasks } = await budi();
    expect(await people.town.person("Baru").says("kecelakaan")).toContain("Tolong korban dulu");
    expect(await tasks()).toHaveLength(1);
  });

  it("goes on with what it interrupted once it is over", async () => {
    const { chat } = await budi();
    await chat.saysAll("daftar", "1");
    expect(await chat.saysAll("kecelakaan", "1")).toContain(interrupted);
  });
});
