import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { OwnPledge } from "../../operations/catalog-views";
import { mostStoodBy } from "../../operations/stand-by";
import { lessCreditTexts } from "../../operations/standing-texts";
import { readChoice } from "../answers/choice";
import { readNumber } from "../answers/number";
import { readVillage } from "../answers/place";
import { type ActContext, defineFlow, type FlowContext, type Given, type Input } from "../flow";
import { fromText, occupationText, placeText, yesNo } from "./common";

interface StandByAnswers {
  /** The offer that is answered, as it stood when it was shown. */
  pledgeId: string;
  name: string;
  helps: "yes" | "no";
  ready: "yes" | "no";
  most: number;
  /** A village's id, or `any`. */
  village: string;
}

type Known = Given<StandByAnswers>;
type Offer = OwnPledge & { readonly standBy: NonNullable<OwnPledge["standBy"]> };
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });

const own = (context: FlowContext) => context.look("own-affairs", {}).sponsor;
const offers = (context: FlowContext): readonly Offer[] =>
  context.look("own-affairs", {}).pledges.flatMap((pledge) => {
    const { standBy } = pledge;
    return pledge.status === "held" && standBy !== undefined ? [{ ...pledge, standBy }] : [];
  });

/** A worker who is waiting for the answer comes before any question about being ready. */
function begin(
  { ready, helps, pledgeId }: Known,
  context: ActContext,
): { next: "none" | "offer" | "ready" | "stop" | "refuse"; set?: Known } {
  if (!own(context)) return { next: "none" };
  // BERHENTI SIAGA says it all.
  if (ready === "no") return { next: "stop" };
  // So does a no to the notice of the offer.
  if (helps === "no" && offers(context).some((one) => one.pledgeId === pledgeId)) return { next: "refuse" };
  const [offer] = offers(context);
  if (offer === undefined) return { next: "ready" };
  return { next: "offer", set: { pledgeId: offer.pledgeId, name: offer.worker?.firstName ?? "" } };
}

function offerTexts({ pledgeId, name = "" }: Known, context: FlowContext): readonly Text[] {
  const offer = offers(context).find((one) => one.pledgeId === pledgeId);
  if (offer?.worker === undefined) return [say("stand-by.offer.over", { name })];
  const { villageId, occupationId, occupationText: typed } = offer.worker;
  const { period, amount, credit, lastDay } = offer.standBy;
  const { heldUntil: until = 0 } = offer;
  return [
    say("stand-by.offer", { name, place: placeText(villageId), work: occupationText(occupationId, typed) }),
    say("notice.stand-by.saves", { amount, month: period, day: lastDay }),
    ...lessCreditTexts(credit),
    say("stand-by.offer.ask", { name, until }),
  ];
}

/** Whether she is asked for the first time, or stands by already. */
function readyTexts(_given: Known, context: FlowContext): readonly Text[] {
  const standsBy = own(context)?.standsBy;
  return standsBy === undefined
    ? [say("stand-by.what"), say("stand-by.ready")]
    : [say("stand-by.now", { count: standsBy.most }), say("stand-by.still")];
}

const anyVillage = {
  value: "any",
  label: "any",
  synonyms: ["1", "mana saja", "desa mana saja", "bebas", "terserah", "sembarang", "any"],
};

function readVillageWish(input: Input): Result<string, Text> {
  return fromText<string>(input, (typed) => {
    if (readChoice(typed, [anyVillage]).ok) return ok("any");
    const village = readVillage(typed);
    return village.ok ? ok(village.value.id) : fail(village.error);
  });
}

function save({ most = 1, village }: Known, context: ActContext): { next: "on" | "none" } {
  const villageId = village === undefined || village === "any" ? {} : { villageId: village };
  return { next: context.perform("set-stand-by", { on: true, most, ...villageId }) === "done" ? "on" : "none" };
}

function help({ pledgeId = "" }: Known, context: ActContext): { next: "helped" | "over" } {
  return { next: context.perform("confirm-pledges", { pledgeIds: [pledgeId] }).active > 0 ? "helped" : "over" };
}

function refuse({ pledgeId = "" }: Known, context: ActContext): { next: "refused" } {
  context.perform("decline-pledges", { pledgeIds: [pledgeId] });
  return { next: "refused" };
}

function stop(_given: Known, context: ActContext): { next: "off" } {
  context.perform("set-stand-by", { on: false });
  return { next: "off" };
}

const called = ({ name = "" }: Known) => ({ name });

/** SIAGA: whether a sponsor would step in where another is silent, for how many; and the answer where she is asked to. */
export const standBy = defineFlow<StandByAnswers>()({
  id: "stand-by",
  title: say("stand-by.title"),
  version: 1,
  start: "begin",
  needsConsent: true,
  steps: {
    begin: { type: "act", run: begin },
    none: { type: "finish", say: () => [say("stand-by.none")], outcome: "declined" },
    offer: {
      type: "choose",
      key: "helps",
      prompt: offerTexts,
      options: () => yesNo,
      next: ({ helps }) => (helps === "yes" ? "help" : "refuse"),
      why: say("stand-by.offer.why"),
    },
    help: { type: "act", run: help },
    helped: { type: "finish", say: (given) => [say("stand-by.helped", called(given))], outcome: "completed" },
    over: { type: "finish", say: (given) => [say("stand-by.over", called(given))], outcome: "completed" },
    refuse: { type: "act", run: refuse },
    refused: { type: "finish", say: () => [say("stand-by.refused")], outcome: "completed" },
    ready: {
      type: "choose",
      key: "ready",
      prompt: readyTexts,
      options: () => yesNo,
      next: ({ ready }) => (ready === "yes" ? "most" : "stop"),
      why: say("stand-by.why"),
    },
    most: {
      type: "ask",
      key: "most",
      prompt: () => ({ texts: [say("stand-by.most")] }),
      read: (input) => fromText(input, (typed) => readNumber(typed, { least: 1, most: mostStoodBy })),
      next: "village",
      help: say("stand-by.most.help", { most: mostStoodBy }),
    },
    village: {
      type: "ask",
      key: "village",
      prompt: () => ({
        texts: [say("stand-by.village")],
        options: [{ value: "any", label: say("sponsor.any-option") }],
      }),
      read: readVillageWish,
      next: "save",
      why: say("sponsor.wish-village-why"),
    },
    save: { type: "act", run: save },
    on: { type: "finish", say: ({ most = 1 }) => [say("stand-by.on", { count: most })], outcome: "completed" },
    stop: { type: "act", run: stop },
    off: { type: "finish", say: () => [say("stand-by.off")], outcome: "completed" },
  },
});
