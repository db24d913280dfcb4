import { looksLikeReceipt, suggestFrom } from "../../../src/domain/payment/paper-text";
import type { IsoDay } from "../../../src/domain/shared/calendar";
import fc from "../../support/property";

const today = "2026-11-20" as IsoDay;

describe("the words of a receipt", () => {
  it.each([
    ["Pembayaran BPJS TK berhasil Rp 16.800 tgl 14 Nov 2026", 16_800, "2026-11-14"],
    ["Pembayaran BPJS TK berhasil Rp16,800.00 pada 14/11/2026 10:22", 16_800, "2026-11-14"],
    ["Nominal : Rp. 16.800,00\nBiaya admin : Rp 2.500\nTotal bayar : Rp 19.300\n14-11-26", 19_300, "2026-11-14"],
    ["Transfer IDR 16800 success, 3 November 2026", 16_800, "2026-11-03"],
    ["Total Pembayaran\nRp8.400\nSaldo akhir Rp 1.250.000\n2026-11-02 08:00", 8_400, "2026-11-02"],
    ["JUMLAH 16.800", 16_800, undefined],
    ["Rp 16.800 tanggal 31/12/2026 jatuh tempo", 16_800, undefined],
    ["Rp 16.800 pada 30 Februari 2026", 16_800, undefined],
    ["Rp 16.800,55", undefined, undefined],
    ["No. Ref 123456789012, NIK 3322015708900001", undefined, undefined],
    ["Saldo Anda Rp 500.000 per 14 Nov 2026", undefined, "2026-11-14"],
    ["", undefined, undefined],
  ])("%p", (text, amount, day) =>
    expect(suggestFrom(text, today)).toEqual({
      ...(amount === undefined ? {} : { amount }),
      ...(day === undefined ? {} : { day }),
    }),
  );

  it("are read whatever they are, in bounded time, and never suggest a day to come", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.string({ maxLength: 300 }), (one, other) => {
        const { amount = 1, day = today } = suggestFrom(`${one} Rp ${other}`, today);
        expect(amount > 0 && day <= today).toBe(true);
      }),
    );
    expect(suggestFrom("Rp 1.".repeat(50_000), today)).toEqual({});
    expect(suggestFrom("total ".repeat(50_000), today)).toEqual({});
  });

  it("are told from a number and from plain words", () => {
    expect(looksLikeReceipt("BRI: transfer Rp 16.800 berhasil")).toBe(true);
    expect(looksLikeReceipt("REF 1234567890 ABC")).toBe(false);
    expect(looksLikeReceipt("saya sudah bayar kemarin di Indomaret")).toBe(false);
  });
});
