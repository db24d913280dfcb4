import { covers } from "../../../src/domain/officer/area";
import type { Area } from "../../../src/domain/officer/officer";
import { makeOfficerCode, parseOfficerCode } from "../../../src/domain/officer/officer-code";
import fc from "../../support/property";

describe("an officer's code", () => {
  it("is read back however it is typed", () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 32 });
    fc.assert(
      fc.property(bytes, (drawn) => {
        const code = makeOfficerCode(drawn);
        expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
        for (const typed of [code, code.toLowerCase(), code.replace("-", ""), ` ${code.replace("-", " ")} `])
          expect(parseOfficerCode(typed)).toEqual({ ok: true, value: code });
      }),
    );
  });

  it.each(["", "2222", "2222-22222", "AAAA-AAAA", "halo"])("is not read from %p", (typed) => {
    expect(parseOfficerCode(typed)).toEqual({ ok: false, error: "officer-code.unreadable" });
  });

  it("is not drawn from too little chance", () => {
    expect(() => makeOfficerCode(new Uint8Array(15))).toThrow("16 random bytes");
  });
});

describe("an area", () => {
  const all: Area = { type: "all" };
  const district: Area = { type: "district", districtCode: "33.22.01" };
  const village: Area = { type: "village", districtCode: "33.22.01", villageId: "33.22.01-kopeng" };
  it.each([
    [all, {}, true],
    [district, {}, true],
    [village, {}, true],
    [district, { districtCode: "33.22.01", villageId: "x" }, true],
    [district, { districtCode: "33.22.02" }, false],
    [village, { districtCode: "33.22.01", villageId: "33.22.01-kopeng" }, true],
    [village, { districtCode: "33.22.01", villageId: "x" }, false],
    [village, { districtCode: "33.22.01" }, true],
    [village, { districtCode: "33.22.02", villageId: "33.22.01-kopeng" }, false],
  ])("%j covers %j or not", (area, place, expected) => {
    expect(covers(area, place)).toBe(expected);
  });
});
