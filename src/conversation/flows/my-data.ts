import type { PhoneNumber } from "../../domain/shared/phone";
import type { Text } from "../../domain/shared/text";
import type { OwnAffairs, OwnWorker } from "../../operations/catalog-views";
import { readPersonName } from "../answers/person-name";
import { readPhoneNumber } from "../answers/phone-number";
import { defineFlow, type FlowContext, type Given, type Input } from "../flow";
import { fromText, occupationText, placeText, rightOrWrong } from "./common";
import { figuresOf, localPhone, stacked, withFigures } from "./text-tools";
import { consentTextVersion } from "./welcome";

type Kept = "open-dues" | "registered-at-bpjs" | "audit";

interface MyData {
  wish: "correct" | "withdraw" | "delete" | "done";
  workerId: string;
  field: "name" | "phone" | "other";
  name: string;
  phone: PhoneNumber;
  correctCheck: "right" | "wrong";
  withdrawCheck: "yes" | "no";
  deleteCheck: "delete" | "no";
  /** What had to stay when data were deleted. */
  kept: readonly Kept[];
  removed: boolean;
}

type Known = Given<MyData>;

/** How many own registrations are named one by one. */
const mostNamed = 20;
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });
const affairs = (context: FlowContext): OwnAffairs => context.look("own-affairs", {});

/** What is kept, in words; the NIK is never repeated (F9.09, F10.09). */
function summary(_given: Known, context: FlowContext): Text[] {
  const { workers, sponsor, pledges, officer, proofs } = affairs(context);
  const { employed } = context.look("office-standing", {});
  const rest = workers.length - mostNamed;
  const around = [
    ...(employed ? [say("data.employee", { office: employed.office })] : []),
    ...(sponsor ? [say("data.sponsor", { name: sponsor.officeName ?? sponsor.name, count: pledges.length })] : []),
    ...(officer ? [say("data.officer", { name: officer.name })] : []),
    ...(proofs.length > 0 ? [say("data.proofs", { count: proofs.length })] : []),
    ...chatTexts(context),
    consentText(context),
  ];
  const nothing = workers.length === 0 && !sponsor && !officer && !employed && proofs.length === 0;
  return [
    nothing ? say("data.nothing") : say("data.kept"),
    ...workers.slice(0, mostNamed).map(workerText),
    ...(rest > 0 ? [say("data.workers-more", { count: rest })] : []),
    ...(workers.length > 0 ? [say("data.hidden")] : []),
    stacked(around),
    say("data.ask"),
  ];
}

/** Where the person writes from, where that is more than one chat. */
function chatTexts(context: FlowContext): Text[] {
  const chats = context.look("own-chats", {});
  if (chats.length < 2) return [];
  return chats.map(({ channel, isThis }) =>
    say(isThis ? "data.chat-this" : "data.chat", { channel: say(`chats.channel.${channel}`) }),
  );
}

function workerText({
  name,
  number,
  villageId,
  occupationId,
  occupationText: typed,
  programmes,
  relation,
}: OwnWorker): Text {
  return say("data.worker", {
    name,
    number,
    relation: say(`data.relation.${relation}`),
    place: placeText(villageId),
    occupation: occupationText(occupationId, typed),
    programmes: say(`register.programmes-line.${programmes === "JKK+JKM" ? "two" : "three"}`),
  });
}

function consentText({ contact: { consent } }: FlowContext): Text {
  return consent ? say(`data.consent.${consent.status}`, { day: consent.at }) : say("data.consent.none");
}

const changeable = (context: FlowContext): readonly OwnWorker[] =>
  affairs(context).workers.filter(({ status }) => status !== "deceased");

const menu = {
  type: "choose",
  key: "wish",
  prompt: summary,
  options: (_given: Known, context: FlowContext) => [
    ...(changeable(context).length > 0
      ? [{ value: "correct", next: "which" as const, label: say("data.correct") }]
      : []),
    {
      value: "withdraw",
      next: "withdraw" as const,
      label: say("data.withdraw"),
      synonyms: ["tarik persetujuan", "tarik", "cabut"],
    },
    { value: "delete", next: "delete" as const, label: say("data.delete"), synonyms: ["hapus"] },
    { value: "done", next: "done" as const, label: say("data.done"), synonyms: ["selesai", "tidak ada", "sudah"] },
  ],
  why: say("data.why"),
  help: say("data.help"),
} as const;

const which = {
  type: "choose",
  key: "workerId",
  skip: (_given: Known, context: FlowContext) => changeable(context).length < 2,
  prompt: () => [say("data.which")],
  options: (_given: Known, context: FlowContext) =>
    changeable(context).map(({ workerId, name, number }) => ({
      value: workerId,
      label: say("data.which-line", { name, number }),
    })),
} as const;

const field = {
  type: "choose",
  key: "field",
  prompt: () => [say("data.field")],
  options: () => [
    { value: "name", next: "name" as const, label: say("data.field.name") },
    { value: "phone", next: "phone" as const, label: say("data.field.phone") },
    { value: "other", next: "otherField" as const, label: say("data.field.other") },
  ],
} as const;

const name = {
  type: "ask",
  key: "name",
  prompt: () => ({ texts: [say("data.name")] }),
  read: (input: Input) => fromText(input, readPersonName),
  why: say("register.name-why"),
} as const;

const phone = {
  type: "ask",
  key: "phone",
  prompt: () => ({ texts: [say("data.phone")], requestPhone: say("register.phone-share") }),
  read: (input: Input) =>
    input.type === "phone" ? readPhoneNumber(input.phone) : fromText(input, (typed) => readPhoneNumber(typed)),
  why: say("register.phone-why"),
} as const;

const correctCheck = {
  type: "choose",
  key: "correctCheck",
  prompt: (given: Known) => [say("data.correct-check", { value: correctedText(given) })],
  options: () =>
    rightOrWrong(
      { right: say("data.correct-check.right"), wrong: say("data.correct-check.wrong") },
      { next: "field", forget: ["field", "name", "phone", "correctCheck"] },
    ),
} as const;

const correctedValue = (given: Known): string => (given.field === "phone" ? given.phone : given.name) ?? "";

const correctedText = (given: Known): string =>
  given.field === "phone" && given.phone ? localPhone(given.phone) : correctedValue(given);

/** An office outlives its coordinator; she may name who follows before she goes. */
function officeTexts(context: FlowContext): Text[] {
  const { coordinates } = context.look("office-standing", {});
  return coordinates === undefined ? [] : [say("data.office", { office: coordinates })];
}

const withdrawCheck = {
  type: "choose",
  key: "withdrawCheck",
  prompt: (_given: Known, context: FlowContext) => [
    say("data.withdraw.explain"),
    withFigures("data.within", figuresOf("data.delete", context), ["times", "hours"], "data.within-soon"),
    ...officeTexts(context),
    say("data.withdraw.check"),
  ],
  options: () => [
    { value: "yes", label: say("data.withdraw.yes"), synonyms: ["ya", "iya", "tarik", "yes"] },
    { value: "no", label: say("data.never-mind"), synonyms: ["tidak", "no"], next: "menu" as const },
  ],
} as const;

/** What stays by law or because of open dues is said before, not after (F10.12, F10.19). */
const deleteCheck = {
  type: "choose",
  key: "deleteCheck",
  prompt: (_given: Known, context: FlowContext) => {
    const helps = affairs(context).workers.some(({ relation }) => relation === "helper");
    return [
      say("data.delete.explain"),
      withFigures("data.within", figuresOf("data.delete", context), ["times", "hours"], "data.within-soon"),
      say("data.delete.stays"),
      ...(helps ? [say("data.delete.others")] : []),
      ...officeTexts(context),
      say("data.delete.check"),
    ];
  },
  options: () => [
    { value: "delete", label: say("data.delete.yes"), synonyms: ["hapus", "delete"] },
    { value: "no", label: say("data.never-mind"), synonyms: ["tidak", "no"], next: "menu" as const },
  ],
} as const;

function deletedTexts({ kept = [], removed }: Known): Text[] {
  const reasons = kept.filter((reason) => reason !== "audit");
  return [
    say(removed ? "data.deleted" : "data.deleted-partly"),
    ...(reasons.length > 0 ? [stacked(reasons.map((reason) => say(`data.kept-because.${reason}`)))] : []),
    ...(kept.includes("audit") ? [say("data.kept-because.audit")] : []),
    say("data.come-back"),
  ];
}

/** The rights of UU 27/2022: to see, to correct, to withdraw consent, to have data deleted (F10.08-F10.12). */
export const myData = defineFlow<MyData>()({
  id: "my-data",
  title: { key: "data.title" },
  version: 1,
  start: "menu",
  steps: {
    menu: { ...menu, next: "done" },
    which: { ...which, next: "whose" },
    // With one registration there was nothing to choose; settled here, before anything is changed.
    whose: {
      type: "act",
      run: ({ workerId }, context) => {
        const own = changeable(context);
        const chosen = own.length === 1 ? own[0] : own.find((worker) => worker.workerId === workerId);
        if (!chosen) return { next: "menu", say: [say("data.corrected.not-allowed")] };
        return { next: "field", set: { workerId: chosen.workerId } };
      },
    },
    field: { ...field, next: "menu" },
    otherField: { type: "say", say: () => [say("data.field-by-officer")], next: "menu" },
    name: { ...name, next: "correctCheck" },
    phone: { ...phone, next: "correctCheck" },
    correctCheck: { ...correctCheck, next: "correct" },
    correct: {
      type: "act",
      run: (given, context) => {
        const changed = given.field === "phone" ? "phone" : "name";
        const value = correctedValue(given);
        const outcome = context.perform("correct-data", { workerId: given.workerId ?? "", field: changed, value });
        return { next: "menu", say: [say(`data.corrected.${outcome}`)] };
      },
    },
    withdraw: { ...withdrawCheck, next: "withdrawNow" },
    withdrawNow: {
      type: "act",
      run: (_given, context) => {
        const { messageId } = context;
        context.perform("withdraw-consent", { textVersion: consentTextVersion, messageId });
        return { next: "withdrawn" };
      },
    },
    withdrawn: {
      type: "finish",
      say: () => [say("data.withdrawn"), say("data.come-back")],
      outcome: "completed",
    },
    delete: { ...deleteCheck, next: "deleteNow" },
    deleteNow: {
      type: "act",
      run: (_given, context) => {
        const { kept, removed } = context.perform("delete-data", {});
        return { next: "deleted", set: { kept, removed } };
      },
    },
    deleted: { type: "finish", say: deletedTexts, outcome: "completed" },
    done: { type: "finish", say: () => [say("data.finished")], outcome: "completed" },
  },
});
