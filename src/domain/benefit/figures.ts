import type { Rupiah } from "../shared/money";

/**
 * How far a figure may be relied on, as the fact sheet marks its row; `ended` where it does not hold on the day asked for.
 * Whoever shows a sum hedges what is not `confirmed`, and withholds what is `open` or `ended`.
 */
export type Standing = "confirmed" | "recalled" | "inference" | "disputed" | "open" | "ended";

/** A row of the project's fact sheet, and how far it may be relied on. */
export interface Ground {
  readonly factId: string;
  readonly standing: Standing;
}

interface Grounded {
  readonly ground: Ground;
}

/** A share of `of` months of the base: 60 % of 80 is 48 times the base. */
interface ShareOfBase extends Grounded {
  readonly percent: number;
  readonly of: number;
}

/** A monthly sum that is paid at once for all its months. Rupiah. */
interface Periodic extends Grounded {
  readonly monthly: Rupiah;
  readonly months: number;
}

/** A fixed sum in rupiah. */
interface Fixed extends Grounded {
  readonly amount: Rupiah;
}

/** The levels of school for which there is a scholarship, the youngest first. */
export const schoolLevels = ["kindergarten", "primary", "junior", "senior", "higher"] as const;
/** A level of school; `higher` is a university up to the first degree, or training. */
export type SchoolLevel = (typeof schoolLevels)[number];

/** Every figure of the benefits as it holds on one day. The rules reckon with these and know no figure of their own. */
export interface BenefitFigures {
  /** STMB: what a month without work is worth, as a share of the base (F3.13). */
  readonly temporary: Grounded & {
    readonly firstPercent: number;
    readonly firstMonths: number;
    readonly thenPercent: number;
  };
  /** The loss of a part of the body: how many times the base the whole table is worth (F3.14). */
  readonly partLost: Grounded & { readonly times: number };
  /** The loss of its use (F3.15). */
  readonly useLost: Grounded & { readonly times: number };
  /** Total disability for good (F3.16). */
  readonly total: ShareOfBase;
  /** Death by a work accident (F3.17). */
  readonly accidentDeath: ShareOfBase;
  /** The funeral after a work accident (F3.18). */
  readonly accidentFuneral: Fixed;
  /** Paid after a death or a total disability by a work accident (F3.19). */
  readonly accidentPeriodic: Periodic;
  /** That the parts of a work accident's benefit are added to each other (F3.24). */
  readonly addedUp: Ground;
  /** Death from any other cause, after the waiting time (F4.01). */
  readonly death: Periodic & { readonly grant: Rupiah; readonly funeral: Rupiah };
  /** What there is before so many months of contributions: only this (F4.02). */
  readonly waiting: Fixed & { readonly months: number };
  /** A year of school, and the most years, at each level (F3.26). */
  readonly school: Grounded & {
    readonly levels: Readonly<Record<SchoolLevel, { readonly yearly: Rupiah; readonly years: number }>>;
  };
  /** The caps of the scholarship (F3.27). */
  readonly schoolCaps: Grounded & { readonly children: number; readonly each: Rupiah; readonly all: Rupiah };
  /** After how many years of contributions there is a scholarship where no accident at work was the cause (F3.28). */
  readonly schoolYears: Grounded & { readonly years: number };
  /** The age that a child has not reached yet (F3.29). */
  readonly schoolAge: Grounded & { readonly years: number };
  /** Final tax on old-age savings that are paid out at once (F5.14). */
  readonly tax: Grounded & {
    readonly freeUpTo: Rupiah;
    readonly percent: number;
    /** Paid out within so many calendar years. */
    readonly withinYears: number;
  };
  /** That the yearly result to come is not known, and the rate in percent that a branch once used to explain it (F5.09). */
  readonly growth: Grounded & { readonly illustrationPercent: number };
}
