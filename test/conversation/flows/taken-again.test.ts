import { house } from "../../../src/conversation/flows";
import { takeTurn } from "../../../src/conversation/take-turn";
import type { TurnInput } from "../../../src/conversation/turn-context";
import type { Contact } from "../../../src/domain/messaging/contact";
import { createI18n } from "../../../src/i18n";
import { createKnowledge } from "../../../src/knowledge";
import type { Effects, Lookups } from "../../../src/operations/catalog";
import { createOperations } from "../../../src/operations/operations";
import { openPeople, type People } from "../../support/people";
import { draftOf } from "../../support/town";

const translator = createI18n();
const knowledge = createKnowledge();

/** Takes a turn from the stored session and commits nothing: as if the process died before it could. */
async function takeUncommitted(people: People, who: string, text: string): Promise<string> {
  const { lookUp, perform } = createOperations(people.acts.deps);
  const contact: Contact = await people.acts.contact(who);
  const now = people.town.now;
  const results = new Map<string, unknown>();
  const words: TurnInput["words"] = (one) => translator.render(one, contact.language);
  const input: TurnInput = { now, contact, messageId: "the-message", knowledge, words, results };
  const { state } = people.town.person(who).session();
  for (;;) {
    const taken = takeTurn(house, state, { type: "text", text }, input);
    if (taken.type === "turn") return taken.turn.bubbles.flatMap(({ texts }) => texts.map(words)).join("\n");
    const { type, key, name, input: asked } = taken.request;
    const caller = { contact, now };
    const result =
      type === "look"
        ? await lookUp(name as keyof Lookups, asked as never, caller)
        : await perform(name as keyof Effects, asked as never, { ...caller, effectId: `the-message:${key}` });
    results.set(key, result);
  }
}

interface Case {
  readonly who: string;
  readonly before: readonly string[];
  readonly last: string;
  readonly says: string;
}

const cases: Record<string, Case> = {
  "the report of a payment": { who: "Asih", before: ["sudah bayar", "1"], last: "1", says: "Terima kasih" },
  "a correction": {
    who: "Asih",
    before: ["data saya", "1", "1", "Asih Lestari"],
    last: "1",
    says: "Sudah kami perbaiki",
  },
  "a withdrawal of consent": { who: "Asih", before: ["data saya", "2"], last: "1", says: "sudah ditarik" },
  "a deletion": { who: "Asih", before: ["data saya", "3"], last: "hapus", says: "sudah dihapus" },
  "an acceptance": { who: "Pak Lurah", before: ["verifikasi", "1"], last: "1", says: "diterima" },
  "a refusal": { who: "Pak Lurah", before: ["verifikasi", "1", "2", "1"], last: "1", says: "ditolak" },
  "a confirmed proof": { who: "Pak Lurah", before: ["verifikasi", "2"], last: "1", says: "dicatat lunas" },
  "a refused proof": { who: "Pak Lurah", before: ["verifikasi", "2", "2", "1"], last: "1", says: "terbuka lagi" },
  "an answer": { who: "Pak Lurah", before: ["verifikasi", "3", "1", "Silakan datang"], last: "1", says: "dikirim" },
  "a closed task": { who: "Pak Lurah", before: ["verifikasi", "3"], last: "2", says: "sudah ditangani" },
  "a sponsor's yes": {
    who: "Retno",
    before: ["sponsor", "1", "Retno", "ya", "1", "1", "1", "1", "1", "1", "1", "1", "1"],
    last: "1",
    says: "Terima kasih banyak. Pekerja yang dibantu kami kabari.",
  },
  "a stop": { who: "Asih", before: ["stop"], last: "1", says: "tidak mengirim pesan lagi" },
  "a pause": { who: "Asih", before: ["jeda"], last: "1", says: "Pengingat berhenti dulu" },
  "a resumption": { who: "Asih", before: ["jeda", "1"], last: "lanjut", says: "kami kirim lagi" },
  "a pledge that goes on": {
    who: "Retno",
    before: ["pekerja saya", "1", "jeda dulu", "1", "2", "lanjut"],
    last: "ya",
    says: "berjalan lagi mulai Desember 2026",
  },
  "an emergency": { who: "Asih", before: ["menu"], last: "kecelakaan", says: "Tolong korban dulu" },
  "a question for an officer": { who: "Asih", before: ["petugas"], last: "Kapan diperiksa", says: "sampaikan" },
};

/** One of everything that a case may be about. */
async function everything(): Promise<People> {
  const people = await openPeople();
  for (const who of ["Asih", "Retno"]) await people.agrees(who);
  await people.payer("Asih", 1);
  await people.acts.worker("Budi", draftOf(2));
  await people.payer("Citra", 3);
  for (const serial of [4, 5]) await people.payer("Dwi", serial, { payer: "sponsor" });
  const [due] = await people.acts.sees("Citra", "reportable-dues", {});
  await people.acts.does("Citra", "report-payment", { dueItemIds: [due?.dueItemId ?? ""], reference: "BRI 1234" });
  await people.payer("Dewi", 6, { payer: "sponsor" });
  await people.acts.sponsors("Retno");
  await people.agrees("Retno");
  await people.acts.does("Citra", "open-task", { kind: "question", text: "Kapan diperiksa?" });
  return people;
}

describe("a turn that is taken again because the process died", () => {
  it.each(Object.entries(cases))("comes to the same end with %s, and nothing is done twice", async (_name, one) => {
    const people = await everything();
    await people.town.person(one.who).saysAll(...one.before);
    const first = await takeUncommitted(people, one.who, one.last);
    const once = await people.acts.snapshot();
    expect(first).toContain(one.says);
    expect(await takeUncommitted(people, one.who, one.last)).toBe(first);
    expect(await people.acts.snapshot()).toEqual(once);
  });
});
