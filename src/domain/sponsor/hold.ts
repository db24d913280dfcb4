import { atHour, type IsoDay, isQuietHour, nextOpenMoment } from "../shared/calendar";
import { holdMs, type Pledge } from "./sponsor";

/** On the last day a worker has the afternoon to pay herself, where a sponsor has not answered. */
const lastHour = 12;
/** Less than this is no time for an answer. Milliseconds. */
const shortestMs = 4 * 3_600_000;

/** Nobody is reminded so shortly before the end. Milliseconds. */
const shortestLeftMs = 2 * 3_600_000;

/** From when until when a worker is kept for a sponsor's yes. Milliseconds. */
export type HoldSpan = Required<Pick<Pledge, "heldSince" | "heldUntil">>;

/**
 * How long a worker is kept for a sponsor who is asked at a moment (milliseconds): 48 hours, but not past the noon of
 * `lastDay`, the last on which her lapse can be averted (F2.13), unless too little time for an answer would be left.
 */
export function holdSpan(heldSince: number, lastDay?: IsoDay): HoldSpan {
  const usual = heldSince + holdMs;
  const noon = lastDay === undefined ? usual : atHour(lastDay, lastHour);
  return { heldSince, heldUntil: noon < usual && noon - heldSince >= shortestMs ? noon : usual };
}

/** Whether the sponsor is to be reminded of a hold now: half of its time is over, and enough is left for an answer. */
export function isToRemind({ heldSince, heldUntil }: HoldSpan, now: number): boolean {
  const halfWay = nextOpenMoment(heldSince + (heldUntil - heldSince) / 2);
  return !isQuietHour(now) && now >= halfWay && heldUntil - now >= shortestLeftMs;
}

/** When the sponsor of a hold was asked. Milliseconds. */
export const heldSinceOf = ({ heldSince, heldUntil = 0 }: Pick<Pledge, "heldSince" | "heldUntil">): number =>
  heldSince ?? heldUntil - holdMs;
