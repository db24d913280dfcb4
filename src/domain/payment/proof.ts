import type { Rupiah } from "../shared/money";
import type { Period } from "../shared/period";
import type { Result } from "../shared/result";
import type { Text } from "../shared/text";
import type { Suggestion } from "./paper-text";
import type { PicturePrint } from "./picture-print";
import type { Found } from "./settlement";

/**
 * Why an officer refused a proof; each has kind words in the locales (`officer.proof-reason.<reason>`). What came later stands
 * last, so that the numbers officers know stay.
 */
export const proofReasons = [
  "unreadable",
  "wrong-amount",
  "wrong-period",
  "not-found-at-bpjs",
  "other",
  "used-before",
] as const;
/** Why an officer refused a proof. */
export type ProofReason = (typeof proofReasons)[number];

/** In what a proof resembles one that was sent at this moment (milliseconds): its picture, where nothing else is named. */
export interface Resemblance {
  readonly proofId: string;
  readonly at: number;
  readonly by?: "number" | "words";
}

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
  /** Of a picture: by what it is known again; encrypted at rest. */
  readonly print?: PicturePrint;
  /** Keyed hashes of what its print, its words and its numbers are found by among those of all proofs. */
  readonly marks?: readonly string[];
  /** An earlier proof that seems to be of the same receipt, and when that one was sent; the officer decides. */
  readonly resembles?: Resemblance;
  /** A reference typed instead of a photo; encrypted at rest. */
  readonly reference?: string;
  /** The bank's or the wallet's confirmation, as it was pasted or forwarded; encrypted at rest. */
  readonly text?: string;
  /** What the words of the proof seem to say. */
  readonly suggestion?: Suggestion;
  readonly status: "waiting" | "confirmed" | "rejected";
  readonly reason?: ProofReason;
  /** Present where it is for a whole bill of an office, which is confirmed against its control total. */
  readonly bill?: OfficeBill;
  /**
   * Who has taken back its confirmation, and when (milliseconds): it is rejected since. What was found, and by which code its
   * receipt is checked, is kept, so that whoever holds the receipt learns of it.
   */
  readonly takenBack?: { readonly officerId: string; readonly at: number };
  /** What an officer found, once it is confirmed; of proofs of before, nothing is known but that all was paid. */
  readonly found?: Found;
  /** Keyed hash of the check code of its receipt, once it was confirmed. */
  readonly receiptHash?: string;
  readonly createdAt: number;
  /** When its sender put another paper in the place of the first one, while it waited. Milliseconds. */
  readonly replacedAt?: number;
}

/** The bill of an office for a month: all its items in one proof. */
export interface OfficeBill {
  readonly officeId: string;
  readonly period: Period;
  /** The sum of the items when it was reported, in rupiah. */
  readonly total: Rupiah;
  /** What the office says was paid in all, in rupiah. */
  readonly claimed: Rupiah;
  /** All items in the order of their numbers on the list; those that were found not to be paid are the proof's no more. */
  readonly listIds: readonly string[];
}

/** The months of a bill that an officer found not to be paid: they are the proof's no more, and owed again. */
export function monthsLetGo({ bill, dueItemIds }: Pick<Proof, "bill" | "dueItemIds">): readonly string[] {
  const kept = new Set(dueItemIds);
  return (bill?.listIds ?? []).filter((id) => !kept.has(id));
}

/** All months that a proof was sent for: its own, and those that an officer took off its bill. */
export const monthsSentFor = (proof: Pick<Proof, "bill" | "dueItemIds">): readonly string[] => [
  ...proof.dueItemIds,
  ...monthsLetGo(proof),
];

/** What people send: photos and PDF. */
export const sentKinds = ["image/jpeg", "image/png", "image/webp", "application/pdf"] as const;
/** The kind of a spreadsheet (`.xlsx`): the house makes some, and a coordinator sends her staff list as one. */
export const spreadsheetKind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A file that somebody sent or that the house made for somebody, encrypted at rest. */
export interface Attachment {
  readonly id: string;
  /** Who sent it; of one that the house made, for whom alone it is. */
  readonly contactId: string;
  readonly mimeType: (typeof sentKinds)[number] | typeof spreadsheetKind;
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly contentHash: string;
  readonly createdAt: number;
  /** Present where the house made it: kept for a while, as it can be made again. */
  readonly made?: {
    /** What it is called, without an ending; a text is put into the language of whom it is for. */
    readonly name: string | Text;
  };
}

/** The file of a message as it was kept, or why it was not. */
export type KeptFile = Result<
  { readonly attachmentId: string; readonly contentHash: string },
  "too-large" | "wrong-kind" | "no-sheet" | "unreachable"
>;
