import { type Rupiah, rupiah } from "../shared/money";
import { type Period, parsePeriod } from "../shared/period";

/** A programme of BPJS Ketenagakerjaan: work accident, death, old age. */
export type Programme = "JKK" | "JKM" | "JHT";
/** What a BPU can be insured for: the compulsory pair, or the pair with old-age savings (F1.03). */
export type ProgrammeSet = "JKK+JKM" | "JKK+JKM+JHT";
/** Transport (drivers, couriers, logistics) has its own dates in PP 50/2025 (F2.22). */
export type Sector = "transport" | "other";
/** Where the money comes from: a person or company, the state's or a regional budget, or a village's fund. */
export type Funding = "private" | "apbn-apbd" | "village-fund";
/** How sure the figure is: seen in a source, known but not found in one, or concluded by the team. */
export type Confidence = "confirmed" | "recalled" | "inference";

/** What every figure of the tariff carries: since when, until when, on what ground. Periods are inclusive. */
export interface Provenance {
  readonly validFrom: Period;
  /** `null` while no end is known. */
  readonly validUntil: Period | null;
  /** The regulation, by its official short name. */
  readonly basis: string;
  /** The rows of the project's fact sheet. */
  readonly factIds: readonly string[];
  readonly confidence: Confidence;
}

/** A step of declared monthly income. Everybody in it pays, and is compensated, by its base. */
export interface Band {
  /** 1 to 33. */
  readonly number: number;
  readonly incomeFrom: Rupiah;
  /** Inclusive, in whole thousands; `null` in the highest band. */
  readonly incomeUntil: Rupiah | null;
  readonly base: Rupiah;
  /** The contribution for JKK a month, before any reduction. */
  readonly jkk: Rupiah;
}

/** All bands that hold at the same time, the lowest first. */
export interface BandTable extends Provenance {
  readonly bands: readonly Band[];
}
/** A contribution that is the same for everybody, a month. */
export interface FlatRate extends Provenance {
  readonly amount: Rupiah;
}
/** A contribution that is a share of the band's base, a month. */
export interface ShareOfBase extends Provenance {
  readonly percent: number;
}
/** A temporary relief: those programmes cost `percent` of what would be due in its periods. */
export interface Reduction extends Provenance {
  readonly sector: Sector;
  readonly programmes: readonly Programme[];
  readonly percent: number;
  readonly excludedFunding: readonly Funding[];
  /** Funding of which nobody has said yet whether it is excluded. */
  readonly unclearFunding: readonly Funding[];
  /** The rows that say who is excluded, and where that is unclear. */
  readonly exclusionFactIds: readonly string[];
  readonly unclearFactIds: readonly string[];
}

/** Every dated figure that a contribution is made of. */
export interface Tariff {
  readonly bandTables: readonly BandTable[];
  readonly jkm: readonly FlatRate[];
  readonly jht: readonly ShareOfBase[];
  readonly reductions: readonly Reduction[];
}

const SINCE_2015 = month("2015-07");

/**
 * PP 44/2015, Lampiran II (F2.01, F2.06): income from, income until, base, JKK. Between two steps nothing is defined
 * (1.099.001 to 1.099.999): declared income is rounded down to the thousand.
 */
const BAND_ROWS: readonly (readonly [from: number, until: number | null, base: number, jkk: number])[] = [
  [1_000_000, 1_099_000, 1_000_000, 10_000],
  [1_100_000, 1_299_000, 1_200_000, 12_000],
  [1_300_000, 1_499_000, 1_400_000, 14_000],
  [1_500_000, 1_699_000, 1_600_000, 16_000],
  [1_700_000, 1_899_000, 1_800_000, 18_000],
  [1_900_000, 2_099_000, 2_000_000, 20_000],
  [2_100_000, 2_299_000, 2_200_000, 22_000],
  [2_300_000, 2_499_000, 2_400_000, 24_000],
  [2_500_000, 2_699_000, 2_600_000, 26_000],
  [2_700_000, 3_199_000, 2_950_000, 29_500],
  [3_200_000, 3_699_000, 3_450_000, 34_500],
  [3_700_000, 4_199_000, 3_950_000, 39_500],
  [4_200_000, 4_699_000, 4_450_000, 44_500],
  [4_700_000, 5_199_000, 4_950_000, 49_500],
  [5_200_000, 5_699_000, 5_450_000, 54_500],
  [5_700_000, 6_199_000, 5_950_000, 59_500],
  [6_200_000, 6_699_000, 6_450_000, 64_500],
  [6_700_000, 7_199_000, 6_950_000, 69_500],
  [7_200_000, 7_699_000, 7_450_000, 74_500],
  [7_700_000, 8_199_000, 7_950_000, 79_500],
  [8_200_000, 9_199_000, 8_700_000, 87_000],
  [9_200_000, 10_199_000, 9_700_000, 97_000],
  [10_200_000, 11_199_000, 10_700_000, 107_000],
  [11_200_000, 12_199_000, 11_700_000, 117_000],
  [12_200_000, 13_199_000, 12_700_000, 127_000],
  [13_200_000, 14_199_000, 13_700_000, 137_000],
  [14_200_000, 15_199_000, 14_700_000, 147_000],
  [15_200_000, 16_199_000, 15_700_000, 157_000],
  [16_200_000, 17_199_000, 16_700_000, 167_000],
  [17_200_000, 18_199_000, 17_700_000, 177_000],
  [18_200_000, 19_199_000, 18_700_000, 187_000],
  [19_200_000, 20_199_000, 19_700_000, 197_000],
  [20_200_000, null, 20_700_000, 207_000],
];

const RELIEF_2025 = {
  basis: "PP 50/2025",
  confidence: "confirmed",
  programmes: ["JKK", "JKM"],
  percent: 50,
  excludedFunding: ["apbn-apbd"],
  unclearFunding: ["village-fund"],
  exclusionFactIds: ["F2.25"],
  unclearFactIds: ["F2.25", "F2.29"],
} as const;

/** The tariff of BPU as the fact sheet knows it. A new regulation is a new row with its dates, never an edited one. */
export const TARIFF: Tariff = {
  bandTables: [
    {
      validFrom: SINCE_2015,
      validUntil: null,
      basis: "PP 44/2015 Lampiran II jo. PP 82/2019, PP 49/2023",
      factIds: ["F2.01", "F2.06"],
      confidence: "confirmed",
      bands: BAND_ROWS.map(([from, until, base, jkk], index) => ({
        number: index + 1,
        incomeFrom: rupiah(from),
        incomeUntil: until === null ? null : rupiah(until),
        base: rupiah(base),
        jkk: rupiah(jkk),
      })),
    },
  ],
  jkm: [
    {
      validFrom: SINCE_2015,
      validUntil: null,
      basis: "PP 44/2015",
      factIds: ["F2.02"],
      confidence: "confirmed",
      amount: rupiah(6_800),
    },
  ],
  jht: [
    {
      validFrom: SINCE_2015,
      validUntil: null,
      basis: "PP 46/2015 jo. PP 60/2015",
      factIds: ["F2.03"],
      confidence: "confirmed",
      percent: 2,
    },
  ],
  reductions: [
    {
      ...RELIEF_2025,
      sector: "transport",
      validFrom: month("2026-01"),
      validUntil: month("2027-03"),
      factIds: ["F2.20", "F2.21", "F2.22"],
    },
    {
      ...RELIEF_2025,
      sector: "other",
      validFrom: month("2026-04"),
      validUntil: month("2026-12"),
      factIds: ["F2.20", "F2.21", "F2.23"],
    },
  ],
};

function month(text: string): Period {
  const period = parsePeriod(text);
  if (!period.ok) throw new Error(`the tariff names a month that cannot be read: ${text}`);
  return period.value;
}
