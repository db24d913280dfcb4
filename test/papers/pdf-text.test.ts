import { readPdf } from "../../src/papers/pdf-text";
import { pdfOf } from "../support/pdf";

describe("a PDF that somebody sent", () => {
  it("is read to its words", async () => {
    expect(await readPdf(pdfOf(["BANK CONTOH", "Total Rp 16.800", "14 Nov 2026"]))).toMatch(
      /Total Rp 16\.800\s+14 Nov 2026/u,
    );
  });

  it.each([
    ["no PDF at all", Uint8Array.from(Buffer.from("selamat pagi"))],
    ["one that breaks off", pdfOf(["Total Rp 16.800"]).subarray(0, 120)],
    ["nothing but its head", Uint8Array.from(Buffer.from("%PDF-1.7\n"))],
    ["noise", Uint8Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 251)],
    ["one without words", pdfOf([])],
  ])("that is %s has no words, and harms nothing", async (_title, bytes) => {
    expect(await readPdf(bytes)).toBeNull();
    expect(await readPdf(pdfOf(["masih terbaca"]))).toContain("masih terbaca");
  });
});
