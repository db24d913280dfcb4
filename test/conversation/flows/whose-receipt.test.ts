import type { InboundContent } from "../../../src/domain/messaging/message";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";
import { wishOf } from "../../support/town";

let people: People;
let retno: Chatter;
const photo: InboundContent = { type: "media", kind: "photo", ref: "slip" };
const ASKED = "Fotonya sudah kami terima. Ini bukti untuk apa?";
const staff = "Siti Aminah; 1001\nBudi; 1002";

/** Retno, whose office owes for so many workers and who owes a month of her own. */
async function coordinator({ workers = 2, own = true } = {}): Promise<void> {
  for (const [serial, name] of ["Asih", "Tono"].slice(0, workers).entries())
    await people.payer(name, serial + 1, { payer: "sponsor" });
  await people.agrees("Retno");
  retno = people.town.person("Retno");
  await retno.saysAll("kantor", "1", "1", "Dinas Contoh", "Retno Dewi");
  const wish = wishOf({ kind: "office", officeName: "Dinas Contoh", count: workers, route: "coordinator" });
  const { held } = await people.acts.does("Retno", "make-pledges", wish);
  await people.acts.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
  if (own) await people.payer("Retno", 9, { name: "Retno Dewi" });
  await retno.saysAll("menu", "kantor");
}
beforeEach(async () => {
  people = await openPeople();
});

const standing = () => {
  const { flow, step, answers } = retno.session().state.position ?? {};
  return { flow, step, answers };
};
const reported = async () => {
  const proofs = await people.town.repositories.proofs.findByContact((await retno.contact()).id, 10);
  return proofs.map(({ bill, dueItemIds, attachmentId }) => ({
    isBill: bill !== undefined,
    months: dueItemIds.length,
    hasPhoto: attachmentId !== undefined,
  }));
};

describe("a photo that a coordinator sends where none is asked for", () => {
  it("is asked about on the board, and proves the whole bill once the amount is said", async () => {
    await coordinator();
    const heard = await retno.sends(photo);
    expect(heard).toBe(
      [
        `${ASKED}\n`,
        "1. Seluruh tagihan kantor, Rp 16.800",
        "2. Iuran saya sendiri, bukan kantor",
        "3. Sebagian tagihan kantor",
        "4. Bukan bukti bayar",
      ].join("\n"),
    );
    expect(await retno.says("1")).toContain("Tagihan kantor: 2 iuran, jumlahnya Rp 16.800");
    expect(await retno.says("16000")).toContain("Kurangnya Rp 800");
    expect(await retno.sends(photo)).toContain("Buktinya sudah ada. Tinggal tulis jumlahnya");
    const done = await retno.says("16800");
    expect(done).toContain("2 iuran dilaporkan sudah dibayar");
    expect(await reported()).toEqual([{ isBill: true, months: 2, hasPhoto: true }]);
    // The board that was left is not shown a second time.
    expect(await retno.says("selesai")).toBe(
      "Baik. Ketik KANTOR kapan saja untuk kembali ke sini.\n---\nKetik MENU untuk pilihan lain, atau tulis pertanyaan kapan saja.",
    );
  });

  it.each<[string, InboundContent]>([
    ["kantor", { type: "text", text: "kantor" }],
    ["/kantor", { type: "text", text: "/kantor" }],
    ["the button of a notice", { type: "choice", value: "!office" }],
  ])("is kept for the bill where %s leads to the board, which says so", async (_way, word) => {
    await coordinator();
    await retno.sends(photo);
    await retno.says("1");
    expect(await retno.sends(word)).toMatch(
      /Dinas Contoh, 23 November 2026[\s\S]*Bukti yang tadi masih ada\.[^\n]*\n\n1\. Daftar bulan ini/u,
    );
    expect(await retno.says("2")).toContain("Tagihan kantor: 2 iuran");
    const done = await retno.says("16800");
    expect(done).toContain("2 iuran dilaporkan sudah dibayar");
    expect(done).not.toContain("masih ada");
    expect(await reported()).toEqual([{ isBill: true, months: 2, hasPhoto: true }]);
  });

  it("is for the next bill asked for anew", async () => {
    await coordinator({ own: false });
    await retno.sends(photo);
    await retno.saysAll("1", "16800");
    const proof = (await people.town.repositories.proofs.findByContact((await retno.contact()).id, 1))[0];
    await people.acts.does("Pak Lurah", "reject-proof", { proofId: proof?.id ?? "", reason: "unreadable" });
    await retno.saysAll("menu", "kantor");
    expect(await retno.saysAll("2", "16800")).toContain("Kirim foto atau PDF bukti bayarnya");
  });

  it("of a bill that was reported with it before is asked for again, and the amount is not", async () => {
    await coordinator();
    await retno.sends(photo);
    await retno.saysAll("2", "1");
    expect(await reported()).toEqual([{ isBill: false, months: 1, hasPhoto: true }]);
    await retno.sends(photo);
    const heard = await retno.saysAll("1", "16800");
    expect(heard).toContain("Bukti itu sudah pernah dikirim");
    expect(heard).toContain("Kirim foto atau PDF bukti bayarnya");
    expect(await retno.says("REF 12345")).toContain("2 iuran dilaporkan sudah dibayar");
  });

  it("proves her own month, and the board is there again afterwards", async () => {
    await coordinator();
    await retno.sends(photo);
    const review = await retno.says("iuran saya");
    expect(review).toContain("Retno, Desember 2026");
    expect(review).not.toContain("Sumarni");
    const done = await retno.says("1");
    expect(done).toContain("Dinas Contoh, 23 November 2026");
    expect(standing()).toMatchObject({ flow: "office", step: "board" });
    expect(await reported()).toEqual([{ isBill: false, months: 1, hasPhoto: true }]);
  });

  it("proves a part of the office's months, of which only those are offered", async () => {
    await coordinator();
    await retno.sends(photo);
    const which = await retno.says("sebagian");
    expect(which).toContain("1. Sumarni1, Desember 2026: Rp 8.400\n2. Sumarni2, Desember 2026: Rp 8.400\n3. Semua");
    expect(which).not.toContain("Retno, Desember");
    await retno.says("1");
    await retno.says("1");
    expect(await reported()).toEqual([{ isBill: false, months: 1, hasPhoto: true }]);
  });

  it.each([
    ["the typed staff list", ["4", "1", staff], "listCheck"],
    ["a name that is looked for", ["4", "1", staff, "1", "4", "4", "siti"], "which"],
    ["the next coordinator", ["5", "1"], "sought"],
  ])("loses nothing: %s is there again after each of its answers", async (_what, said, step) => {
    await coordinator();
    await retno.saysAll(...said);
    const before = standing();
    expect(before.step).toBe(step);
    const asked = retno.heard.at(-1)?.text ?? "";
    expect(await retno.sends(photo)).toContain(ASKED);
    const left = await retno.says("4");
    expect(left).toContain("Baik, itu tidak kami pakai sebagai bukti");
    expect(left).toContain(asked);
    expect(standing()).toEqual(before);
    // Her own month.
    await retno.sends(photo);
    await retno.says("2");
    expect(await retno.says("1")).toContain(asked);
    expect(standing()).toEqual(before);
    // The whole bill, of which the board is the end.
    await retno.sends({ ...photo, ref: "other" });
    await retno.saysAll("1", "16800");
    expect(standing()).toMatchObject({ flow: "office", step: "board" });
    await retno.says("selesai");
    expect(standing()).toEqual(before);
    expect(await reported()).toHaveLength(2);
  });

  it("is kept where she turns away before she has said what it is, and taken in a wrong answer's stead", async () => {
    await coordinator();
    await retno.sends(photo);
    for (const wrong of ["99", "zzz qqq"]) expect(await retno.says(wrong)).toContain(ASKED);
    expect(await retno.says("kenapa?")).toContain("Supaya bukti ini tercatat untuk iuran yang benar");
    expect(await retno.sends({ ...photo, ref: "newer" })).toContain(ASKED);
    expect(await retno.says("menu")).toContain("bukti bayar");
    expect(await retno.says("lanjut")).toContain(ASKED);
    await retno.saysAll("1", "16800");
    expect(await reported()).toEqual([{ isBill: true, months: 2, hasPhoto: true }]);
  });

  it("is asked about at the menu too, where the list has just come", async () => {
    await coordinator({ workers: 1, own: false });
    await retno.says("menu");
    expect(await retno.sends(photo)).toBe(`${ASKED}\n\n1. Seluruh tagihan kantor, Rp 8.400\n2. Bukan bukti bayar`);
    expect(await retno.saysAll("1", "8400")).toContain("1 iuran dilaporkan sudah dibayar");
  });

  it("opens the report at once for whoever coordinates nothing, and the question that was open comes back", async () => {
    await people.payer("Siti", 1);
    await people.agrees("Siti");
    retno = people.town.person("Siti");
    const asked = await retno.saysAll("kantor", "1", "1");
    expect(await retno.sends(photo)).not.toContain(ASKED);
    expect(await retno.says("1")).toContain(asked);
    expect(standing()).toMatchObject({ flow: "office", step: "officeName", answers: { setup: "new", kind: "agency" } });
  });
});
