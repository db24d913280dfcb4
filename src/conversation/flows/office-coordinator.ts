import { fail, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { readFreeText } from "../answers/free-text";
import { type ActContext, defineFlow, type FlowContext, type Given, type Input } from "../flow";
import { fromText } from "./common";
import { type Picking, pickedEmployee, sought, which } from "./office-picking";

interface Handing extends Picking {
  officeSought: string;
  way: "employee" | "code" | "back";
  handCheck: "yes" | "no";
}

type Known = Given<Handing>;
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });

/** Whoever has an office hands on her own; an admin is asked for which office. */
function begin(_given: Known, context: ActContext): { next: "menu" | "office" | "nothing" } {
  if (context.look("office-standing", {}).coordinates !== undefined) return { next: "menu" };
  return { next: context.look("own-affairs", {}).officer?.role === "admin" ? "office" : "nothing" };
}

const officesFor = (text: string, context: FlowContext) => context.look("find-offices", { text });

function readOffice(input: Input, _given: Known, context: FlowContext): Result<string, Text> {
  return fromText(input, (typed): Result<string, Text> => {
    const read = readFreeText(typed, { least: 2, most: 80 });
    if (!read.ok) return read;
    return officesFor(read.value, context).length > 0 ? read : fail(say("office.coordinator.unknown"));
  });
}

function handOver(
  { way, picked, officeId }: Known,
  context: ActContext,
): { next: "menu" | "back"; say: Text[]; forget: (keyof Handing)[] } {
  const outcome = context.perform("hand-over-office", {
    ...(officeId === undefined ? {} : { officeId }),
    ...(way === "employee" ? { employeeId: picked ?? "" } : {}),
  });
  const params = outcome.status === "code" ? { code: outcome.code } : {};
  return {
    next: outcome.status === "no-chat" ? "menu" : "back",
    say: [say(`office.hand-over.${outcome.status}`, params)],
    forget: ["sought", "picked"],
  };
}

const words: Readonly<Record<Handing["way"], string>> = {
  employee: "pegawai,pilih pegawai",
  code: "kode,minta kode",
  back: "kembali ke papan,tidak jadi,selesai",
};
const places = { employee: "sought", code: "handOver", back: "back" } as const;

/** Who is the coordinator after this one: named by her, or by an admin where she is gone; the successor has to say yes. */
export const officeCoordinator = defineFlow<Handing>()({
  id: "office-coordinator",
  title: say("office.coordinator.title"),
  version: 1,
  start: "begin",
  errand: true,
  needsConsent: true,
  steps: {
    begin: { type: "act", run: begin },
    nothing: { type: "finish", say: () => [say("office.gone")], outcome: "declined" },
    office: {
      type: "ask",
      key: "officeSought",
      prompt: () => ({ texts: [say("office.coordinator.office")] }),
      read: readOffice,
      next: "whichOffice",
    },
    whichOffice: {
      type: "choose",
      key: "officeId",
      prompt: () => [say("office.coordinator.which")],
      options: ({ officeSought = "" }, context) => [
        ...officesFor(officeSought, context).map(({ officeId, name }) => ({
          value: officeId,
          label: say("office.which.name", { name }),
        })),
        { value: "none", label: say("office.which.none"), next: "office" as const, forget: ["officeId"] as const },
      ],
      next: "menu",
    },
    menu: {
      type: "choose",
      key: "way",
      prompt: () => [say("office.coordinator")],
      options: () =>
        (["employee", "code", "back"] as const).map((value) => ({
          value,
          label: say(`office.coordinator.${value}`),
          synonyms: words[value].split(","),
        })),
      next: ({ way = "back" }) => places[way],
      why: say("office.coordinator-why"),
    },
    sought: { ...sought("office.coordinator.whom"), next: "which" },
    which: { ...which(), next: "handCheck" },
    handCheck: {
      type: "choose",
      key: "handCheck",
      prompt: (given, context) => {
        const name = pickedEmployee(given, context)?.name;
        return [name === undefined ? say("office.which.gone") : say("office.coordinator.check", { employee: name })];
      },
      options: () => [
        {
          value: "yes",
          label: say("office.coordinator.check.yes"),
          synonyms: ["ya", "iya"],
          next: "handOver" as const,
        },
        { value: "no", label: say("office.coordinator.check.no"), synonyms: ["tidak"], next: "menu" as const },
      ],
    },
    handOver: { type: "act", run: handOver },
    back: {
      type: "finish",
      say: () => [],
      outcome: "completed",
      follow: ({ officeId }) => ({ flow: officeId === undefined ? "office" : "officer" }),
    },
  },
});
