import type { Facts } from "../knowledge/facts";
import { bareValue } from "../knowledge/facts";
import { factValueAt } from "../knowledge/tariff-answers";
import { type CareFigures, tellCares } from "../operations/care-work";
import type { Deps } from "../operations/deps";
import type { Job } from "./job";

/** What looking after accidents and deaths is handed. */
export interface CareJobParts {
  readonly deps: () => Deps;
  /** The facts of the moment. */
  readonly facts: () => Facts;
}

/** Tells families of the deadlines of an accident, and what of their papers is still missing. */
export function careJob({ deps, facts }: CareJobParts): Job {
  return {
    name: "care-clocks",
    schedule: "25 * * * *",
    run: (now) => tellCares(deps(), figuresOf(facts()), now),
  };
}

/** The deadlines and the number to call: F3.30, F3.33, F3.38, F6.11. */
function figuresOf(facts: Facts): CareFigures {
  const figure = (path: string): number => Number(bareValue(factValueAt(facts, path)));
  const times = figure("F3.30.times");
  const hours = figure("F3.30.hours");
  return {
    ...{ times, hours, reportHours: times * hours },
    secondReportHours: figure("F3.33.times") * figure("F3.33.hours"),
    claimYears: figure("F3.38.years"),
    callCentre: String(bareValue(factValueAt(facts, "F6.11.callCentre"))),
  };
}
