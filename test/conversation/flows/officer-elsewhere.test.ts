import type { Proof } from "../../../src/domain/payment/proof";
import { markOverdue, openDueItems } from "../../../src/operations/scheduled";
import { openPeople } from "../../support/people";

/** Sponsor and worker have reported one month at once: it stands with the worker's proof, the sponsor's of so many was sent first. */
async function bothReport(months = 1) {
  const people = await openPeople();
  const { acts, town } = people;
  const workerId = await people.payer("Asih", 1, { payer: "sponsor" });
  await people.agrees("Retno");
  await acts.sponsors("Retno");
  acts.now = Date.parse(months === 1 ? "2026-12-20T02:00:00Z" : "2027-01-20T02:00:00Z");
  town.now = acts.now;
  await openDueItems(acts.deps, acts.now);
  await markOverdue(acts.deps, acts.now);
  const dueItemIds = (await acts.itemsOf(workerId)).map(({ id }) => id);
  expect(dueItemIds).toHaveLength(months);
  const { proofs } = town.repositories;
  const add = async (proof: Proof) => {
    const added = await proofs.add(proof);
    acts.now += 60_000;
    const report = { dueItemIds: dueItemIds.slice(0, 1), reference: "A 1" };
    await acts.does("Asih", "report-payment", report, { effectId: "worker's" });
    return added;
  };
  const repositories = { ...town.repositories, proofs: Object.assign(Object.create(proofs), { add }) };
  const input = { dueItemIds, reference: "R 1" };
  await acts.does("Retno", "report-payment", input, { effectId: "at once", deps: { ...acts.deps, repositories } });
  const status = async () => (await acts.itemsOf(workerId)).map((one) => one.status);
  const workers = acts.deps.ids.derive("worker's", "proof");
  return { acts, workers, status, chat: town.person("Pak Lurah"), workerId };
}

describe("a proof whose month another proof covers", () => {
  it("is said to wait for the other, which is confirmed as ever, and then brings credit", async () => {
    const { acts, chat, status, workerId } = await bothReport();
    const shown = await chat.saysAll("periksa", "2");
    expect(shown).toContain("Nomor bukti: R 1");
    expect(shown).toContain("Sumarni1, Desember 2026: Rp 0.");
    expect(shown).toContain("juga dilaporkan dengan bukti lain");
    expect(await chat.says("1")).toContain("Berapa yang benar-benar dibayar?");
    const hindered = await chat.says("8.400");
    expect(hindered).toContain("belum bisa dicatat. Periksa dulu bukti itu");
    expect(hindered).not.toContain("lunas");
    expect(hindered).not.toContain("Benar, catat");
    await chat.says("Kembali ke buktinya");

    expect(await chat.says("3")).toContain("Nomor bukti: A 1");
    expect(await chat.says("1")).toContain("dicatat lunas");
    expect(await status()).toEqual(["confirmed"]);

    const left = await chat.saysAll("2", "2");
    expect(left).toContain("Nomor bukti: R 1");
    expect(left).toContain("sudah lunas atau tidak ditagih lagi");
    await chat.says("1");
    const asked = await chat.says("8.400");
    expect(asked).not.toContain("Semua bulan dicatat lunas");
    expect(asked).toContain("Iuran yang dihitung untuk bukti ini Rp 0, jadi lebih Rp 8.400");
    expect(asked).toContain("• Sumarni1, bulan berikutnya: Rp 8.400");
    expect(await chat.says("1")).toContain("dicatat sesuai jumlah itu");
    expect((await acts.workerNow(workerId)).credit).toBe(8_400);
  });

  it("is counted for its other months alone", async () => {
    const { chat, status } = await bothReport(2);
    expect(await chat.saysAll("periksa", "2")).toContain("Jumlah: Rp 16.800");
    expect(await chat.saysAll("1", "25.200")).toContain("Lebihnya Rp 8.400 mungkin untuk iuran itu");
    const asked = await chat.saysAll("Ganti jumlahnya", "16.800");
    expect(asked).toContain("Iuran yang dihitung untuk bukti ini Rp 16.800.");
    expect(asked).not.toContain("Semua bulan dicatat lunas");
    await chat.says("1");
    expect(await status()).toEqual(["reported", "confirmed"]);
  });

  it("counts whole again once the other was refused", async () => {
    const { acts, chat, workers, status } = await bothReport();
    await acts.does("Pak Lurah", "reject-proof", { proofId: workers, reason: "not-found-at-bpjs" });
    const shown = await chat.saysAll("periksa", "2");
    expect(shown).toContain("Sumarni1, Desember 2026: Rp 8.400.");
    expect(shown).not.toContain("⚠️");
    expect(await chat.saysAll("5", "8.400")).toContain("Semua bulan dicatat lunas. Benar?");
    await chat.says("1");
    expect(await status()).toEqual(["confirmed"]);
  });
});
