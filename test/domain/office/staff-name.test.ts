import { bareName, mayBeSame } from "../../../src/domain/office/staff-name";

describe("a name on a staff list", () => {
  it.each([
    ["Siti Aminah S.P.", "siti aminah"],
    ["SITI AMINAH SP", "siti aminah"],
    ["Drs. Bambang Sutrisno, M.Si", "bambang sutrisno"],
    ["Dr. Ir. Hj. Sri Rejeki S.Pd., M.M.", "sri rejeki"],
    ["Siti Aminah A.Md.Keb.", "siti aminah"],
    ["dr Budi", "budi"],
    ["M. Yusuf", "m yusuf"],
    ["Siti A. Rahma", "siti a rahma"],
    ["Ma", "ma"],
    ["Hj.", "hj"],
    ["", ""],
  ])("%j is compared as %j", (name, bare) => {
    expect(bareName(name)).toBe(bare);
  });

  it.each([
    ["Siti", "Siti Aminah, S.P.", true],
    ["Siti Aminh", "Siti Aminah", true],
    ["Siti Rahayu", "Siti Aminah", false],
    ["Budi", "Rudi", true],
    ["Dwi", "Dewi", false],
  ])("%j may be %j: %j", (one, other, may) => {
    expect(mayBeSame(one, other)).toBe(may);
  });
});
