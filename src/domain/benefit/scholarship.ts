import { minusRupiah, type Rupiah, rupiah, sumRupiah, timesRupiah } from "../shared/money";
import { fail, ok, type Result } from "../shared/result";
import type { BenefitFigures, Ground, SchoolLevel } from "./figures";
import { type Line, type Sum, sumOf } from "./sum";

/** Why a scholarship cannot be reckoned. */
export type ScholarshipFault =
  /** No level of school is named for any child. */
  | { readonly code: "levels.none" }
  /** More children than the scholarship is for. */
  | { readonly code: "children.too-many"; readonly most: number };

/** The scholarship from the first to the last year of the levels named. */
export interface Scholarship extends Sum {
  /** What the first year of the first level of every child brings together, in rupiah. */
  readonly firstYear: Rupiah;
}

/**
 * The scholarship of the children of somebody who died, or was disabled for good by an accident at work: for each child
 * the levels named, each from its first year to its last (PP 82/2019, Permenaker 1/2025, F3.26), within the caps of a child
 * and of all children, and for no more than two (F3.27). Who is entitled is another question (F3.28, F3.29).
 */
export function scholarship(
  figures: BenefitFigures,
  children: readonly (readonly SchoolLevel[])[],
): Result<Scholarship, ScholarshipFault> {
  const { school, schoolCaps } = figures;
  if (children.length > schoolCaps.children) return fail({ code: "children.too-many", most: schoolCaps.children });
  if (children.length === 0 || children.some((levels) => levels.length === 0)) return fail({ code: "levels.none" });
  const each = children.map((levels, index) => childLines(figures, [...new Set(levels)], index + 1));
  const lines = each.flat();
  const all = capLine("children", lines, schoolCaps.all);
  const grounds: Ground[] = [school.ground, schoolCaps.ground];
  const firstYear = sumRupiah(children.flatMap(([level]) => (level ? [school.levels[level].yearly] : [])));
  return ok({ ...sumOf([...lines, ...all], grounds), firstYear });
}

function childLines({ school, schoolCaps }: BenefitFigures, levels: readonly SchoolLevel[], child: number): Line[] {
  const lines = levels.map((level): Line => {
    const { yearly, years } = school.levels[level];
    return { kind: "school", child, level, yearly, years, amount: timesRupiah(yearly, years) };
  });
  return [...lines, ...capLine("child", lines, schoolCaps.each)];
}

/** What lies above a cap is taken off again, in a line of its own. */
function capLine(of: "child" | "children", lines: readonly Line[], most: Rupiah): Line[] {
  const above = minusRupiah(sumRupiah(lines.map(({ amount }) => amount)), most);
  return above > 0 ? [{ kind: "cap", of, most, amount: rupiah(-above) }] : [];
}
