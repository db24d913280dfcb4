import { readMoney } from "../../../src/conversation/answers/money";
import fc from "../../support/property";

describe("readMoney", () => {
  it.each([
    ["1,5 jt", 1_500_000],
    ["1.5jt", 1_500_000],
    ["1.500.000", 1_500_000],
    ["1,500,000", 1_500_000],
    ["1500000", 1_500_000],
    ["1500000,00", 1_500_000],
    ["Rp 1.500.000,00", 1_500_000],
    ["rp 1.000.000,-", 1_000_000],
    ["Rp.1.000.000,-", 1_000_000],
    ["rp1000000", 1_000_000],
    ["IDR 1.000.000", 1_000_000],
    ["sejuta setengah", 1_500_000],
    ["satu setengah juta", 1_500_000],
    ["satu juta setengah", 1_500_000],
    ["setengah juta", 500_000],
    ["separo yuta", 500_000],
    ["2jt", 2_000_000],
    ["2 jt", 2_000_000],
    ["2juta", 2_000_000],
    ["2 jutaan", 2_000_000],
    ["2jutaan", 2_000_000],
    ["sejutaan", 1_000_000],
    ["sejuta", 1_000_000],
    ["sakyuta", 1_000_000],
    ["rong yuta", 2_000_000],
    ["rongyuta", 2_000_000],
    ["kalih yuta", 2_000_000],
    ["800rb", 800_000],
    ["800 ribu", 800_000],
    ["800rban", 800_000],
    ["800k", 800_000],
    ["800 k", 800_000],
    ["delapan ratus ribu", 800_000],
    ["wolung atus ewu", 800_000],
    ["limangatus ewu", 500_000],
    ["seket ewu", 50_000],
    ["sewu", 1_000],
    ["1 juta 500 ribu", 1_500_000],
    ["1jt 500rb", 1_500_000],
    ["2jt500", 2_500_000],
    ["dua juta lima ratus", 2_500_000],
    ["dua juta lima ratus ribu", 2_500_000],
    ["1,25 juta", 1_250_000],
    ["1.250 juta", 1_250_000],
    ["0,8 jt", 800_000],
    ["sekitar 2 juta", 2_000_000],
    ["kurang lebih 2jt per bulan", 2_000_000],
    ["2jt/bln", 2_000_000],
    ["2 juta sebulan pak".replace(" pak", ""), 2_000_000],
    ["gaji saya 1,8jt", 1_800_000],
    ["８００ｒｂ", 800_000],
    ["16800", 16_800],
    ["16.800", 16_800],
    ["2 juta 💰", 2_000_000],
  ])("reads %j as %i rupiah", (typed, value) => {
    expect(readMoney(typed)).toEqual({ ok: true, value });
  });

  it.each([
    ["", "unreadable"],
    ["banyak", "unreadable"],
    ["juta", "unreadable"],
    ["jt", "unreadable"],
    ["-500000", "unreadable"],
    ["1,5", "unreadable"],
    ["2 juta 5", "unreadable"],
    ["1.50.000", "unreadable"],
    ["1-2 juta", "range"],
    ["1 sampai 2 juta", "range"],
    ["1jt - 2jt", "range"],
    ["1 s/d 2 jt", "range"],
    ["500rb atau 600rb", "range"],
    ["100rb per hari", "other-span"],
    ["100rb/hari", "other-span"],
    ["sehari 100 ribu", "other-span"],
    ["seminggu 500rb", "other-span"],
    ["100 ribu sakdino".replace("sakdino", "sakdina"), "other-span"],
    ["harian 80rb", "other-span"],
  ])("refuses %j as %s", (typed, why) => {
    expect(readMoney(typed)).toEqual({ ok: false, error: { key: `answers.money.${why}` } });
  });

  it("keeps to the limits, which are allowed themselves", () => {
    const limits = { least: 100_000, most: 2_000_000 };
    expect(readMoney("100rb", limits).ok).toBe(true);
    expect(readMoney("2jt", limits).ok).toBe(true);
    expect(readMoney("99.999", limits)).toEqual({
      ok: false,
      error: { key: "answers.money.too-small", params: { least: 100_000 } },
    });
    expect(readMoney("3jt", limits)).toEqual({
      ok: false,
      error: { key: "answers.money.too-large", params: { most: 2_000_000 } },
    });
    expect(readMoney("900 miliar")).toMatchObject({ ok: false, error: { key: "answers.money.too-large" } });
  });

  it("reads back every amount, however it is written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (amount) => {
        const dotted = new Intl.NumberFormat("id-ID").format(amount);
        const written = [
          String(amount),
          dotted,
          `Rp ${dotted}`,
          `Rp${dotted},-`,
          `${dotted},00`,
          dotted.replaceAll(".", ","),
        ];
        for (const typed of written) expect(readMoney(typed)).toEqual({ ok: true, value: amount });
      }),
    );
  });

  it("reads back every amount in tenths of a million and in thousands", () => {
    for (let tenths = 1; tenths < 500; tenths++) {
      const typed = String(tenths / 10).replace(".", ",");
      expect(readMoney(`${typed} juta`)).toEqual({ ok: true, value: tenths * 100_000 });
      expect(readMoney(`${tenths}rb`)).toEqual({ ok: true, value: tenths * 1_000 });
    }
  });
});
