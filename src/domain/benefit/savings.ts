import { minusRupiah, type Rupiah, rupiah, timesRupiah } from "../shared/money";
import { fail, ok, type Result } from "../shared/result";
import type { MonthsFault } from "./accident";
import type { BenefitFigures } from "./figures";
import { type Line, type Sum, sumOf } from "./sum";

/** The months that are reckoned at most: forty years. */
const MOST_MONTHS = 480;
/** A supposed rate above this many percent a year misleads whoever hopes. */
const MOST_PERCENT = 15;
const MONTHS_A_YEAR = 12;

/** Why savings cannot be foretold with such a rate: it is negative, or higher than anybody should hope for. */
export type RateFault = "rate.out-of-range";

/**
 * What `months` contributions to the old-age savings (`monthly`, rupiah) would come to at a supposed result of `percent` a
 * year. **Hypothetical**: the results to come are not known and the latest were not found (F5.09), so the sum carries that
 * flag always. How the result is reckoned month by month is not a rule of the scheme either: here each contribution earns
 * from the month after it, a twelfth of the rate a month, added once a year, parts of a rupiah left out.
 */
export function savingsGrowth(
  { growth }: BenefitFigures,
  monthly: Rupiah,
  months: number,
  percent: number,
): Result<Sum, MonthsFault | RateFault> {
  if (!Number.isInteger(months) || months < 1 || months > MOST_MONTHS) return fail("months.out-of-range");
  if (!(percent >= 0 && percent <= MOST_PERCENT)) return fail("rate.out-of-range");
  const saved = timesRupiah(monthly, months);
  const lines: Line[] = [
    { kind: "saved", monthly, months, amount: saved },
    { kind: "growth", percent, amount: minusRupiah(grown(monthly, months, percent), saved) },
  ];
  // That the true rate is open is why the sum is hypothetical; it does not keep a supposed one from being reckoned.
  return ok(sumOf(lines, [{ ...growth.ground, standing: "confirmed" }], ["hypothetical"]));
}

function grown(monthly: Rupiah, months: number, percent: number): Rupiah {
  let balance = 0;
  let earned = 0;
  for (let month = 1; month <= months; month += 1) {
    earned += (balance * percent) / (MONTHS_A_YEAR * 100);
    balance += monthly;
    if (month % MONTHS_A_YEAR !== 0 && month !== months) continue;
    balance += Math.floor(earned + TINY);
    earned = 0;
  }
  return rupiah(balance);
}

/** Less than any true part of a rupiah: it keeps 12 times a twelfth from being just under a whole. */
const TINY = 1e-6;

/**
 * What is left of old-age savings (`balance`, rupiah) that are paid out at once, within two calendar years: nothing is
 * taken from the first part, 5 % final from what lies above (PP 68/2009 Pasal 5, F5.14); parts of a rupiah of tax are
 * dropped. What is paid from the third year on is taxed progressively by limits that the fact sheet does not have: refused.
 */
export function afterTax(
  { tax }: BenefitFigures,
  balance: Rupiah,
  withinYears: boolean,
): Result<Sum, "tax.progressive"> {
  if (!withinYears) return fail("tax.progressive");
  const untaxed = rupiah(Math.min(balance, tax.freeUpTo));
  const above = minusRupiah(balance, untaxed);
  const due = rupiah(Math.floor((above * tax.percent) / 100));
  const lines: Line[] = [{ kind: "untaxed", upTo: tax.freeUpTo, amount: untaxed }];
  if (above > 0)
    lines.push({ kind: "taxed", percent: tax.percent, of: above, tax: due, amount: minusRupiah(above, due) });
  return ok(sumOf(lines, [tax.ground]));
}
