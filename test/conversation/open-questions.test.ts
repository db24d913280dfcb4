import { openPeople } from "../support/people";
import { DAY } from "../support/town";

const strange = "nama saya Sumarni 081234567890 kapan zorbak flimun?";

async function town() {
  const people = await openPeople();
  await people.agrees("Asih");
  const chat = people.town.person("Asih");
  return { people, chat, officer: people.town.person("Pak Lurah"), shelf: people.town.repositories.questions };
}

describe("a question that nobody can answer", () => {
  it("is noted without a name, and an officer answers whoever wants it", async () => {
    const { people, chat, officer, shelf } = await town();
    await chat.says("menu");
    expect(await chat.says(strange)).toContain("tanpa nama");
    const [noted] = await shelf.open(10);
    expect(noted?.text).not.toMatch(/Sumarni|0812/);
    expect(noted).not.toHaveProperty("contactId");
    expect(await chat.says("ya")).toContain("Petugas menjawab lewat chat ini");
    expect((await shelf.open(10))[0]?.contactId).toBeDefined();

    expect(await officer.says("tugas")).toContain("Ada 1 pertanyaan warga yang belum terjawab");
    const shown = await officer.says("pertanyaan warga");
    expect(shown).toContain("1 orang menunggu jawaban petugas");
    expect(shown).not.toMatch(/Sumarni|0812/);
    expect(await officer.saysAll("1", "Itu tidak kami urus.")).toContain("1. Kirim ke yang menunggu");
    expect(await officer.says("1")).toContain("Jawaban sudah dikirim");
    const told = people.town.notices.filter(({ rule }) => rule === "notice.rule.answer");
    expect(told.map(({ text }) => text)).toEqual(["Jawaban dari petugas: Itu tidak kami urus."]);
    expect(await shelf.open(10)).toEqual([]);
  });

  it("is answered to nobody who did not want it, and becomes a draft that answers nobody yet", async () => {
    const { people, chat, officer } = await town();
    await chat.saysAll("menu", strange, "tidak");
    await officer.saysAll("tugas", "pertanyaan warga", "1", "Itu tidak kami urus.");
    expect(await officer.says("1")).toContain("Apa dasarnya?");
    expect(await officer.says("Keterangan kantor cabang")).toContain("Disimpan sebagai draf");
    expect(people.town.notices).toEqual([]);
    const [draft] = await people.town.repositories.topicDrafts.list(10);
    expect(draft).toMatchObject({ answer: "Itu tidak kami urus.", basis: "Keterangan kantor cabang" });
    expect(await chat.says(strange)).not.toContain("Itu tidak kami urus");
    expect(await officer.says("pertanyaan warga")).toContain("Sudah ada draf dari petugas: Itu tidak kami urus.");
  });

  it("is one matter however often it is asked alike, and leaves the list as a whole", async () => {
    const { people, chat, officer, shelf } = await town();
    const other = people.town.person("Budi");
    await people.agrees("Budi");
    await chat.saysAll("menu", "kapan zorbak flimun glendrung?");
    await other.saysAll("menu", "kapan zorbak flimun glendrungg ya?");
    await other.says("siapa wuzil trandok menthil?");
    await officer.says("tugas");
    expect(await officer.says("pertanyaan warga")).toContain("ditanyakan 2 kali");
    expect(await officer.says("2")).toContain("bukan urusan kita");
    expect(await shelf.open(10)).toHaveLength(1);
    expect(await officer.saysAll("pertanyaan warga", "3")).toContain("Tinggal pertanyaan yang tadi dilewati");
  });

  it("is settled once: a second officer is told that it is gone", async () => {
    const { people, chat, officer } = await town();
    await people.officer("Bu Carik");
    const second = people.town.person("Bu Carik");
    await chat.saysAll("menu", strange);
    await second.saysAll("tugas", "pertanyaan warga", "1", "Jawaban kedua.");
    await officer.saysAll("tugas", "pertanyaan warga", "2");
    expect(await second.saysAll("1", "Kata kantor cabang")).toContain("sudah diurus petugas lain");
  });

  it("is forgotten with the data of whoever asked for an answer", async () => {
    const { people, chat, shelf } = await town();
    await chat.saysAll("menu", strange, "ya");
    await people.acts.does("Asih", "delete-data", {});
    expect(await shelf.open(10)).toEqual([]);
  });

  it("is shown to officers only", async () => {
    const { people } = await town();
    expect(await people.acts.sees("Asih", "next-question", { skipIds: [] })).toBeNull();
    const settled = { questionIds: ["any"], verdict: { kind: "out-of-scope" } } as const;
    expect(await people.acts.does("Asih", "settle-questions", settled)).toBe("not-allowed");
  });

  it("is noted twenty times a day from one chat, no more", async () => {
    const { people, shelf } = await town();
    for (let nth = 0; nth < 25; nth += 1)
      await people.acts.does("Asih", "note-question", { reason: "unanswered", text: `apa itu nomor ${nth}` });
    expect(await shelf.open(100)).toHaveLength(20);
  });
});

describe("whether an answer helped", () => {
  const asked = "iuran per bulan berapa?";

  it("is asked in one line, and not again for some days", async () => {
    const { people, chat } = await town();
    await chat.says("menu");
    expect(await chat.says(asked)).toContain("Balas 1 kalau membantu");
    expect(await chat.says("1")).toContain("Terima kasih");
    expect(await chat.says(asked)).not.toContain("Balas 1 kalau membantu");
    people.town.now += 4 * DAY;
    expect(await chat.says(asked)).toContain("Balas 1 kalau membantu");
  });

  it.each(["2", "tidak membantu", "belum jelas"])(
    "is told by %j: the question goes to officers with its topic",
    async (reply) => {
      const { chat, officer, shelf } = await town();
      await chat.saysAll("menu", asked);
      expect(await chat.says(reply)).toContain("Mau dijawab petugas");
      expect(await shelf.open(10)).toMatchObject([{ reason: "unhelpful", topic: "contribution.price" }]);
      await officer.says("tugas");
      expect(await officer.says("pertanyaan warga")).toContain("belum membantu, 1 kali");
    },
  );

  it("takes nothing else for a reply: the menu's words and the next question mean what they always mean", async () => {
    const { chat, shelf } = await town();
    await chat.saysAll("menu", asked);
    expect(await chat.says("status")).not.toContain("Terima kasih, Bapak/Ibu. Ada lagi");
    await chat.saysAll("menu");
    expect(await chat.says("1")).not.toContain("Ada lagi yang mau ditanyakan");
    expect(await shelf.open(10)).toEqual([]);
  });
});
