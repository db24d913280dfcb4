import { remindOfHolds } from "../../../src/operations/scheduled";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";
import { monthsGoBy, silentSponsor } from "../../support/silent-town";
import { DAY, wishOf } from "../../support/town";

const at = (moment: string): number => Date.parse(`${moment}:00+07:00`);

let people: People;
let wati: Chatter;
beforeEach(async () => {
  people = await openPeople();
  wati = people.town.person("Wati");
  await people.agrees("Wati");
});

const seeker = (who: string, serial: number) => people.payer(who, serial, { payer: "sponsor", name: `${who} Rahayu` });
const toldTo = async (who: string): Promise<string[]> => {
  const { id } = await people.town.person(who).contact();
  return people.town.notices.filter(({ contactId }) => contactId === id).map(({ text }) => text);
};
/** Answers everything up to the offer, which is returned. */
const comesToOffer = () =>
  wati.saysAll("sponsor", "1", "Wati Wulandari", "ya", "1", "1", "1", "1", "1", "1", "1", "1", "1");

/** Asih, for whom a sponsor who has left paid so much for December, in rupiah. */
async function leftWith(amount: number): Promise<void> {
  const { acts } = people;
  await seeker("Asih", 1);
  const pledgeId = await acts.sponsors("Retno");
  await acts.does("Pak Lurah", "confirm-proof", { proofId: await acts.pays("Retno"), amount });
  await acts.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
  people.town.now = acts.now;
}

describe("the offer to a sponsor", () => {
  it("of a worker for whom too much was paid names what is left, as the notice after the yes does", async () => {
    await leftWith(12_400);
    expect(await comesToOffer()).toContain("Bayar pertama untuk 1 bulan: Rp 12.800.");
    await wati.says("1");
    expect((await toldTo("Wati")).at(-1)).toContain("pembayaran pertama Rp 12.800, mulai bulan Januari 2027");
  });

  it("of a worker whose next month is paid for names no sum", async () => {
    await leftWith(25_200);
    expect(await comesToOffer()).toContain("Bayar pertama sudah tertutup kelebihan bayar sebelumnya.");
    await wati.says("1");
    expect((await toldTo("Wati")).at(-1)).toContain("kelebihan bayar sebelumnya cukup untuk iuran pertama");
  });

  it("that was taken up in PEKERJA SAYA is not taken up again by a yes to seek another", async () => {
    await seeker("Asih", 1);
    await seeker("Budi", 2);
    await comesToOffer();
    expect(await wati.saysAll("pekerja saya", "1", "1")).toContain("Terima kasih banyak");
    expect(await wati.says("lanjut")).toContain("Mau kami carikan pekerja lagi?\n\n1. Ya, carikan lagi");
    const heard = await wati.says("1");
    expect(heard).toContain("Kami menemukan seorang pekerja:\n• Budi");
    expect(heard).not.toContain("Terima kasih");
    const howToPay = async () => (await toldTo("Wati")).filter((text) => text.includes("pembayaran pertama"));
    expect(await howToPay()).toHaveLength(1);
    expect(await wati.says("1")).toContain("Terima kasih banyak. Pekerja yang dibantu kami kabari.");
    expect(await howToPay()).toHaveLength(2);
  });

  it("names until when it is kept: 48 hours", async () => {
    await seeker("Asih", 1);
    people.town.now = at("2026-12-05T07:00");
    expect(await comesToOffer()).toContain("Kami simpan pilihan ini sampai 7 Desember 2026 pukul 07.00.");
  });

  it("names the noon of the last day before a lapse, also where another is kept longer", async () => {
    people.acts.now = at("2026-11-05T09:00");
    await people.acts.officer("Officer");
    await silentSponsor(people.acts, { name: "Asih Rahayu" });
    await seeker("Budi", 2);
    await monthsGoBy(people.acts);
    const [pledge] = (await people.acts.sees("Retno", "own-affairs", {})).pledges;
    await people.acts.does("Retno", "change-pledge", {
      pledgeId: pledge?.pledgeId ?? "",
      change: { type: "end" },
    });
    people.town.now = at("2027-02-15T07:00");
    const answers = ["sponsor", "1", "Wati Wulandari", "ya", "1", "2", "1", "1", "1", "1", "1", "1", "1"];
    const offer = await wati.saysAll(...answers);
    expect(offer).toContain("Kami menemukan 2 pekerja:");
    expect(offer).toContain("Kami simpan pilihan ini sampai 15 Februari 2027 pukul 12.00.");
  });
});

describe("a no to the reminder of an offer", () => {
  const isRemindedOf = async (count: number): Promise<void> => {
    for (const [serial, who] of ["Asih", "Budi"].slice(0, count).entries()) await seeker(who, serial + 1);
    await people.acts.does("Wati", "make-pledges", wishOf({ name: "Wati", count }));
    people.town.now = people.acts.now + DAY;
    await remindOfHolds(people.town.deps, people.town.now);
    expect((await toldTo("Wati")).at(-1)).toContain("Menjawab tidak juga boleh");
  };
  const held = async () => (await people.acts.sees("Wati", "own-affairs", {})).pledges.filter(({ worker }) => worker);

  it("refuses the only worker who is kept", async () => {
    await isRemindedOf(1);
    expect(await held()).toHaveLength(1);
    await wati.says("tidak");
    expect(await held()).toHaveLength(0);
  });

  it("opens the question where several are kept, since it names nobody", async () => {
    await isRemindedOf(2);
    expect(await wati.says("tidak")).toContain("menunggu jawaban Bapak/Ibu");
    expect(await held()).toHaveLength(2);
  });
});
