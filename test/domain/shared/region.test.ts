import {
  districtByCode,
  districts,
  findDistricts,
  findVillages,
  recognizeOutside,
  suggestDistricts,
  suggestVillages,
  villageById,
  villages,
  villagesOf,
} from "../../../src/domain/shared/region";
import fc from "../../support/property";
import { quietMs } from "../../support/quiet-machine";

const district = (name: string) => {
  const found = districts.find((entry) => entry.name === name);
  if (!found) throw new Error(`no kecamatan ${name}`);
  return found;
};
const names = (found: { name: string }[]) => found.map(({ name }) => name);
const addresses = (text: string, within?: string) =>
  findVillages(text, within ? district(within) : undefined).map((entry) => `${entry.name}, ${entry.district.name}`);

describe("the places of Kabupaten Semarang", () => {
  it("are 19 kecamatan, 208 desa and 27 kelurahan", () => {
    expect(districts).toHaveLength(19);
    expect(villages.filter(({ kind }) => kind === "desa")).toHaveLength(208);
    expect(villages.filter(({ kind }) => kind === "kelurahan")).toHaveLength(27);
    expect(districts.flatMap((entry) => villagesOf(entry))).toHaveLength(235);
  });

  it("have codes and ids of their own, and are found by them", () => {
    expect(new Set(districts.map(({ code }) => code)).size).toBe(19);
    expect(new Set(villages.map(({ id }) => id)).size).toBe(235);
    for (const entry of villages) expect(villageById(entry.id)).toBe(entry);
    for (const entry of districts) expect(districtByCode(entry.code)).toBe(entry);
    expect(districtByCode("33.22.14")).toBeNull();
    expect(villageById("33.22.04-gunung-tumpeng")?.name).toBe("Gunung Tumpeng");
  });

  it.each([
    ["Getasan", 13, 0],
    ["Ambarawa", 2, 8],
    ["Bergas", 9, 4],
    ["Ungaran Barat", 6, 5],
    ["Ungaran Timur", 5, 5],
  ])("%s has %i desa and %i kelurahan", (name, desa, kelurahan) => {
    const kinds = villagesOf(district(name)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "desa")).toHaveLength(desa);
    expect(kinds.filter((kind) => kind === "kelurahan")).toHaveLength(kelurahan);
  });
});

describe("findDistricts", () => {
  it.each([
    ["ungaran brt", "Ungaran Barat"],
    ["UNGARAN TMR", "Ungaran Timur"],
    ["ungaran wetan", "Ungaran Timur"],
    ["ungaranbarat", "Ungaran Barat"],
    ["kec. ungaran barat", "Ungaran Barat"],
    ["Kecamatan Suruh", "Suruh"],
    ["soeroeh", "Suruh"],
    ["ambrwa", "Ambarawa"],
    ["ambarwa", "Ambarawa"],
    ["ngambarawa", "Ambarawa"],
    ["bndngn", "Bandungan"],
    ["beringin", "Bringin"],
    ["banyu biru", "Banyubiru"],
    ["bnyubiru", "Banyubiru"],
    ["pringapuss", "Pringapus"],
    ["prigapus", "Pringapus"],
    ["kali wungu", "Kaliwungu"],
    ["sumowno", "Sumowono"],
    ["tngaran", "Tengaran"],
    ["tuntag", "Tuntang"],
    ["bergsa", "Bergas"],
    ["Getasan, Kab. Semarang", "Getasan"],
    ["ds. kalisidi kec ungaran brt", "Ungaran Barat"],
    ["kalisidi, ungaran barat", "Ungaran Barat"],
    ["desa susukan kec. ungaran timur", "Ungaran Timur"],
    ["Ｊａｍｂｕ", "Jambu"],
    ["jambu 🙏", "Jambu"],
  ])("reads %s as %s", (typed, expected) => {
    expect(names(findDistricts(typed))).toEqual([expected]);
  });

  it("returns both where only Ungaran was typed", () => {
    expect(names(findDistricts("ungaran"))).toEqual(["Ungaran Barat", "Ungaran Timur"]);
  });

  it("prefers the exact name to its look-alikes", () => {
    for (const entry of districts) expect(findDistricts(entry.name)).toEqual([entry]);
  });

  it.each(["", "a", "jakarta", "surabaya", "ya", "12", "🙏🙏", "zzzzzzzzz", "kec"])(
    "knows no kecamatan %j",
    (typed) => {
      expect(findDistricts(typed)).toEqual([]);
    },
  );

  it("suggests what is closest to what it does not know", () => {
    expect(names(suggestDistricts("bandngnnn"))).toContain("Bandungan");
    expect(suggestDistricts("")).toEqual([]);
  });
});

describe("findVillages", () => {
  it.each([
    ["ds. kalisidi", "Kalisidi, Ungaran Barat"],
    ["Desa Kalisidi", "Kalisidi, Ungaran Barat"],
    ["kalisdi", "Kalisidi, Ungaran Barat"],
    ["gununtumpeng", "Gunung Tumpeng, Suruh"],
    ["gunung tumpeng", "Gunung Tumpeng, Suruh"],
    ["bejilor", "Beji Lor, Suruh"],
    ["dadapayam", "Dadap Ayam, Suruh"],
    ["ujung ujung", "Ujung-ujung, Pabelan"],
    ["ujungujung", "Ujung-ujung, Pabelan"],
    ["kel bandarjo", "Bandarjo, Ungaran Barat"],
    ["kel. gedang anak", "Gedanganak, Ungaran Timur"],
    ["bergaslor", "Bergas Lor, Bergas"],
    ["bergas kdl", "Bergas Kidul, Bergas"],
    ["nyatnyno", "Nyatnyono, Ungaran Barat"],
    ["kelurahan", "Kelurahan, Jambu"],
    ["desa kelurahan", "Kelurahan, Jambu"],
    ["karangjati bergas", "Karangjati, Bergas"],
    ["candirejo tuntang", "Candirejo, Tuntang"],
    ["susukan, ungaran timur", "Susukan, Ungaran Timur"],
    ["ds candirejo kec. pringapus kab. semarang", "Candirejo, Pringapus"],
    ["duren kec sumowono", "Duren, Sumowono"],
    ["getasan getasan", "Getasan, Getasan"],
  ])("reads %s as %s", (typed, expected) => {
    expect(addresses(typed)).toEqual([expected]);
  });

  it.each([
    ["duren", ["Tengaran", "Sumowono", "Bandungan"]],
    ["susukan", ["Susukan", "Ungaran Timur"]],
    ["kenteng", ["Susukan", "Bandungan"]],
    ["Candirejo", ["Tuntang", "Pringapus", "Ungaran Barat"]],
    ["gondoriyo", ["Jambu", "Bergas"]],
    ["rejosari", ["Jambu", "Bancak"]],
    ["jetis", ["Kaliwungu", "Bandungan"]],
  ])("returns every %s", (typed, expected) => {
    expect(findVillages(typed).map((entry) => entry.district.name)).toEqual(expected);
  });

  it("keeps to the kecamatan that is given", () => {
    expect(addresses("duren", "Bandungan")).toEqual(["Duren, Bandungan"]);
    expect(addresses("susukn", "Ungaran Timur")).toEqual(["Susukan, Ungaran Timur"]);
    expect(addresses("kalisidi", "Getasan")).toEqual([]);
  });

  it("finds every village by its name within its kecamatan, with and without spaces", () => {
    for (const entry of villages) {
      expect(findVillages(entry.name, entry.district)).toEqual([entry]);
      expect(findVillages(entry.name.replace(/[ -]/g, "").toUpperCase(), entry.district)).toEqual([entry]);
      expect(findVillages(`desa ${entry.name} kec. ${entry.district.name}`)).toEqual([entry]);
      expect(findVillages(entry.name)).toContain(entry);
    }
  });

  it("finds every village with a slip in the middle of a long name", () => {
    const slipped = villages.filter(({ name }) => name.length >= 7);
    const found = slipped.filter((entry) => {
      const middle = Math.floor(entry.name.length / 2);
      const typed = entry.name.slice(0, middle) + entry.name.slice(middle + 1);
      return findVillages(typed, entry.district).includes(entry);
    });
    expect(found).toEqual(slipped);
  });

  it("suggests the closest village where none was meant clearly", () => {
    expect(suggestVillages("kalisdaaa", district("Ungaran Barat")).map(({ name }) => name)).toContain("Kalisidi");
  });
});

describe("recognizeOutside", () => {
  it.each([
    ["Kota Semarang", "Kota Semarang"],
    ["semarang kota", "Kota Semarang"],
    ["Banyumanik", "Kota Semarang"],
    ["salatiga", "Kota Salatiga"],
    ["kota salatiga", "Kota Salatiga"],
    ["Kab. Kendal", "Kabupaten Kendal"],
    ["boyolali", "Kabupaten Boyolali"],
  ])("reads %s as %s", (typed, expected) => {
    expect(recognizeOutside(typed)).toBe(expected);
  });

  it("never mistakes one of our own places for a neighbour", () => {
    for (const entry of [...districts, ...villages]) expect(recognizeOutside(entry.name)).toBeNull();
    expect(recognizeOutside("semarang")).toBeNull();
    expect(recognizeOutside("kabupaten semarang")).toBeNull();
  });
});

describe("any text at all", () => {
  it("is read without a fault and at once", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 300, size: "max" }),
        fc.integer({ min: 1, max: 99 }),
        (piece, times) => {
          const typed = piece.repeat(times).slice(0, 10_000);
          const look = (): void => {
            expect(findDistricts(typed).length).toBeLessThanOrEqual(19);
            expect(findVillages(typed).length).toBeLessThanOrEqual(235);
            recognizeOutside(typed);
            suggestVillages(typed);
          };
          expect(quietMs(look, 500)).toBeLessThan(500);
        },
      ),
      { numRuns: 100 },
    );
  });
});
