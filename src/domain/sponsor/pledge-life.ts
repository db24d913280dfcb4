import { type IsoDay, nextOpenMoment } from "../shared/calendar";
import type { Period } from "../shared/period";
import { fail, ok, type Result, unreachable } from "../shared/result";
import { holdSpan } from "./hold";
import type { LeaveReason, PauseReason, Pledge, PledgeEndReason, PledgeStatus } from "./sponsor";

/** For how many months contributions can be paid in one go (F2.12). */
export const monthsAheadChoices: readonly number[] = [1, 3, 6, 12];

/** What can happen to a pledge. */
export type PledgeEvent =
  /** A worker was found; she is kept for 48 hours from when its sponsor may be told, or less where her protection ends after `lastDay`. */
  | { readonly type: "hold"; readonly workerId: string; readonly lastDay?: IsoDay | undefined }
  /** The sponsor's yes, by an act; `startPeriod` is the first month that can still be paid. */
  | { readonly type: "confirm"; readonly startPeriod: Period; readonly by?: string }
  /** A stand-by sponsor's yes: nobody else is asked any more, and `confirm` follows once the worker is free. */
  | { readonly type: "accept" }
  /** The time of a hold is over: from now on nobody can say yes any more, and the end follows. */
  | { readonly type: "run-out" }
  /** Until a moment (milliseconds); of a paused one another moment. */
  | { readonly type: "pause"; readonly until?: number; readonly reason?: PauseReason }
  | { readonly type: "resume"; readonly startPeriod: Period }
  /** Protection has ended: what is paid lets it run again from `startPeriod` on, and no month before is asked for. */
  | { readonly type: "start-anew"; readonly startPeriod: Period }
  /** Pays for another number of months at a time, from `startPeriod` on. */
  | { readonly type: "set-months"; readonly monthsAhead: number; readonly startPeriod: Period }
  | { readonly type: "end"; readonly reason: PledgeEndReason; readonly why?: LeaveReason };

/** Why an event does not fit a pledge. */
export type PledgeRefusal =
  | { readonly code: "pledge.status"; readonly status: PledgeStatus }
  /** The hold is over, or about to be. */
  | { readonly code: "pledge.hold-over" }
  | { readonly code: "pledge.hold-runs" }
  /** BPJS takes 1, 3, 6 or 12 months at once (F2.12). */
  | { readonly code: "pledge.months" };

const allowedFrom: Readonly<Record<PledgeEvent["type"], readonly PledgeStatus[]>> = {
  hold: ["waiting"],
  confirm: ["held"],
  accept: ["held"],
  "run-out": ["held"],
  pause: ["active", "paused"],
  resume: ["paused"],
  "start-anew": ["active"],
  "set-months": ["waiting", "held", "active", "paused"],
  end: ["waiting", "held", "active", "paused"],
};

/** The pledge after an event at a moment (milliseconds), or why the event does not fit. The revision is the store's. */
export function changePledge(pledge: Pledge, event: PledgeEvent, atMs: number): Result<Pledge, PledgeRefusal> {
  if (!allowedFrom[event.type].includes(pledge.status)) return fail({ code: "pledge.status", status: pledge.status });
  switch (event.type) {
    case "hold":
      return ok({
        ...pledge,
        status: "held",
        workerId: event.workerId,
        ...holdSpan(nextOpenMoment(atMs), event.lastDay),
      });
    case "confirm":
      return confirm(pledge, event, atMs);
    case "accept":
      return accept(pledge, atMs);
    case "run-out":
      return holdIsOver(pledge, atMs)
        ? ok({ ...pledge, endReason: "hold-expired" })
        : fail({ code: "pledge.hold-runs" });
    case "pause":
      return ok(pause(pledge, event));
    case "resume":
      return ok({ ...withoutPause(pledge), status: "active", startPeriod: event.startPeriod });
    case "start-anew":
      return ok({ ...pledge, startPeriod: event.startPeriod });
    case "set-months":
      return setMonths(pledge, event.monthsAhead, event.startPeriod);
    case "end":
      // `heldUntil` stays where there was no yes yet: it tells that the worker never heard of this pledge.
      return ok({ ...withoutPause(pledge), status: "ended", endReason: event.reason, ...leaving(event.why) });
    default:
      return unreachable(event);
  }
}

/** Whether the time in which a held worker is kept for the sponsor is over. */
function holdIsOver(pledge: Pledge, atMs: number): boolean {
  if (pledge.standBy?.acceptedAt !== undefined) return false;
  return pledge.endReason !== undefined || (pledge.heldUntil !== undefined && pledge.heldUntil <= atMs);
}

/** Whether a worker at this place and with this occupation is what the sponsor would like. */
export function fitsWishes(
  wishes: Pledge["wishes"],
  worker: { readonly districtCode: string; readonly occupationId: string },
): boolean {
  const { districtCode, occupationId } = wishes;
  return (
    (districtCode === undefined || districtCode === worker.districtCode) &&
    (occupationId === undefined || occupationId === worker.occupationId)
  );
}

function confirm(
  pledge: Pledge,
  { startPeriod, by }: Extract<PledgeEvent, { type: "confirm" }>,
  atMs: number,
): Result<Pledge, PledgeRefusal> {
  if (holdIsOver(pledge, atMs)) return fail({ code: "pledge.hold-over" });
  const confirmedBy = by === undefined ? {} : { confirmedBy: by };
  return ok({ ...withoutHold(pledge), ...confirmedBy, status: "active", startPeriod });
}

function accept(pledge: Pledge, atMs: number): Result<Pledge, PledgeRefusal> {
  if (pledge.standBy === undefined) return fail({ code: "pledge.status", status: pledge.status });
  if (holdIsOver(pledge, atMs)) return fail({ code: "pledge.hold-over" });
  return ok({ ...pledge, standBy: { ...pledge.standBy, acceptedAt: atMs } });
}

function setMonths(pledge: Pledge, monthsAhead: number, startPeriod: Period): Result<Pledge, PledgeRefusal> {
  if (!monthsAheadChoices.includes(monthsAhead)) return fail({ code: "pledge.months" });
  return ok({ ...pledge, monthsAhead, startPeriod });
}

function withoutHold(pledge: Pledge): Pledge {
  const { heldSince: _heldSince, heldUntil: _heldUntil, ...rest } = pledge;
  return rest;
}

function pause(pledge: Pledge, { until, reason }: Extract<PledgeEvent, { type: "pause" }>): Pledge {
  return {
    ...withoutPause(pledge),
    status: "paused",
    ...(until === undefined ? {} : { pausedUntil: until }),
    ...(reason === undefined ? {} : { pauseReason: reason }),
  };
}

const leaving = (leaveReason: LeaveReason | undefined) => (leaveReason === undefined ? {} : { leaveReason });

function withoutPause(pledge: Pledge): Pledge {
  const { pausedUntil: _pausedUntil, pauseReason: _pauseReason, ...rest } = pledge;
  return rest;
}
