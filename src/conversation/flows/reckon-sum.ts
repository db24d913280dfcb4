import { accidentDeath, partialDisability, temporaryDisability, totalDisability } from "../../domain/benefit/accident";
import { naturalDeath } from "../../domain/benefit/death";
import { duesSum } from "../../domain/benefit/dues";
import type { BenefitFigures } from "../../domain/benefit/figures";
import { afterTax, savingsGrowth } from "../../domain/benefit/savings";
import { scholarship } from "../../domain/benefit/scholarship";
import type { Sum } from "../../domain/benefit/sum";
import {
  bandForIncome,
  type ContributionTerms,
  contributionFor,
  type ProgrammeSet,
} from "../../domain/contribution/contribution";
import type { Rupiah } from "../../domain/shared/money";
import { rupiah } from "../../domain/shared/money";
import type { Period } from "../../domain/shared/period";
import { periodOf } from "../../domain/shared/period";
import { fail, ok, type Result, unreachable } from "../../domain/shared/result";
import type { Given } from "../flow";
import type { Reckon } from "./reckon-asking";

/** Answers of which everything that their sum needs is there. */
export type Asked = Given<Reckon> & { readonly what: NonNullable<Reckon["what"]> };

/**
 * The sum that the answers ask for, with the figures of the day of `now` (milliseconds). The only refusal is the tax on
 * savings that are paid out later as well, which is not known here; every other refusal of a rule was asked about before,
 * so it is a defect and throws.
 */
export function reckonedSum(asked: Asked, figures: BenefitFigures, now: number): Result<Sum, "tax.progressive"> {
  const { what, months = 0 } = asked;
  switch (what) {
    case "dues":
      return ok(duesSum(duesTerms(asked, now), monthOf(asked, now)));
    case "temporary":
      return ok(certain(temporaryDisability(figures, baseOf(asked, now), months)));
    case "part":
      return ok(certain(partialDisability(figures, baseOf(asked, now), asked.percent ?? 0, asked.usePercent)));
    case "total":
      return ok(totalDisability(figures, baseOf(asked, now)));
    case "death":
      return ok(asked.cause === "work" ? accidentDeath(figures, baseOf(asked, now)) : naturalDeath(figures, months));
    case "school":
      return ok(
        certain(
          scholarship(
            figures,
            (asked.levels ?? []).map((level) => [level]),
          ),
        ),
      );
    case "savings":
      return ok(certain(savingsGrowth(figures, savedMonthly(asked, now), months, asked.rate ?? 0)));
    case "tax":
      return asked.within === "no" ? fail("tax.progressive") : afterTax(figures, rupiah(asked.balance ?? 0), true);
    default:
      return unreachable(what);
  }
}

function certain<E>(result: Result<Sum, E>): Sum {
  if (!result.ok) throw new Error("a sum was asked for with answers that its questions refuse");
  return result.value;
}

/** The base of the band in which the declared income falls (F2.06), in rupiah. */
export function baseOf(asked: Asked, now: number): Rupiah {
  const band = bandForIncome(asked.income ?? 0, monthOf(asked, now));
  if (!band.ok) throw new Error("an income was taken that no band has");
  return band.value.base;
}

/** The month that is asked about, or that of `now`. */
export const monthOf = ({ period }: Asked, now: number): Period => period ?? periodOf(now);

/** On what the contribution depends; private money, as a sum for anybody supposes. */
export function duesTerms(asked: Asked, now: number, programmes: ProgrammeSet = "JKK+JKM"): ContributionTerms {
  return { base: baseOf(asked, now), sector: asked.sector ?? "other", programmes, funding: "private" };
}

/** What goes to the old-age savings in a month, which is never reduced (F2.03, F2.21). */
function savedMonthly(asked: Asked, now: number): Rupiah {
  return contributionFor({ ...duesTerms(asked, now, "JKK+JKM+JHT"), period: periodOf(now) }).jht;
}
