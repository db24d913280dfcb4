import type { IsoDay } from "../domain/shared/calendar";
import type { Period } from "../domain/shared/period";
import type { DueView } from "./catalog-views";

/** A proof that an officer has confirmed; `amount` is what was found, in rupiah, `periods` one for each of its months. */
export interface ConfirmedGlimpse {
  readonly proofId: string;
  readonly confirmedOn: IsoDay;
  readonly amount: number;
  readonly periods: readonly Period[];
}

/** A confirmation that may be taken back, and what would come of it. */
export interface TakeBackCase extends ConfirmedGlimpse {
  /** Whose bill it was for, where it was an office's. */
  readonly office?: string;
  readonly attachmentId?: string;
  readonly months: readonly DueView[];
  /** Months that were paid, or are said to be, less what this proof brought too much: while there are any it cannot be taken back. */
  readonly leaning: readonly DueView[];
  /** Other months on which more would have to be paid, as they would be. */
  readonly loses: readonly DueView[];
}
