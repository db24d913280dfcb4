import { fail, ok, type Result } from "../domain/shared/result";
import { type Fact, type FactCorrection, type Facts, type FactValue, isFactValue } from "./facts";

/**
 * What an officer said of one fact, without a release. `on`, `from` and `until` are days (`YYYY-MM-DD`, Asia/Jakarta).
 * `confirmed`: the branch said that it holds as it stands. `corrected`: these of its figures are others from the day
 * told on, and it holds until the day told, if any. `expired`: `until` is the last day on which it holds; answers that rest on it are
 * withheld afterwards.
 */
export type FactMark = {
  readonly id: string;
  readonly factId: string;
  /** The officer's id. */
  readonly by: string;
  readonly on: string;
  /** The moment at which it was said, which orders the marks. Milliseconds. */
  readonly at: number;
  /** Who or what said so, in the officer's words. */
  readonly source?: string;
} & (
  | { readonly kind: "confirmed" }
  | {
      readonly kind: "corrected";
      readonly values: Readonly<Record<string, FactValue>>;
      readonly from?: string;
      readonly until?: string;
    }
  | { readonly kind: "expired"; readonly until: string }
);

/**
 * Where officers' marks are kept, an unchanging log: who said what of which fact on which day. `add` with an id that
 * exists already succeeds without a change.
 */
export interface FactMarkRepository {
  add(mark: FactMark): Promise<void>;
  /** The marks, oldest first; there are few. */
  all(): Promise<readonly FactMark[]>;
}

/**
 * Why a mark cannot be taken. `open`: the fact is a question without an answer, whose text says so, and answering it
 * needs words, so it takes a release. `reckoned`: the tariff is reckoned elsewhere from the same rule, so that its
 * figures are corrected together with the tariff data. `figure`: there is no such figure, or it has another unit.
 */
export type FactMarkFault = "unknown" | "open" | "reckoned" | "figure" | "day";

/** The facts whose figures `domain/contribution` reckons with (F2.01-F2.04, F2.06, F2.21-F2.23, F2.28). */
const reckoned = new Set(["F2.01", "F2.02", "F2.03", "F2.04", "F2.06", "F2.21", "F2.22", "F2.23", "F2.28"]);

/** Whether a mark can be laid over the facts; what officers type is checked here, before it is kept. */
export function checkMark(mark: FactMark, facts: Facts): Result<FactMark, FactMarkFault> {
  const fact = facts.all.find(({ id }) => id === mark.factId);
  if (fact === undefined) return fail("unknown");
  if (fact.confidence === "open") return fail("open");
  if (!daysOf(mark).every(isDay)) return fail("day");
  if (mark.kind !== "corrected") return ok(mark);
  if (isReckoned(fact.id)) return fail("reckoned");
  return Object.entries(mark.values).every(([name, value]) => fits(fact, name, value)) ? ok(mark) : fail("figure");
}

/** Whether the tariff is reckoned with this fact, so that its figures are corrected in a release only. */
export function isReckoned(factId: string): boolean {
  return reckoned.has(factId);
}

function daysOf(mark: FactMark): readonly string[] {
  const from = "from" in mark ? mark.from : undefined;
  const until = "until" in mark ? mark.until : undefined;
  return [mark.on, from, until].filter((day) => day !== undefined);
}

const isDay = (day: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day));

/** A figure keeps its name and its unit: a sum stays a sum, a number of days stays a number of days. */
function fits({ values }: Fact, name: string, value: FactValue): boolean {
  const known = values[name];
  return known !== undefined && Object.keys(known)[0] === Object.keys(value)[0] && isFactValue(value);
}

/**
 * What the marks, oldest first, change in the fact sheet, for `loadFacts`. A later mark of a fact goes before an earlier
 * one: a confirmation or a correction lifts an officer's expiry, though never the end that the law itself has set. A
 * confirmed or corrected fact is no longer hedged, and its answers carry the day on which that was said. A mark that no
 * longer fits the fact sheet of this release is passed over, and so is a correction whose day is still to come on `today`.
 */
export function correctionsFrom(
  marks: readonly FactMark[],
  sheet: Facts,
  today = "9999-12-31",
): readonly FactCorrection[] {
  const corrections = new Map<string, FactCorrection>();
  for (const mark of marks) {
    const isToCome = mark.kind === "corrected" && (mark.from ?? "") > today;
    if (isToCome || !checkMark(mark, sheet).ok) continue;
    corrections.set(mark.factId, laidOver(corrections.get(mark.factId), mark, sheet.byId(mark.factId)));
  }
  return [...corrections.values()];
}

function laidOver(before: FactCorrection | undefined, mark: FactMark, fact: Fact): FactCorrection {
  const { validUntil: _ended, ...rest } = before ?? { id: fact.id };
  if (mark.kind === "expired") return { ...rest, validUntil: earlierOf(mark.until, fact.validUntil) };
  const confirmed: FactCorrection = { ...rest, confidence: "confirmed", confirmedByOfficerOn: mark.on };
  if (mark.kind === "confirmed") return confirmed;
  const values = { ...(before?.values ?? fact.values), ...mark.values };
  return {
    ...confirmed,
    values,
    ...(mark.from === undefined ? {} : { validFrom: mark.from }),
    ...(mark.until === undefined ? {} : { validUntil: mark.until }),
  };
}

const earlierOf = (day: string, other = day): string => (day < other ? day : other);

/** The facts that end within the days `from` to `until`, soonest first, so that an officer asks before answers are withheld. */
export function factsEnding(facts: Facts, from: string, until: string): readonly Fact[] {
  const ends = ({ validUntil = "" }: Fact) => validUntil;
  return facts.all
    .filter((fact) => ends(fact) >= from && ends(fact) <= until)
    .sort((a, b) => ends(a).localeCompare(ends(b)));
}
