import type { PicturePrint } from "../../src/domain/payment/picture-print";
import { markOverdue, openDueItems } from "../../src/operations/scheduled";
import { dinas } from "../support/office-town";
import { DAY, type Town } from "../support/town";

/** A picture of so many words in a column, each with fields of its own. */
const printOf = (seeds: readonly number[], changes: Partial<PicturePrint> = {}): PicturePrint => ({
  ...{ width: 900, height: 1_000 },
  words: seeds.map((seed, index) => ({
    box: { left: 50, top: 60 + index * 60, right: 50 + 220 - index * 10, bottom: 90 + index * 60 },
    fields: Array.from({ length: 192 }, (_, at) => (((at + 1) * (seed + 7) * 2_654_435) % 1_013) % 2).join(""),
  })),
  ...changes,
});
const receipt = [1, 2, 3, 4, 5, 6, 7, 8];

/** What is promised about a receipt that was sent before. */
export function sameReceiptSuite(open: () => Promise<Town>): void {
  describe("the same receipt twice", () => {
    let town: Town;
    beforeEach(async () => {
      town = await open();
    });

    const sends = async (who: string, file: string, print: PicturePrint) => {
      const { id: contactId } = await town.contact(who);
      const kept = { id: file, contactId, mimeType: "image/png", contentHash: file, createdAt: town.now } as const;
      await town.repositories.attachments.add({ ...kept, bytes: new Uint8Array(Buffer.from(JSON.stringify(print))) });
      const dueItemIds = (await town.sees(who, "reportable-dues", {})).map((due) => due.dueItemId);
      const report = { dueItemIds, attachmentId: file, contentHash: file };
      const outcome = await town.does(who, "report-payment", report, { effectId: file });
      return { outcome, proofId: town.deps.ids.derive(file, "proof") };
    };
    const twoSponsors = async () => {
      await town.insured("Asih", 1);
      await town.sponsors("Retno");
      await town.insured("Budi", 2);
      await town.sponsors("Dewi");
    };
    const shownAfter = async (first: string) => town.sees("Officer", "next-proof", { skipIds: [first] });

    it("is shown to the officer with the day of the first, whoever sent it, and taken from the sender as ever", async () => {
      await twoSponsors();
      const first = await sends("Retno", "one", printOf(receipt));
      const at = town.now;
      town.now += DAY;
      const second = await sends("Dewi", "two", printOf(receipt, { height: 800 }));
      expect([first.outcome.status, second.outcome.status]).toEqual(["reported", "reported"]);
      expect(await town.sees("Officer", "next-proof", { skipIds: [] })).not.toHaveProperty("resemblesAt");
      expect(await shownAfter(first.proofId)).toMatchObject({ proofId: second.proofId, resemblesAt: at });
    });

    it("is not meant where a figure differs, nor where the first was rejected", async () => {
      await twoSponsors();
      const first = await sends("Retno", "one", printOf(receipt));
      const another = await sends("Dewi", "two", printOf([1, 2, 3, 4, 5, 6, 7, 99]));
      expect(await shownAfter(first.proofId)).not.toHaveProperty("resemblesAt");
      for (const { proofId } of [first, another])
        await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
      const again = await sends("Retno", "three", printOf(receipt));
      const shown = await town.sees("Officer", "next-proof", { skipIds: [] });
      expect(shown).toMatchObject({ proofId: again.proofId });
      expect(shown).not.toHaveProperty("resemblesAt");
    });

    it("is shown with the day and the reason, where the confirmation of the first was taken back", async () => {
      await twoSponsors();
      const first = await sends("Retno", "one", printOf(receipt));
      const at = town.now;
      await town.does("Officer", "confirm-proof", { proofId: first.proofId });
      town.now += DAY;
      const takenBack = town.now;
      await town.does("Officer", "take-back-proof", { proofId: first.proofId, reason: "other" });
      const again = await sends("Retno", "two", printOf(receipt));
      const shown = await town.sees("Officer", "next-proof", { skipIds: [] });
      expect(shown).toMatchObject({
        ...{ proofId: again.proofId, resemblesAt: at },
        resemblesTakenBack: { at: takenBack, reason: "other" },
      });
    });

    /** A payment of all that somebody owes: a PDF of these words, or what she typed or forwarded. */
    const says = async (who: string, what: { pdf: string } | { reference: string } | { text: string }) => {
      const effectId = `${who} ${town.now}`;
      const { id: contactId } = await town.contact(who);
      const dueItemIds = (await town.sees(who, "reportable-dues", {})).map((due) => due.dueItemId);
      if ("pdf" in what) {
        const kept = { id: effectId, contactId, mimeType: "application/pdf", contentHash: effectId } as const;
        const bytes = new Uint8Array(Buffer.from(what.pdf));
        await town.repositories.attachments.add({ ...kept, createdAt: town.now, bytes });
      }
      const proven = "pdf" in what ? { attachmentId: effectId, contentHash: effectId } : what;
      const outcome = await town.does(who, "report-payment", { dueItemIds, ...proven }, { effectId });
      town.now += DAY;
      return { outcome, proofId: town.deps.ids.derive(effectId, "proof") };
    };
    const receiptOf = (ref: string, day = "4 Nov 2026"): string =>
      `BANK CONTOH\nVirtual Account 8888801234567890\nNo. Rekening 0123456789012\nNo. Ref ${ref}\nTotal Rp 8.400\n${day}`;
    const ref = "202611120938471";

    it.each([
      ["a PDF downloaded anew", { pdf: receiptOf(ref) }, { pdf: `${receiptOf(ref)}\n` }, "words"],
      ["a PDF that tells more", { pdf: receiptOf(ref) }, { pdf: `Dicetak 3 Des 2026\n${receiptOf(ref)}` }, "number"],
      ["its number, typed", { pdf: receiptOf(ref) }, { reference: `BRI ${ref}` }, "number"],
      ["its number, typed in groups", { text: receiptOf(ref) }, { reference: "2026 1112 0938 471" }, "number"],
      ["a PDF of the number typed before", { reference: `REF ${ref}` }, { pdf: receiptOf(ref) }, "number"],
      ["the same number, typed twice", { reference: ref }, { reference: `ref ${ref}` }, "number"],
      ["the same bare number of somebody else", { reference: ref }, { reference: ref }, "number"],
      ["forwarded with a word added", { text: receiptOf(ref) }, { text: `Sudah ya ${receiptOf(ref)}` }, "number"],
    ] as const)("is noticed as %s, and taken from the sender as ever", async (_title, sent, again, resemblesBy) => {
      await twoSponsors();
      const at = town.now;
      const first = await says("Retno", sent);
      const second = await says("Dewi", again);
      expect(second.outcome.status).toBe("reported");
      expect(await shownAfter(first.proofId)).toMatchObject({ proofId: second.proofId, resemblesAt: at, resemblesBy });
    });

    it("is noticed on the bill of an office", async () => {
      const { bill } = await dinas(town);
      await town.insured("Asih", 9, { payer: "self" });
      const first = await says("Asih", { pdf: receiptOf(ref) });
      await town.does("Retno", "report-bill", { claimed: bill, reference: `REF ${ref}` });
      expect(await shownAfter(first.proofId)).toMatchObject({ isBill: true, resemblesBy: "number" });
    });

    it.each([
      [
        "a PDF with the account and the bill of every month",
        [{ pdf: receiptOf("202611120938471") }, { pdf: receiptOf("202612101412773", "10 Des 2026") }],
      ],
      [
        "a PDF without words of a receipt",
        [{ pdf: "Dipindai dengan CamScanner" }, { pdf: "Dipindai dengan CamScanner" }],
      ],
      [
        "a forwarded message",
        [{ text: receiptOf("202611120938471") }, { text: receiptOf("202612101412773", "10 Des 2026") }],
      ],
      ["the number of the bill, typed", [{ reference: "8888801234567890" }, { reference: "8888801234567890" }]],
      ["the number of the bill, named", [{ reference: "VA 888880123456" }, { reference: "kode iuran 888880123456" }]],
      ["the NIK", [{ reference: "3322015708900001" }, { reference: "NIK 3322015708900001" }]],
      ["a telephone", [{ reference: "0812 3456 7890" }, { reference: "081234567890" }]],
      ["a day", [{ reference: "12112026" }, { reference: "Ref 12112026" }]],
      ["an amount", [{ reference: "Rp 10.000.000" }, { reference: "Rp10000000" }]],
    ] as const)("is not meant where two months of one sponsor share %s", async (_title, [november, december]) => {
      await town.insured("Asih", 1);
      await town.sponsors("Retno");
      const first = await says("Retno", november);
      await town.does("Officer", "confirm-proof", { proofId: first.proofId });
      town.now = Date.parse("2026-12-10T02:00:00Z");
      await openDueItems(town.deps, town.now);
      const second = await says("Retno", december);
      const shown = await shownAfter(first.proofId);
      expect(shown).toMatchObject({ proofId: second.proofId });
      expect(shown).not.toHaveProperty("resemblesAt");
    });

    it("is not meant where worker and sponsor type the number of her bill, each for a month of their own", async () => {
      const workerId = await town.insured("Asih", 1);
      await town.sponsors("Retno");
      const reference = "8888801234567890";
      const first = await says("Retno", { reference });
      await town.does("Officer", "confirm-proof", { proofId: first.proofId });
      town.now = Date.parse("2026-12-20T02:00:00Z");
      await openDueItems(town.deps, town.now);
      await markOverdue(town.deps, town.now);
      const [, december] = await town.itemsOf(workerId);
      await town.does("Asih", "report-payment", { dueItemIds: [december?.id ?? ""], reference });
      const shown = await shownAfter(first.proofId);
      expect(shown).toMatchObject({ reference });
      expect(shown).not.toHaveProperty("resemblesAt");
    });

    it("is no longer meant by a number under which officers have confirmed two proofs: a bank names more than receipts so", async () => {
      await twoSponsors();
      await town.insured("Citra", 3);
      await town.sponsors("Tono");
      const printed = { pdf: receiptOf(ref) };
      const shown = [];
      for (const who of ["Retno", "Dewi", "Tono"]) {
        await says(who, { pdf: `${who}\n${printed.pdf}` });
        const next = await town.sees("Officer", "next-proof", { skipIds: [] });
        shown.push(next?.resemblesBy);
        await town.does("Officer", "confirm-proof", { proofId: next?.proofId ?? "" });
      }
      expect(shown).toEqual([undefined, "number", undefined]);
    });
  });
}
