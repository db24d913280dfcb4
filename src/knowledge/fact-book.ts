import { ok, type Result } from "../domain/shared/result";
import { checkMark, correctionsFrom, type FactMark, type FactMarkFault, type FactMarkRepository } from "./fact-marks";
import { type Facts, loadFacts } from "./facts";

/** The facts as officers have left them, for `createKnowledge`; a mark holds from the next question on. */
export interface FactBook {
  /** The facts of this moment. */
  current(): Facts;
  /** Takes and keeps what an officer says of a fact; refused with the reason where it cannot be. */
  mark(mark: FactMark): Promise<Result<FactMark, FactMarkFault>>;
  /** Reads the marks anew, as when another process has added some, or the day of a correction has come. */
  refresh(): Promise<void>;
}

/** Opens the facts with the marks that are kept. On `today` (`YYYY-MM-DD`) a correction of a later day is left for then. */
export async function openFactBook(marks: FactMarkRepository, today?: () => string): Promise<FactBook> {
  const sheet = loadFacts();
  let facts = sheet;
  const refresh = async () => {
    facts = loadFacts(correctionsFrom(await marks.all(), sheet, today?.()));
  };
  await refresh();
  return {
    current: () => facts,
    mark: async (mark) => {
      const checked = checkMark(mark, sheet);
      if (!checked.ok) return checked;
      await marks.add(mark);
      await refresh();
      return ok(mark);
    },
    refresh,
  };
}
