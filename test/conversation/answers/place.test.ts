import { readDistrict, readVillage } from "../../../src/conversation/answers/place";
import { districts } from "../../../src/domain/shared/region";

const bandungan = districts.find(({ name }) => name === "Bandungan");

describe("readDistrict", () => {
  it("reads a kecamatan", () => {
    expect(readDistrict("kec. ungaran brt")).toEqual({ ok: true, value: { code: "33.22.18", name: "Ungaran Barat" } });
  });

  it("asks apart what is not clear", () => {
    expect(readDistrict("ungaran")).toMatchObject({
      ok: false,
      error: {
        key: "answers.district.several",
        params: { names: "Ungaran Barat, Ungaran Timur" },
        candidates: [{ code: "33.22.18" }, { code: "33.22.19" }],
      },
    });
  });

  it("offers the closest where it knows none", () => {
    const read = readDistrict("banyumas");
    expect(read).toMatchObject({ ok: false, error: { key: "answers.district.suggested" } });
    expect(read.ok ? [] : read.error.candidates.map(({ name }) => name)).toContain("Banyubiru");
  });

  it.each([
    ["kota salatiga", "answers.place.outside"],
    ["semarang kota", "answers.place.outside"],
    ["🙏", "answers.district.unknown"],
    ["x".repeat(10_000), "answers.too-long"],
  ])("refuses %j", (typed, key) => {
    expect(readDistrict(typed)).toMatchObject({ ok: false, error: { key, candidates: [] } });
  });
});

describe("readVillage", () => {
  it("reads a village with or without its kecamatan known", () => {
    expect(readVillage("ds. kalisidi")).toMatchObject({ ok: true, value: { name: "Kalisidi", kind: "desa" } });
    expect(readVillage("duren", bandungan)).toMatchObject({ ok: true, value: { district: bandungan } });
  });

  it("asks apart a name that repeats across kecamatan, naming each", () => {
    expect(readVillage("jetis")).toMatchObject({
      ok: false,
      error: { key: "answers.village.several", params: { names: "Jetis (Kaliwungu), Jetis (Bandungan)" } },
    });
  });

  it("suggests within the kecamatan that is known", () => {
    const read = readVillage("sidomuktttii ds", bandungan);
    expect(read.ok ? [read.value.name] : read.error.candidates.map(({ name }) => name)).toContain("Sidomukti");
  });

  it("refuses what is no village", () => {
    expect(readVillage("12")).toEqual({ ok: false, error: { key: "answers.village.unknown", candidates: [] } });
  });
});
