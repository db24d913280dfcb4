import type { PicturePrint } from "../../src/domain/payment/picture-print";
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
  });
}
