import { readFileSync } from "node:fs";
import { partsOfLine, readEmployeeLine } from "../../../src/domain/office/employee-line";
import {
  type Employee,
  makeOfficeCode,
  type Office,
  openCode,
  parseOfficeCode,
  withCode,
} from "../../../src/domain/office/office";
import { rungOn, warningDue } from "../../../src/domain/office/retirement";
import { addDays, type IsoDay } from "../../../src/domain/shared/calendar";
import { billStates } from "../../../src/operations/office-catalog";
import fc from "../../support/property";

const day = (text: string): IsoDay => text as IsoDay;

describe("a line of a staff list", () => {
  it.each([
    ["Siti Aminah", { name: "Siti Aminah" }],
    ["12. Siti Aminah", { name: "Siti Aminah" }],
    ["Budi Santoso, S.Pd.; 198001012005011001", { name: "Budi Santoso, S.Pd.", staffNumber: "198001012005011001" }],
    [
      "19800101 200501 1 001\tBudi\t0812 3456 7890\t1-4-2035",
      { name: "Budi", staffNumber: "198001012005011001", phone: "+6281234567890", retiresOn: "2035-04-01" },
    ],
    ["- Endah Lestari, 0812 3456 8001", { name: "Endah Lestari", phone: "+6281234568001" }],
    ["3.Agus pensiun 1 Desember 2027", { name: "Agus", retiresOn: "2027-12-01" }],
    ["Harto; 1 Mei 2027; 81234500002", { name: "Harto", retiresOn: "2027-05-01", phone: "+6281234500002" }],
    [
      "• Siti Aminah, S.Pd. NIP 19800101 200501 2 001 HP: 081234567890 (tmt pensiun 01/06/2028)",
      {
        ...{ name: "Siti Aminah, S.Pd.", staffNumber: "198001012005012001", phone: "+6281234567890" },
        retiresOn: "2028-06-01",
      },
    ],
    ["Budi 198001012005011001", { name: "Budi", staffNumber: "198001012005011001" }],
    ["Wati, 1002", { name: "Wati", staffNumber: "1002" }],
    ["Rina | 2031-12-31 | A17", { name: "Rina", retiresOn: "2031-12-31", staffNumber: "A17" }],
  ])("reads %j", (line, draft) => {
    expect(readEmployeeLine(partsOfLine(line))).toEqual({ ok: true, value: draft });
  });

  it.each([
    ["", "no-name"],
    ["198001012005011001", "no-name"],
    ["Siti; Rina", "two-names"],
    ["Siti; 31-02-2035", "unreadable-day"],
    ["Siti pensiun 31 Februari 2035", "unreadable-day"],
    ["Siti pensiun 2035", "unreadable-day"],
    ["Siti; 0812-3450", "unreadable-phone"],
    ["Siti; 4", "unreadable-number"],
    ["Siti; 1001; 1002", "unreadable-number"],
    [`S${"i".repeat(80)}`, "name-too-long"],
    ["Jumlah", "total"],
    ["JUMLAH; 25", "total"],
    ["Total: 25 orang", "total"],
    ["Jml pegawai = 25", "total"],
    ["Sub Total\t\t252.000", "total"],
    ["Grand total", "total"],
    [";;25 orang", "total"],
    ["; Rp 252.000,-", "total"],
    ["25", "no-name"],
  ])("refuses %j: %s", (line, error) => {
    expect(readEmployeeLine(partsOfLine(line))).toEqual({ ok: false, error });
  });

  it.each(["Totok", "Jumlahwati", "Sumarni", "Paidjo", "Lunas Setiawan", "Rp"])("takes %s for a name", (name) => {
    expect(readEmployeeLine([name])).toEqual({ ok: true, value: { name } });
  });

  it.each(["id", "en"])("knows every sum under the month's list (%s), which may be sent back", (language) => {
    const texts = JSON.parse(readFileSync(`locales/${language}/office.json`, "utf8")) as Record<string, string>;
    for (const state of billStates) {
      const sum = texts[`office.sheet.sum.${state}`]?.replace("{{count}}", "3") ?? "";
      expect([sum, readEmployeeLine([sum, "", "", "", ""])]).toEqual([sum, { ok: false, error: "total" }]);
    }
  });

  it("never throws, and what it takes has a name", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (parts) => {
        const read = readEmployeeLine(parts);
        if (read.ok) expect(read.value.name.trim()).not.toBe("");
      }),
    );
  });
});

describe("codes of an office", () => {
  const office: Office = {
    ...{ id: "o", revision: 0, kind: "agency", coordinatorIds: ["c"], codes: [], joinSerial: 1, createdAt: 0 },
  };
  it("are read as they are typed", () => {
    const code = makeOfficeCode(Uint8Array.from({ length: 32 }, (_, index) => index));
    expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/u);
    expect(parseOfficeCode(` ${code.toLowerCase().replace("-", " ")} `)).toEqual({ ok: true, value: code });
    expect(parseOfficeCode("KANTOR")).toEqual({ ok: false, error: "office-code.unreadable" });
  });

  it("take the place of those of their kind, and are good until their time is over", () => {
    const first = withCode(office, { kind: "page", hash: "a", until: 10 }, 0);
    const second = withCode(first, { kind: "page", hash: "b", until: 20 }, 5);
    expect(openCode(second, "a", 5)).toBeNull();
    expect(openCode(second, "b", 19)).toMatchObject({ kind: "page" });
    expect(openCode(second, "b", 20)).toBeNull();
    expect(withCode(second, { kind: "visit", hash: "c", until: 30 }, 20, false).codes).toHaveLength(1);
  });
});

describe("retirement warnings", () => {
  const retiresOn = day("2027-12-01");
  it.each([
    ["2026-11-30", null],
    ["2026-12-01", "year"],
    ["2027-06-01", "year"],
    ["2027-06-02", "half-year"],
    ["2027-10-31", "half-year"],
    ["2027-11-01", "month"],
    ["2027-12-01", "month"],
    ["2027-12-02", null],
  ])("on %s: %s", (today, rung) => {
    expect(rungOn(retiresOn, day(today))).toBe(rung);
  });

  it("are given once each, whenever somebody is entered, and anew where the day changes", () => {
    const employee = { id: "e", revision: 0, officeId: "o", name: "Siti", status: "active", createdAt: 0 } as const;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), (entered) => {
        let warned: Employee["warned"];
        const given: string[] = [];
        for (let before = entered; before >= 0; before -= 1) {
          const rung = warningDue({ ...employee, retiresOn, ...(warned && { warned }) }, addDays(retiresOn, -before));
          if (rung === null) continue;
          given.push(rung);
          warned = { retiresOn, rung, on: retiresOn };
        }
        expect(given).toEqual(["year", "half-year", "month"].slice(-given.length));
        expect(given.length).toBe(entered > 182 ? 3 : entered > 30 ? 2 : 1);
      }),
    );
    const warned = { retiresOn, rung: "month", on: retiresOn } as const;
    const later = day("2027-12-15");
    expect(warningDue({ ...employee, retiresOn: later, warned }, day("2027-11-20"))).toBe("month");
    expect(warningDue({ ...employee, retiresOn, status: "ended" }, day("2027-11-20"))).toBeNull();
  });
});
