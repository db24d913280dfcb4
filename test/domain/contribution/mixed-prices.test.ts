import { mixedPrices } from "../../../src/domain/contribution/mixed-prices";
import type { IsoDay } from "../../../src/domain/shared/calendar";

const month = (id: string, workerId: string, dueDay: string, amount: number) => ({
  ...{ id, workerId, amount },
  dueDay: dueDay as IsoDay,
});

describe("the months that are paid in one go at more than one price (F2.29)", () => {
  it.each([
    ["of one price", [month("a", "Asih", "2026-11-16", 8_400), month("b", "Asih", "2026-11-16", 8_400)], []],
    [
      "across a change",
      [month("a", "Asih", "2026-12-15", 8_400), month("b", "Asih", "2026-12-15", 16_800)],
      ["a", "b"],
    ],
    ["each by its own day", [month("a", "Asih", "2026-12-15", 8_400), month("b", "Asih", "2027-01-15", 16_800)], []],
    ["of two workers", [month("a", "Asih", "2026-12-15", 8_400), month("b", "Budi", "2026-12-15", 16_800)], []],
  ])("%s", (_which, months, expected) => {
    expect([...mixedPrices(months)]).toEqual(expected);
  });
});
