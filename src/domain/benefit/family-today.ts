import type { Protection } from "../contribution/due-item";
import type { IsoDay } from "../shared/calendar";
import type { Rupiah } from "../shared/money";
import { accidentDeath } from "./accident";
import { naturalDeath } from "./death";
import type { BenefitFigures } from "./figures";
import type { Sum } from "./sum";

const MONTHS_A_YEAR = 12;

/** What our records say of one worker: the base in rupiah, the protection, and the months paid in a row up to now. */
export interface FamilyRecord {
  readonly base: Rupiah;
  readonly protection: Protection["status"];
  readonly until?: IsoDay;
  readonly monthsInRow: number;
}

/** What the family would receive after a death, by its cause; and whether any cause would bring the scholarship (F3.28). */
export interface FamilyBenefits {
  readonly atWork: Sum;
  readonly other: Sum;
  readonly scholarship: "always" | "at-work-only";
}

/**
 * What the family of a worker would receive today, as far as our own records tell (F0.5).
 * - `none`: no payment is on record, so there is nothing yet; `next` is what the first one brings.
 * - `covered`: the running month is paid, up to the day `until`.
 * - `unsure`: it is not. Whether there is cover then is open (F2.18), so no sum is told for today; `next` is given where
 *   only the running month is missing, and left out where months are late, because how they count is open as well.
 * - `ended`: three months or more are late (F2.13), and a claim would be refused (F2.19).
 */
export type FamilyToday =
  | { readonly status: "none"; readonly next: FamilyBenefits }
  | { readonly status: "covered"; readonly until: IsoDay; readonly now: FamilyBenefits; readonly next: FamilyBenefits }
  | { readonly status: "unsure"; readonly until?: IsoDay; readonly next?: FamilyBenefits }
  | { readonly status: "ended"; readonly until?: IsoDay };

/**
 * The 3 months of the full death benefit (Permenaker 1/2025, F2.16), the 3 years of the scholarship (PP 82/2019, F3.28) and
 * the 3 unpaid months (F2.13) applied to a worker's record.
 */
export function familyToday(figures: BenefitFigures, record: FamilyRecord): FamilyToday {
  const { protection, monthsInRow, until } = record;
  const paidUntil = until === undefined ? {} : { until };
  const next = benefitsAfter(figures, record.base, monthsInRow + 1);
  switch (protection) {
    case "none":
      return { status: "none", next: benefitsAfter(figures, record.base, 1) };
    case "paid":
      if (until === undefined) throw new Error("a worker who is paid for has a last day that is paid");
      return { status: "covered", until, now: benefitsAfter(figures, record.base, monthsInRow), next };
    case "due":
      return { status: "unsure", ...paidUntil, next };
    case "uncertain":
      return { status: "unsure", ...paidUntil };
    case "inactive":
      return { status: "ended", ...paidUntil };
  }
}

function benefitsAfter(figures: BenefitFigures, base: Rupiah, months: number): FamilyBenefits {
  return {
    atWork: accidentDeath(figures, base),
    other: naturalDeath(figures, months),
    scholarship: months >= figures.schoolYears.years * MONTHS_A_YEAR ? "always" : "at-work-only",
  };
}
