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
 * The reminders of a month, in the order of time: the one table of them. The sponsor is asked first; where the day has
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
  { id: "lapse-3", days: -3, tells: ["officer"] },
] as const satisfies readonly Rung[];

/** A rung of the ladder or of the countdown. */
export type RungId = (typeof RUNGS)[number]["id"] | (typeof LAPSE_RUNGS)[number]["id"];
