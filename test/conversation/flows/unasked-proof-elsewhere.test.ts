import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";
import { wishOf } from "../../support/town";

const bankOf = (amount: string): string =>
  `Transaksi Berhasil 20 Nov 2026 08:51 BPJS Ketenagakerjaan BPU Rp ${amount} No. Ref 778812345`;
const bank = bankOf("16.800");

let people: People;
beforeEach(async () => {
  people = await openPeople();
});

const proofsOf = async (chat: Chatter) => people.town.repositories.proofs.findByContact((await chat.contact()).id, 10);

describe("a bank's words that a coordinator forwards unasked", () => {
  let retno: Chatter;
  /** Retno, whose office owes for two workers and who owes a month of her own. */
  beforeEach(async () => {
    for (const [serial, name] of ["Asih", "Tono"].entries()) await people.payer(name, serial + 1, { payer: "sponsor" });
    await people.agrees("Retno");
    retno = people.town.person("Retno");
    await retno.saysAll("kantor", "1", "1", "Dinas Contoh", "Retno Dewi");
    const wish = wishOf({ kind: "office", officeName: "Dinas Contoh", count: 2, route: "coordinator" });
    const { held } = await people.acts.does("Retno", "make-pledges", wish);
    await people.acts.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
    await people.payer("Retno", 9, { name: "Retno Dewi" });
  });

  it.each(["menu", "kantor"])("are asked about (%s), and prove the bill, which its officer reads", async (place) => {
    await retno.saysAll("menu", place);
    const asked = await retno.says(bank);
    expect(asked).toContain("Pesan buktinya sudah kami terima. Ini bukti untuk apa?\n\n1. Seluruh tagihan kantor");
    await retno.says("1");
    expect(await retno.says("16800")).toContain("2 iuran dilaporkan sudah dibayar");
    expect(await proofsOf(retno)).toMatchObject([{ text: bank, status: "waiting", bill: { claimed: 16_800 } }]);
    expect(await people.town.person("Pak Lurah").saysAll("tugas", "2")).toContain(`Teks bukti yang dikirim:\n${bank}`);
  });

  it("prove a month of her own", async () => {
    await retno.says("menu");
    const own = bankOf("8.400");
    await retno.says(own);
    expect(await retno.says("2")).toContain("• Bukti: kami baca Rp 8.400, tanggal 20 November 2026");
    await retno.says("1");
    expect(await proofsOf(retno)).toMatchObject([{ text: own, dueItemIds: [expect.any(String)] }]);
  });

  it("are taken where the proof of the bill is asked for, and refused a second time", async () => {
    await retno.saysAll("menu", "kantor", "2", "16800");
    expect(await retno.says(bank)).toContain("2 iuran dilaporkan sudah dibayar");
    await people.acts.does("Pak Lurah", "confirm-bill", {
      ...{ proofId: (await proofsOf(retno))[0]?.id ?? "", found: 16_800, unpaid: [] },
    });
    await retno.saysAll("menu", bank);
    expect(await retno.says("1")).toContain("Bukti ini sudah pernah dikirim");
  });
});

describe("a bank's words in the middle of something else", () => {
  const asih = async (...serials: number[]): Promise<Chatter> => {
    await people.agrees("Asih");
    for (const serial of serials) await people.payer("Asih", serial);
    return people.town.person("Asih");
  };

  it.each([
    ["a choice", ["daftar"]],
    ["a question that takes no such words", ["bahasa"]],
    ["a name", ["daftar", "1"]],
  ])("open the report from %s, and what was begun is kept", async (_where, begun) => {
    const chat = await asih(1);
    await chat.saysAll(...begun);
    expect(await chat.says(bankOf("8.400"))).toContain("• Bukti: kami baca Rp 8.400");
    expect(await chat.says("1")).toContain("Terima kasih. Laporan bayar untuk 1 bulan");
  });

  it("are kept while the month is chosen", async () => {
    const chat = await asih(1, 2);
    await chat.says("sudah bayar");
    const heard = await chat.says(bankOf("8.400"));
    expect(heard).toContain("Terima kasih, pesan buktinya sudah kami terima.");
    expect(heard).toContain("Iuran mana yang sudah dibayar?");
    expect(await chat.says("2")).toContain("• Bukti: kami baca Rp 8.400");
  });

  it("are the answer where a message of any kind is asked for", async () => {
    const chat = await asih(1);
    await chat.says("petugas");
    expect(await chat.says(bankOf("8.400"))).toContain("Petugas");
    expect(await proofsOf(chat)).toEqual([]);
  });
});
