import type { ProgrammeSet } from "../domain/contribution/contribution";
import { OFFICER_DAYS } from "../domain/contribution/lapse";
import { fail, ok, type Result } from "../domain/shared/result";

/** Who is told: whoever is to pay, or the contact that registered the worker, where somebody else is to pay. */
export type Told = "payer" | "worker";

/**
 * A message about a month that is not paid: so many days after its due day, negative before it, to whom. To an officer it is
 * a task, not a message.
 */
export interface Rung {
  readonly id: string;
  readonly days: number;
  readonly tells: readonly (Told | "officer")[];
  /** True where the worker's turn came before: a payer who is reached by the same contact has heard it. */
  readonly isAfterWorker?: true;
}

/**
 * The usual reminders of a month, in the order of time, where the configuration says no others. The sponsor is asked first; where the day has
 * passed in silence, the worker is told that she may pay herself.
 */
export const RUNGS = [
  { id: "d-7", days: -7, tells: ["payer"] },
  { id: "d-3", days: -3, tells: ["payer"] },
  { id: "d0", days: 0, tells: ["payer"] },
  { id: "d+5", days: 5, tells: ["payer", "worker"] },
  { id: "d+10", days: 10, tells: ["payer", "worker"] },
] as const satisfies readonly Rung[];

/**
 * The countdown to the lapse of a protection that runs, by the months that are late (F2.13): at the end of the first and of
 * the second, and before the due day of the third is over. The worker first, then whoever is to pay, and in the end an
 * officer of the place.
 */
export const LAPSE_RUNGS = [
  { id: "lapse+13", days: 13, tells: ["worker"] },
  { id: "lapse+15", days: 15, tells: ["payer"], isAfterWorker: true },
  { id: "lapse-5", days: -5, tells: ["worker"] },
  { id: "lapse-4", days: -4, tells: ["payer"], isAfterWorker: true },
  { id: "lapse-3", days: -OFFICER_DAYS, tells: ["officer"] },
] as const satisfies readonly Rung[];

/** The rungs of a month for each set of programmes. */
export type RungTables = Readonly<Record<ProgrammeSet, readonly Rung[]>>;

/** The rungs where nobody has said others. */
export const defaultRungs: RungTables = { "JKK+JKM": RUNGS, "JKK+JKM+JHT": RUNGS };

/** How far from the due day a reminder may lie: beyond it, it is the countdown that speaks. */
const farthestDays = 12;

/**
 * Reads the days of the reminders as an operator writes them: `-7, -3, 0, 5w, 10w`, days before and after the due day, `w`
 * where the worker is told too: only after it, as the sponsor is asked until it has passed. One list for all, or one for each
 * set of programmes: `JKK+JKM: -5, 0; JKK+JKM+JHT: -7, 0`; a set that is not named keeps the usual days. The error says what
 * is wrong.
 */
export function readRungs(written: string): Result<RungTables, string> {
  const tables = new Map<ProgrammeSet, readonly Rung[]>();
  for (const part of written.split(";").filter((one) => one.trim() !== "")) {
    const [named, list] = part.includes(":") ? part.split(":", 2).map((one) => one.trim()) : [undefined, part];
    const sets = programmeSets.filter((set) => named === undefined || set === named);
    const rungs = readList(list ?? "");
    if (sets.length === 0) return fail(`name ${programmeSets.join(" or ")} before the colon`);
    if (!rungs.ok) return rungs;
    if (sets.some((set) => tables.has(set))) return fail("write one list for each set of programmes");
    for (const set of sets) tables.set(set, rungs.value);
  }
  return ok({ ...defaultRungs, ...Object.fromEntries(tables) });
}

const programmeSets = ["JKK+JKM", "JKK+JKM+JHT"] as const satisfies readonly ProgrammeSet[];

function readList(written: string): Result<readonly Rung[], string> {
  const parts = written.split(",").map((one) => one.trim());
  const rungs = parts.flatMap((one) => rungOf(one) ?? []);
  const days = rungs.map(({ days: day }) => day);
  if (rungs.length < parts.length)
    return fail(
      `write days from -${farthestDays} to ${farthestDays} with commas between them, such as -7, -3, 0, 5w, 10w`,
    );
  if (days.some((day, index) => index > 0 && day <= (days[index - 1] ?? day)))
    return fail("write each day once, the earliest first");
  if (rungs.some(({ days: day, tells }) => day <= 0 && tells.includes("worker")))
    return fail(
      "write w only after days that come after the due day, such as 5w: until it has passed the sponsor is asked",
    );
  return ok(rungs);
}

function rungOf(written: string): Rung | null {
  const [, typed = "", worker] = /^([+-]?\d{1,2})(w?)$/u.exec(written) ?? [];
  const days = Number(typed);
  if (typed === "" || Math.abs(days) > farthestDays) return null;
  // The id names the day, so that a reminder that went out under one table is not sent again under another.
  const id = days === 0 ? "d0" : `d${days > 0 ? "+" : ""}${days}`;
  return { id, days: days === 0 ? 0 : days, tells: worker === "w" ? ["payer", "worker"] : ["payer"] };
}
