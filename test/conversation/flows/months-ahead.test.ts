import { addDays, atHour, dayOf } from "../../../src/domain/shared/calendar";
import { markOverdue, openDueItems } from "../../../src/operations/scheduled";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";

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
const confirms = async (amount?: number) => {
  const [proof] = await people.town.repositories.proofs.findByContact((await asih.contact()).id, 1);
  const found = amount === undefined ? {} : { amount };
  return people.acts.does("Pak Lurah", "confirm-proof", { proofId: proof?.id ?? "", ...found });
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
    expect(await asih.says("2")).toContain("Tolong kirim foto bukti bayarnya");
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
