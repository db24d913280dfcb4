/** From this age on nobody can register any more (F1.06). */
const TOO_OLD_FROM = 65;
/**
 * Below this age an officer decides: one article says 18, but no official text with a minimum age was found, so that it
 * must not be told as a rule (F1.07, OPEN).
 */
const ASK_BELOW = 18;

/** The most occupations that one person can insure (F1.10, brochure 2026). */
export const MOST_OCCUPATIONS = 2;

/** Whether a person of this age, in full years, can register (F1.06, F1.07). */
export function checkAge(age: number): "eligible" | "too-old" | "ask-officer" {
  if (age >= TOO_OLD_FROM) return "too-old";
  return age < ASK_BELOW ? "ask-officer" : "eligible";
}

/** Whether one more occupation can be insured for a person who has `insured` of them (F1.10). */
export function mayAddOccupation(insured: number): boolean {
  return insured < MOST_OCCUPATIONS;
}
