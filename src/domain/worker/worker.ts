import type { Funding, ProgrammeSet, Sector } from "../contribution/contribution";
import type { Rupiah } from "../shared/money";

/** Where a registration stands. A draft lives in the conversation's session and has no worker yet. */
export const workerStatuses = [
  "submitted",
  "verified",
  "registered",
  "active",
  "inactive",
  "rejected",
  "withdrawn",
  "deceased",
] as const;
/** One of `workerStatuses`. */
export type WorkerStatus = (typeof workerStatuses)[number];

/** Why an officer refused a registration; each has kind words in the locales (`officer.reject-reason.<reason>`). */
export const rejectionReasons = [
  "nik-mismatch",
  "name-mismatch",
  "already-insured",
  "not-a-worker",
  "cannot-reach",
  "other",
] as const;
/** Why an officer refused a registration. */
export type RejectionReason = (typeof rejectionReasons)[number];

/** A second work: an id of `occupations.ts`, or `other` with what was typed. */
export interface SecondOccupation {
  readonly id: string;
  readonly text?: string;
}

/** A person in a registration. */
export interface Worker {
  readonly id: string;
  readonly revision: number;
  readonly personId: string;
  /** The short number that people read out to each other, see `registration-number.ts`. Unique. */
  readonly number: string;
  readonly status: WorkerStatus;
  readonly districtCode: string;
  readonly villageId: string;
  /** An id of `occupations.ts`, or `other`. */
  readonly occupationId: string;
  /** What was typed where the occupation is `other`. */
  readonly occupationText?: string;
  /** Another work of the same person, insured as well: at most two can be (F1.10). */
  readonly secondOccupation?: SecondOccupation;
  readonly sector: Sector;
  /** Declared income a month, in rupiah, and the base of its band. */
  readonly income: number;
  readonly base: number;
  readonly programmes: ProgrammeSet;
  /** Where the money of the contribution comes from; decides about the reduction (F2.25). */
  readonly funding: Funding;
  /** Who is to pay: the worker, or a sponsor who is sought or found. */
  readonly payer: "self" | "sponsor";
  readonly registeredBy: {
    readonly contactId: string;
    readonly relation: "self" | "helper";
    /** How the person agreed, in the helper's words or choice (F10.05). */
    readonly consentNote?: string;
  };
  /** True once the worker agreed that her sponsor may see the NIK, for paying directly. */
  readonly sharesNikWithSponsor: boolean;
  /** Whether first name and village may stand on the yearly reports of sponsors; not asked yet where nothing is said. */
  readonly isNamedInReports?: boolean;
  /** Things for an officer to decide that a rule leaves OPEN, and mismatches worth a look; codes, never personal data. */
  readonly warnings: readonly string[];
  /** 11 digits, given by BPJS Ketenagakerjaan (F6.08). */
  readonly kpj?: string;
  readonly rejection?: { readonly reason: RejectionReason; readonly note?: string; readonly at: number };
  /** What was paid beyond what is owed so far, in rupiah: carried to the months that open next (F2.26). */
  readonly credit?: Rupiah;
  /**
   * Since when (milliseconds) the sponsor who paid has paused or left, or since when the worker has paid herself while she hopes
   * for one: until a sponsor pays the months are her own.
   */
  readonly withoutSponsorSince?: number;
  /** Milliseconds. */
  readonly submittedAt: number;
  readonly verifiedAt?: number;
}

/** What of a worker decides who owes which months at what price, and where she lives: nothing that is kept sealed. */
export type WorkerTerms = Pick<
  Worker,
  | "id"
  | "personId"
  | "districtCode"
  | "status"
  | "payer"
  | "base"
  | "sector"
  | "funding"
  | "programmes"
  | "withoutSponsorSince"
>;
