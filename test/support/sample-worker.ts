import type { Worker } from "../../src/domain/worker/worker";

/** A farmer in Kopeng who pays herself and has just been registered, for rules that need no storage. */
export const sampleWorker = (changes: Partial<Worker> = {}): Worker => ({
  id: "w",
  revision: 0,
  personId: "p",
  number: "KL-2222-222",
  status: "submitted",
  districtCode: "33.22.01",
  villageId: "33.22.01-kopeng",
  occupationId: "farmer",
  sector: "other",
  income: 1_000_000,
  base: 1_000_000,
  programmes: "JKK+JKM",
  funding: "private",
  payer: "self",
  registeredBy: { contactId: "c", relation: "self" },
  sharesNikWithSponsor: false,
  warnings: [],
  submittedAt: 1,
  ...changes,
});
