import { readWhichDues } from "../../../src/conversation/flows/which-dues";
import type { IsoDay } from "../../../src/domain/shared/calendar";
import type { Period } from "../../../src/domain/shared/period";
import type { DueView } from "../../../src/operations/catalog-views";

const due = (firstName: string, period: string, dueItemId: string): DueView => ({
  dueItemId,
  workerId: firstName,
  firstName,
  villageId: "33.22.01-kopeng",
  period: period as Period,
  amount: 8_400,
  dueDay: `${period}-15` as IsoDay,
  status: "open",
});

const dues = [
  due("Siti", "2026-11", "a"),
  due("Siti", "2026-12", "b"),
  due("Enem", "2026-12", "c"),
  due("Nur'aini", "2027-01", "d"),
];

const read = (typed: string, shown = dues.length): string => {
  const result = readWhichDues(typed, dues, shown);
  return result.ok ? result.value.map(({ dueItemId }) => dueItemId).join("") : result.error.key;
};

describe("reading which months were paid", () => {
  it.each([
    ["1", "a"],
    ["no 2", "b"],
    ["1 dan 3", "ac"],
    ["1,3", "ac"],
    ["3 lan 1", "ac"],
    ["satu dan tiga", "ac"],
    ["siji karo telu", "ac"],
    ["2-4", "bcd"],
    ["2 s/d 4", "bcd"],
    ["1 sampai 2 dan 4", "abd"],
    ["semua", "abcd"],
    ["SEMUANYA pak", "abcd"],
    ["kabeh", "abcd"],
    ["ini semua sudah saya bayar kemarin, terima kasih bu", "abcd"],
    ["all of them", "abcd"],
    ["semua desember", "bc"],
    ["semua bulan desember", "bc"],
    ["desember semua", "bc"],
    ["semua bulan 12", "bc"],
    ["semua siti", "ab"],
    ["semuanya untuk bu Siti", "ab"],
    ["all of december", "bc"],
    ["semua 4 bulan", "abcd"],
    ["siti", "ab"],
    ["siti dan enem", "abc"],
    ["Enem", "c"],
    ["nur'aini", "d"],
    ["desember", "bc"],
    ["siti desember", "b"],
    ["12", "bc"],
    ["bulan 12", "bc"],
    ["bulan satu", "d"],
    ["4 bulan", "abcd"],
    ["sudah bayar empat bulan", "abcd"],
  ])("takes %p for %s", (typed, expected) => {
    expect(read(typed)).toBe(expected);
  });

  it.each([
    ...["", "blabla", "belum semua", "semua kecuali 2", "semua kecuali desember", "siti januari", "dan", "🙂"],
    ...["semua bulan ini", "semua untuk Budi", "semua 2", "semua siti januari", "x".repeat(500)],
  ])("asks again for %p rather than guessing", (typed) => {
    expect(read(typed)).toMatch(/^(payment\.which\.unclear|answers\.too-long)$/);
  });

  it.each(["2 bulan", "dua bulan", "sudah bayar 1 bulan", "9 bln"])("asks which months are meant by %p", (typed) => {
    expect(read(typed)).toBe("payment.which.how-many");
  });

  it.each(["5", "0", "1 dan 9", "99999999"])("says up to which number there is anything for %p", (typed) => {
    expect(read(typed)).toBe("answers.choice.no-such-number");
  });

  it("takes no number that was not listed, yet means those months too by all of them", () => {
    expect(read("3", 2)).toBe("answers.choice.no-such-number");
    expect(read("semua", 2)).toBe("abcd");
  });
});

describe("reading from which month to which was paid", () => {
  const listed = ["2026-10", "2026-11", "2026-12", "2027-01", "2027-02"].map((period) => due("Siti", period, period));
  const among = (typed: string, months: readonly DueView[] = listed): string => {
    const result = readWhichDues(typed, months, months.length);
    return result.ok ? result.value.map(({ firstName, period }) => `${firstName} ${period}`).join() : result.error.key;
  };
  const overTheYear = "Siti 2026-11,Siti 2026-12,Siti 2027-01";

  it.each([
    ...["november sampai januari", "nov-jan", "Nov – Jan", "nov s/d jan", "nov s.d. jan", "nov sd januari"],
    ...[
      "dari november hingga januari ya pak",
      "bulan november nganti januari",
      "saya sudah bayar nopember sampe januari",
    ],
    ...["november 2026 sampai januari 2027", "nov 2026 - jan 2027", "siti nov-jan", "november to january"],
  ])("takes the months between over the turn of the year for %p", (typed) => {
    expect(among(typed)).toBe(overTheYear);
  });

  it.each([
    ["okt-des", "Siti 2026-10,Siti 2026-11,Siti 2026-12"],
    ["des sampai des", "Siti 2026-12"],
    ["okt dan des-jan", "Siti 2026-10,Siti 2026-12,Siti 2027-01"],
    ["okt-nov dan februari", "Siti 2026-10,Siti 2026-11,Siti 2027-02"],
  ])("takes %p for %s", (typed, expected) => {
    expect(among(typed)).toBe(expected);
  });

  it("takes of everybody, or of whom was named", () => {
    expect(read("november sampai desember")).toBe("abc");
    expect(read("siti november sampai desember")).toBe("ab");
  });

  it.each([
    ...["november sampai maret", "agustus sampai oktober", "november sampai", "sampai januari", "nov-des-jan"],
    ...["november 2025 sampai januari 2026", "november sampai 3", "januari 2027 sampai november 2026"],
  ])("asks again for %p, of which not all is listed or which is no such time", (typed) => {
    expect(among(typed)).toBe("payment.which.unclear");
  });

  it("asks again where it could be of two years, unless the year is named", () => {
    const longer = [...["2025-11", "2025-12", "2026-01"].map((period) => due("Siti", period, period)), ...listed];
    expect(among("november sampai januari", longer)).toBe("payment.which.unclear");
    expect(among("november 2026 sampai januari", longer)).toBe(overTheYear);
    expect(among("november sampai januari 2026", longer)).toBe("Siti 2025-11,Siti 2025-12,Siti 2026-01");
  });
});
