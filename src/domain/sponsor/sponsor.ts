import type { ProgrammeSet } from "../contribution/contribution";
import type { IsoDay } from "../shared/calendar";
import type { Period } from "../shared/period";

/** Somebody who pays for workers: a person, or an office through its coordinator. */
export interface Sponsor {
  readonly id: string;
  readonly revision: number;
  readonly contactId: string;
  /** The person's name, or the coordinator's. */
  readonly name: string;
  readonly kind: "person" | "office";
  readonly officeName?: string;
  /** True where the sponsor agreed that the worker is told the name. */
  readonly showsName: boolean;
  /** The first day of retirement, of a civil servant who told it. Never in a log. */
  readonly retiresOn?: IsoDay;
  /** What is to become of the pledges on that day; none means not decided: they go on. */
  readonly retirementPlan?: RetirementPlan;
  readonly standsBy?: Readiness;
  readonly createdAt: number;
}

/** That a sponsor would step in for workers whose own payer is silent; a promise is only the yes to one of them. */
export interface Readiness {
  /** Since when, in milliseconds: whoever has been ready longest is asked first. */
  readonly since: number;
  /** For how many workers at once. */
  readonly most: number;
  /** For workers of this village she is asked before all others. */
  readonly villageId?: string;
}

/** What a sponsor wants for the time of retirement: pay on as a private person, or hand over to a successor that day. */
const retirementPlans = ["continue", "successor"] as const;
/** One of `retirementPlans`. */
export type RetirementPlan = (typeof retirementPlans)[number];

/** How the money reaches BPJS Ketenagakerjaan; it never passes through this service. */
export type PaymentRoute = "direct" | "coordinator";
/** Where a pledge stands: `waiting` for a worker, `held` for the sponsor's yes, then paying. */
export type PledgeStatus = "waiting" | "held" | "active" | "paused" | "ended";
/** Why a pledge ended. */
export type PledgeEndReason =
  | "sponsor-left"
  | "sponsor-retired"
  | "hold-expired"
  | "declined"
  | "worker-withdrew"
  | "worker-deceased"
  | "consent-withdrawn"
  /** Its sponsor was silent until a stand-by sponsor stepped in. */
  | "taken-over"
  /** A stand-by sponsor was asked, and by the answer nobody had to step in any more. */
  | "not-needed";

/** Why a sponsor pauses; each has its words in the locales (`pledges.pause-reason.<reason>`). */
export const pauseReasons = ["money", "away", "misunderstanding", "other"] as const;
/** One of `pauseReasons`. */
export type PauseReason = (typeof pauseReasons)[number];

/** Why a sponsor leaves, where it was told (`pledges.leave-reason.<reason>`). */
export const leaveReasons = ["retirement", "money", "moved", "other"] as const;
/** One of `leaveReasons`. */
export type LeaveReason = (typeof leaveReasons)[number];

/** What a sponsor would like: only workers of a kecamatan and an occupation, and those of a village before all others. */
export interface Wishes {
  readonly districtCode?: string;
  readonly occupationId?: string;
  /** Whoever lives here comes first; where nobody does, any other will do. */
  readonly villageId?: string;
}

/** A sponsor's promise for one worker. At most one that is held, active or paused exists for a worker. */
export interface Pledge {
  readonly id: string;
  readonly revision: number;
  readonly sponsorId: string;
  readonly workerId?: string;
  readonly status: PledgeStatus;
  readonly programmes: ProgrammeSet;
  readonly startPeriod: Period;
  /** How many months are paid in one go: 1, 3, 6 or 12 (F2.12). */
  readonly monthsAhead: number;
  readonly route: PaymentRoute;
  /** What the sponsor would like; empty means "whoever has waited longest". */
  readonly wishes: Wishes;
  /** When the sponsor was asked for a held worker; none on older holds: 48 hours before their end. Milliseconds. */
  readonly heldSince?: number;
  /** Until when a held worker is kept for this sponsor. Milliseconds. */
  readonly heldUntil?: number;
  /** Until when a pause lasts; none means until the sponsor says so. Milliseconds. */
  readonly pausedUntil?: number;
  readonly pauseReason?: PauseReason;
  readonly endReason?: PledgeEndReason;
  /** What a sponsor who left said of it. */
  readonly leaveReason?: LeaveReason;
  /** The act that was the sponsor's yes, so that the same act done again counts it as its own, and another does not. */
  readonly confirmedBy?: string;
  /** The employee of the office who stands by the worker, where an office pays. */
  readonly employeeId?: string;
  /** The act that put the employee there, so that the same act done again counts it as its own. */
  readonly pairedBy?: string;
  /** Set on a pledge to which a stand-by sponsor was asked. */
  readonly standBy?: StandIn;
  readonly createdAt: number;
}

/** What a stand-by sponsor is asked for. */
export interface StandIn {
  /** The third unpaid month, with which protection would end (F2.13). */
  readonly period: Period;
  /** The pledge whose sponsor is silent; none where the worker was to pay. */
  readonly replaces?: string;
  /** When she said yes (milliseconds): from then on the pledge that it replaces ends, whatever comes in between. */
  readonly acceptedAt?: number;
}

/** True while nobody else may take the worker of a pledge that stands so. */
export const occupiesWorker = (status: PledgeStatus): boolean =>
  status === "held" || status === "active" || status === "paused";

/** Whether a stand-by sponsor is being asked for a worker whom another pledge occupies still. */
const isStandByOffer = ({ status, standBy }: Pick<Pledge, "status" | "standBy">): boolean =>
  status === "held" && standBy?.replaces !== undefined;

/** The worker whom no other pledge may take; none where the pledge waits, has ended or is offered beside another. */
export const occupiedWorkerOf = (pledge: Pledge): string | undefined =>
  occupiesWorker(pledge.status) && !isStandByOffer(pledge) ? pledge.workerId : undefined;

/** The worker whom no other stand-by sponsor may be asked for. */
export const offeredWorkerOf = (pledge: Pledge): string | undefined =>
  isStandByOffer(pledge) ? pledge.workerId : undefined;

/** How long a worker is kept for a sponsor who has not yet said yes: 48 hours, in milliseconds. */
export const holdMs = 48 * 3_600_000;
