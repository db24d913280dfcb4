import { createI18n } from "../../src/i18n";
import { createKnowledge } from "../../src/knowledge";
import { type Chatter, openTown } from "../support/chat";

const translator = createI18n();
const knowledge = createKnowledge();
const day = "2026-11-23T09:00:00+07:00";
/** The first sentence of a topic's answer, as it is on the day of the talk. */
function firstOf(topic: string): string {
  const reply = knowledge.answerTopic(topic, Date.parse(day));
  const [first] = "messages" in reply ? reply.messages : [];
  if (first === undefined) throw new Error(`${topic} says nothing`);
  return translator.render(first, "id");
}

let siti: Chatter;
beforeEach(async () => {
  siti = openTown(day).person("Siti");
  await siti.saysAll("halo", "tidak");
});

/** Each line is what is typed and the topic that answers it; `basis` for the ground and date of the answer before. */
async function talk(...lines: readonly (readonly [typed: string, topic: string])[]): Promise<void> {
  for (const [typed, topic] of lines) {
    const heard = await siti.says(typed);
    if (topic === "basis") expect(heard).toMatch(/^Dasar:/u);
    else expect({ typed, heard }).toEqual({ typed, heard: expect.stringContaining(firstOf(topic)) });
  }
}

describe("several turns keep the subject", () => {
  it("a death: the children, the conditions, the papers, where, how long, since when", async () => {
    await talk(
      ["kalau meninggal karena sakit dapat berapa", "jkm.amount"],
      ["kalau anaknya dua?", "scholarship.amount"],
      ["syaratnya apa?", "scholarship.conditions"],
      ["terus dokumennya?", "jkm.papers"],
      ["diurus di mana?", "jkm.where"],
      ["berapa hari cair?", "jkm.payout-time"],
      ["itu dari tanggal berapa?", "basis"],
      ["dasar hukumnya?", "basis"],
    );
  });

  it("the dues: with savings, since when, late, where to pay", async () => {
    await talk(
      ["iuran berapa sebulan", "contribution.price"],
      ["kalau yang JHT?", "contribution.with-jht"],
      ["itu dari tanggal berapa?", "basis"],
      ["kalau telat?", "contribution.fine"],
      ["bayarnya lewat mana?", "payment.channels"],
      ["syaratnya apa?", "register.requirements"],
    );
  });

  it("the papers of one programme, then of the other two", async () => {
    await talk(
      ["syarat klaim kematian apa saja", "jkm.papers"],
      ["kalau yang JHT?", "jht.papers"],
      ["kalau yang JKK?", "jkk.papers"],
    );
  });

  it("an accident at work: the conditions, on the way, and what if somebody dies, which is no emergency", async () => {
    await talk(
      ["apa itu jkk", "jkk.what"],
      ["syaratnya apa?", "jkk.papers"],
      ["kalau meninggal?", "jkk.death"],
      ["lapornya berapa hari?", "jkk.report-deadline"],
    );
  });

  it("in Javanese as well", async () => {
    await talk(
      ["iurane piro", "contribution.price"],
      ["nek karo jht?", "contribution.with-jht"],
      ["syarate opo?", "register.requirements"],
    );
  });

  it("also after a question that is open", async () => {
    await talk(
      ["nunggak 2 bulan masih dilindungi?", "contribution.grace"],
      ["ada dendanya?", "contribution.fine"],
      ["terus cara aktifin lagi?", "contribution.reactivation"],
    );
  });
});
