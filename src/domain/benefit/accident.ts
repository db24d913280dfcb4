import { type Rupiah, rupiah } from "../shared/money";
import { fail, ok, type Result } from "../shared/result";
import type { BenefitFigures } from "./figures";
import { type Line, periodicLine, type Sum, sumOf } from "./sum";

/** Why a share cannot be reckoned with: it is no percentage above 0 and up to 100. */
export type PercentFault = "percent.out-of-range";

/** Why a number of months cannot be reckoned with: it is not a whole number from 1. */
export type MonthsFault = "months.out-of-range";

/**
 * What somebody who cannot work after an accident at work receives for `months` months (STMB): the whole base at first,
 * then half of it until recovery (PP 82/2019, F3.13). `base` is that of the income's band, in rupiah.
 */
export function temporaryDisability(
  { temporary }: BenefitFigures,
  base: Rupiah,
  months: number,
): Result<Sum, MonthsFault> {
  if (!Number.isInteger(months) || months < 1) return fail("months.out-of-range");
  const first = Math.min(months, temporary.firstMonths);
  const later = months - first;
  const lines = [monthsAt(temporary.firstPercent, first, base)];
  if (later > 0) lines.push(monthsAt(temporary.thenPercent, later, base));
  return ok(sumOf(lines, [temporary.ground]));
}

/**
 * What the loss of a part of the body is worth: its percentage in the annex of PP 44/2015 of so many times the base
 * (F3.14); where only its use was lost, `usePercent` of that (F3.15). Which percentage a part has in the table is for a
 * doctor to say. Rounded to whole rupiah, which changes nothing for a percentage with at most two decimals.
 */
export function partialDisability(
  figures: BenefitFigures,
  base: Rupiah,
  percent: number,
  usePercent?: number,
): Result<Sum, PercentFault> {
  if (!isShare(percent) || (usePercent !== undefined && !isShare(usePercent))) return fail("percent.out-of-range");
  const { times, ground } = usePercent === undefined ? figures.partLost : figures.useLost;
  const amount = rupiah(Math.round((base * times * percent * (usePercent ?? 100)) / 10_000));
  const ofUse = usePercent === undefined ? {} : { ofUse: usePercent };
  return ok(sumOf([{ kind: "share", percent, times, base, ...ofUse, amount }], [ground]));
}

/**
 * What total disability for good after an accident at work is worth: 70 % of 80 times the base and the periodic sum,
 * paid at once (PP 82/2019, F3.16, F3.19). That the two are added is our conclusion (F3.24).
 */
export function totalDisability({ total, accidentPeriodic, addedUp }: BenefitFigures, base: Rupiah): Sum {
  const lines = [shareOf(total, base), periodicLine(accidentPeriodic)];
  return sumOf(lines, [total.ground, accidentPeriodic.ground, addedUp]);
}

/**
 * What the heirs receive after a death by an accident at work: 60 % of 80 times the base, the funeral and the periodic sum
 * (PP 44/2015, PP 82/2019, F3.17-F3.19). That the parts are added is our conclusion (F3.24). The floor that is recalled
 * for the first part lies below what the lowest base gives, so it never decides.
 */
export function accidentDeath(figures: BenefitFigures, base: Rupiah): Sum {
  const { accidentDeath: share, accidentFuneral, accidentPeriodic, addedUp } = figures;
  const lines: Line[] = [
    shareOf(share, base),
    { kind: "funeral", amount: accidentFuneral.amount },
    periodicLine(accidentPeriodic),
  ];
  return sumOf(lines, [share.ground, accidentFuneral.ground, accidentPeriodic.ground, addedUp]);
}

function shareOf({ percent, of }: BenefitFigures["total"], base: Rupiah): Line {
  return { kind: "share", percent, times: of, base, amount: rupiah(Math.round((base * of * percent) / 100)) };
}

function monthsAt(percent: number, months: number, base: Rupiah): Line {
  return { kind: "months", months, percent, base, amount: rupiah(Math.round((base * months * percent) / 100)) };
}

const isShare = (percent: number): boolean => percent > 0 && percent <= 100;
