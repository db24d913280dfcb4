import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { FactCase, FactFigure, FactUnit, FactVerdict } from "../../operations/fact-desk";
import { readChoice } from "../answers/choice";
import { readDate } from "../answers/date";
import { readFreeText } from "../answers/free-text";
import { readMoney } from "../answers/money";
import type { ActContext, FlowContext, Given, Input, Option } from "../flow";
import { fromText, rightOrWrong } from "./common";
import type { Done, OfficerWork } from "./officer-desks";
import { factCaseTexts, figureText } from "./officer-fact-texts";

type Known = Given<OfficerWork>;

/** The longest source that is kept, in characters. */
const longestSource = 200;

/** What may be done with a fact, and what officers call it. */
const verdicts = {
  confirm: "pastikan,benar,betul,masih berlaku,ya",
  correct: "betulkan,ubah,perbaiki,ganti,salah",
  expire: "akhiri,berakhir,tidak berlaku,hapus",
  skip: "lewati,lewat,nanti",
  menu: "menu,kembali ke menu",
} as const;

const verdictOptions: readonly Option[] = Object.entries(verdicts).map(([value, words]) => ({
  value,
  label: { key: `facts.do.${value}` },
  synonyms: words.split(","),
}));

/** The fact that presses most; only admins are shown any. */
export function nextFact({ skipFacts = [] }: Known, context: ActContext): Done<"fact" | "menu"> {
  const found = context.look("next-fact", { skipIds: skipFacts });
  if (found) return { next: "fact", set: { factId: found.factId } };
  const isAdmin = context.look("own-affairs", {}).officer?.role === "admin";
  return { next: "menu", set: { skipFacts: [] }, say: [{ key: isAdmin ? "facts.none" : "facts.admins-only" }] };
}

const openFact = ({ factId = "" }: Known, context: FlowContext): FactCase | null =>
  context.look("fact-case", { factId });

/** One fact, and what is to be done with it; the id of another one opens that. */
export const fact = {
  type: "ask",
  key: "factVerdict",
  prompt: (given: Known, context: FlowContext) => {
    const found = openFact(given, context);
    const texts = found ? [...factCaseTexts(found), { key: "facts.ask" }] : [{ key: "facts.gone" }];
    return { texts, options: verdictOptions };
  },
  read: (input: Input, _given: Known, context: FlowContext): Result<string, Text> =>
    fromText<string>(input, (typed) => {
      const id = idIn(typed);
      if (id === null)
        return readChoice(
          typed,
          verdictOptions.map(({ value, synonyms = [] }) => ({ value, label: value, synonyms })),
        );
      return context.look("fact-case", { factId: id }) ? ok(id) : fail({ key: "facts.unknown", params: { id } });
    }),
  why: { key: "facts.why" },
  help: { key: "facts.help" },
} as const;

/** "F2.16", "f 2.16", "fakta 2,16". */
function idIn(typed: string): string | null {
  const [, chapter, row] = /^\s*f(?:akta|act)?\s*\.?\s*(\d{1,2})\s*[.,]\s*(\d{1,2})\s*$/iu.exec(typed) ?? [];
  return chapter === undefined || row === undefined ? null : `F${Number(chapter)}.${row}`;
}

/** Goes where the verdict leads; what cannot be marked here is said with who can. */
export function factChosen(
  given: Known,
  context: ActContext,
): Done<"fact" | "nextFact" | "menu" | "figure" | "factValue" | "factUntil" | "factCheck"> {
  const { factId = "", factVerdict = "", skipFacts = [] } = given;
  if (idIn(factVerdict) !== null) return { next: "fact", set: { factId: factVerdict } };
  if (factVerdict === "menu") return { next: "menu" };
  if (factVerdict === "skip") return { next: "nextFact", set: { skipFacts: [...skipFacts, factId] } };
  const found = openFact(given, context);
  if (!found) return { next: "fact" };
  const fixed = found.fixed === "open" || factVerdict === "correct" ? found.fixed : undefined;
  if (fixed !== undefined) return { next: "fact", say: [{ key: `facts.fixed.${fixed}`, params: { id: factId } }] };
  if (factVerdict === "confirm") return { next: "factCheck" };
  if (factVerdict === "expire") return { next: "factUntil" };
  const [only, ...others] = found.figures;
  return only && others.length === 0 ? { next: "factValue", set: { figure: only.name } } : { next: "figure" };
}

/** Which of its figures is another one, by what it is now. */
export const figure = {
  type: "choose",
  key: "figure",
  prompt: ({ factId = "" }: Known): Text[] => [{ key: "facts.figure", params: { id: factId } }],
  options: (given: Known, context: FlowContext): Option[] => {
    const figures = openFact(given, context)?.figures ?? [];
    const isAlone = (one: FactFigure) =>
      figures.filter(({ unit, value }) => unit === one.unit && value === one.value).length === 1;
    return figures.map((one) => ({
      value: one.name,
      label: isAlone(one)
        ? figureText(one)
        : { key: "facts.figure-named", params: { value: figureText(one), name: one.name } },
    }));
  },
  why: { key: "facts.value-why" },
} as const;

const figureOf = (given: Known, context: FlowContext): FactFigure | undefined =>
  openFact(given, context)?.figures.find(({ name }) => name === given.figure);

/** The figure as it should be, in the unit that it has. */
export const factValue = {
  type: "ask",
  key: "factValue",
  prompt: (given: Known, context: FlowContext) => {
    const now = figureOf(given, context);
    return { texts: now ? [{ key: `facts.value-ask.${now.unit}`, params: { now: figureText(now) } }] : [gone] };
  },
  read: (input: Input, given: Known, context: FlowContext): Result<string | number, Text> =>
    fromText<string | number>(input, (typed) => {
      const now = figureOf(given, context);
      return now ? readValue(typed, now.unit, context) : fail(gone);
    }),
  why: { key: "facts.value-why" },
} as const;

const gone: Text = { key: "facts.gone" };

function readValue(typed: string, unit: FactUnit, { today }: FlowContext): Result<string | number, Text> {
  switch (unit) {
    case "rupiah":
      return readMoney(typed);
    case "date":
      return readDate(typed, { today });
    case "period": {
      const day = readDate(`1 ${typed}`, { today });
      return day.ok ? ok(day.value.slice(0, 7)) : day;
    }
    case "name":
      return readFreeText(typed, { least: 1, most: longestSource });
    default:
      return readFigure(typed, unit);
  }
}

/** "5", "5 hari", "0,24 persen"; a day of the month is from 1 to 31. */
function readFigure(typed: string, unit: FactUnit): Result<number, Text> {
  const [, written] = /^\s*(\d{1,6}(?:[.,]\d{1,4})?)\s*(?:%|\p{L}+)?\s*$/u.exec(typed) ?? [];
  const value = Number(written?.replace(",", "."));
  const isDay = Number.isInteger(value) && value >= 1 && value <= 31;
  if (written === undefined || (unit === "day" && !isDay))
    return fail({ key: `facts.value-unreadable.${unit === "day" ? "day" : "figure"}` });
  return ok(value);
}

const readDay = (input: Input, _given: Known, { today }: FlowContext): Result<string, Text> =>
  fromText<string>(input, (typed) => readDate(typed, { today }));

/** From which day the new figure holds. */
export const factFrom = {
  type: "ask",
  key: "factFrom",
  prompt: () => ({ texts: [{ key: "facts.from" }] }),
  read: readDay,
  why: { key: "facts.day-why" },
} as const;

/** Who or what says so. */
export const factSource = {
  type: "ask",
  key: "factSource",
  prompt: () => ({ texts: [{ key: "facts.source" }] }),
  read: (input: Input) => fromText<string>(input, (typed) => readFreeText(typed, { least: 3, most: longestSource })),
  why: { key: "facts.source-why" },
} as const;

/** The last day on which it holds. */
export const factUntil = {
  type: "ask",
  key: "factUntil",
  prompt: ({ factId = "" }: Known) => ({ texts: [{ key: "facts.until", params: { id: factId } }] }),
  read: readDay,
  why: { key: "facts.day-why" },
} as const;

/** Everything once more, before the answers follow. */
export const factCheck = {
  type: "choose",
  key: "factCheck",
  prompt: (given: Known, context: FlowContext): Text[] => {
    const verdict = verdictOf(given, context);
    return verdict ? [checkText(given.factId ?? "", verdict, figureOf(given, context))] : [gone];
  },
  options: () =>
    rightOrWrong(
      { right: { key: "facts.check.right" }, wrong: { key: "facts.check.wrong" } },
      { next: "fact", forget: ["figure", "factValue", "factFrom", "factSource", "factUntil", "factCheck"] },
    ),
  why: { key: "facts.check-why" },
} as const;

function checkText(id: string, verdict: FactVerdict, now: FactFigure | undefined): Text {
  if (verdict.kind !== "corrected") return { key: `facts.check.${verdict.kind}`, params: { id, ...untilOf(verdict) } };
  const { figure: next, from, source } = verdict;
  const params = { id, was: now ? figureText(now) : "", next: figureText(next), from, source };
  return { key: "facts.check.corrected", params };
}

const untilOf = (verdict: FactVerdict) => (verdict.kind === "expired" ? { until: verdict.until } : {});

function verdictOf(given: Known, context: FlowContext): FactVerdict | null {
  const { factVerdict, factValue: value, factFrom: from, factSource: source, factUntil: until } = given;
  if (factVerdict === "confirm") return { kind: "confirmed" };
  if (factVerdict === "expire") return until === undefined ? null : { kind: "expired", until };
  const now = figureOf(given, context);
  if (!now || value === undefined || from === undefined || source === undefined) return null;
  return { kind: "corrected", figure: { ...now, value }, from, source };
}

/** Keeps what was said of the fact. */
export function saveFact(given: Known, context: ActContext): Done<"menu"> {
  const { factId = "" } = given;
  const verdict = verdictOf(given, context);
  const outcome = verdict ? context.perform("mark-fact", { factId, verdict }) : "unknown";
  return { next: "menu", say: [{ key: `facts.saved.${outcome}`, params: { id: factId } }] };
}
