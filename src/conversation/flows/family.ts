import { type FamilyBenefits, type FamilyToday, familyToday } from "../../domain/benefit/family-today";
import { firstNameOf } from "../../domain/person/person";
import { rupiah } from "../../domain/shared/money";
import type { Text } from "../../domain/shared/text";
import type { OwnWorker } from "../../operations/catalog-views";
import { defineFlow, type FlowContext, type Reckoning } from "../flow";

const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });

/** Whose family can be told something: registered by this chat, accepted, alive. */
export const familyOf = (worker: OwnWorker): boolean =>
  worker.status === "verified" ||
  worker.status === "registered" ||
  worker.status === "active" ||
  worker.status === "inactive";

/** "Kalau saya meninggal hari ini keluarga dapat apa": by our own records, hedged, because only BPJS can tell (F0.5). */
export const family = defineFlow<Record<string, never>>()({
  id: "family",
  title: { key: "family.title" },
  version: 1,
  start: "show",
  errand: true,
  steps: { show: { type: "finish", say: (_given, context) => show(context), outcome: "completed" } },
});

function show(context: FlowContext): readonly Text[] {
  const workers = context.look("own-affairs", {}).workers.filter(familyOf);
  if (workers.length === 0) return [say("family.nobody")];
  const reckoning = context.knowledge.reckoning(context.now);
  const today = workers.map((worker) => ({ worker, found: familyToday(reckoning.figures, recordOf(worker)) }));
  if (!today.every(({ found }) => isCurrent(found))) return [say("knowledge.withheld"), reckoning.whoCanTell];
  return [
    ...today.flatMap(({ worker, found }) => linesOf(worker, found)),
    say("reckon.depends.death-other"),
    say("status.not-bpjs"),
    basisOf(reckoning),
  ];
}

const recordOf = ({ base, protection, protectedUntil, monthsInRow }: OwnWorker) => ({
  base: rupiah(base),
  protection,
  monthsInRow,
  ...(protectedUntil === undefined ? {} : { until: protectedUntil }),
});

const benefitsIn = (found: FamilyToday): FamilyBenefits[] =>
  [...("now" in found ? [found.now] : []), ...("next" in found && found.next ? [found.next] : [])].flat();

const isCurrent = (found: FamilyToday): boolean =>
  benefitsIn(found).every(({ atWork, other }) => atWork.isCurrent && other.isCurrent);

const basisOf = ({ basis }: Reckoning): Text =>
  basis(["F3.17", "F3.18", "F3.19", "F3.24", "F4.01", "F4.02", "F4.04", "F2.13", "F3.28"]);

function linesOf(worker: OwnWorker, found: FamilyToday): Text[] {
  const name = worker.relation === "self" ? worker.name : firstNameOf(worker.name);
  const until = "until" in found && found.until !== undefined ? found.until : undefined;
  switch (found.status) {
    case "none":
      return [say("family.none", { name }), ...benefitLines(found.next)];
    case "covered":
      return [
        say("family.covered", { name }),
        ...benefitLines(found.now),
        ...nextLines(found.now, found.next),
        say("family.until", { until: found.until }),
      ];
    case "unsure":
      return [
        until === undefined ? say("family.unsure", { name }) : say("family.unsure-until", { name, until }),
        ...(found.next ? [say("family.after-payment"), ...benefitLines(found.next)] : []),
      ];
    case "ended":
      return [say("family.ended", { name })];
  }
}

/** That the parts are added after an accident at work is our conclusion (F3.24), and said with the sum. */
function benefitLines({ atWork, other, scholarship }: FamilyBenefits): Text[] {
  const hedge = atWork.flags.length > 0 ? "family.at-work-hedged" : "family.at-work";
  return [
    say(hedge, { total: atWork.total }),
    say("family.other", { total: other.total }),
    say(`family.scholarship.${scholarship}`),
  ];
}

/** What the next payment unlocks, where it changes anything. */
function nextLines(now: FamilyBenefits, next: FamilyBenefits): Text[] {
  return [
    ...(next.other.total > now.other.total ? [say("family.next-other", { total: next.other.total })] : []),
    ...(next.scholarship === now.scholarship ? [] : [say("family.next-scholarship")]),
  ];
}
