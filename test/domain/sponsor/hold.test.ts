import type { IsoDay } from "../../../src/domain/shared/calendar";
import { heldSinceOf, holdSpan, isToRemind } from "../../../src/domain/sponsor/hold";

const at = (text: string) => Date.parse(`${text}:00+07:00`);
const lastDay = "2027-05-17" as IsoDay;

describe("how long a worker is kept for a sponsor", () => {
  it.each([
    ["48 hours where no lapse is near", "2027-05-14T14:00", undefined, "2027-05-16T14:00"],
    ["48 hours that end before her last day", "2027-05-14T14:00", lastDay, "2027-05-16T14:00"],
    [
      "until the noon of her last day, so that she can still pay herself",
      "2027-05-16T14:00",
      lastDay,
      "2027-05-17T12:00",
    ],
    ["until that noon also where four hours are left", "2027-05-17T08:00", lastDay, "2027-05-17T12:00"],
    ["48 hours where too little time would be left for an answer", "2027-05-17T08:01", lastDay, "2027-05-19T08:01"],
    ["48 hours where her last day is over", "2027-05-18T08:00", lastDay, "2027-05-20T08:00"],
  ])("%s", (_what, since, day, until) => {
    expect(holdSpan(at(since), day)).toEqual({ heldSince: at(since), heldUntil: at(until) });
  });

  it.each([
    ["not in its first half", "2027-05-14T14:00", "2027-05-16T14:00", "2027-05-15T13:59", false],
    ["half way", "2027-05-14T14:00", "2027-05-16T14:00", "2027-05-15T14:00", true],
    ["not at night", "2027-05-14T21:00", "2027-05-16T21:00", "2027-05-15T22:00", false],
    ["in the morning after", "2027-05-14T21:00", "2027-05-16T21:00", "2027-05-16T07:00", true],
    ["not with little time left", "2027-05-14T14:00", "2027-05-16T14:00", "2027-05-16T12:01", false],
    ["not after a short hold's only night", "2027-05-16T19:00", "2027-05-17T08:30", "2027-05-17T07:00", false],
  ])("a sponsor is reminded of it %s", (_when, since, until, now, expected) => {
    expect(isToRemind({ heldSince: at(since), heldUntil: at(until) }, at(now))).toBe(expected);
  });

  it("is known of a hold from before that was written down, too", () => {
    expect(heldSinceOf({ heldUntil: at("2027-05-16T14:00") })).toBe(at("2027-05-14T14:00"));
    expect(heldSinceOf({ heldSince: 5, heldUntil: at("2027-05-16T14:00") })).toBe(5);
  });
});
