import { isListDay } from "../../../src/domain/office/monthly-list";
import { addDays, type IsoDay } from "../../../src/domain/shared/calendar";

const daysOf = (month: string, listDay: number): readonly string[] =>
  Array.from({ length: 31 }, (_, place) => addDays(`${month}-01` as IsoDay, place))
    .filter((day) => day.startsWith(month) && isListDay(day, listDay))
    .map((day) => day.slice(8));

describe("the days on which an office's list may go out", () => {
  it.each([
    // 1 November 2026 is a Sunday, and the 15th too: the last day to pay is the 16th.
    ["2026-11", 1, "02", "16"],
    ["2026-12", 1, "01", "15"],
    // New Year, then a weekend.
    ["2027-01", 1, "04", "15"],
    ["2026-12", 5, "07", "15"],
    ["2026-12", 14, "14", "15"],
  ])("of %s, from the %i on: %s to %s", (month, listDay, first, last) => {
    const days = daysOf(month, listDay);
    expect([days[0], days.at(-1)]).toEqual([first, last]);
  });
});
