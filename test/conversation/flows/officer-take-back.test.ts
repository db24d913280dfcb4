import { receiptCodeOf } from "../../../src/operations/receipts";
import type { Chatter } from "../../support/chat";
import { reportOf } from "../../support/office-town";
import { openPeople, type People } from "../../support/people";
import { testIds, wishOf } from "../../support/town";

let people: People;
let chat: Chatter;

beforeEach(async () => {
  people = await openPeople();
  chat = people.town.person("Pak Lurah");
});

/** Asih has paid her December and Pak Lurah has confirmed it by chat; her number and the code of her receipt. */
async function confirmed(
  typed?: string,
): Promise<{ workerId: string; number: string; code: string; dueItemId: string }> {
  const workerId = await people.payer("Asih", 1);
  const [due] = await people.acts.itemsOf(workerId);
  const dueItemId = due?.id ?? "";
  const photo = { attachmentId: "abcdefghijkl", contentHash: "x" };
  await people.acts.does("Asih", "report-payment", { dueItemIds: [dueItemId], ...photo }, { effectId: "pay" });
  await chat.saysAll("periksa", "2", ...(typed === undefined ? ["1"] : ["5", typed, "1"]));
  const code = receiptCodeOf({ ids: testIds }, testIds.derive("pay", "proof"));
  return { workerId, number: await people.numberOf(workerId), code, dueItemId };
}

const lastTold = async (who: string): Promise<string> => {
  const { id } = await people.town.person(who).contact();
  return people.town.notices.filter(({ contactId }) => contactId === id).at(-1)?.text ?? "";
};

describe("an officer who confirmed by mistake", () => {
  it("reads the reason where the same receipt comes again", async () => {
    const workerId = await people.payer("Asih", 1);
    const dueItemIds = (await people.acts.itemsOf(workerId)).map(({ id }) => id);
    const text = "Transaksi berhasil, No. Ref 202611120938471, Rp 8.400";
    await people.acts.does("Asih", "report-payment", { dueItemIds, text });
    await chat.saysAll("periksa", "2", "1", "tarik konfirmasi", await people.numberOf(workerId), "1", "5", "lewati");
    await people.acts.does("Asih", "report-payment", { dueItemIds, text: `Ini ya. ${text}` });
    expect(await chat.saysAll("periksa", "2")).toContain(
      "Konfirmasi bukti yang dulu itu sudah ditarik petugas pada 23 November 2026. Alasannya: Ada hal lain yang perlu diperbaiki. Tolong",
    );
  });

  it("takes it back by the worker's number, with a reason that the payer is told kindly", async () => {
    const { number, code, dueItemId } = await confirmed();
    expect(await chat.says("tarik konfirmasi")).toContain("Konfirmasi mana yang keliru?");
    expect(await chat.says("entah")).not.toContain("Dikonfirmasi");
    const shown = await chat.says(number);
    expect(shown).toContain(
      "Dikonfirmasi 23 November 2026, jumlahnya Rp 8.400, untuk:\n• Sumarni1, Desember 2026: Rp 8.400",
    );
    expect(shown).toContain("1. Tarik konfirmasinya\n2. Cari yang lain\n3. Ke menu petugas");
    expect(chat.heard.some(({ file }) => file?.attachmentId === "abcdefghijkl")).toBe(true);
    expect(await chat.says("1")).toContain("Kenapa ditarik? Alasan ini kami sampaikan");
    expect(await chat.says("4")).toContain("Mau menambah catatan");
    const done = await chat.says("Belum masuk di BPJS");
    expect(done).toContain("Konfirmasi ditarik, dan iurannya belum lunas");
    expect(done).toContain("Menu petugas");
    expect(await people.town.repositories.dueItems.find(dueItemId)).toMatchObject({ status: "open" });
    const told = await lastTold("Asih");
    for (const part of [
      "Maaf, ada yang keliru",
      "Pembayarannya belum terlihat di BPJS Ketenagakerjaan.",
      "Belum masuk di BPJS",
      "• Sumarni1, Desember 2026: Rp 8.400",
      `Tanda terima dengan kode ${code} tidak berlaku lagi.`,
      "Kalau sudah dibayar, jangan dibayar lagi: ketik SUDAH BAYAR",
    ])
      expect(told).toContain(part);
    await people.agrees("Asih");
    expect(await people.town.person("Asih").says("sudah bayar")).toContain("kirim foto bukti bayarnya");
    expect(await chat.saysAll("tarik konfirmasi", number)).toContain("tidak ada konfirmasi yang bisa Bapak/Ibu tarik");
    expect(await chat.says("kembali")).toContain("Menu petugas");
  });

  it("takes it back by the code of the receipt, which says from then on that it holds no longer", async () => {
    const { code } = await confirmed();
    expect(await people.town.person("Orang Lain").says(`cek ${code}`)).toContain("Benar. Kode");
    await people.town.person("Asih").says(`cek ${code}`);
    expect(await chat.saysAll("tarik konfirmasi", code.toLowerCase())).toContain("Dikonfirmasi 23 November 2026");
    await chat.saysAll("1", "1", "1");
    const gone = `Kode ${code} dari catatan kami, tetapi sudah tidak berlaku sejak 23 November 2026`;
    expect(await people.town.person("Orang Lain").says(`cek ${code}`)).toContain(gone);
    // The picture was offered before.
    expect(await people.town.person("Asih").says("1")).toContain(gone);
  });

  it("is asked which one, where there are several, and told while another leans on what was paid too much", async () => {
    const workerId = await people.payer("Asih", 1, { payer: "sponsor" });
    const number = await people.numberOf(workerId);
    await people.agrees("Retno");
    await people.acts.sponsors("Retno", { monthsAhead: 3 });
    const [december, january, february] = await people.acts.itemsOf(workerId);
    const pays = async (dueItemId: string | undefined, ...answers: readonly string[]) => {
      const input = { dueItemIds: [dueItemId ?? ""], reference: `REF ${dueItemId}` };
      await people.acts.does("Retno", "report-payment", input);
      await chat.saysAll("periksa", "2", ...answers);
    };
    await pays(february?.id, "5", "28.600", "1");
    await pays(january?.id, "1");
    const opens = async (month: string) => {
      const which = await chat.saysAll("tarik konfirmasi", number);
      expect(which).toContain("Yang mana?");
      return chat.says(new RegExp(`(\\d)\\. 23 November 2026: Rp \\S+, ${month}`, "u").exec(which)?.[1] ?? "");
    };
    const used = await opens("Februari");
    expect(used).toContain("Belum bisa ditarik. Kelebihan dari bukti ini sudah dipakai");
    expect(used).toContain("• Sumarni1, Januari 2027");
    expect(used).toContain("1. Cari yang lain\n2. Ke menu petugas");
    expect(await chat.says("1")).toContain("Konfirmasi mana yang keliru?");
    await opens("Januari");
    await chat.saysAll("1", "1", "1");
    const loses = await chat.saysAll("tarik konfirmasi", number);
    expect(loses).toContain("jumlahnya Rp 28.600, untuk:\n• Sumarni1, Februari 2027");
    expect(loses).toContain(
      "Kelebihannya juga ditarik, jadi ini yang harus dibayar lagi:\n• Sumarni1, Desember 2026: Rp 8.400\n• Sumarni1, Januari 2027: Rp 16.800",
    );
    expect(await chat.saysAll("1", "2", "1")).toContain("Konfirmasi ditarik");
    const items = await people.acts.itemsOf(workerId);
    expect(items.map(({ id, status, credit }) => [id, status, credit])).toEqual(
      [december, january, february].map((item) => [item?.id, "open", 0]),
    );
    const told = await lastTold("Retno");
    for (const month of ["Desember 2026: Rp 8.400", "Januari 2027: Rp 16.800", "Februari 2027: Rp 16.800"])
      expect(told).toContain(`• Sumarni1, ${month}`);
  });

  it("is told when another officer was faster", async () => {
    const { number } = await confirmed();
    await people.officer("Bu Camat");
    await chat.saysAll("tarik konfirmasi", number, "1", "1");
    const proofId = testIds.derive("pay", "proof");
    await people.acts.does("Bu Camat", "take-back-proof", { proofId, reason: "other" });
    expect(await chat.says("1")).toContain("sudah ditarik petugas lain");
    expect(people.town.notices.filter(({ rule }) => rule === "notice.rule.taken-back.sender")).toEqual([]);
  });

  it("takes back the bill of an office by the number of one of its workers", async () => {
    const workers = [];
    for (const [serial, name] of ["Tono", "Wati"].entries())
      workers.push(await people.payer(name, serial + 2, { payer: "sponsor" }));
    await people.agrees("Retno");
    await people.town.person("Retno").saysAll("kantor", "1", "1", "Dinas Contoh", "Retno Dewi");
    const wish = wishOf({ kind: "office", officeName: "Dinas Contoh", count: 2, route: "coordinator" });
    const { held } = await people.acts.does("Retno", "make-pledges", wish);
    await people.acts.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
    const { bill } = (await people.acts.sees("Retno", "office-board", {})) ?? {};
    await people.acts.does("Retno", "report-bill", reportOf(bill?.amount ?? 0));
    await chat.saysAll("periksa", "2", "1", String(bill?.amount));
    const shown = await chat.saysAll("tarik konfirmasi", await people.numberOf(workers[1] ?? ""));
    expect(shown).toContain("Tagihan kantor Dinas Contoh, dikonfirmasi");
    expect(shown.match(/• Sumarni/gu)).toHaveLength(bill?.count ?? 0);
    expect(await chat.saysAll("1", "2", "1")).toContain("Konfirmasi ditarik");
    expect(await people.town.person("Retno").says("kantor")).toContain("Lunas: 0");
    expect(await lastTold("Retno")).toContain("Jumlahnya tidak sama dengan iurannya.");
    expect(await lastTold("Tono")).toContain("tadinya tercatat lunas, ternyata belum bisa dipastikan");
  });
});
