import { atHour, type IsoDay } from "../../../src/domain/shared/calendar";
import type { Period } from "../../../src/domain/shared/period";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";
import { monthsGoBy } from "../../support/silent-town";

let people: People;
let retno: Chatter;
let asih: Chatter;
let workerId: string;
let pledgeId: string;

beforeEach(async () => {
  people = await openPeople("2026-12-03T09:00:00+07:00");
  workerId = await people.payer("Asih", 1, { payer: "sponsor" });
  await people.agrees("Asih");
  pledgeId = await people.acts.sponsors("Retno");
  await people.agrees("Retno");
  retno = people.town.person("Retno");
  asih = people.town.person("Asih");
  await confirmed();
});

/** Has an officer confirm what Retno has to pay now: December. */
const confirmed = async () =>
  people.acts.does("Pak Lurah", "confirm-proof", { proofId: await people.acts.pays("Retno") });

const timeIs = async (day: string) => {
  await monthsGoBy(people.acts, atHour(day as IsoDay, 9));
  people.town.now = people.acts.now;
};

const told = async (who: Chatter): Promise<string> => {
  const { id } = await who.contact();
  return people.town.notices.filter(({ contactId }) => contactId === id).at(-1)?.text ?? "";
};

const january = "• Januari 2027: Rp 16.800";

describe("a sponsor who pauses after the day of an unpaid month", () => {
  beforeEach(() => timeIs("2027-01-21"));

  it("reads what is paid, and before and after it which month he leaves to her", async () => {
    const asked = await retno.saysAll("pekerja saya", "1", "jeda dulu", "1");
    expect(asked).toContain(
      `sudah lewat batas bayar dan belum dibayar. Kalau Bapak/Ibu jeda atau berhenti, iuran ini dibayar`,
    );
    expect(asked).toContain(`${january}\n\nDijeda berapa lama? Dihitung mulai Februari 2027.`);
    const heard = await retno.says("1");
    expect(heard).toContain("Iuran terakhir yang sudah dibayar: Desember 2026.");
    expect(heard).toContain(`Sekarang Sumarni1 yang membayarnya:\n${january}`);
    expect(heard).toContain("membayar lagi mulai Maret 2027");
    expect(heard).not.toContain("sampai Januari 2027");
  });

  it("and she reads that it is hers, with the amount", async () => {
    await retno.saysAll("pekerja saya", "1", "jeda dulu", "1", "1");
    const heard = await told(asih);
    expect(heard).toContain("Iuran sudah dibayar sampai Desember 2026.");
    expect(heard).toContain(`jadi dibayar sendiri:\n\n${january}`);
    expect(heard).toContain("Yang berikutnya, Februari 2027: Rp 16.800, paling lambat 15 Februari 2027.");
    expect(heard).not.toContain("sampai Januari 2027");
  });

  it("and both find in STATUS until when, and whose the months are", async () => {
    await retno.saysAll("pekerja saya", "1", "jeda dulu", "1", "1");
    const hers = await asih.says("status");
    expect(hers).toContain("Sponsor berhenti sementara: Bu Retno.");
    expect(hers).toContain("Ia membayar lagi mulai Maret 2027. Bulan sebelum itu yang belum dibayar, dibayar sendiri");
    expect(hers).toContain(`Yang dibayar sendiri, bukan oleh sponsor:\n${january}`);
    expect(hers).toContain("Bayar sekarang supaya tidak putus");
    expect(hers).not.toContain("Iuran dibayarkan oleh sponsor");
    const his = await retno.says("status");
    expect(his).toContain("Kecamatan Getasan: dijeda, bayar lagi mulai Maret 2027.");
    expect(await retno.says("pekerja saya")).toContain("(dijeda, bayar lagi mulai Maret 2027)");
  });

  it("without an end, and without being named, says so too", async () => {
    const sponsor = await people.town.repositories.sponsors.findByContact((await retno.contact()).id);
    if (sponsor) await people.town.repositories.sponsors.save({ ...sponsor, showsName: false });
    await people.acts.does("Retno", "change-pledge", { pledgeId, change: { type: "pause" } });
    const hers = await asih.says("status");
    expect(hers).toContain("Sponsor berhenti sementara.\n\nSampai ia membayar lagi, iuran dibayar sendiri");
    expect(await retno.says("status")).toContain("Kecamatan Getasan: dijeda.");
  });

  it("who leaves is told the same, and so is she", async () => {
    const asked = await retno.saysAll("pekerja saya", "1", "berhenti membantu", "5");
    expect(asked).toMatch(new RegExp(`Yakin berhenti.*sudah dibayar: Desember 2026\\..*sendiri:\\n${january}`, "su"));
    const heard = await retno.says("ya");
    expect(heard).toContain("sudah dibayar: Desember 2026.");
    expect(heard).toContain(`Sekarang Sumarni1 yang membayarnya:\n${january}`);
    expect(await told(asih)).toContain(`sampai Desember 2026.\n\nYang di bawah ini sudah lewat batas bayar`);
    expect(await told(asih)).toContain(january);
  });

  it("who has reported it hears that it waits for the officer: neither paid nor unpaid", async () => {
    await people.acts.pays("Retno", "January");
    const heard = await retno.saysAll("pekerja saya", "1", "jeda dulu", "1", "1");
    for (const text of [heard, await told(asih)]) {
      expect(text).toContain("Desember 2026.\n\nIuran Januari 2027 sudah dilaporkan dibayar, dan masih dicek petugas.");
      expect(text).not.toContain("lewat batas");
    }
  });

  it("of several months that wait names the span", async () => {
    await retno.saysAll("pekerja saya", "1", "2");
    await retno.presses("3 bulan");
    people.acts.now = people.town.now + 1;
    await people.acts.pays("Retno", "three more");
    await retno.saysAll("pekerja saya", "1", "jeda dulu", "1", "1");
    expect(await told(asih)).toContain("Iuran 4 bulan, dari Januari 2027 sampai April 2027, sudah dilaporkan dibayar");
  });

  it("where a later month is paid calls it the last, for the late one before it is not", async () => {
    const [december] = await people.acts.itemsOf(workerId);
    if (december === undefined) throw new Error("December was not opened");
    const february = { ...december, id: `due-${workerId}-2027-02`, period: "2027-02" as Period };
    await people.town.repositories.dueItems.addMissing([february]);
    await retno.saysAll("pekerja saya", "1", "jeda dulu", "1", "1");
    expect(await told(asih)).toContain("Iuran terakhir yang sudah dibayar: Februari 2027.");
  });
});

describe("a sponsor who has left", () => {
  it("is thanked by STATUS, and told how to help again and where the data are", async () => {
    await retno.saysAll("pekerja saya", "1", "berhenti membantu", "5", "ya");
    const heard = await retno.says("status");
    expect(heard).toContain("sudah membayar 1 bulan iuran, seluruhnya Rp 8.400, terakhir untuk Desember 2026.");
    expect(heard).toContain(
      "Sekarang Bapak/Ibu tidak sedang membantu pekerja. Untuk membantu lagi, ketik JADI SPONSOR.",
    );
    expect(heard).toContain("masih kami simpan. Untuk melihat atau menghapusnya, ketik DATA SAYA.");
    expect(heard).not.toMatch(/Belum ada data|ketik DAFTAR/u);
  });

  it("and who has given nothing yet is thanked for nothing", async () => {
    await people.payer("Tono", 2, { payer: "sponsor" });
    const id = await people.acts.sponsors("Budi");
    await people.acts.does("Budi", "change-pledge", { pledgeId: id, change: { type: "end" } });
    const heard = await people.town.person("Budi").says("status");
    expect(heard).toContain("tidak sedang membantu pekerja");
    expect(heard).not.toContain("Terima kasih");
  });
});
