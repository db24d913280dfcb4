import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import {
  addDays,
  atHour,
  dayOf,
  daysBetween,
  dueDayOf,
  type IsoDay,
  isQuietHour,
  isWorkingDay,
  nextOpenMoment,
  nextWorkingDay,
  OPEN_HOURS,
  parseDay,
  periodOfDay,
  startOfDay,
} from "../../../src/domain/shared/calendar";
import { periodOf } from "../../../src/domain/shared/period";
import fc from "../../support/property";

const day = (text: string) => text as IsoDay;
const HOUR = 3_600_000;
const moments = fc.integer({ min: Date.parse("2000-01-01"), max: Date.parse("2090-01-01") });

describe("a day", () => {
  it.each(["2026-11-23", "2024-02-29"])("is read from %s", (text) => {
    expect(parseDay(` ${text} `)).toEqual({ ok: true, value: text });
  });

  it.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-01-01", "2026-1-1", "", "besok"])(
    "that no calendar has is refused: %j",
    (text) => {
      expect(parseDay(text)).toEqual({ ok: false, error: "day.unreadable" });
    },
  );

  it("begins at midnight in Jakarta, seven hours before UTC does", () => {
    expect(startOfDay(day("2027-01-01"))).toBe(Date.parse("2026-12-31T17:00:00Z"));
    expect(atHour(day("2027-01-01"), 8)).toBe(Date.parse("2027-01-01T01:00:00Z"));
    expect(dayOf(Date.parse("2026-12-31T16:59:59.999Z"))).toBe("2026-12-31");
    expect(periodOfDay(day("2026-12-31"))).toBe("2026-12");
  });

  it("is found again from every moment in it, and its neighbours lie a day away", () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -400, max: 400 }), (moment, count) => {
        const today = dayOf(moment);
        expect(startOfDay(today)).toBeLessThanOrEqual(moment);
        expect(startOfDay(addDays(today, 1))).toBeGreaterThan(moment);
        expect(daysBetween(today, addDays(today, count))).toBe(count);
        expect(periodOfDay(today)).toBe(periodOf(moment));
      }),
    );
  });
});

describe("the quiet hours", () => {
  it.each([
    ["06:59:59.999", true],
    ["07:00:00.000", false],
    ["19:59:59.999", false],
    ["20:00:00.000", true],
    ["00:00:00.000", true],
  ])("at %s in Jakarta are %s", (time, quiet) => {
    expect(isQuietHour(Date.parse(`2026-11-23T${time}+07:00`))).toBe(quiet);
  });

  it.each([
    ["2026-11-23T03:00+07:00", "2026-11-23T07:00+07:00"],
    ["2026-11-23T20:00+07:00", "2026-11-24T07:00+07:00"],
    ["2026-12-31T23:30+07:00", "2027-01-01T07:00+07:00"],
    ["2026-11-23T12:34+07:00", "2026-11-23T12:34+07:00"],
  ])("let a message of %s out at %s", (wanted, sent) => {
    expect(nextOpenMoment(Date.parse(wanted))).toBe(Date.parse(sent));
  });

  it("never delay a message by more than the night, nor send it early or in the night", () => {
    const night = (24 - OPEN_HOURS.until + OPEN_HOURS.from) * HOUR;
    fc.assert(
      fc.property(moments, (moment) => {
        const sent = nextOpenMoment(moment);
        expect(isQuietHour(sent)).toBe(false);
        expect(sent).toBeGreaterThanOrEqual(moment);
        expect(sent - moment).toBeLessThanOrEqual(night);
        if (sent > moment) expect(isQuietHour(sent - 1)).toBe(true);
      }),
    );
  });
});

describe("a working day", () => {
  it.each([
    ["2026-11-23", true, "a Monday"],
    ["2026-11-21", false, "a Saturday"],
    ["2026-11-22", false, "a Sunday"],
    ["2026-08-17", false, "Independence Day, a Monday"],
    ["2026-12-25", false, "Christmas, a Friday"],
    ["2027-01-01", false, "New Year, a Friday"],
    ["2026-05-01", false, "Labour Day, a Friday"],
    ["2026-06-01", false, "Pancasila Day, a Monday"],
  ])("%s: %s, because it is %s", (text, working) => {
    expect(isWorkingDay(day(text))).toBe(working);
  });

  it("follows a holiday that ends in a weekend", () => {
    expect(nextWorkingDay(day("2026-12-25"))).toBe("2026-12-28");
    expect(nextWorkingDay(day("2026-12-28"))).toBe("2026-12-28");
  });
});

describe("the due day (F2.10)", () => {
  it.each([
    ["2026-10", "2026-10-15"],
    ["2026-11", "2026-11-16"],
    ["2026-12", "2026-12-15"],
    ["2027-01", "2027-01-15"],
    ["2027-05", "2027-05-17"],
    ["2027-08", "2027-08-16"],
  ])("of %s is %s", (period, expected) => {
    expect(dueDayOf(period as never)).toBe(expected);
  });

  it("is the first working day from the 15th on, in every month for 60 years", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2020, max: 2080 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        const period = `${year}-${String(month).padStart(2, "0")}`;
        const due = dueDayOf(period as never);
        expect(due.startsWith(`${period}-`)).toBe(true);
        expect(isWorkingDay(due)).toBe(true);
        for (let before = day(`${period}-15`); before < due; before = addDays(before, 1))
          expect(isWorkingDay(before)).toBe(false);
      }),
    );
  });
});

describe("the server's zone", () => {
  const script = `
    const c = require("./src/domain/shared/calendar");
    const { periodOf } = require("./src/domain/shared/period");
    const seen = [];
    for (let at = Date.parse("2026-10-01T00:30Z"); at < Date.parse("2027-05-01Z"); at += 5.5 * 3600e3) {
      const day = c.dayOf(at);
      seen.push([periodOf(at), day, c.addDays(day, 30), c.startOfDay(day), c.atHour(day, 8), c.isQuietHour(at),
        c.nextOpenMoment(at), c.isWorkingDay(day), c.dueDayOf(periodOf(at))].join(" "));
    }
    process.stdout.write(seen.join("\\n"));`;
  const runIn = (zone: string) =>
    execFileSync(process.execPath, ["--require", "tsx/cjs", "--eval", script], {
      cwd: resolve(__dirname, "../../.."),
      env: { ...process.env, TZ: zone, LC_ALL: "ar_EG.UTF-8" },
      encoding: "utf8",
    });

  it("changes no day, period, hour or due day", () => {
    const inJakarta = runIn("Asia/Jakarta");
    expect(inJakarta.split("\n").length).toBeGreaterThan(900);
    // Beyond the date line on either side, with and without summer time, and half an hour off.
    for (const zone of ["Pacific/Kiritimati", "America/New_York", "Asia/Kolkata", "Pacific/Pago_Pago"])
      expect(runIn(zone)).toBe(inJakarta);
  });
});
