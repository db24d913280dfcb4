import mongoose from "mongoose";
import { openFactBook } from "../../src/knowledge/fact-book";
import type { FactMark } from "../../src/knowledge/fact-marks";
import type { Storage } from "../../src/storage/open-storage";
import { openTestStorage } from "../support/storage";
import { twenty } from "../support/stored-values";

let storage: Storage;
let uri: string;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ storage, uri, close } = await openTestStorage());
});
afterEach(() => close());

const said = { by: "officer-1", on: "2026-12-01", factId: "F4.07" };
const confirmed: FactMark = { ...said, id: "b", at: 2, kind: "confirmed" };
const corrected: FactMark = {
  ...{ ...said, id: "a", at: 3, kind: "corrected", source: "Surat cabang, dari Bu WATI" },
  ...{ values: { days: { days: 5 }, late: { percent: 0.5 } }, from: "2026-12-10", until: "2027-12-31" },
};
const expired: FactMark = { ...said, id: "c", at: 1, kind: "expired", until: "2026-12-31" };

describe("what officers said of facts", () => {
  it("comes back as it was said, oldest first", async () => {
    for (const mark of [corrected, confirmed, expired]) await storage.factMarks.add(mark);
    expect(await storage.factMarks.all()).toEqual([expired, confirmed, corrected]);
  });

  it("is written once for its id, of any number at once, and never changed", async () => {
    await Promise.all(twenty.map(() => storage.factMarks.add(confirmed)));
    await storage.factMarks.add({ ...confirmed, on: "2027-01-01" });
    expect(await storage.factMarks.all()).toEqual([confirmed]);
  });

  it("keeps the source sealed", async () => {
    await storage.factMarks.add(corrected);
    const connection = await mongoose.createConnection(uri).asPromise();
    const raw = await connection.collection("fact_marks").find({}).toArray();
    await connection.close();
    const written = JSON.stringify(raw, (_, value) => (Buffer.isBuffer(value) ? value.toString("latin1") : value));
    expect(written).toContain("F4.07");
    expect(written).not.toContain("WATI");
  });

  it("opens the book as the officers have left it, on the day from which it holds", async () => {
    await storage.factMarks.add(corrected);
    let today = "2026-12-09";
    const book = await openFactBook(storage.factMarks, () => today);
    expect(book.current().byId("F4.07").values["days"]).toEqual({ days: 3 });
    today = "2026-12-10";
    await book.refresh();
    expect(book.current().byId("F4.07")).toMatchObject({
      ...{ values: { days: { days: 5 }, late: { percent: 0.5 } }, validFrom: "2026-12-10", validUntil: "2027-12-31" },
      confirmedByOfficerOn: "2026-12-01",
    });
  });
});
