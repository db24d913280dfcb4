import type { BenefitFigures } from "./figures";
import { type Line, periodicLine, type Sum, sumOf } from "./sum";

/**
 * What the heirs receive after a death that no accident at work caused (JKM): the grant, the periodic sum and the funeral
 * (PP 82/2019 Pasal 34, F4.01), the same for every income (F4.03). Before three months of contributions there is only the
 * funeral part (Permenaker 1/2025, F4.02). `monthsPaid` are the months paid in a row since the registration; whether months
 * after a lapse or paid all at once count is open (F2.18), so they are not handed in here.
 */
export function naturalDeath({ death, waiting }: BenefitFigures, monthsPaid: number): Sum {
  if (monthsPaid < waiting.months)
    return sumOf(monthsPaid < 1 ? [] : [{ kind: "funeral", amount: waiting.amount }], [waiting.ground]);
  const lines: Line[] = [
    { kind: "grant", amount: death.grant },
    periodicLine(death),
    { kind: "funeral", amount: death.funeral },
  ];
  return sumOf(lines, [death.ground, waiting.ground]);
}
