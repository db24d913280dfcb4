import { addDays, atHour, dayOf } from "../../../src/domain/shared/calendar";
import { markInactive, markOverdue, openDueItems } from "../../../src/operations/scheduled";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";
import { wishOf } from "../../support/town";

let people: People;
let asih: Chatter;
let workerId: string;

beforeEach(async () => {
  people = await openPeople();
  await people.agrees("Asih");
  workerId = await people.payer("Asih", 1);
  await people.acts.does("Pak Lurah", "record-kpj", { workerId, kpj: "10000000001" });
  asih = people.town.person("Asih");
});

const items = async () => (await people.acts.itemsOf(workerId)).map(({ period, status }) => `${period} ${status}`);
/** The proof of Asih's that no officer has decided about. */
const undecided = async (): Promise<string> => {
  const proofs = await people.town.repositories.proofs.findByContact((await asih.contact()).id, 10);
  return proofs.find(({ status }) => status === "waiting")?.id ?? "";
};
const confirms = async (amount?: number) => {
  const found = amount === undefined ? {} : { amount };
  return people.acts.does("Pak Lurah", "confirm-proof", { proofId: await undecided(), ...found });
};

describe("whoever pays for herself", () => {
  it("reports several months at once, at the price of each, and bears with wrong answers", async () => {
    expect(await asih.says("sudah bayar")).toContain("2. Bayarnya untuk beberapa bulan");
    const choices = await asih.says("2");
    expect(choices).toContain("Bayarnya untuk berapa bulan?");
    expect(choices).toContain("1. 1 bulan, sampai Desember 2026: Rp 8.400");
    expect(choices).toContain("2. 3 bulan, sampai Februari 2027: Rp 42.000");
    expect(choices).toContain("4. 12 bulan, sampai November 2027");
    expect(await asih.says("7")).toContain("1. 1 bulan");
    expect(await asih.says("kenapa")).toContain("1, 3, 6, atau 12 bulan sekaligus");
    expect(await asih.says("3")).toContain("Maksudnya 3 bulan, atau nomor 3, yaitu 6 bulan?");
    expect(await asih.says("3 bulan")).toContain("Tolong kirim foto bukti bayarnya");
    const review = await asih.says("BRI 1234 5678");
    expect(review).toContain("Sumarni1, Februari 2027: Rp 16.800");
    expect(review).toContain("• Berapa bulan: 3 bulan");
    expect(await items()).toEqual(["2026-12 open"]);
    expect(await asih.says("1")).toContain("Laporan bayar untuk 3 bulan");
    expect(await items()).toEqual(["2026-12 reported", "2027-01 reported", "2027-02 reported"]);
    await confirms();
    expect(await items()).toEqual(["2026-12 confirmed", "2027-01 confirmed", "2027-02 confirmed"]);
  });

  it("corrects the number of months before it is sent", async () => {
    await asih.saysAll("sudah bayar", "2", "4", "BRI 1234 5678");
    expect(asih.heard.at(-1)?.text).toContain("• Berapa bulan: 12 bulan");
    const which = await asih.says("2");
    const line = /(\d)\. Berapa bulan/u.exec(which)?.[1] ?? "no such line";
    expect(await asih.says(line)).toContain("Bayarnya untuk berapa bulan?");
    expect(await asih.says("1")).toContain("• Berapa bulan: 1 bulan");
    await asih.says("1");
    expect(await items()).toEqual(["2026-12 reported"]);
  });

  it("is not asked again for what she paid ahead, and what was too much lies on the month after it", async () => {
    await asih.saysAll("sudah bayar", "2", "2", "BRI 1234 5678", "1");
    await confirms(50_000);
    people.acts.now = atHour(addDays(dayOf(people.acts.now), 75), 9);
    await openDueItems(people.town.deps, people.acts.now);
    await markOverdue(people.town.deps, people.acts.now);
    expect(await items()).toEqual(["2026-12 confirmed", "2027-01 confirmed", "2027-02 confirmed"]);
    people.acts.now = atHour(addDays(dayOf(people.acts.now), 25), 9);
    await openDueItems(people.town.deps, people.acts.now);
    const { carryCredits } = await import("../../../src/operations/credit");
    await carryCredits(people.town.deps, people.acts.now);
    expect((await people.acts.itemsOf(workerId)).at(-1)).toMatchObject({ period: "2027-03", credit: 8_000 });
  });

  it("has nothing opened where the proof was sent before, and all owed again where it is refused", async () => {
    await asih.saysAll("sudah bayar", "2", "2", "BRI 1234 5678", "1");
    const [proof] = await people.town.repositories.proofs.findByContact((await asih.contact()).id, 1);
    await people.acts.does("Pak Lurah", "reject-proof", { proofId: proof?.id ?? "", reason: "unreadable" });
    expect(await items()).toEqual(["2026-12 open", "2027-01 open", "2027-02 open"]);
    expect(await asih.says("sudah bayar")).toContain("Februari 2027");
  });
});

describe("whoever pays for herself and has no month open", () => {
  beforeEach(async () => {
    await asih.saysAll("sudah bayar", "BRI 1234 5678", "1");
    await confirms();
    expect(await items()).toEqual(["2026-12 confirmed"]);
  });

  it("reports months that she paid before they opened, which then stay hers to pay no more", async () => {
    const asked = await asih.says("sudah bayar");
    expect(asked).toContain("Sekarang tidak ada iuran Sumarni1 yang menunggu");
    expect(asked).toContain("sudah membayar mulai Januari 2027, untuk berapa bulan?");
    expect(asked).toContain("2. 3 bulan, sampai Maret 2027: Rp 50.400");
    expect(asked).toContain("5. Belum membayar lagi");
    expect(await asih.says("9")).toContain("2. 3 bulan");
    expect(await asih.says("kenapa")).toContain("1, 3, 6, atau 12 bulan sekaligus");
    expect(await asih.says("2")).toContain("Tolong kirim foto bukti bayarnya");
    expect(await asih.says("JMO 99887766")).toContain("Sumarni1, Maret 2027: Rp 16.800");
    expect(await items()).toEqual(["2026-12 confirmed"]);
    expect(await asih.says("1")).toContain("Laporan bayar untuk 3 bulan");
    const three = ["2027-01", "2027-02", "2027-03"];
    expect(await items()).toEqual(["2026-12 confirmed", ...three.map((month) => `${month} reported`)]);
    await confirms();
    expect(await items()).toEqual(["2026-12 confirmed", ...three.map((month) => `${month} confirmed`)]);
    people.acts.now = atHour(addDays(dayOf(people.acts.now), 90), 9);
    await openDueItems(people.town.deps, people.acts.now);
    expect(await items()).toHaveLength(4);
  });

  it("corrects how many months it was, and is told that all is in order where it was none", async () => {
    expect(await asih.saysAll("sudah bayar", "belum bayar lagi")).toContain("sudah dibuka sudah lunas");
    expect(await items()).toEqual(["2026-12 confirmed"]);
    await asih.saysAll("sudah bayar", "4", "JMO 99887766");
    const which = await asih.says("2");
    expect(await asih.saysAll(/(\d)\. Berapa bulan/u.exec(which)?.[1] ?? "no such line", "1")).toContain(
      "Januari 2027",
    );
    await asih.says("1");
    expect(await items()).toEqual(["2026-12 confirmed", "2027-01 reported"]);
  });

  it("has all owed again where the proof is refused", async () => {
    await asih.saysAll("sudah bayar", "2", "JMO 99887766", "1");
    await people.acts.does("Pak Lurah", "reject-proof", { proofId: await undecided(), reason: "unreadable" });
    expect((await items()).slice(1)).toEqual(["2027-01 open", "2027-02 open", "2027-03 open"]);
    expect(await asih.says("sudah bayar")).toContain("Maret 2027");
  });

  it("is asked for whom, where she registered several, and only her own are taken", async () => {
    const second = await people.payer("Asih", 2);
    await people.acts.pays("Asih", "second");
    expect(await asih.saysAll("sudah bayar", "untuk bulan lain")).toContain("1. Sumarni1, mulai Januari 2027");
    expect(await asih.says("5")).toContain("3. Belum membayar lagi");
    expect(await asih.says("sumarni2, mulai januari 2027")).toContain("tidak ada iuran Sumarni2 yang menunggu");
    const review = await asih.saysAll("1", "JMO 99887766");
    expect(review).toContain("Sumarni2, Januari 2027");
    const which = await asih.says("2");
    expect(await asih.says(/(\d)\. Bulan/u.exec(which)?.[1] ?? "1")).toContain("untuk siapa?");
    await asih.saysAll("1", "1", "1");
    expect(await items()).toEqual(["2026-12 confirmed", "2027-01 reported"]);
    await people.agrees("Budi");
    const stranger = { dueItemIds: [`due-${second}-2027-01`], reference: "R 1234" };
    expect(await people.acts.does("Budi", "report-payment", stranger)).toEqual({ status: "nothing-open" });
    const far = { dueItemIds: [`due-${second}-2031-01`], reference: "R 1234" };
    expect(await people.acts.does("Asih", "report-payment", far)).toEqual({ status: "nothing-open" });
  });
});

describe("whoever hopes for a sponsor and has none who pays", () => {
  let hoping: string;
  beforeEach(async () => {
    people = await openPeople();
    await people.agrees("Yati");
    hoping = await people.payer("Yati", 3, { payer: "sponsor" });
  });
  const months = async () =>
    (await people.acts.itemsOf(hoping)).map(({ period, status, payer }) => `${period} ${status} ${payer.type}`);
  /** Lets the nightly jobs of every 1st and 17th do their work until the morning of a day. */
  const lives = async (until: string): Promise<void> => {
    const { town } = people;
    for (let day = dayOf(people.acts.now); day <= until; day = addDays(day, 1)) {
      if (!day.endsWith("01") && !day.endsWith("17") && day !== until) continue;
      town.now = atHour(day, 7);
      await openDueItems(town.deps, town.now);
      await markOverdue(town.deps, town.now);
      await markInactive(town.deps, town.now);
    }
    people.acts.now = town.now;
  };

  it("reports what she was told that she may pay herself, and a sponsor who comes begins after it", async () => {
    const yati = people.town.person("Yati");
    const asked = await yati.says("sudah bayar");
    expect(asked).toContain("Kalau sudah membayar mulai Desember 2026, untuk berapa bulan?");
    await yati.saysAll("1", "BRI 1234 5678", "1");
    expect(await months()).toEqual(["2026-12 reported worker"]);
    await people.acts.sponsors("Tono");
    await openDueItems(people.town.deps, people.acts.now);
    expect(await months()).toEqual(["2026-12 reported worker", "2027-01 open sponsor"]);
    const ahead = { dueItemIds: [`due-${hoping}-2027-02`], reference: "R 1234" };
    expect(await people.acts.does("Yati", "report-payment", ahead)).toEqual({ status: "nothing-open" });
  });

  it("reports while somebody is only asked to be her sponsor", async () => {
    await people.acts.does("Tono", "make-pledges", wishOf({ name: "Tono" }));
    expect((await people.town.repositories.pledges.findByWorker(hoping))?.status).toBe("held");
    expect(await people.town.person("Yati").says("sudah bayar")).toContain("mulai Desember 2026");
  });

  it("reports long after her sponsor left and her protection ended, also a month that the sponsor had begun", async () => {
    const pledgeId = await people.acts.sponsors("Tono");
    await people.acts.does("Pak Lurah", "confirm-proof", { proofId: await people.acts.pays("Tono") });
    await people.acts.does("Tono", "change-pledge", { pledgeId, change: { type: "months", monthsAhead: 12 } });
    await people.acts.does("Tono", "change-pledge", { pledgeId, change: { type: "end" } });
    await lives("2027-09-02");
    expect(await months()).toContain("2027-09 cancelled sponsor");
    const yati = people.town.person("Yati");
    const asked = await yati.says("sudah bayar");
    expect(asked).not.toContain("dibayar sponsor");
    expect(asked).toContain("mulai September 2027, untuk berapa bulan?");
    expect(await yati.saysAll("1", "BRI 1234 5678")).toContain("September 2027: Rp 16.800");
    expect(await yati.says("1")).toContain("Laporan bayar untuk 1 bulan");
    expect(await months()).toContain("2027-09 reported worker");
  });
});

describe("months that somebody else is to pay", () => {
  it("are not offered ahead to a sponsor, whose pledge says how many are paid at once, nor taken from a stranger", async () => {
    await people.payer("Budi", 2, { payer: "sponsor" });
    await people.acts.sponsors("Retno");
    await people.agrees("Retno");
    expect(await people.town.person("Retno").says("sudah bayar")).not.toContain("Bayarnya untuk beberapa bulan");
    const [own] = await people.acts.itemsOf(workerId);
    const dueItemIds = [own?.id ?? "", `due-${workerId}-2027-01`];
    expect(await people.acts.sees("Retno", "months-ahead", { dueItemIds, count: 3 })).toEqual([]);
    const said = await people.acts.does("Retno", "report-payment", { dueItemIds, reference: "R 1234" });
    expect(said).toEqual({ status: "nothing-open" });
    expect(await items()).toEqual(["2026-12 open"]);
  });
});
