import type { ProgrammeSet } from "../contribution/contribution";
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
  readonly createdAt: number;
}

/** How the money reaches BPJS Ketenagakerjaan; it never passes through this service. */
export type PaymentRoute = "direct" | "coordinator";
/** Where a pledge stands: `waiting` for a worker, `held` for the sponsor's yes, then paying. */
export type PledgeStatus = "waiting" | "held" | "active" | "paused" | "ended";
/** Why a pledge ended. */
export type PledgeEndReason =
  | "sponsor-left"
  | "hold-expired"
  | "declined"
  | "worker-withdrew"
  | "worker-deceased"
  | "consent-withdrawn";

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
  readonly wishes: { readonly districtCode?: string; readonly occupationId?: string };
  /** Until when a held worker is kept for this sponsor. Milliseconds. */
  readonly heldUntil?: number;
  /** Until when a pause lasts; none means until the sponsor says so. Milliseconds. */
  readonly pausedUntil?: number;
  readonly endReason?: PledgeEndReason;
  readonly createdAt: number;
}

/** True while nobody else may take this pledge's worker. */
export const occupiesWorker = (status: PledgeStatus): boolean =>
  status === "held" || status === "active" || status === "paused";

/** How long a worker is kept for a sponsor who has not yet said yes: 48 hours, in milliseconds. */
export const holdMs = 48 * 3_600_000;
