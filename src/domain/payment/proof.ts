/** Why an officer refused a proof; each has kind words in the locales (`officer.proof-reason.<reason>`). */
export const proofReasons = ["unreadable", "wrong-amount", "wrong-period", "not-found-at-bpjs", "other"] as const;
/** Why an officer refused a proof. */
export type ProofReason = (typeof proofReasons)[number];

/** What somebody sent to show that due items were paid. */
export interface Proof {
  readonly id: string;
  readonly revision: number;
  readonly contactId: string;
  readonly dueItemIds: readonly string[];
  /** The kecamatan of the first worker, for the officer's area. */
  readonly districtCode: string;
  readonly attachmentId?: string;
  /** SHA-256 of the file; unique among proofs that were not rejected: the same receipt twice is caught. */
  readonly contentHash?: string;
  /** A reference typed instead of a photo; encrypted at rest. */
  readonly reference?: string;
  readonly status: "waiting" | "confirmed" | "rejected";
  readonly reason?: ProofReason;
  readonly createdAt: number;
}

/** A file that somebody sent, encrypted at rest. */
export interface Attachment {
  readonly id: string;
  readonly contactId: string;
  readonly mimeType: "image/jpeg" | "image/png" | "image/webp" | "application/pdf";
  readonly bytes: Uint8Array;
  readonly contentHash: string;
  readonly createdAt: number;
}
