import type { IsoDay } from "../shared/calendar";

/** The roles: both verify, confirm and answer. A verifier does so in one area; an admin in every area, always. */
export const officerRoles = ["verifier", "admin"] as const;
/** What an officer may do, and where; inviting needs the server. */
export type OfficerRole = (typeof officerRoles)[number];
/** Where: the whole regency, one kecamatan, or one village. */
export type Area =
  | { readonly type: "all" }
  | { readonly type: "district"; readonly districtCode: string }
  | { readonly type: "village"; readonly districtCode: string; readonly villageId: string };

/** A person who verifies and follows up. */
export interface Officer {
  readonly id: string;
  readonly revision: number;
  readonly name: string;
  readonly role: OfficerRole;
  readonly area: Area;
  /** The contact that redeemed the code; none while the invitation is open. */
  readonly contactId?: string;
  /** Keyed hash of the one-time code; removed when it is redeemed. */
  readonly codeHash?: string;
  /** Milliseconds. */
  readonly codeExpiresAt?: number;
  /** False while the invitation is open, and again once the service has ended. */
  readonly active: boolean;
  /** The day of the last call to proofs that wait too long. */
  readonly proofsCalledOn?: IsoDay;
}

/** One act on somebody's case, kept for good: who, what, on what, when. Holds no personal data. */
export interface AuditEntry {
  /** The effect that did it, so that an act is written once. */
  readonly id: string;
  readonly at: number;
  readonly actor: { readonly type: "officer" | "contact" | "job"; readonly id: string };
  readonly action: string;
  readonly subject: {
    readonly type:
      | "worker"
      | "pledge"
      | "proof"
      | "due-item"
      | "officer"
      | "contact"
      | "task"
      | "fact"
      | "question"
      | "care"
      | "office";
    readonly id: string;
  };
  /** Codes and numbers only. */
  readonly details?: Readonly<Record<string, string | number>>;
}

/** The kinds of tasks that are for admins only: facts are the same for the whole regency, and an office is of no kecamatan. */
export const adminTaskKinds = ["fact-ending", "fact-withheld", "office-left"] as const;

/** Something that a human being must look at. */
export interface Task {
  readonly id: string;
  readonly revision: number;
  readonly kind:
    | "question"
    | "emergency"
    | "papers-complete"
    | "parked-message"
    | "undeliverable"
    | "data-request"
    | "lapse"
    | "unreadable-month"
    | (typeof adminTaskKinds)[number];
  readonly status: "open" | "done";
  readonly contactId?: string;
  readonly workerId?: string;
  /** What was asked, in the person's words; encrypted at rest. */
  readonly text?: string;
  readonly districtCode?: string;
  readonly createdAt: number;
  /** When officers were last called to it on its last day; milliseconds. */
  readonly calledAt?: number;
}
