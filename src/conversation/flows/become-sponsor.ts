import { firstDayOf } from "../../domain/shared/calendar";
import { districtByCode, districts, villagesOf } from "../../domain/shared/region";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { OCCUPATIONS, recognizeOccupation } from "../../domain/worker/occupations";
import type { WorkerGlimpse } from "../../operations/catalog-views";
import { mixedTexts } from "../../operations/standing-texts";
import { readChoice } from "../answers/choice";
import { readFreeText } from "../answers/free-text";
import { readNumber } from "../answers/number";
import { readPersonName } from "../answers/person-name";
import { readDistrict, readVillage } from "../answers/place";
import { readRegistrationNumber } from "../answers/registration-number";
import {
  type ActContext,
  type Bubble,
  defineFlow,
  type FlowContext,
  type Given,
  type Input,
  type Option,
} from "../flow";
import {
  firstPayment,
  isHeldStill,
  keptUntil,
  onlyWaitingTexts,
  paysOfficeBill,
  priceOf,
  routeOf,
  type SponsorAnswers,
  soughtTexts,
  sponsorLines,
  startOf,
} from "./become-sponsor-terms";
import { fromText, occupationText, placeText, yesNo } from "./common";
import { askRetirement, readRetirement } from "./retirement";

type Known = Given<SponsorAnswers>;
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });
const choice = (group: string, ...values: string[]): Option[] =>
  values.map((value) => ({ value, label: say(`sponsor.${group}.${value}`) }));
/** The most workers in one pledge by chat; an office with more talks to an officer. */
const mostWorkers = 50;

const isSponsor = (_given: Known, context: FlowContext): boolean =>
  context.look("own-affairs", {}).sponsor !== undefined;

function readWorker(typed: string, context: FlowContext): Result<WorkerGlimpse, Text> {
  const number = readRegistrationNumber(typed);
  if (!number.ok) return fail(number.error);
  const worker = context.look("worker-by-number", { number: number.value });
  if (!worker) return fail(say("sponsor.number-unknown"));
  return worker.seeksSponsor ? ok(worker) : fail(say("sponsor.number-taken"));
}

/** Takes the number of a deep link, where it names somebody who still seeks a sponsor. */
function takeNumber(given: Known, context: ActContext): { next: "kind"; set?: Known; say?: Text[] } {
  if (!given.number) return { next: "kind" };
  const worker = readWorker(given.number, context);
  return worker.ok
    ? { next: "kind", set: { whom: "number", worker: worker.value } }
    : { next: "kind", say: [worker.error.key === "sponsor.number-taken" ? say("sponsor.worker-taken") : worker.error] };
}

function readWish(input: Input, read: (typed: string) => Result<string, Text>): Result<string, Text> {
  const anyWords = [
    {
      value: "any",
      label: "any",
      synonyms: ["1", "mana saja", "siapa saja", "apa saja", "bebas", "terserah", "sembarang", "any"],
    },
  ];
  return fromText(input, (typed) => (readChoice(typed, anyWords).ok ? ok("any") : read(typed)));
}

const common = OCCUPATIONS.filter((occupation) => occupation.common);

function readOccupationWish(typed: string): Result<string, Text> {
  const listed = common[Number(typed.trim()) - 2] ?? common.find(({ id }) => id === typed);
  if (listed) return ok(listed.id);
  const recognized = recognizeOccupation(typed.slice(0, 200));
  return recognized.type === "known" ? ok(recognized.occupation.id) : fail(say("sponsor.wish-occupation-help"));
}

function readDistrictWish(typed: string): Result<string, Text> {
  const listed = districts[Number(typed.trim()) - 2] ?? districts.find(({ code }) => code === typed);
  if (listed) return ok(listed.code);
  const district = readDistrict(typed);
  return district.ok ? ok(district.value.code) : fail(district.error);
}

function readVillageWish(typed: string, { wishDistrict = "" }: Known): Result<string, Text> {
  const district = districtByCode(wishDistrict) ?? undefined;
  const known = district ? villagesOf(district) : [];
  const listed = known[Number(typed.trim()) - 2] ?? known.find(({ id }) => id === typed);
  if (listed) return ok(listed.id);
  const village = readVillage(typed, district);
  return village.ok ? ok(village.value.id) : fail(village.error);
}

/** Too many is not refused without the way in which it can be done. */
function readCount(typed: string): Result<number, Text> {
  const count = readNumber(typed, { least: 1, most: mostWorkers });
  const isTooMany = !count.ok && count.error.key === "answers.number.too-large";
  return isTooMany ? fail(say("sponsor.count-too-many", { most: mostWorkers })) : count;
}

const asked = (text: Text, options?: readonly Option[]): Bubble => ({ texts: [text], ...(options ? { options } : {}) });
const anyOption: Option = { value: "any", label: say("sponsor.any-option") };

/** Holds workers for a while (see `holdSpan`), so that nobody else is offered them while the sponsor thinks it over. */
function hold(
  given: Known,
  context: ActContext,
): { next: "offer" | "onlyWaiting" | "whom"; set?: Known; say?: Text[] } {
  const { sponsor } = context.look("own-affairs", {});
  const officeName = given.officeName ?? sponsor?.officeName;
  const { retires } = given;
  const outcome = context.perform("make-pledges", {
    name: given.name ?? sponsor?.name ?? "",
    kind: given.kind === "asn" ? "person" : (given.kind ?? sponsor?.kind ?? "person"),
    ...(retires === undefined || retires === "unknown" ? {} : { retiresOn: firstDayOf(retires) }),
    ...(officeName === undefined ? {} : { officeName }),
    showsName: given.showsName === "yes",
    count: given.whom === "number" ? 1 : (given.count ?? 1),
    ...(given.whom === "number" && given.worker ? { workerId: given.worker.workerId } : {}),
    wishes: {
      ...(given.wishDistrict && given.wishDistrict !== "any" ? { districtCode: given.wishDistrict } : {}),
      ...(given.wishVillage && given.wishVillage !== "any" ? { villageId: given.wishVillage } : {}),
      ...(given.wishOccupation && given.wishOccupation !== "any" ? { occupationId: given.wishOccupation } : {}),
    },
    programmes: given.programmes ?? "JKK+JKM",
    startPeriod: startOf(given, context.now),
    monthsAhead: Number(given.monthsAhead ?? 1),
    route: routeOf(given, context),
  });
  if (outcome.refused)
    return {
      next: "whom",
      say: [say("sponsor.worker-taken")],
    };
  const set = { held: outcome.held, waiting: outcome.waiting };
  return outcome.held.length > 0 ? { next: "offer", set } : { next: "onlyWaiting", set };
}

function offer(given: Known, context: FlowContext): Text[] {
  const held = (given.held ?? []).filter((one) => isHeldStill(one, context));
  if (held.length === 0) return [say("sponsor.offer-over"), say("sponsor.offer-over.ask")];
  const { total, isMixed } = firstPayment(held, context);
  return [
    say(held.length === 1 ? "sponsor.found-one" : "sponsor.found", { count: held.length }),
    ...held.map(({ worker }) =>
      say("sponsor.found-line", {
        name: worker.firstName,
        place: placeText(worker.villageId),
        work: occupationText(worker.occupationId, worker.occupationText),
      }),
    ),
    total > 0 ? say("sponsor.total", { total, months: Number(given.monthsAhead ?? 1) }) : say("sponsor.total-covered"),
    ...mixedTexts(isMixed),
    ...soughtTexts(given, context),
    say("sponsor.confirm", { until: keptUntil(held, context) }),
  ];
}

/** The yes to those who are held still; where nobody is, as many others are sought as are gone, or were offered. */
function confirm(
  { held = [] }: Known,
  context: ActContext,
): { next: "thanks" | "hold"; set?: Known; say?: readonly Text[] } {
  const pledgeIds = held.map(({ pledgeId }) => pledgeId);
  // The effect alone decides: done again after a crash it is recalled, while a look would see what it has done already.
  const { active, gone } = context.perform("confirm-pledges", { pledgeIds });
  if (active === 0) return { next: "hold", set: { count: gone || held.length }, say: [say("sponsor.sought-again")] };
  return { next: "thanks", say: gone > 0 ? [say("sponsor.some-gone", { count: gone })] : [] };
}

/** Lets a sponsor pledge for one worker or more: whom, what, for how long, by which way; the money never comes to us. */
export const becomeSponsor = defineFlow<SponsorAnswers>()({
  id: "become-sponsor",
  title: say("sponsor.title"),
  version: 1,
  start: "begin",
  needsConsent: true,
  steps: {
    begin: { type: "act", run: takeNumber },
    kind: {
      type: "choose",
      key: "kind",
      skip: isSponsor,
      prompt: () => [say("sponsor.kind")],
      options: () => choice("kind", "person", "office", "asn"),
      next: "officeName",
    },
    officeName: {
      type: "ask",
      key: "officeName",
      freeText: true,
      skip: (given, context) => given.kind !== "office" || isSponsor(given, context),
      prompt: () => asked(say("sponsor.office-name")),
      read: (input) => fromText(input, (typed) => readFreeText(typed, { least: 3, most: 80 })),
      next: "name",
    },
    name: {
      type: "ask",
      key: "name",
      freeText: true,
      skip: isSponsor,
      prompt: ({ kind }) => asked(say(`sponsor.name.${kind === "office" ? "office" : "person"}`)),
      read: (input) => fromText(input, readPersonName),
      next: "retires",
    },
    retires: {
      type: "ask",
      key: "retires",
      skip: (given, context) => given.kind !== "asn" || isSponsor(given, context),
      prompt: (_given, { today }) => askRetirement(today),
      read: (input, _given, { today }) => readRetirement(input, today),
      next: "showsName",
      why: say("retirement.why"),
    },
    showsName: {
      type: "choose",
      key: "showsName",
      prompt: () => [say("sponsor.shows-name")],
      options: () => yesNo,
      // A deep link has told already whom.
      next: ({ worker }) => (worker ? "programmes" : "whom"),
      why: say("sponsor.shows-name-why"),
    },
    whom: {
      type: "choose",
      key: "whom",
      prompt: () => [say("sponsor.whom")],
      options: () => [
        { value: "pick", label: say("sponsor.whom.pick"), next: "count", forget: ["worker", "number"] },
        { value: "number", label: say("sponsor.whom.number"), next: "worker" },
      ],
      next: "programmes",
    },
    worker: {
      type: "ask",
      key: "worker",
      prompt: () => asked(say("sponsor.number")),
      read: (input, _given, context) => fromText(input, (typed) => readWorker(typed, context)),
      next: "programmes",
      help: say("sponsor.number-help"),
    },
    count: {
      type: "ask",
      key: "count",
      prompt: () => asked(say("sponsor.count")),
      read: (input) => fromText(input, readCount),
      next: "wishDistrict",
      help: say("sponsor.count-help", { most: mostWorkers }),
    },
    wishDistrict: {
      type: "ask",
      key: "wishDistrict",
      prompt: () =>
        asked(say("sponsor.wish-district"), [
          anyOption,
          ...districts.map(({ code, name }) => ({ value: code, label: say("common.name", { name }) })),
        ]),
      read: (input) => readWish(input, readDistrictWish),
      next: "wishVillage",
    },
    wishVillage: {
      type: "ask",
      key: "wishVillage",
      skip: ({ wishDistrict }) => districtByCode(wishDistrict ?? "") === null,
      prompt: ({ wishDistrict }) => {
        const district = districtByCode(wishDistrict ?? "");
        const known = district ? villagesOf(district) : [];
        return asked(say("sponsor.wish-village", { district: district?.name ?? "" }), [
          anyOption,
          ...known.map(({ id, name }) => ({ value: id, label: say("common.name", { name }) })),
        ]);
      },
      read: (input, given) => readWish(input, (typed) => readVillageWish(typed, given)),
      next: "wishOccupation",
      why: say("sponsor.wish-village-why"),
    },
    wishOccupation: {
      type: "ask",
      key: "wishOccupation",
      prompt: () =>
        asked(say("sponsor.wish-occupation"), [
          anyOption,
          ...common.map(({ id }) => ({ value: id, label: say(`occupation.${id}`) })),
        ]),
      read: (input) => readWish(input, readOccupationWish),
      next: "programmes",
      help: say("sponsor.wish-occupation-help"),
    },
    programmes: {
      type: "choose",
      key: "programmes",
      prompt: ({ worker }) => [
        say(worker ? "sponsor.programmes-for" : "sponsor.programmes", { name: worker?.firstName ?? "" }),
      ],
      options: (given, { now }) =>
        (["JKK+JKM", "JKK+JKM+JHT"] as const).map((set) => ({
          value: set,
          label: say(`sponsor.programmes-option.${set === "JKK+JKM" ? "two" : "three"}`, {
            price: priceOf(given, set, now),
          }),
        })),
      next: "monthsAhead",
    },
    monthsAhead: {
      type: "choose",
      key: "monthsAhead",
      prompt: () => [say("sponsor.months")],
      options: () => choice("months", "1", "3", "6", "12"),
      next: "start",
      why: say("sponsor.months-why"),
    },
    start: {
      type: "choose",
      key: "start",
      prompt: () => [say("sponsor.start")],
      options: (_given, { now }) =>
        (["this", "next"] as const).map((value) => ({
          value,
          label: say("sponsor.start-line", { period: startOf({ start: value }, now) }),
        })),
      next: "route",
    },
    route: {
      type: "choose",
      key: "route",
      skip: (_given, context) => paysOfficeBill(context),
      prompt: () => [say("sponsor.route")],
      options: () => choice("route", "direct", "coordinator"),
      next: "review",
      why: say("sponsor.route-why"),
    },
    review: { type: "review", intro: say("sponsor.review"), lines: sponsorLines, next: "hold" },
    hold: { type: "act", run: hold },
    offer: {
      type: "choose",
      key: "confirm",
      prompt: offer,
      options: ({ held = [] }, context) => [
        {
          value: "yes",
          label: say(held.some((one) => isHeldStill(one, context)) ? "sponsor.confirm.yes" : "sponsor.offer-over.yes"),
          synonyms: ["ya", "iya", "setuju", "nggih"],
          next: "confirm",
        },
        {
          value: "no",
          label: say("sponsor.confirm.no"),
          synonyms: ["tidak", "ndak", "mboten", "ora"],
          next: "decline",
        },
      ],
      why: say("sponsor.confirm-why"),
    },
    confirm: { type: "act", run: confirm },
    decline: {
      type: "act",
      run: ({ held }, context) => {
        context.perform("decline-pledges", { pledgeIds: (held ?? []).map(({ pledgeId }) => pledgeId) });
        return { next: "declined" };
      },
    },
    thanks: {
      type: "finish",
      say: () => [say("sponsor.thanks")],
      outcome: "completed",
    },
    declined: { type: "finish", say: () => [say("sponsor.declined")], outcome: "declined" },
    onlyWaiting: { type: "finish", say: onlyWaitingTexts, outcome: "completed" },
  },
});
