import type { ShownFile } from "../domain/messaging/message";
import type { EmployeeDraft, LineFault } from "../domain/office/employee-line";
import type { OfficeKind } from "../domain/office/office";
import type { Period } from "../domain/shared/period";

/** How one month stands: paid, said to be paid, neither, or said so with a proof that was rejected. */
export const billStates = ["paid", "reported", "unpaid", "refused"] as const;
/** How one month stands. */
export type BillState = (typeof billStates)[number];

/** One month of one worker on the board of an office. */
export interface OfficeMonth {
  readonly dueItemId: string;
  readonly period: Period;
  /** Rupiah. */
  readonly amount: number;
  readonly state: BillState;
}

/** An employee and the worker that she stands by; one of the two may be missing. */
export interface OfficeRow {
  readonly employeeId?: string;
  readonly employeeName?: string;
  readonly pledgeId?: string;
  readonly workerId?: string;
  readonly workerName?: string;
  readonly villageId?: string;
  /** True while the worker or the coordinator's yes is still waited for. */
  readonly isWaiting?: true;
  readonly month?: OfficeMonth;
}

/** An employee and the worker that she stands by, with the months that are unpaid. */
export interface UnpaidRow extends Omit<OfficeRow, "month"> {
  readonly periods: readonly Period[];
}

/** How many months of a state there are, and what they come to in rupiah. */
export interface StateSum {
  readonly count: number;
  readonly amount: number;
}

/** How an office stands this month. */
export interface OfficeBoard {
  readonly name: string;
  readonly kind: OfficeKind;
  /** True where the month's list does not come by itself. */
  readonly isListOff: boolean;
  readonly employees: number;
  /** Employees who stand by no worker yet. */
  readonly unpaired: number;
  /** Pledges that no employee stands behind. */
  readonly unassigned: number;
  readonly sums: Readonly<Record<BillState, StateSum>>;
  /** What a report of the bill is for: all that is unpaid, whether a proof of it did not hold or none was sent. */
  readonly bill: StateSum;
  /** The first of those who have not paid, one a worker, with all her months. */
  readonly firstUnpaid: readonly UnpaidRow[];
  /** Likewise those whose proof did not hold: whether they are paid has to be asked first. */
  readonly firstRefused: readonly UnpaidRow[];
}

/** A staff list as it was sent: typed, or a spreadsheet of the caller's own. */
export type StaffListSource = { readonly text: string } | { readonly attachmentId: string };

/** What was read of a staff list: what can be entered, and what is wrong with the other lines. */
export interface StaffListReading {
  readonly fits: number;
  /** The first of those that can be entered, as they were read. */
  readonly firstRead: readonly EmployeeDraft[];
  /** How many are there already and are given a number, a telephone or a day that was not known of them. */
  readonly completes: number;
  /** True where the spreadsheet as a whole could not be read. */
  readonly isUnreadable?: true;
  readonly faults: readonly { readonly line: number; readonly fault: LineFault }[];
}

/** One month of a bill, with what an officer finds it by at BPJS Ketenagakerjaan. */
export interface BillLine {
  readonly name: string;
  readonly villageId: string;
  readonly nik?: string;
  readonly kpj?: string;
  readonly period: Period;
  /** What is owed for it with this bill, in rupiah: zero where it was reported or paid otherwise. */
  readonly amount: number;
}

/** A bill that waits for an officer. */
export interface BillCase {
  readonly proofId: string;
  readonly office: string;
  readonly count: number;
  /** What the months cost now, and what the office says was paid. Rupiah. */
  readonly total: number;
  readonly claimed: number;
  /** The months in the order of their numbers on the list. */
  readonly lines: readonly BillLine[];
  /** True where a month of the list is owed still, but with another proof: nothing beyond the total can be confirmed then. */
  readonly waitsElsewhere: boolean;
}

/** A worker as anybody in the office sees her. */
export interface StoodBy {
  readonly name: string;
  readonly villageId: string;
}

/** What somebody is to offices: the coordinator of one, an employee of one, or both. */
export interface OfficeStanding {
  /** What the office is called that this contact coordinates. */
  readonly coordinates?: string;
  readonly employed?: { readonly office: string; readonly workers: readonly StoodBy[] };
}

/** An employee among those whom a name or a staff number fits. */
export interface FoundEmployee {
  readonly employeeId: string;
  readonly name: string;
  readonly staffNumber?: string;
  readonly hasChat: boolean;
  readonly workers: readonly StoodBy[];
}

/** An employee as she is offered to whoever may be her. */
export interface LikeEmployee {
  readonly employeeId: string;
  readonly name: string;
  /** The last digits of her staff number: enough for her to know it by. */
  readonly ending?: string;
}

/** What may be looked up of offices; see `Lookups`. */
export interface OfficeLookups {
  "office-standing": { input: Record<string, never>; result: OfficeStanding };
  /** Employees by a part of the name or the staff number: of the own office, or for an admin of any. */
  "find-employees": { input: { text: string; officeId?: string }; result: readonly FoundEmployee[] };
  /** Who on the list of the office of this code may be somebody of this name, and has no chat yet. */
  "employees-like": { input: { code: string; name: string }; result: readonly LikeEmployee[] };
  /** Offices by a part of their name; only for admins. */
  "find-offices": { input: { text: string }; result: readonly { readonly officeId: string; readonly name: string }[] };
  /** The board of the caller's own office. */
  "office-board": { input: Record<string, never>; result: OfficeBoard | null };
  /** What of a staff list can be entered. */
  "read-staff-list": { input: StaffListSource; result: StaffListReading | null };
  /** The bill of this proof, for an officer who may decide about it. */
  "bill-case": { input: { proofId: string }; result: BillCase | null };
}

/** What a code of an office that was typed turned out to be. */
export type JoinOutcome =
  | { readonly status: "joined" | "name-needed" | "hand-over" | "unsure"; readonly office: string }
  | { readonly status: "unknown-code" | "too-many" | "full" | "already" };

/** What is done with offices; see `Effects`. */
export interface OfficeEffects {
  /** Makes the caller the coordinator of an office; a sponsor as a person keeps that to another chat. */
  "open-office": {
    input: { kind: OfficeKind; officeName: string; name: string };
    outcome: "done" | "personal-sponsor" | "already";
  };
  /**
   * An employee joins by the office's code; without a name it is only asked whose office it is. By a code that hands on the
   * coordinator's role nothing is done yet. Where others on the list have a name like hers, it is asked who she is: `as` is
   * one of them by its id, or "new".
   */
  "join-office": { input: { code: string; name?: string; as?: string }; outcome: JoinOutcome };
  /** The code by which employees join: the same each time. */
  "office-code": { input: Record<string, never>; outcome: { code?: string } };
  /** Enters those lines of a staff list that can be read and are not there yet, and completes those that are. `left`: the office is full. */
  "add-employees": { input: StaffListSource; outcome: { added: number; completed: number; left: number } };
  /** An empty staff list as a spreadsheet, to be filled in and sent back. */
  "make-staff-template": { input: Record<string, never>; outcome: { file?: ShownFile } };
  /** Each employee without a worker stands behind a pledge that nobody stands behind yet, oldest first. */
  "pair-employees": { input: Record<string, never>; outcome: { paired: number } };
  /** Reminds the employees whose months are unpaid and who chat with us; once a week at most. */
  "remind-employees": {
    input: Record<string, never>;
    outcome: { status: "reminded"; count: number } | { status: "too-soon" | "nobody" | "not-allowed" };
  };
  /** The caller is no employee any more; the coordinator is told. */
  "leave-office": { input: Record<string, never>; outcome: "done" | "not-employed" };
  /** The coordinator takes an employee off the list; whoever has a chat is told. */
  "remove-employee": { input: { employeeId: string }; outcome: "done" | "not-allowed" };
  /**
   * Begins to hand on the coordinator's role: an employee with a chat is asked there, else there is a code for whoever
   * follows. Of another office than the own (`officeId`) only admins may.
   */
  "hand-over-office": {
    input: { officeId?: string; employeeId?: string };
    outcome: { status: "code"; code: string } | { status: "asked" | "no-chat" | "not-allowed" };
  };
  /** The successor's yes: she is the coordinator from now on, and whoever was it is told. */
  "take-over-office": {
    input: { code: string; name?: string };
    outcome: "done" | "unknown-code" | "own-code" | "personal-sponsor";
  };
  /** A code, and a link with it, for the office's page: 10 minutes, one browser. Nothing where no address of ours is public. */
  "open-office-page": { input: Record<string, never>; outcome: { code?: string; link?: string } };
  /** The month's list as a spreadsheet. */
  "make-office-list": { input: Record<string, never>; outcome: { file?: ShownFile } };
  /** Whether the month's list comes by itself from now on. */
  "set-monthly-list": { input: { wanted: boolean }; outcome: "done" | "not-allowed" };
  /**
   * Reports the months of the bill as paid, with one proof for all of them or none: `only` those of which no proof was sent,
   * where it says so. `claimed`: what was paid in all, of which `surplus` is more than they cost; both in rupiah.
   */
  "report-bill": {
    input: {
      claimed: number;
      surplus?: number;
      only?: "unpaid";
      attachmentId?: string;
      contentHash?: string;
      reference?: string;
      text?: string;
    };
    outcome:
      | { status: "reported"; count: number }
      | { status: "same-proof" | "nothing-open" | "differs" | "not-allowed" };
  };
  /**
   * Confirms a bill in one act where what was `found` (rupiah) is what its months cost, but for those with these `unpaid`
   * numbers on its list: they are owed again. Where none is unpaid it may be more, and the rest is credit.
   */
  "confirm-bill": {
    input: { proofId: string; found: number; unpaid: readonly number[] };
    outcome: "done" | "differs" | "not-allowed";
  };
}
