import { numbersInWords, numbersTyped } from "../../../src/domain/payment/receipt-number";
import fc from "../../support/property";

const [named, bare] = [true, false].map((isNamed) => (number: string) => ({ number, isNamed }));

describe("the number of a receipt", () => {
  it.each([
    ["Transfer BERHASIL No. Ref: 202611120938471 Rp 16.800", "202611120938471"],
    ["Nomor Referensi   202611120938471\nRekening 0123456789", "202611120938471"],
    ["RRN 631512345678 STAN 123456", "631512345678"],
    ["ID Transaksi: INV/20261112/BPJS/88123", "inv20261112bpjs88123"],
    ["Reff No. FT26316ABCD99881", "ft26316abcd99881"],
    ["Kode transaksi 2026 1112 0938 471", "202611120938471"],
    ["NTPN: 0A1B2C3D4E5F6789", "0a1b2c3d4e5f6789"],
    ["Struk no 12345678. Terima kasih", "12345678"],
  ])("is read where words name it: %p", (words, number) => {
    expect(numbersInWords(words)).toEqual([named?.(number)]);
    expect(numbersTyped(words)).toContainEqual(named?.(number));
  });

  it.each([
    "No. Rekening 0123456789012",
    "Nomor Virtual Account 8888801234567890",
    "Kode iuran 123456789012",
    "Nomor pembayaran 3322015708900001",
    "NIK 3322015708900001, KPJ 10000000001",
    "Ref 3322015708900001",
    "HP 081234567890",
    "Ref. 081234567890",
    "Ref 0812-3456-7890",
    "Ref 04112026",
    "Ref 2026-11-04",
    "Ref 04/11/2026 10:22",
    "Total Rp 10.000.000 tanggal 12 Nov 2026",
    "No. transaksi Rp10000000",
    "Ref 8837261",
    "No. Rekening\nNo. Referensi\n0123456789012\n202611120938471",
  ])("is none that the account, the bill, the person, the day or the money has: %p", (words) => {
    expect(numbersInWords(words)).toEqual([]);
    expect(numbersTyped(words).filter(({ isNamed }) => isNamed)).toEqual([]);
  });

  it.each([
    ["202611120938471", "202611120938471"],
    ["BRI 2026 1112 0938 471, tgl 12/11/2026", "202611120938471"],
    ["ref saya 202611120938471", "202611120938471"],
  ])("may be one that was typed without a name: %p", (typed, number) => {
    expect(numbersTyped(typed)).toEqual([bare?.(number)]);
  });

  it.each([
    "VA 8888801234567890",
    "kode iuran 123456789012",
    "rek BRI 012345678901234",
    "KPJ 10000000001",
    "3322015708900001",
    "0812 3456 7890",
    "12112026",
    "Rp10000000",
    "10000000",
    "BRI 1234",
  ])("is not one that stays the same from month to month, nor a day or an amount: %p", (typed) => {
    expect(numbersTyped(typed)).toEqual([]);
  });

  it("is looked for in anything in bounded time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        for (const { number } of numbersTyped(`ref ${text}`)) expect(number).toMatch(/^[a-z\d]{8,}$/u);
      }),
    );
    for (const part of ["ref ", "no. ", "1234 ", "a-", "ref 1234 "])
      expect(numbersTyped(part.repeat(20_000)).length).toBeLessThanOrEqual(16);
  });
});
