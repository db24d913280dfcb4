import english from "../../../locales/en/occupation.json";
import indonesian from "../../../locales/id/occupation.json";
import { foldWords } from "../../../src/domain/shared/folded-text";
import { NOT_BPU_WORDS, notBpuReasons, OCCUPATIONS } from "../../../src/domain/worker/occupation-data";
import { occupationById, recognizeOccupation } from "../../../src/domain/worker/occupations";
import fc from "../../support/property";
import { quietMs } from "../../support/quiet-machine";

const seen = (text: string): string => {
  const found = recognizeOccupation(text);
  switch (found.type) {
    case "known":
      return found.occupation.id;
    case "not-bpu":
      return `not: ${found.reason}`;
    case "other":
      return `other: ${found.text}`;
  }
};

describe("the occupations on the list", () => {
  it("have a label in both languages, and there is no label without one", () => {
    const keys = [...OCCUPATIONS.map(({ id }) => `occupation.${id}`), "occupation.other"].sort();
    expect(Object.keys(indonesian).sort()).toEqual(keys);
    expect(Object.keys(english).sort()).toEqual(keys);
  });

  it("are found by their ids, and nothing else is", () => {
    for (const occupation of OCCUPATIONS) expect(occupationById(occupation.id)).toBe(occupation);
    expect(occupationById("astronaut")).toBeNull();
  });

  it("are recognized by each of their own words, which no other occupation shares", () => {
    const words = OCCUPATIONS.flatMap((occupation) => occupation.words.map((word) => ({ word, id: occupation.id })));
    expect(new Set(words.map(({ word }) => word)).size).toBe(words.length);
    for (const { word, id } of words) {
      expect(foldWords(word)).toBe(word.replace(/ \.$/, ""));
      expect({ word, id: seen(word) }).toEqual({ word, id });
    }
  });

  it("name those who are transport in the sense of PP 50/2025 (F2.22)", () => {
    const transport = OCCUPATIONS.filter(({ sector }) => sector === "transport").map(({ id }) => id);
    expect(transport).toEqual([
      "ojol-driver",
      "ojek-driver",
      "public-transport-driver",
      "truck-driver",
      "driver",
      "courier",
    ]);
  });

  it("contain every example of the brochure (F1.12) and the household worker (F1.14)", () => {
    for (const typed of [
      "petani",
      "nelayan",
      "pedagang",
      "ojol",
      "sopir angkot",
      "seniman",
      "freelancer",
      "marbot",
      "guru ngaji",
      "tpq",
      "tukang",
      "serabutan",
      "home industri",
      "ART",
      "sopir pribadi",
    ])
      expect(recognizeOccupation(typed).type).toBe("known");
  });
});

describe("what people type for their work", () => {
  it.each([
    ["Petani kopi di Sumowono", "farmer"],
    ["buruh tani mas", "farm-labourer"],
    ["dodolan neng pasar", "trader"],
    ["jualan cilok", "street-vendor"],
    ["bakul gorengan", "street-vendor"],
    ["ojek onlen", "ojol-driver"],
    ["driver gojek", "ojol-driver"],
    ["supir truk pasir", "truck-driver"],
    ["Sopir", "driver"],
    ["penjahhit", "tailor"],
    ["kuli bangnunan", "construction-worker"],
    ["saya tukang", "construction-worker"],
    ["tukang sayur", "trader"],
    ["TUKANG BECAK 🙂", "pedicab-driver"],
    ["dulu petani sekarang ojol", "ojol-driver"],
    ["pensiunan PNS sekarang bertani", "farmer"],
    ["IRT jualan online", "online-seller"],
    ["bukan PNS, saya dagang sayur", "trader"],
    ["karyawan pabrik sambil ojol", "ojol-driver"],
    ["petani dan buruh pabrik", "farmer"],
  ])("%j is %s", (text, expected) => {
    expect(seen(text)).toBe(expected);
  });

  it.each([
    ["ibu rumah tangga", "housewife-only"],
    ["IRT", "housewife-only"],
    ["karyawan toko", "wage-worker"],
    ["buruh pabrik tahu", "wage-worker"],
    ["nyambut gawe pabrik", "wage-worker"],
    ["PNS", "civil-servant-military-police"],
    ["pegawai negeri", "civil-servant-military-police"],
    ["polisi", "civil-servant-military-police"],
    ["pensiunan polisi", "pensioner"],
    ["nganggur", "unemployed"],
    ["tidak bekerja", "unemployed"],
    ["masih mahasiswa", "student"],
    ["anak sekolah", "student"],
  ])("%j cannot be insured as BPU: %s", (text, reason) => {
    expect(seen(text)).toBe(`not: ${reason}`);
  });

  it("has words for every reason, each recognized as that reason", () => {
    for (const reason of notBpuReasons)
      for (const word of NOT_BPU_WORDS[reason]) expect(seen(word)).toBe(`not: ${reason}`);
  });

  it.each([
    "penggali sumur",
    "istri petani",
    "istri PNS",
    "tukang sol sepatu",
    "tapi saya",
    "saya tidak tahu",
    "guru honorer",
  ])("%j is taken as it is", (text) => {
    expect(seen(`  ${text} `)).toBe(`other: ${text}`);
  });

  it("answers anything, and a pasted book in no time", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => seen(text).length > 0));
    const book = "petanu ojol kulj ".repeat(20_000);
    expect(quietMs(() => recognizeOccupation(book), 2_000)).toBeLessThan(2_000);
  });
});
