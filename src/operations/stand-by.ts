import { ok } from "../domain/shared/result";
import type { Sponsor } from "../domain/sponsor/sponsor";
import type { Effects } from "./catalog";
import type { Act } from "./deps";
import { contactSubject, type Done, plainEffect } from "./effect";
import { change } from "./saving";

/** The most workers for whom one sponsor stands by at once. */
export const mostStoodBy = 20;

/** Whether a sponsor would step in for workers whose own payer is silent, and for how many; see `stand-by-offers.ts`. */
export const setStandBy = plainEffect<"set-stand-by">(set);

async function set(act: Act, input: Effects["set-stand-by"]["input"]): Promise<Done<"set-stand-by">> {
  const { sponsors } = act.deps.repositories;
  const saved = await change(
    () => sponsors.findByContact(act.contact.id),
    (sponsor) => ok(ready(sponsor, input, act.now)),
    (sponsor) => sponsors.save(sponsor),
  );
  const subject = contactSubject(act);
  return saved.ok ? { outcome: "done", subject } : { outcome: "not-allowed", subject, refused: true };
}

/** Who is ready already keeps her place in the order. */
function ready(sponsor: Sponsor, input: Effects["set-stand-by"]["input"], now: number): Sponsor {
  const { standsBy: former, ...rest } = sponsor;
  if (!input.on) return former === undefined ? sponsor : rest;
  const most = Math.max(1, Math.min(mostStoodBy, Math.floor(input.most ?? 1)));
  const { villageId } = input;
  if (former?.most === most && former.villageId === villageId) return sponsor;
  const since = former?.since ?? now;
  return { ...rest, standsBy: { since, most, ...(villageId === undefined ? {} : { villageId }) } };
}
