import { addDays, dayOf } from "../domain/shared/calendar";
import { DAYS_AHEAD } from "../knowledge/fact-desk";
import { factsEnding } from "../knowledge/fact-marks";
import type { Facts } from "../knowledge/facts";
import type { Deps } from "../operations/deps";
import { alarmOfEnd } from "../operations/fact-work";
import type { Job } from "./job";

/** What looking after the facts is handed. */
export interface FactJobParts {
  readonly deps: () => Deps;
  /** The facts of the moment. */
  readonly facts: () => Facts;
}

/** Before the first day of any fact. */
const longAgo = "0000-01-01";

/** Tells the admins of facts that end within 30 days or have ended, each once for its end. */
export function factJob({ deps, facts }: FactJobParts): Job {
  return {
    name: "facts-ending",
    schedule: "30 8 * * *",
    run: async (now) => {
      let told = 0;
      for (const { id, validUntil: until } of factsEnding(facts(), longAgo, addDays(dayOf(now), DAYS_AHEAD)))
        if (until !== undefined && (await alarmOfEnd(deps(), { factId: id, until }, now))) told += 1;
      return { told };
    },
  };
}
