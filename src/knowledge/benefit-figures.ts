import type { BenefitFigures, Ground, SchoolLevel } from "../domain/benefit/figures";
import { schoolLevels } from "../domain/benefit/figures";
import { dayOf } from "../domain/shared/calendar";
import { rupiah } from "../domain/shared/money";
import { bareValue, type Facts, holdsOn } from "./facts";
import { factValueAt } from "./tariff-answers";

/** The figures of the benefits from the facts, with what they are worth on the day of `at` (milliseconds). */
export function benefitFigures(facts: Facts, at: number): BenefitFigures {
  const number = (path: string): number => Number(bareValue(factValueAt(facts, path)));
  const money = (path: string) => rupiah(number(path));
  const ground = (factId: string): Ground => groundOf(facts, factId, dayOf(at));
  return {
    temporary: {
      firstPercent: number("F3.13.first"),
      firstMonths: number("F3.13.months"),
      thenPercent: number("F3.13.then"),
      ground: ground("F3.13"),
    },
    partLost: { times: number("F3.14.times"), ground: ground("F3.14") },
    useLost: { times: number("F3.15.times"), ground: ground("F3.15") },
    total: { percent: number("F3.16.rate"), of: number("F3.16.of"), ground: ground("F3.16") },
    accidentDeath: { percent: number("F3.17.rate"), of: number("F3.17.of"), ground: ground("F3.17") },
    accidentFuneral: { amount: money("F3.18.amount"), ground: ground("F3.18") },
    accidentPeriodic: { monthly: money("F3.19.monthly"), months: number("F3.19.months"), ground: ground("F3.19") },
    addedUp: ground("F3.24"),
    death: {
      grant: money("F4.01.grant"),
      monthly: money("F4.01.monthly"),
      months: number("F4.01.months"),
      funeral: money("F4.01.funeral"),
      ground: ground("F4.01"),
    },
    waiting: { months: number("F4.02.months"), amount: money("F4.02.amount"), ground: ground("F4.02") },
    ...schoolFigures(number, ground),
    tax: {
      freeUpTo: money("F5.14.freeUpTo"),
      percent: number("F5.14.above"),
      withinYears: number("F5.14.within"),
      ground: ground("F5.14"),
    },
    growth: { illustrationPercent: number("F5.09.illustration"), ground: ground("F5.09") },
  };
}

function schoolFigures(number: (path: string) => number, ground: (factId: string) => Ground) {
  const level = (name: SchoolLevel) => ({
    yearly: rupiah(number(`F3.26.${name}`)),
    years: number(`F3.26.${name}Years`),
  });
  const levels = Object.fromEntries(schoolLevels.map((name) => [name, level(name)])) as Record<
    SchoolLevel,
    ReturnType<typeof level>
  >;
  return {
    school: { levels, ground: ground("F3.26") },
    schoolCaps: {
      children: number("F3.27.children"),
      each: rupiah(number("F3.27.each")),
      all: rupiah(number("F3.27.both")),
      ground: ground("F3.27"),
    },
    schoolAge: { years: number("F3.29.age"), ground: ground("F3.29") },
    schoolYears: { years: number("F3.28.years"), ground: ground("F3.28") },
  };
}

/** An end that has passed goes before any doubt: such a figure is not told at all. */
function groundOf(facts: Facts, factId: string, day: string): Ground {
  const fact = facts.byId(factId);
  return { factId, standing: holdsOn(fact, day) ? fact.confidence : "ended" };
}
