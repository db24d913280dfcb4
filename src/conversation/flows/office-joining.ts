import { parseOfficeCode } from "../../domain/office/office";
import { villageById } from "../../domain/shared/region";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { StoodBy } from "../../operations/office-catalog";
import { readPersonName } from "../answers/person-name";
import type { ActContext, FlowContext, Given, Input } from "../flow";
import { fromText } from "./common";
import { stacked } from "./text-tools";

/** What somebody answers who comes to an office by a code, or who is an employee of one. */
export interface Joining {
  /** A code that came with the word that opened this. */
  code: string;
  name: string;
  /** Who of those on the list with such a name: an employee's id, or "new". */
  as: string;
  /** The office that was joined, or that is offered. */
  joined: string;
  employed: "leave" | "stay";
  leaveCheck: "yes" | "no";
  takeOverCheck: "yes" | "no";
}

type Known = Given<Joining>;
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });
/** More is not read of what is typed as a code. */
const longestCode = 40;

/** A worker by first name and village, under a key of the locales. */
export const workerLine = (key: string, { name, villageId }: StoodBy): Text =>
  say(key, { worker: name, village: villageById(villageId)?.name ?? "" });

/** The code as the coordinator shared it. */
export const joinCode = {
  type: "ask",
  key: "code",
  prompt: () => ({ texts: [say("office.join-code")] }),
  read: (input: Input): Result<string, Text> =>
    fromText(input, (typed): Result<string, Text> => {
      const read = parseOfficeCode(typed.slice(0, longestCode).replace(/^\s*kantor\s+/iu, ""));
      return read.ok ? ok(read.value) : fail(say("office.join-unreadable"));
    }),
} as const;

/** Tries the code: the name is asked only of whoever has a good one. */
export function join(
  given: Known,
  context: ActContext,
): { next: "joinName" | "joined" | "joinCode" | "joinAs" | "takeOverCheck"; set?: Known; say?: Text[] } {
  const { code = "", name, as } = given;
  const outcome = context.perform("join-office", { code, ...(name ? { name } : {}), ...(as ? { as } : {}) });
  const places = {
    joined: "joined",
    "name-needed": "joinName",
    unsure: "joinAs",
    "hand-over": "takeOverCheck",
  } as const;
  if ("office" in outcome) return { next: places[outcome.status], set: { joined: outcome.office } };
  if (outcome.status === "unknown-code") return { next: "joinCode", say: [say("office.join.unknown-code")] };
  return { next: "joined", set: { joined: "" }, say: [say(`office.join.${outcome.status}`)] };
}

/** The name by which the coordinator knows her. */
export const joinName = {
  type: "ask",
  key: "name",
  prompt: ({ joined: office = "" }: Known) => ({ texts: [say("office.join-name", { office })] }),
  read: (input: Input) => fromText(input, readPersonName),
  why: say("office.join-why"),
} as const;

/** Where others on the list are called like her: whether she is one of them. So nobody stands there twice. */
export const joinAs = {
  type: "choose",
  key: "as",
  prompt: (): Text[] => [say("office.join-as")],
  options: ({ code = "", name = "" }: Known, context: FlowContext) => [
    ...context.look("employees-like", { code, name }).map(({ employeeId: value, name: known, ending }) => ({
      value,
      label:
        ending === undefined
          ? say("office.which.name", { name: known })
          : say("office.join-as.number", { name: known, ending }),
    })),
    { value: "new", label: say("office.join-as.new"), synonyms: ["bukan", "tidak", "belum", "tidak ada"] },
  ],
  why: say("office.join-as-why"),
} as const;

/** She is on the list. */
export const joined = {
  type: "finish",
  say: ({ joined: office = "" }: Known) => (office === "" ? [] : [say("office.joined", { office })]),
  outcome: "completed",
} as const;

const ownWork = (context: FlowContext) => context.look("office-standing", {}).employed;

/** What an employee sees of her office: whom she stands by, and the way out. */
export const employed = {
  type: "choose",
  key: "employed",
  prompt: (_given: Known, context: FlowContext): Text[] => {
    const { office = "", workers = [] } = ownWork(context) ?? {};
    const lines = workers.map((one) => workerLine("office.employed.worker", one));
    return [say("office.employed", { office }), ...(lines.length > 0 ? [stacked(lines)] : [])];
  },
  options: () => [
    { value: "stay", label: say("office.employed.stay"), synonyms: ["selesai", "cukup"] },
    { value: "leave", label: say("office.employed.leave"), synonyms: ["keluar"], next: "leaveOffice" as const },
  ],
} as const;

/** Before she leaves she hears what becomes of whom she stands by, and of what she promised herself. */
export const leaveCheck = {
  type: "choose",
  key: "leaveCheck",
  prompt: (_given: Known, context: FlowContext): Text[] => {
    const { office = "", workers = [] } = ownWork(context) ?? {};
    const hasOwn = context.look("own-affairs", {}).pledges.some(({ status }) => status !== "ended");
    return [
      say("office.leave-check", { office }),
      ...(workers.length > 0 ? [say("office.leave-check.stays", { office })] : []),
      ...(hasOwn ? [say("office.leave-check.own")] : []),
    ];
  },
  options: () => [
    { value: "yes", label: say("office.leave-check.yes"), synonyms: ["ya", "iya"], next: "leaveNow" as const },
    { value: "no", label: say("office.leave-check.no"), synonyms: ["tidak", "batal"] },
  ],
} as const;

/** She leaves; the coordinator is told. */
export function leaveNow(_given: Known, context: ActContext): { next: "gone"; say: Text[] } {
  return { next: "gone", say: [say(`office.leave.${context.perform("leave-office", {})}`)] };
}

/** The successor's yes. */
export const takeOverCheck = {
  type: "choose",
  key: "takeOverCheck",
  prompt: ({ joined: office = "" }: Known): Text[] => [say("office.take-over", { office })],
  options: (_given: Known, context: FlowContext) => [
    {
      value: "yes",
      label: say("office.take-over.yes"),
      synonyms: ["ya", "iya", "mau", "setuju", "bersedia"],
      next: ownWork(context) ? ("takeOver" as const) : ("takeOverName" as const),
    },
    { value: "no", label: say("office.take-over.no"), synonyms: ["tidak", "tidak mau"] },
  ],
  why: say("office.take-over-why"),
} as const;

/** What whoever is no employee of the office is called. */
export const takeOverName = {
  type: "ask",
  key: "name",
  prompt: () => ({ texts: [say("office.own-name")] }),
  read: (input: Input) => fromText(input, readPersonName),
} as const;

/** She is the coordinator from now on, and sees the board. */
export function takeOver({ code = "", name }: Known, context: ActContext): { next: "board" | "gone"; say: Text[] } {
  const outcome = context.perform("take-over-office", name === undefined ? { code } : { code, name });
  return { next: outcome === "done" ? "board" : "gone", say: [say(`office.taken-over.${outcome}`)] };
}
