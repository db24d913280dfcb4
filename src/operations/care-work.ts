import type { CareCase } from "../domain/care/care-case";
import { isComplete, missingOf, ticked } from "../domain/care/care-case";
import { type CareLimits, type CareRung, careRungsDue, claimEnds } from "../domain/care/care-clock";
import { dayOf } from "../domain/shared/calendar";
import { fail, ok } from "../domain/shared/result";
import type { Effects } from "./catalog";
import type { CareView } from "./catalog-views";
import type { Act, Deps } from "./deps";
import { type Done, type EffectsOf, plainEffect } from "./effect";
import type { LookupsOf } from "./lookup";
import { change, pagesOf } from "./saving";

/** Told again within so long, it is the same accident. Milliseconds. */
const sameWithinMs = 7 * 86_400_000;
const mostCases = 20;
const pageSize = 100;

/** The cases of whoever asks. */
export const careLookups: LookupsOf<"own-cares"> = {
  "own-cares": async ({ repositories }, _input, { contact }) => {
    const cares = await repositories.cares.findByContact(contact.id, mostCases);
    return cares
      .filter(({ status }) => status === "open")
      .toReversed()
      .map(viewOf);
  },
};

/** What a family says of its case. */
export const careEffects: EffectsOf<"describe-care" | "tick-care" | "close-care"> = {
  "describe-care": plainEffect((act, { careId, ...said }) => changed(act, careId, (care) => ({ ...care, ...said }))),
  "tick-care": plainEffect(tick),
  "close-care": plainEffect((act, { careId }) => changed(act, careId, (care) => ({ ...care, status: "closed" }))),
};

/** A case as its family and its officers see it. */
export function viewOf(care: CareCase): CareView {
  const { id, kind, atWork, traffic, happenedAt, done } = care;
  return {
    careId: id,
    kind,
    ...(atWork === undefined ? {} : { atWork }),
    ...(traffic === undefined ? {} : { traffic }),
    happenedAt,
    done: done.map(({ item }) => item),
    missing: missingOf(care),
    isComplete: isComplete(care),
    photos: done.flatMap(({ attachmentId }) => attachmentId ?? []),
  };
}

/** Opens the case of an emergency that is being told, unless the same was told of these days. */
export async function openCare(act: Act, kind: CareCase["kind"], districtCode: string | undefined): Promise<void> {
  const { deps, contact, effectId, now } = act;
  const known = await deps.repositories.cares.findByContact(contact.id, mostCases);
  const id = deps.ids.derive(effectId, "care");
  const isTold = known.some(
    (one) => one.id !== id && one.kind === kind && one.status === "open" && now - one.openedAt < sameWithinMs,
  );
  if (isTold) return;
  await deps.repositories.cares.add({
    ...{ id, revision: 0, contactId: contact.id, kind, happenedAt: now, openedAt: now, done: [], status: "open" },
    ...(districtCode === undefined ? {} : { districtCode }),
  });
}

/** The newest open case of a contact, for the officer who reads its task. */
export async function careOf({ repositories }: Deps, contactId: string): Promise<CareCase | null> {
  const cares = await repositories.cares.findByContact(contactId, mostCases);
  return cares.findLast(({ status }) => status === "open") ?? null;
}

type Outcome = "done" | "not-allowed";

async function changed(
  { deps, contact }: Act,
  careId: string,
  next: (care: CareCase) => CareCase,
): Promise<{ outcome: Outcome; subject: Done<"tick-care">["subject"]; refused?: true }> {
  const { cares } = deps.repositories;
  const subject = { type: "care", id: careId } as const;
  const saved = await change(
    () => cares.find(careId),
    (care) => {
      if (care.contactId !== contact.id) return fail("not-allowed" as const);
      return ok(care.status === "open" ? next(care) : care);
    },
    (care) => cares.save(care),
  );
  return saved.ok ? { outcome: "done", subject } : { outcome: "not-allowed", subject, refused: true };
}

/** Ticks things off; officers are asked to look once everything is together. */
async function tick(act: Act, input: Effects["tick-care"]["input"]): Promise<Done<"tick-care">> {
  const { careId, items, attachmentId } = input;
  const done = await changed(act, careId, (care) => ticked(care, items, act.now, attachmentId));
  const care = await act.deps.repositories.cares.find(careId);
  if (done.outcome === "done" && care !== null && isComplete(care)) await tellOfficers(act, care);
  return done;
}

/** One task for a case: its id follows from it, whoever ticks the last thing off. */
async function tellOfficers({ deps, contact, now }: Act, care: CareCase): Promise<void> {
  await deps.repositories.tasks.add({
    ...{ id: deps.ids.derive(care.id, "care-complete"), revision: 0, kind: "papers-complete", status: "open" },
    ...{ contactId: contact.id, createdAt: now },
    ...(care.districtCode === undefined ? {} : { districtCode: care.districtCode }),
  });
}

/** What the law allows, and who can be called, as the facts say today. */
export interface CareFigures extends CareLimits {
  readonly times: number;
  readonly hours: number;
  readonly callCentre: string;
}

/** Tells families of deadlines and of what is missing, each once; `now` is milliseconds. */
export async function tellCares(deps: Deps, figures: CareFigures, now: number): Promise<{ told: number }> {
  let told = 0;
  for await (const page of pagesOf((after) => deps.repositories.cares.pageOpen(after, pageSize)))
    for (const care of page)
      for (const rung of careRungsDue(care, figures, now)) {
        await tellRung(deps, care, rung, figures);
        told += 1;
      }
  return { told };
}

async function tellRung({ ids, notify }: Deps, care: CareCase, rung: CareRung, figures: CareFigures): Promise<void> {
  const { times, hours, callCentre, claimYears: years } = figures;
  const until = claimEnds(care, figures);
  await notify({
    id: ids.derive(`${care.id} ${rung}`, "care-rung"),
    contactId: care.contactId,
    rule: "papers.rule",
    texts: [
      {
        key: `papers.rung.${rung}`,
        params: {
          ...{ times, hours, callCentre, years, count: missingOf(care).length },
          ...(until === undefined ? {} : { until: dayOf(until) }),
        },
      },
    ],
    options: [{ value: "!papers", label: { key: "papers.open" } }],
  });
}
