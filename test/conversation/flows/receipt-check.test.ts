import { receiptCodeOf } from "../../../src/operations/receipts";
import { openPeople } from "../../support/people";
import { testIds } from "../../support/town";

/** Asih has paid, an officer has found it, and she has a receipt. */
async function receipted() {
  const people = await openPeople();
  const workerId = await people.payer("Asih", 1);
  const [due] = await people.town.repositories.dueItems.findByWorkers([workerId], 1);
  const dueItemIds = [due?.id ?? ""];
  await people.acts.does("Asih", "report-payment", { dueItemIds, reference: "BRI 1234" }, { effectId: "pay" });
  const proofId = testIds.derive("pay", "proof");
  await people.acts.does("Pak Lurah", "confirm-proof", { proofId });
  return { people, code: receiptCodeOf({ ids: testIds }, proofId), dueItemId: due?.id ?? "" };
}

describe("the check of a receipt", () => {
  it("tells a stranger, before any welcome, which months and how much, and nobody's name", async () => {
    const { people, code } = await receipted();
    const heard = await people.town.person("Orang Lain").says(`cek ${code.toLowerCase()}`);
    expect(heard).toContain(`Kode ${code} ada di catatan kami`);
    expect(heard).toContain("• Desember 2026, 1 orang");
    expect(heard).toContain("Jumlah yang dicocokkan: Rp 8.400");
    expect(heard).toContain("oleh Petugas Kabupaten Semarang");
    expect(heard).not.toMatch(/Sumarni|3322|Asih|Kopeng/u);
  });

  it("says that a code is not ours, and that a mistyped one could not be read", async () => {
    const { people, code } = await receipted();
    const chat = people.town.person("Orang Lain");
    const other = `${code.slice(0, -1)}${code.endsWith("2") ? "3" : "2"}`;
    expect(await chat.says(`CEK ${other}`)).toContain("tidak ada di catatan kami");
    expect(await chat.says("CEK 7K3-M9Q-XR1")).toContain("kodenya belum terbaca");
  });

  it("holds no longer once the confirmation was taken back", async () => {
    const { people, code, dueItemId } = await receipted();
    const { dueItems } = people.town.repositories;
    const item = await dueItems.find(dueItemId);
    if (!item) throw new Error("the month is gone");
    await dueItems.save({ ...item, status: "open" });
    expect(await people.town.person("Orang Lain").says(`cek ${code}`)).toContain("tidak ada di catatan kami");
  });

  it("offers the picture again to whoever sent the proof, and goes on where the talk stood", async () => {
    const { people, code } = await receipted();
    const asih = people.town.person("Asih");
    expect(await asih.says(`cek ${code}`)).toContain("Mau gambarnya dikirim lagi?");
    expect(await asih.says("1")).toContain("gambarnya tidak bisa dibuat sekarang");
    expect(await asih.says(code)).toContain("Mau gambarnya dikirim lagi?");
    expect(await asih.says("2")).toContain("Baik.");
  });
});
