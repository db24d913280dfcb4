/** Why a typed text could not be taken, as the key of a locale entry that says what would help, and its figures. */
export interface Refusal {
  readonly key: string;
  /** Counts, limits and names of ours; never what the person typed. */
  readonly params?: Record<string, string | number>;
}
