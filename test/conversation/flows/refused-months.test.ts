import { openPeople } from "../../support/people";

/** Asih pays for two workers of hers; what she sent for the first did not hold. */
async function refused(...serials: number[]) {
  const people = await openPeople();
  await people.agrees("Asih");
  const workerIds: string[] = [];
  for (const serial of serials) workerIds.push(await people.payer("Asih", serial));
  const [first] = await people.acts.itemsOf(workerIds[0] ?? "");
  await people.acts.does("Asih", "report-payment", { dueItemIds: [first?.id ?? ""] }, { effectId: "pay" });
  const proofId = people.acts.deps.ids.derive("pay", "proof");
  await people.acts.does("Pak Lurah", "reject-proof", { proofId, reason: "not-found-at-bpjs" });
  return { people, workerIds, chat: people.town.person("Asih") };
}

describe("SUDAH BAYAR after a proof did not hold", () => {
  it("marks the month in the list, with the reason, and repeats it plainly", async () => {
    const { chat } = await refused(1, 2);
    const heard = await chat.says("sudah bayar");
    expect(heard).toContain(
      "1. Sumarni1, Desember 2026: Rp 8.400 (bukti belum cocok). Pembayarannya belum terlihat di BPJS Ketenagakerjaan.\n2. Sumarni2, Desember 2026: Rp 8.400\n",
    );
    await chat.says("1");
    expect(await chat.says("BRI 1234 5678")).toContain("• Iuran: Sumarni1, Desember 2026: Rp 8.400\n");
  });

  it("says it before the proof is asked for, where there is no list", async () => {
    const { chat } = await refused(1);
    const heard = await chat.says("sudah bayar");
    expect(heard).toMatch(/^Sumarni1, .*\(bukti belum cocok\)\. Pembayarannya belum terlihat.*\n+Tolong kirim foto/u);
  });

  it("tells the reason to nobody but who sent the proof", async () => {
    const people = await openPeople();
    const workerId = await people.payer("Asih", 1, { payer: "sponsor" });
    await people.acts.sponsors("Retno");
    await people.agrees("Retno");
    const [month] = await people.acts.itemsOf(workerId);
    await people.acts.does("Asih", "report-payment", { dueItemIds: [month?.id ?? ""] }, { effectId: "pay" });
    const proofId = people.acts.deps.ids.derive("pay", "proof");
    await people.acts.does("Pak Lurah", "reject-proof", { proofId, reason: "unreadable" });
    const heard = await people.town.person("Retno").says("sudah bayar");
    expect(heard).toContain("Desember 2026: Rp 8.400 (bukti belum cocok)\n");
    expect(heard).not.toContain("tidak terbaca");
  });
});

describe("STATUS after a proof did not hold", () => {
  it.each([
    ["Asih", "Retno", "• Bukti bayar Desember 2026 belum bisa dipastikan petugas. Supaya tidak dibayar dua kali"],
    ["Asih", "Asih", "• Bukti bayar Desember 2026 dari Bapak/Ibu belum bisa dipastikan petugas."],
  ])("tells %s to ask or to send another before the month is paid that %s reported", async (worker, sender, words) => {
    const people = await openPeople();
    const workerId = await people.payer(worker, 1, { payer: "sponsor" });
    await people.acts.sponsors("Retno");
    await people.agrees(worker);
    const [month] = await people.acts.itemsOf(workerId);
    await people.acts.does(sender, "report-payment", { dueItemIds: [month?.id ?? ""] }, { effectId: "pay" });
    const proofId = people.acts.deps.ids.derive("pay", "proof");
    const chat = people.town.person(worker);
    expect(await chat.says("status")).not.toContain("Bukti bayar");
    await people.acts.does("Pak Lurah", "reject-proof", { proofId, reason: "unreadable" });
    const heard = await chat.says("status");
    expect(heard).toContain(`• Desember 2026: Rp 8.400, belum dibayar, paling lambat 15 Desember 2026.\n${words}`);
  });
});
