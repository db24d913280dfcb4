import type { DueItem } from "../../src/domain/contribution/due-item";
import type { Area } from "../../src/domain/officer/officer";
import { type Attachment, type Proof, spreadsheetKind } from "../../src/domain/payment/proof";
import type { IsoDay } from "../../src/domain/shared/calendar";
import { rupiah } from "../../src/domain/shared/money";
import type { Period } from "../../src/domain/shared/period";
import { suiteRepositories } from "../support/storage";
import { dueItem, idsOf, outcomes, proof, twenty, unique } from "../support/stored-values";

const repositories = suiteRepositories();

describe("due items", () => {
  it("exist once per worker and period, however many processes open them at once", async () => {
    const [one, two] = [dueItem(), dueItem()];
    const elsewhere = { ...one, id: unique("another-id") };
    const counts = await Promise.all(twenty.map(() => repositories.dueItems.addMissing([one, two, elsewhere])));
    expect(counts.reduce((sum, count) => sum + count)).toBe(2);
    expect(await repositories.dueItems.findByWorkers([one.workerId], 10)).toHaveLength(1);
    expect(await repositories.dueItems.addMissing([])).toBe(0);
  });

  it("are listed by period, and come back exactly as they were written", async () => {
    const workerId = unique("worker");
    const [march, april] = [
      dueItem({ workerId, paid: rupiah(20_000), reportedAt: 5, confirmedAt: 6, proofId: "p", pledgeId: "q" }),
      dueItem({
        ...{ workerId, period: "2026-04" as Period, payer: { type: "worker", personId: "w" } },
        parts: { "proof-1_a": rupiah(5_000) },
        news: { contactId: "c1", at: 3 },
      }),
    ];
    await repositories.dueItems.addMissing([april, march]);
    expect(await repositories.dueItems.findByWorkers([workerId], 10)).toEqual([march, april]);
    expect(await repositories.dueItems.findByWorkers([workerId], 1)).toEqual([march]);
    expect(await repositories.dueItems.findMany([march.id])).toEqual([march]);
  });

  it("that were waived, as none is any more, are read as cancelled", async () => {
    const old = dueItem({ status: "waived" as never });
    await repositories.dueItems.addMissing([old]);
    expect(await repositories.dueItems.find(old.id)).toEqual({ ...old, status: "cancelled" });
  });

  it("are found unpaid by their due days, both included", async () => {
    const items = ["2031-01-15", "2031-01-16", "2031-01-17", "2031-01-18"].map((dueDay) =>
      dueItem({ dueDay: dueDay as IsoDay, period: "2031-01" as Period }),
    );
    const [, second, third] = items as [DueItem, DueItem, DueItem];
    await repositories.dueItems.addMissing([
      ...items,
      dueItem({ dueDay: "2031-01-16" as IsoDay, period: "2031-01" as Period, status: "reported" }),
    ]);
    await repositories.dueItems.save({ ...third, status: "overdue" });
    const found: DueItem[] = [];
    for await (const page of (await repositories.dueItems.unpaid(["2031-01-16" as IsoDay, "2031-01-17" as IsoDay]))
      .pages)
      found.push(...page);
    expect(idsOf(found).sort()).toEqual(idsOf([second, third]).sort());
    expect(await repositories.dueItems.countByStatus("2031-01" as Period)).toEqual({
      open: 3,
      reported: 1,
      overdue: 1,
    });
  });
});

describe("proofs and files", () => {
  it("catch the same file sent twice, until the first was rejected", async () => {
    const contentHash = unique("hash");
    const added = await Promise.all(twenty.map(() => repositories.proofs.add(proof({ contentHash }))));
    expect(outcomes(added)).toEqual({ ok: 1, errors: new Set(["same-proof"]) });
    const counted = added.flatMap((result) => (result.ok ? [result.value] : []))[0] as Proof;
    const rejected = await repositories.proofs.save({ ...counted, status: "rejected", reason: "unreadable" });
    expect(rejected).toMatchObject({ ok: true, value: { contentHash } });
    const again = proof({ contentHash });
    expect((await repositories.proofs.add(again)).ok).toBe(true);
    expect(await repositories.proofs.save({ ...counted, revision: 1, status: "waiting" })).toEqual({
      ok: false,
      error: "same-proof",
    });
  });

  it("wait for the officers of their kecamatan, oldest first", async () => {
    const districtCode = unique("district");
    const { contentHash: _, ...typed } = proof({ districtCode, reference: "1234 \ud800", createdAt: 2 });
    const [second, first] = [typed, proof({ districtCode, createdAt: 1 })];
    for (const one of [second, first, proof({ districtCode, status: "confirmed" })]) await repositories.proofs.add(one);
    const area: Area = { type: "village", districtCode, villageId: "any" };
    expect(await repositories.proofs.waiting(area, 10)).toEqual([first, second]);
    expect(await repositories.proofs.waiting(area, 10, [first.id])).toEqual([second]);
    expect(await repositories.proofs.countWaiting({ type: "district", districtCode })).toBe(2);
    expect(await repositories.proofs.findByContact(first.contactId, 5)).toEqual([first]);
    await repositories.proofs.removeByContact(first.contactId);
    expect(await repositories.proofs.find(first.id)).toBeNull();
  });

  it("keep what was found, what was read and what was forwarded, and are found by their receipt", async () => {
    const found = { amount: rupiah(1), expected: rupiah(2), shares: [], officerId: "o", at: 3 };
    const suggestion = { amount: rupiah(16_800), day: "2026-11-04" as IsoDay };
    const receiptHash = unique("receipt");
    const takenBack = { officerId: "o", at: 9 };
    const one = proof({ status: "rejected", text: "Rp 16.800", suggestion, found, takenBack, receiptHash });
    await repositories.proofs.add(one);
    expect(await repositories.proofs.find(one.id)).toEqual(one);
    expect(await repositories.proofs.findByReceipt(receiptHash)).toEqual(one);
    expect(await repositories.proofs.findByReceipt(unique("receipt"))).toBeNull();
  });

  it("are found by any mark of their picture and by their sender, the latest first, those rejected at once not", async () => {
    const [mark, other] = [unique("mark"), unique("mark")];
    const print = { width: 9, height: 9, words: [{ box: { left: 1, top: 2, right: 3, bottom: 4 }, fields: "01ab" }] };
    const contactId = unique("contact");
    const of = { contactId, print, resembles: { proofId: "p", at: 1 }, replacedAt: 2 };
    const [first, second] = [
      proof({ ...of, marks: [mark, "x"], createdAt: 1 }),
      proof({ ...of, marks: [mark, other], createdAt: 2 }),
    ];
    const takenBack = proof({
      ...{ ...of, marks: [mark, "y"], createdAt: 0, status: "rejected", takenBack: { officerId: "o", at: 9 } },
    });
    for (const one of [first, second, takenBack, proof({ ...of, marks: [mark], status: "rejected" })])
      await repositories.proofs.add(one);
    expect(await repositories.proofs.findByMarks([mark, other], 5)).toEqual([second, first, takenBack]);
    expect(await repositories.proofs.findByMarks([mark], 1)).toEqual([second]);
    expect(await repositories.proofs.findByMarks([unique("mark")], 5)).toEqual([]);
    expect(await repositories.proofs.latestOf(contactId, 5)).toEqual([second, first, takenBack]);
    expect(await repositories.proofs.latestOf(contactId, 1)).toEqual([second]);
  });

  it("keep every byte of a file until its contact is forgotten", async () => {
    const attachment: Attachment = {
      id: unique("file"),
      contactId: unique("contact"),
      mimeType: "image/jpeg",
      bytes: Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256),
      contentHash: "abc",
      createdAt: 1,
    };
    await repositories.attachments.add(attachment);
    await repositories.attachments.add({ ...attachment, bytes: Uint8Array.of(1) });
    const found = await repositories.attachments.find(attachment.id);
    expect(Buffer.from(found?.bytes ?? []).equals(attachment.bytes)).toBe(true);
    expect({ ...found, bytes: attachment.bytes }).toEqual(attachment);
    const made = {
      ...attachment,
      id: unique("file"),
      mimeType: spreadsheetKind,
      made: { name: "daftar Dinas Contoh" },
    };
    await repositories.attachments.add({ ...made, mimeType: spreadsheetKind });
    expect(await repositories.attachments.find(made.id)).toEqual(made);
    await repositories.attachments.removeByContact(attachment.contactId);
    expect(await repositories.attachments.find(made.id)).toBeNull();
    expect(await repositories.attachments.find(attachment.id)).toBeNull();
  });
});
